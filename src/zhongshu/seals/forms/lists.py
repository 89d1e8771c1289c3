"""Turning the filters of the lists of seals into clean values."""

from collections.abc import Iterable
from typing import Any

from django import forms

from zhongshu.seals import rules
from zhongshu.seals.forms.registering import DATE
from zhongshu.seals.models import Seal


class SealsForm(forms.Form):
    """The filters of the register (印章登记簿)."""

    q = forms.CharField(label="查找", required=False)
    kind = forms.ChoiceField(label="种类", required=False, choices=(("", "全部种类"), *rules.KINDS))
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=(("", "全部状态"), ("in_use", "未停用"), ("out", "借出中"), ("stopped", "已停用")),
    )


class OfSeals(forms.Form):
    """Filters of what is told of several seals."""

    seal = forms.TypedChoiceField(label="印章", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, seals: Iterable[Seal], **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        stopped = {True: "（已停用）", False: ""}
        named = [(seal.pk, f"{seal.name}{stopped[seal.stopped_at is not None]}") for seal in seals]
        self.fields["seal"].choices = [("", "全部印章"), *named]  # type: ignore[attr-defined]


class LogForm(OfSeals):
    """The filters of the log (用印登记簿)."""

    q = forms.CharField(label="查找", required=False)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    first = forms.DateField(label="用印起始日期", required=False, widget=DATE)
    last = forms.DateField(label="用印截止日期", required=False, widget=DATE)
    state = forms.ChoiceField(
        label="状态", required=False, choices=(("", "全部登记"), ("live", "有效"), ("voided", "已作废"))
    )

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "全部年度"), *((year, f"{year}年") for year in years)]  # type: ignore[attr-defined]


class LoansForm(OfSeals):
    """The filters of the loans (印章借用登记簿)."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=(("", "全部状态"), ("asked", "待交出"), ("out", "借出中"), ("late", "超期未还"), ("back", "已归还")),
    )
