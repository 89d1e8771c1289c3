"""Turning what is filled in at the stations of an application or a loan into clean values."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from zhongshu.seals import queries, rules
from zhongshu.seals.forms.applying import Documents, Journey, Texts, said
from zhongshu.ui.fields import PeopleField, UploadsField
from zhongshu.ui.forms import StepForm

COPIES = "copies_"  # with the number of a seal
COPIED = ("title", "reason", "copies", "sent_to")


class Mending(Texts, StepForm):
    """What was returned is mended and asked anew (修改后重新申请); the files are there already."""

    submit_words = "重新提交"
    phrases = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = self.asked(kwargs["matter"]) | dict(kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        said(self)
        self.fields["uploads"].required = False
        self.fields["uploads"].label = "补充用印材料（可不上传）"
        self.fields["opinion"].label = "修改说明（可不填）"

    def asked(self, matter: Any) -> dict[str, Any]:
        """Return what was asked for before."""
        raise NotImplementedError


class ApplicationStepForm(Documents, Mending):
    """用印申请, returned."""

    field_order = ("title", "document_number", "reason", "copies", "sent_to", "uploads", "is_full", "opinion")

    def asked(self, matter: Any) -> dict[str, Any]:
        """Return what was asked for before."""
        found = queries.application_of(matter)
        return {"title": matter.title} | {
            name: getattr(found, name) for name in ("document_number", "reason", "copies", "sent_to")
        }


class LoanStepForm(Journey, Mending):
    """印章借用申请, returned."""

    field_order = (
        "title",
        "reason",
        "place",
        "due_day",
        "due_time",
        "copies",
        "sent_to",
        "uploads",
        "is_full",
        "opinion",
    )

    def asked(self, matter: Any) -> dict[str, Any]:
        """Return what was asked for before."""
        found = queries.loan_of(matter)
        due = timezone.localtime(matter.due_at)
        named = {name: getattr(found, name) for name in ("reason", "copies", "sent_to", "place")}
        return {"title": matter.title, "due_day": due.date(), "due_time": due.time()} | named

    def step_fields(self) -> Mapping[str, Any]:
        """As always, with the moment of day and time together."""
        return {**super().step_fields(), "due": self.due_of(self.cleaned_data)}


class ApprovalForm(StepForm):
    """审核、审批、批准: yes, with a word or without."""

    submit_words = "同意"
    phrases = ("同意。", "同意用印。", "同意，请按规定办理。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "审批意见（不填视为同意；不同意的，请退回申请人）"


class SealingForm(StepForm):
    """用印: how many copies of each seal, before whom."""

    submit_words = "登记用印"
    phrases = ()
    witness = PeopleField(label="监印人（在场监督用印的其他人员）", single=True, required=False)
    is_across = forms.BooleanField(label="加盖骑缝章", required=False)
    note = forms.CharField(label="备注", required=False, max_length=400)
    uploads = UploadsField(label="盖印后影像（可不上传）", required=False)
    is_checked = forms.BooleanField(label=f"已核对用印材料与所附文件一致、内容完整，{rules.BLANK}", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        application = queries.application_of(self.matter)
        for seal in queries.pending(application):
            if seal.keeping and seal.keeping.keeper_id == self.person.pk:
                self.fields[f"{COPIES}{seal.pk}"] = forms.IntegerField(
                    label=f"{seal.name}实际用印份数",
                    min_value=0,
                    max_value=rules.MOST_COPIES,
                    initial=application.copies,
                    help_text=f"批准{application.copies}份，不能超过；没有用印的填0并说明原因",
                )
        counts = [name for name in self.fields if name.startswith(COPIES)]
        self.order_fields((*counts, "witness", "is_across", "note", "uploads", "is_checked", "opinion"))
        self.fields["opinion"].label = "用印情况（可不填）"

    def step_fields(self) -> Mapping[str, Any]:
        """As always, with the copies by the number of their seal."""
        found = dict(super().step_fields())
        counts = {name: found.pop(name) for name in list(found) if name.startswith(COPIES)}
        return found | {"copies": {int(name.removeprefix(COPIES)): count for name, count in counts.items()}}


class HandingOutForm(StepForm):
    """交出印章: counted before both."""

    submit_words = "登记交出"
    phrases = ()
    is_received = forms.BooleanField(label="印章已当面清点，借用人和同行人均已确认领取", required=False)
    field_order = ("is_received", "opinion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "交出情况（可不填）"


class TakingBackForm(StepForm):
    """收回印章: in which state, and what was sealed outside."""

    submit_words = "登记归还"
    phrases = ("印章完好，已收回。",)
    copies = forms.IntegerField(label="外出实际用印份数", min_value=0, max_value=rules.MOST_COPIES, initial=0)
    is_across = forms.BooleanField(label="加盖骑缝章", required=False)
    field_order = ("copies", "is_across", "opinion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        loan = queries.loan_of(self.matter)
        self.fields["copies"].help_text = f"批准{loan.copies}份，没有用印的填0；由{loan.companion.name}监印"
        self.fields["opinion"].label = "归还情况"


USE_FORMS: Mapping[str, type[StepForm]] = {
    rules.APPLYING: ApplicationStepForm,
    "unit_review": ApprovalForm,
    "office_review": ApprovalForm,
    "leader_approval": ApprovalForm,
    "sealing": SealingForm,
}
LOAN_FORMS: Mapping[str, type[StepForm]] = {
    rules.APPLYING: LoanStepForm,
    "unit_review": ApprovalForm,
    "office_review": ApprovalForm,
    "leader_approval": ApprovalForm,
    "handing_out": HandingOutForm,
    "taking_back": TakingBackForm,
}
