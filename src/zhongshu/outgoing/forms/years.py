"""Turning which year is asked for, and what took a document up, into clean values."""

from typing import Any

from django import forms
from django.http import QueryDict

from zhongshu.outgoing.rules import uptakes
from zhongshu.ui.forms import ActForm

DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class YearForm(forms.Form):
    """The year that the figures are of (年度); without one the last."""

    use_required_attribute = False
    year = forms.TypedChoiceField(label="年度", coerce=int, required=False)

    def __init__(self, asked: QueryDict, *, years: list[int]) -> None:
        given = asked.copy()
        if str(given.get("year", "")) not in map(str, years):
            given["year"] = str(years[0])
        super().__init__(given, label_suffix="")
        self.fields["year"].choices = [(year, f"{year}年") for year in years]  # type: ignore[attr-defined]


class UptakeForm(ActForm):
    """登记采用情况."""

    manner = forms.ChoiceField(label="采用方式", choices=(("", "请选择"), *uptakes.MANNERS))
    where = forms.CharField(
        label="采用情况",
        max_length=300,
        help_text="如“县长批示：请财政局照此办理”“县委常委会第12次会议采纳”",
        widget=forms.Textarea({"rows": 2}),
    )
    taken_on = forms.DateField(label="采用日期", widget=DATE)
    number = forms.CharField(
        label="采用文件的文号（本系统内的文件才填）",
        required=False,
        max_length=100,
        help_text="填写后两件在“关联事项”中互相可查",
    )

    def values(self) -> dict[str, Any]:
        """Return what the act is told."""
        return {name: self.cleaned_data[name] for name in ("manner", "where", "taken_on", "number", "request_key")}
