"""The calendar of deadlines (时限日历): a month of what is due to oneself, and the list of each day."""

import calendar
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhongshu.calendars import queries as calendars
from zhongshu.portal.views import rows
from zhongshu.portal.views import work_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import page

SHOWN = 3  # of a day in its cell; all of them stand in the list of the day


@require_GET
@access.people
def deadlines(request: HttpRequest) -> HttpResponse:
    """时限日历 of the month asked for, or the list of one day of it."""
    asking = declared.ask(request, lists.DEADLINES)
    now, day, found = asking.at, lists.day_asked(asking), lists.DEADLINES.rows(asking)
    first = lists.month_asked(asking).replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return page(
        request,
        "portal/deadlines.html",
        known=asking.known,
        listed=lists.DEADLINES,
        month=first,
        today=timezone.localdate(now),
        day=day,
        described=calendars.describe(day) if day else "",
        earlier=first - timedelta(days=1),
        later=last + timedelta(days=1),
        weeks=() if day else _weeks(first, found, now),
        rows=[rows.due(row, now) for row in found] if day else (),
        count=len(found),
    )


def _weeks(first: date, found: list[dict[str, Any]], now: datetime) -> list[list[dict[str, Any] | None]]:
    """Return the weeks of a month from Monday; days of other months are empty."""
    known, due = calendars.current(), _by_day(found, now)
    return [
        [_cell(day, due.get(day, []), known) if day.month == first.month else None for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]


def _by_day(found: list[dict[str, Any]], now: datetime) -> dict[date, list[dict[str, Any]]]:
    days: dict[date, list[dict[str, Any]]] = {}
    for row in found:
        days.setdefault(timezone.localdate(row["due_at"]), []).append(rows.due(row, now))
    return days


def _cell(day: date, due: list[dict[str, Any]], known: Any) -> dict[str, Any]:
    special = known.days.get(day)
    return {
        "day": day,
        "is_rest": not known.is_workday(day),
        "note": ("班" if special.is_working else special.name) if special else "",
        "described": known.describe(day),
        "rows": due[:SHOWN],
        "more": max(len(due) - SHOWN, 0),
        "count": len(due),
    }
