"""Turning what a receiver fills in into clean values: which deliveries are wanted, signing for one, sending it back."""

from typing import Any

from django import forms
from django.http import QueryDict

from zhongshu.documents import rules as documents
from zhongshu.exchange import rules
from zhongshu.kit import terms
from zhongshu.ui.forms import ActForm

EVERY = "all"


class DeliveriesForm(forms.Form):
    """The filters of what came through the exchange (公文签收): what waits, unless something else is asked for."""

    q = forms.CharField(label="查找", required=False)
    state = forms.ChoiceField(label="状态", choices=(*rules.STATES, (EVERY, "全部")))
    urgency = forms.ChoiceField(label="紧急程度", required=False)
    organ = forms.TypedChoiceField(label="收文机关", required=False, coerce=int, empty_value=None)

    def __init__(self, params: QueryDict, *, kind: str, organs: list[tuple[int, str]]) -> None:
        asked = params.copy()
        asked.setdefault("state", rules.WAITING)
        super().__init__(asked, label_suffix="")
        grades = terms.TELEGRAM_GRADES if kind == documents.TELEGRAM else terms.URGENCY
        self.fields["urgency"].choices = (("", "全部"), *grades)  # type: ignore[attr-defined]
        self.fields["organ"].choices = [("", "全部机关"), *organs]  # type: ignore[attr-defined]
        if len(organs) < 2:
            del self.fields["organ"]

    def clean(self) -> dict[str, Any]:
        """Take the state for all of them as no condition."""
        clean = super().clean() or {}
        return clean | {"state": ""} if clean.get("state") == EVERY else clean


class SignForm(ActForm):
    """签收: nothing to fill in, but to confirm a number that is there already."""

    confirmed = forms.BooleanField(label="确认重复登记", required=False)


class RejectForm(ActForm):
    """退文: which of the five questions of 初审 it fails, and how."""

    cause = forms.ChoiceField(label="退文原因", choices=rules.CAUSES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="说明", max_length=300, widget=forms.Textarea({"rows": 3}), help_text="写明具体问题和希望发文机关怎么改"
    )
