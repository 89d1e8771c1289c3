"""Changing the calendar: one act, the import of a yearly notice."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from zhongshu.calendars.models import Notice, SpecialDay
from zhongshu.calendars.rules import notices
from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def import_notice(
    year: int,
    *,
    holidays: Mapping[date, str],
    working_weekends: Iterable[date],
    title: str,
    by: str,
    at: datetime,
) -> Notice:
    """Put a year's holidays in force (导入放假安排) as a new version; the version before is kept.

    `holidays` maps each day off to the name of its holiday, `working_weekends` are 调休上班;
    `rules.notices.read` makes both from the printed notice. Raises BadNotice, or Refused when another
    administrator has just imported the same year.
    """
    working = sorted(set(working_weekends))
    notices.check(year, holidays, working)
    title = text.clean_line(title, 200, "通知标题", field="title")
    newest = Notice.objects.order_by("-id").first()
    version = Notice.objects.filter(year=year).count() + 1
    digest = notices.digest(newest.digest if newest else "", year, holidays, working)
    try:
        with transaction.atomic():
            notice = Notice.objects.create(year=year, version=version, title=title, by=by, at=at, digest=digest)
    except IntegrityError:
        raise Refused(f"另一位管理员刚刚导入了{year}年放假安排，请刷新后核对。") from None
    SpecialDay.objects.bulk_create(_days(notice, holidays, working))
    counted = {"holidays": len(holidays), "working": len(working)}
    trail.record("settings", "calendars.notice_imported", by=by, at=at, detail={"notice": str(notice), **counted})
    return notice


def _days(notice: Notice, holidays: Mapping[date, str], working: list[date]) -> list[SpecialDay]:
    off = [
        SpecialDay(notice=notice, day=day, is_working=False, name=text.clean_line(name, 40, "节日名称"))
        for day, name in sorted(holidays.items())
    ]
    return off + [SpecialDay(notice=notice, day=day, is_working=True) for day in working]
