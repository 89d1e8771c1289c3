"""What figures are asked for (效率统计): what is counted, by what, of which time."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from zhongshu.matters import kinds
from zhongshu.matters.queries.efficiency import GROUPS, MATTERS, TASKS
from zhongshu.org import queries as org
from zhongshu.portal.forms.fields import DayField

MEASURES = ((TASKS, "办理任务"), (MATTERS, "事项"))
PERIODS = (
    ("month", "本月"),
    ("last_month", "上月"),
    ("quarter", "本季度"),
    ("year", "本年"),
    ("last_year", "上年"),
    ("days", "自选日期"),
)


class FiguresForm(forms.Form):
    """The filter above the figures. What is missing or wrong falls back to this month's tasks by unit."""

    use_required_attribute = False
    measure = forms.ChoiceField(label="统计对象", choices=MEASURES, required=False)
    by = forms.ChoiceField(label="分组", required=False)
    kind = forms.ChoiceField(label="事项类型", required=False)
    period = forms.ChoiceField(label="时段", choices=PERIODS, required=False)
    since = DayField(label="起", required=False, initial=None)
    until = DayField(label="止（含当日）", required=False, initial=None)

    def __init__(self, asked: QueryDict) -> None:
        given = asked.copy()
        measure = str(given.get("measure")) if given.get("measure") in GROUPS else TASKS
        groups = dict(GROUPS[measure])
        by = str(given.get("by")) if given.get("by") in groups else "unit"
        given.update({"measure": measure, "by": by, "period": given.get("period") or "month"})
        super().__init__({name: given[name] for name in given}, label_suffix="")
        self.fields["by"].choices = GROUPS[measure]  # type: ignore[attr-defined]
        self.fields["kind"].choices = (("", "全部类型"), *((one.key, one.name) for one in kinds.every()))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days that leave no time between them."""
        clean = super().clean() or {}
        since, until = clean.get("since"), clean.get("until")
        if clean.get("period") == "days" and since and until and until < since:
            raise forms.ValidationError("截止日期早于起始日期，请重新选择。")
        return clean

    def span(self, today: date) -> tuple[datetime, datetime]:
        """Return from when until before when is counted."""
        clean = getattr(self, "cleaned_data", {})
        first, last = days_of(clean.get("period") or "month", today, clean.get("since"), clean.get("until"))
        return org.midnight(first), org.midnight(last + timedelta(days=1))


def days_of(period: str, today: date, since: date | None, until: date | None) -> tuple[date, date]:
    """Return the first and the last day of a period (统计时段)."""
    month = today.replace(day=1)
    match period:
        case "last_month":
            last = month - timedelta(days=1)
            return last.replace(day=1), last
        case "quarter":
            return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today
        case "year":
            return today.replace(month=1, day=1), today
        case "last_year":
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        case "days":
            return since or month, until or today
    return month, today
