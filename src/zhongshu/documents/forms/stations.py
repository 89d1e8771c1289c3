"""Turning what is filled in at the stations of an incoming document into clean values, and in its own acts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from zhongshu.documents import queries, rules
from zhongshu.documents.forms.intake import VerdictForm
from zhongshu.documents.forms.registration import DATE, NOTHING
from zhongshu.kit import terms
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.ui.fields import LinesField, PeopleField, UploadsField
from zhongshu.ui.forms import ActForm, StepForm, TerminateForm


class DissentForm(ActForm):
    """不同意见."""

    words = forms.CharField(label="不同意见", widget=forms.Textarea({"rows": 3}))


class LegForm(ActForm):
    """送阅登记: who takes it to whom."""

    courier = forms.CharField(label="送件人", max_length=40)
    receiver = forms.CharField(label="收件人", max_length=40)
    copies = forms.IntegerField(label="份数", min_value=1, initial=1)


# --- what is filled in at the stations -------------------------------------------------------------------


class ReviewForm(StepForm):
    """初审: five questions, and 办件 or 阅件."""

    submit_words = "初审通过"
    phrases = ()
    handling_type = forms.ChoiceField(
        label="办理类别", choices=terms.HANDLING_TYPES, initial="for_action", widget=forms.RadioSelect
    )
    ours_to_handle = forms.BooleanField(required=False, initial=True)
    follows_routing_rules = forms.BooleanField(required=False, initial=True)
    genre_and_format_fit = forms.BooleanField(required=False, initial=True)
    others_consulted = forms.BooleanField(required=False, initial=True)
    other_demands_met = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "初审意见（可不填）"
        for key, words in rules.REVIEW_QUESTIONS:
            self.fields[key].label = words


class UnitsForm(StepForm):
    """Lead unit, co-units and deadline, as far as they are known already."""

    lead_unit = forms.TypedChoiceField(label="主办单位", required=False, coerce=int, empty_value=None)
    co_units = forms.TypedMultipleChoiceField(
        label="协办单位", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    due = forms.DateField(label="办理时限", required=False, widget=DATE)
    keep_due = forms.BooleanField(label="该日不是工作日时，仍按该日", required=False)

    def __init__(self, *args: Any, matter: Matter, at: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = self._settled(matter) | dict(kwargs.get("initial") or {})
        super().__init__(*args, matter=matter, at=at, **kwargs)
        units = org.handling_units(matter.organ_id, org.local_day(at), known=self.known)
        self.fields["lead_unit"].choices = [NOTHING, *units]  # type: ignore[attr-defined]
        self.fields["co_units"].choices = units  # type: ignore[attr-defined]

    @staticmethod
    def _settled(matter: Matter) -> dict[str, Any]:
        return {
            "lead_unit": matter.lead_unit_id,
            "co_units": list(matter.co_units.values_list("unit_id", flat=True)),
            "due": timezone.localdate(matter.due_at) if matter.due_at else None,
        }


class ProposalForm(UnitsForm):
    """拟办: what the office puts before the leader."""

    submit_words = "呈送批示"
    phrases = ("拟请领导批示后，转承办单位办理。", "拟同意，请领导审定。", "拟请领导阅示。")
    picks = ("instruction",)
    asks_decision = forms.BooleanField(label="需领导决策（至少提出两个备选方案）", required=False)
    alternatives = LinesField(label="备选方案", required=False)
    leaders = PeopleField(label="呈送领导", required=False)
    field_order = (
        "opinion",
        "asks_decision",
        "alternatives",
        "lead_unit",
        "co_units",
        "due",
        "keep_due",
        "leaders",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.task.round > 1:
            self.initial = {**self.initial, **queries.proposed(self.matter)}
        self.fields["opinion"].label = "拟办意见"
        offered = org.role("leader", self.matter.organ_id, org.local_day(self.at), known=self.known)
        self.fields["leaders"].widget.offered = [  # type: ignore[attr-defined]
            (holder, org.holder_name(holder, known=self.known)) for holder in offered
        ]

    def chosen(self) -> dict[str, tuple[int, ...]]:
        """The leaders in the order in which they were picked."""
        return {**super().chosen(), "instruction": self.cleaned_data["leaders"]}


class InstructionForm(StepForm):
    """批示: choose an alternative, write, or sign alone."""

    submit_words = "签批"
    phrases = ("同意。", "同意拟办意见。", "已阅。", "请按程序办理。", "请抓紧办理并报结果。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "批示意见（不填视为圈阅同意）"
        offered = list(queries.offered_alternatives(self.matter))
        if offered:
            choices = [(each.pk, f"方案{number}：{each.text}") for number, each in enumerate(offered, 1)]
            self.fields["alternative"] = forms.TypedChoiceField(
                label="选定方案",
                required=False,
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                choices=[("", "不选定方案，另作批示"), *choices],
            )
            self.order_fields(("alternative", "opinion"))
            self.fields["opinion"].label = "批示意见（选定方案的可不填）"


class AssignmentForm(UnitsForm):
    """交办: as the leader has written."""

    submit_words = "交办"
    phrases = ("请按领导批示要求办理。", "请主办单位会同协办单位办理。")
    field_order = ("lead_unit", "co_units", "due", "keep_due", "opinion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "交办要求"


class HandlingForm(StepForm):
    """承办: what the lead unit has done, or what a co-unit has to say."""

    submit_words = "提交办理情况"
    phrases = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "办理情况（协办单位填写协办意见）"


class ReplyForm(StepForm):
    """答复: what the sender is told."""

    submit_words = "提交答复"
    phrases = ()
    uploads = UploadsField(label="答复材料", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "答复内容"


class CirculationForm(StepForm):
    """分送传阅: who shall read it."""

    submit_words = "分送传阅"
    phrases = ()
    readers = PeopleField(label="传阅人员", required=False)
    field_order = ("readers", "opinion")


class ClosingForm(StepForm):
    """办结: the result, with its evidence."""

    submit_words = "办结"
    phrases = ("已按批示要求办结。", "已答复来文单位，办结归档。")
    uploads = UploadsField(label="佐证材料", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "办理结果"


STEP_FORMS: Mapping[str, type[StepForm]] = {
    "review": ReviewForm,
    "proposal": ProposalForm,
    "instruction": InstructionForm,
    "assignment": AssignmentForm,
    "handling": HandlingForm,
    "reply": ReplyForm,
    "circulation": CirculationForm,
    "closing": ClosingForm,
}

ACT_FORMS: Mapping[str, type[ActForm]] = {
    "send_back": TerminateForm,
    "void": TerminateForm,
    "dissent": DissentForm,
    "leg": LegForm,
    "verdict": VerdictForm,
}
