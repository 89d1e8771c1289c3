"""Turning what is typed to ask for a seal into clean values, for the first time and after a return."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from zhongshu.kit import terms
from zhongshu.seals import rules
from zhongshu.seals.forms.registering import DATE, OneField
from zhongshu.seals.models import Seal
from zhongshu.ui.fields import UploadsField
from zhongshu.ui.forms import ActForm

SHUTS = time(17, 30)
FULL = f"所附材料内容完整，没有空白纸张、空白介绍信、空白证件（{rules.BLANK}）"


class Particulars(forms.Form):
    """What is to be sealed (用印内容)."""

    title = forms.CharField(label="材料名称", max_length=200, widget=forms.Textarea({"rows": 2}))
    reason = forms.CharField(label="事由", max_length=200, widget=forms.Textarea({"rows": 2}))
    copies = forms.IntegerField(label="份数", min_value=1, max_value=rules.MOST_COPIES, initial=1)
    sent_to = forms.CharField(label="送往单位", max_length=400)


class Documents(Particulars):
    """As before, with the number of the document."""

    document_number = forms.CharField(
        label="文件字号", required=False, max_length=100, help_text="没有字号的不填，括号写法不限"
    )


class Journey(Particulars):
    """As before, with where the seal goes, and when it comes back."""

    place = forms.CharField(label="使用地点", max_length=200)
    due_day = forms.DateField(label="归还日期", widget=DATE)
    due_time = forms.TimeField(
        label="归还时间", initial=SHUTS, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    @staticmethod
    def due_of(clean: dict[str, Any]) -> datetime:
        """Return the moment at which the seal comes back."""
        return timezone.make_aware(datetime.combine(clean["due_day"], clean["due_time"]))


class Texts(forms.Form):
    """The text itself (用印材料), and that nothing of it is blank."""

    uploads = UploadsField(label="用印材料", help_text="上传需要用印的正文，供审批人和印章保管人核对")
    is_full = forms.BooleanField(label=FULL, error_messages={"required": f"{rules.BLANK}。请确认后勾选。"})


class Asking(ActForm):
    """What every application has: the mark of what is sealed, and the words for a box that must be ticked."""

    label = forms.ChoiceField(
        label="材料密级标志",
        choices=terms.LABELS,
        initial="internal",
        widget=forms.RadioSelect,
        help_text="涉密材料不得录入本系统，请按保密规定办理用印",
    )

    def __init__(self, *args: Any, seals: Iterable[Seal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = "seals" if "seals" in self.fields else "seal"
        offered = [(seal.pk, named(seal)) for seal in seals]
        self.fields[name].choices = offered  # type: ignore[attr-defined]
        said(self)


def named(seal: Seal) -> str:
    """Return a seal as it is offered: its name, who keeps it, and whether it is out."""
    keeper = f"{seal.keeping.keeper.name}保管" if seal.keeping else ""
    return f"{seal.name}（{keeper}{'，借出中' if seal.loan else ''}）"


def said(form: forms.Form) -> None:
    """Say of a box that was not ticked why it must be."""
    form.fields["is_full"].error_messages["required"] = f"{rules.BLANK}。请确认后勾选。"


class ApplicationForm(Asking, Documents, Texts):
    """用印申请."""

    seals = forms.TypedMultipleChoiceField(label="使用印章", coerce=int, widget=forms.CheckboxSelectMultiple)


class LoanForm(Asking, Journey, Texts):
    """印章借用申请."""

    seal = forms.TypedChoiceField(label="借用印章", coerce=int, widget=forms.RadioSelect)
    borrower = OneField(label="借用人")
    companion = OneField(label="同行人")
