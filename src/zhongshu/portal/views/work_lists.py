"""The lists around one's work (待评价、时限日历、常用筛选、工作移交、流程), as their pages show them."""

import calendar
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict

from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds, rules
from zhongshu.matters import queries as matters
from zhongshu.matters.models import HandOver
from zhongshu.matters.queries import leaving, ratings
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.portal import queries
from zhongshu.portal.forms import desk as forms
from zhongshu.portal.forms.fields import FIRST_YEAR, LAST_YEAR
from zhongshu.portal.queries import handing
from zhongshu.portal.views import desk
from zhongshu.ui.jinja import day
from zhongshu.ui.lists import DAY, LABEL, MOMENT, NUMBER, Asking, Column, List, labelled, of

LATEST = 50  # hand-overs looked through for those of this office


RATINGS = List(
    key="ratings",
    title="待评价事项",
    page="ratings",
    rows=lambda asking: ratings.to_rate(asking.reader, asking.at, known=asking.known),
    columns=(
        Column("编号", lambda one, asking: one.number, width=22),
        Column("标题", lambda one, asking: one.title or rules.WITHHELD, width=44),
        Column(LABEL, lambda one, asking: labelled(one.label, one.restricted_at), width=18),
        Column("主办单位", lambda one, asking: one.lead_unit.short_name if one.lead_unit else "", width=18),
        Column("责任人", lambda one, asking: one.owner.name if one.owner else "", width=12),
        Column("办结日期", lambda one, asking: one.closed_at, sort=DAY, width=13),
    ),
)


def day_asked(asking: Asking) -> date | None:
    """Return the one day that the calendar is asked for (当日到期), or nothing."""
    return _day(asking.params.get("day", ""))


def month_asked(asking: Asking) -> date:
    """Return a day of the month that the calendar is asked for, else of this one."""
    asked = day_asked(asking) or _day(asking.params.get("month", "") + "-01")
    return asked or org.local_day(asking.at)


def _day(typed: str) -> date | None:
    """Return a day written as 2026-11-20; nothing for nonsense and for years that no office works in."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if FIRST_YEAR < day.year < LAST_YEAR else None


def _due(asking: Asking) -> list[dict[str, Any]]:
    one, month = day_asked(asking), month_asked(asking)
    last = calendar.monthrange(month.year, month.month)[1]
    begin, end = (one, one) if one else (month.replace(day=1), month.replace(day=last))
    return matters.deadlines(asking.reader, begin, end, asking.at, known=asking.known)


def _when(asking: Asking) -> str:
    asked, month = day_asked(asking), month_asked(asking)
    return f"到期：{day(asked) if asked else f'{month.year}年{month.month}月'}"


DEADLINES = List(
    key="deadlines",
    title="到期事项",
    page="deadlines",
    rows=_due,
    said=_when,
    columns=(
        Column("编号", of("number"), width=22),
        Column("标题", lambda row, asking: row["title"] or rules.WITHHELD, width=44),
        Column(LABEL, lambda row, asking: labelled(row["label"], row["restricted_at"]), width=18),
        Column("紧急程度", lambda row, asking: rules.URGENCY_WORDS[row["urgency"]], width=10),
        Column("类型", lambda row, asking: kinds.get(row["kind"]).name, width=12),
        Column("环节", lambda row, asking: row["step"] or "本人负责的事项", width=16),
        Column("时限", of("due_at"), sort=DAY, width=13),
        Column("提示", lambda row, asking: rules.remaining(row["due_at"], asking.at), width=14),
    ),
)


def _filters(asking: Asking) -> list[Any]:
    return [one for one in matters.saved_filters(asking.reader) if one.page in desk.BOXES]


def conditions(one: Any) -> list[str]:
    """Say what a saved filter asks for (筛选条件)."""
    return forms.words(forms.clean(QueryDict(one.query), desk.BOXES[one.page].fields)[0])


FILTERS = List(
    key="filters",
    title="常用筛选",
    page="filters",
    rows=_filters,
    columns=(
        Column("名称", lambda one, asking: one.name, width=24),
        Column("列表", lambda one, asking: desk.BOXES[one.page].title, width=14),
        Column("条件", lambda one, asking: "；".join(conditions(one)) or "全部事项", width=60),
    ),
)


def may_hand_over(asking: Asking, leaver: Person) -> bool:
    """Tell whether the work of the leaver is for this office head to hand over."""
    return leaving.may_hand_over(leaver, asking.reader, asking.at, known=asking.known)


def first_of(row: HandOver) -> Person:
    """Return whose work it was in the first place."""
    return row.to if row.undoes_id else row.leaver


def _leavers(asking: Asking) -> list[tuple[Person, Any]]:
    left = queries.leavers(org.local_day(asking.at))
    return [(one, queries.open_work(one)) for one in left if may_hand_over(asking, one)]


LEAVERS = List(
    key="leavers",
    title="离岗人员未办工作",
    page="handovers",
    rows=_leavers,
    columns=(
        Column("姓名", lambda row, asking: row[0].name, width=14),
        Column("离岗日期", lambda row, asking: row[0].valid_to, sort=DAY, width=13),
        Column("未办任务", lambda row, asking: row[1].tasks, sort=NUMBER, width=12),
        Column("未阅传阅件", lambda row, asking: row[1].copies, sort=NUMBER, width=12),
        Column("后续环节", lambda row, asking: row[1].planned, sort=NUMBER, width=12),
        Column("主办事项", lambda row, asking: row[1].owned, sort=NUMBER, width=12),
    ),
)


def may_be_undone(row: HandOver, asking: Asking) -> bool:
    """Tell whether a hand-over may still be undone (当日可撤销)."""
    try:
        rules.check_may_be_undone(row, asking.at)
    except Refused:
        return False
    return True


def _standing(row: HandOver, asking: Asking) -> str:
    if row.undoes_id or row.undone_at:
        return "撤销移交" if row.undoes_id else "已撤销"
    return "当日可撤销" if may_be_undone(row, asking) else "已移交"


HAND_OVERS = List(
    key="handovers",
    title="工作移交记录",
    page="handovers",
    rows=lambda asking: [row for row in handing.hand_overs(LATEST) if may_hand_over(asking, first_of(row))],
    columns=(
        Column("移交人", lambda row, asking: row.leaver.name, width=14),
        Column("接收人", lambda row, asking: row.to.name, width=14),
        Column("时间", lambda row, asking: row.at, sort=MOMENT, width=18),
        Column("经办人", lambda row, asking: row.by.name, width=14),
        Column("移交原因", lambda row, asking: row.reason, width=40),
        Column("状态", _standing, width=14),
    ),
)


def hand_over(asking: Asking, pk: int) -> HandOver:
    """Return a hand-over of this office (移交记录). Raises Http404, PermissionDenied."""
    row = handing.hand_over(pk)
    if row is None:
        raise Http404
    if not may_hand_over(asking, first_of(row)):
        raise PermissionDenied
    return row


def _pieces(asking: Asking) -> list[dict[str, Any]]:
    return handing.pieces(hand_over(asking, asking.number("handover")), asking.reader, asking.at, asking.known)


def _handed(asking: Asking) -> str:
    row = hand_over(asking, asking.number("handover"))
    return f"{row.leaver.name}移交给{row.to.name}，{day(row.at)}"


PIECES = List(
    key="handover_pieces",
    title="移交明细",
    page="handover_record",
    of=("handover",),
    rows=_pieces,
    said=_handed,
    columns=(
        Column("事项", of("title"), width=48),
        Column("编号", of("mark"), width=22),
        Column(LABEL, lambda row, asking: labelled(row["label"], row["is_limited"]), width=18),
        Column("移交内容", of("part"), width=20),
        Column("现在情况", of("state"), width=24),
    ),
)


def leaver(asking: Asking, pk: int) -> Person:
    """Return whose work this office hands over (移交人). Raises Http404, PermissionDenied."""
    found = Person.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    if not may_hand_over(asking, found):
        raise PermissionDenied
    return found


def _things(asking: Asking) -> list[dict[str, Any]]:
    """Return what somebody has in hand, and below it what must be seen to besides (移交清单)."""
    person = leaver(asking, asking.number("leaver"))
    found = handing.things(person, asking.reader, asking.at, asking.known)
    rows = [row | {"sort": thing.title} for thing in found for row in thing.matters]
    besides = handing.reminders(person, asking.at, asking.known)
    none: dict[str, Any] = {"mark": "", "label": "public", "is_limited": False, "step": "", "due_at": None}
    return rows + [{"sort": f"另行办理：{title}", "title": line} | none for title, lines in besides for line in lines]


CHECKLIST = List(
    key="handover_things",
    title="移交清单",
    page="handover",
    of=("leaver",),
    rows=_things,
    said=lambda asking: f"移交人：{leaver(asking, asking.number('leaver')).name}",
    columns=(
        Column("类别", of("sort"), width=24),
        Column("事项", of("title"), width=48),
        Column("编号", of("mark"), width=22),
        Column(LABEL, lambda row, asking: labelled(row["label"], row["is_limited"]), width=18),
        Column("环节", of("step"), width=16),
        Column("时限", of("due_at"), sort=DAY, width=13),
    ),
)


EVERY = (RATINGS, DEADLINES, FILTERS, LEAVERS, HAND_OVERS, PIECES, CHECKLIST)
