"""What numbering refuses."""

from datetime import datetime
from string import Formatter

from django.utils import timezone

from zhongshu.kit.errors import Refused


class NoSeries(Refused):
    """The organ has no such series (尚未设立编号)."""


class BadTemplate(Refused):
    """A template does not make numbers (编号格式有误)."""


class WrongYear(Refused):
    """The year is closed, or has not come (编号年度有误)."""


class AlreadyNumbered(Refused):
    """The holder has a number of this series (已有编号)."""


class AlreadyVoided(Refused):
    """The number is void already (编号已作废)."""


def check_template(template: str) -> None:
    """Require {number} once, {year} at most once, and nothing else in braces: 收〔{year}〕{number}号."""
    try:
        # Each part is (text, field, format, conversion); a number is written plainly, never padded.
        parts = [part[1:] for part in Formatter().parse(template) if part[1] is not None]
    except ValueError:
        parts = []
    fields = sorted(str(field) for field, _, _ in parts)
    plain = all(not (form or conversion) for _, form, conversion in parts)
    if not plain or fields not in (["number"], ["number", "year"]):
        raise BadTemplate("编号格式应包含{number}（序号），并可包含{year}（年份），如“收〔{year}〕{number}号”。")


def check_year(year: int, latest: int | None, at: datetime) -> None:
    """Refuse a year before the latest one numbered, and any but this year and the last.

    The first happens when the machine's clock was set back; the second keeps a slip from closing years to come.
    """
    if latest is not None and year < latest:
        raise WrongYear(f"该编号已编到{latest}年，不能再取{year}年的号。请核对系统时间，或联系系统管理员。")
    this_year = timezone.localtime(at).year
    if year not in (this_year - 1, this_year):
        raise WrongYear(f"现在是{this_year}年，不能取{year}年的号。")
