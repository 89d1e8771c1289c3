"""Taking and voiding numbers, inside the transaction of the act that needs them."""

from datetime import datetime

from django.db import connection
from django.db.models import Max

from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.numbering import rules
from zhongshu.numbering.models import Counter, Number, Series
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

# One statement on either database: who comes second waits at the row until the first commits or rolls back.
NEXT = """
    INSERT INTO numbering_counter (series_id, year, value) VALUES (%s, %s, 1)
    ON CONFLICT (series_id, year) DO UPDATE SET value = numbering_counter.value + 1
    RETURNING value
"""


def open_series(*, organ: str, code: str, name: str, template: str, by: str, at: datetime) -> Series:
    """Open a series of numbers (设立编号) of an organ, with a template such as 收〔{year}〕{number}号.

    Raises BadTemplate, or Refused when the organ has one of this code.
    """
    check_transaction()
    rules.check_template(template)
    if Series.objects.filter(organ=organ, code=code).exists():
        raise Refused("本机关已设立这种编号，无需重复设立。")
    name = text.clean_line(name, 60, "编号名称", field="name")
    template = text.clean_line(template, 60, "编号格式", field="template")
    series = Series.objects.create(organ=organ, code=code, name=name, template=template, by=by, at=at)
    trail.record("settings", "numbering.series_opened", by=by, at=at, detail={"organ": organ, "code": code})
    return series


def take(series: Series, *, year: int, holder: str, by: str, at: datetime) -> Number:
    """Take the next number (取号) of a series and year for a holder such as `matter:7`, without gaps.

    A rolled-back act gives its number back. Raises WrongYear, or AlreadyNumbered when the holder has a
    number of this series that is not void: nothing is issued twice, not even after a return.
    """
    check_transaction()
    latest = Counter.objects.filter(series=series).aggregate(latest=Max("year"))["latest"]
    rules.check_year(year, latest, at)
    value = _next(series, year)
    # Asked after the wait at the counter, so that of two browsers the second sees the first one's number.
    earlier = Number.objects.filter(series=series, holder=holder, voided_at=None).first()
    if earlier:
        raise rules.AlreadyNumbered(f"已取得编号{earlier.text}，不能重复编号。")
    shown = series.template.format(year=year, number=value)
    number = Number.objects.create(series=series, year=year, value=value, text=shown, holder=holder, by=by, taken_at=at)
    trail.record(holder, "numbering.taken", by=by, at=at, detail={"number": shown})
    return number


def _next(series: Series, year: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [series.pk, year])
        return int(cursor.fetchone()[0])


def hand_on(number: Number, *, holder: str, by: str, at: datetime) -> Number:
    """Give a number that was set aside to whatever it was meant for (启用预留编号). Both trails say so.

    Raises AlreadyVoided, or AlreadyNumbered when that has a number of this series.
    """
    check_transaction()
    if Number.objects.filter(series=number.series, holder=holder, voided_at=None).exists():
        raise rules.AlreadyNumbered("已取得编号，不能重复编号。")
    if not Number.objects.filter(pk=number.pk, holder=number.holder, voided_at=None).update(holder=holder):
        raise rules.AlreadyVoided(f"编号{number.text}已经作废或者启用，请刷新页面后重新选择。")
    for stream in (number.holder, holder):
        trail.record(stream, "numbering.handed_on", by=by, at=at, detail={"number": number.text, "to": holder})
    number.refresh_from_db()
    return number


def void(number: Number, *, reason: str, by: str, at: datetime) -> Number:
    """Void a number (作废编号) with a reason. It keeps its place and is never issued again.

    Raises AlreadyVoided, or Refused without a reason of at most 200 characters.
    """
    check_transaction()
    reason = text.required_line(reason, 200, "作废原因", field="reason")
    live = Number.objects.filter(pk=number.pk, voided_at=None)
    if not live.update(voided_at=at, voided_by=by, void_reason=reason):
        raise rules.AlreadyVoided(f"编号{number.text}已经作废。")
    detail = {"number": number.text, "reason": digests.sm3(reason)}
    trail.record(number.holder, "numbering.voided", by=by, at=at, detail=detail)
    number.refresh_from_db()
    return number
