"""Turning what is typed about incoming documents into clean values."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from zhongshu.documents import queries, rules
from zhongshu.kit import terms
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.ui.fields import LinesField, PeopleField, UploadsField
from zhongshu.ui.forms import ActForm, StepForm, TerminateForm

DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
NOTHING = ("", "请选择")


class RegistrationForm(ActForm):
    """签收登记: what 条例 art. 24 wants known of what has come in."""

    title = forms.CharField(label="标题", widget=forms.Textarea({"rows": 2}))
    sender = forms.CharField(label="来文单位")
    sender_number = forms.CharField(label="来文字号", required=False, help_text="如 国办发〔2026〕15号，括号写法不限")
    genre = forms.ChoiceField(label="文种", choices=(NOTHING, *terms.GENRES))
    dated = forms.DateField(label="成文日期", required=False, widget=DATE)
    urgency = forms.ChoiceField(label="紧急程度", choices=terms.URGENCY, initial="none", widget=forms.RadioSelect)
    copies = forms.IntegerField(label="份数", min_value=1, max_value=999999, initial=1)
    copy_number = forms.CharField(label="份号", required=False, help_text="有份号的填写6位数字")
    signed_for_by = forms.CharField(label="签收人")
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea({"rows": 2}))
    uploads = UploadsField(label="文件", required=False)
    confirmed = forms.BooleanField(label="确认重复登记", required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == rules.TELEGRAM:
            grade = self.fields["urgency"]
            grade.label, grade.initial = "电报等级", "routine"
            grade.choices = terms.TELEGRAM_GRADES  # type: ignore[attr-defined]


class CardForm(ActForm):
    """纸质件跟踪卡: nothing but numbers and codes."""

    sender_code = forms.CharField(label="来文单位代号", max_length=20)
    copy_number = forms.CharField(label="份号", required=False, help_text="6位数字")
    copies = forms.IntegerField(label="份数", min_value=1, max_value=999999, initial=1)


class FilterForm(forms.Form):
    """The filters of the register (收文登记簿)."""

    q = forms.CharField(label="查找", required=False)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=(("", "全部状态"), ("open", "在办"), ("late", "超期"), ("closed", "已结")),
    )
    urgency = forms.ChoiceField(label="紧急程度", required=False, choices=())
    handling_type = forms.ChoiceField(label="类别", required=False, choices=(("", "办件和阅件"), *terms.HANDLING_TYPES))
    unit = forms.TypedChoiceField(label="主办单位", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, kind: str, years: list[int], units: list[tuple[int, str]], **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        grades = terms.TELEGRAM_GRADES if kind == rules.TELEGRAM else terms.URGENCY
        self.fields["urgency"].choices = (("", "全部"), *grades)  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", "全部年度"), *((year, f"{year}年") for year in years)]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "全部单位"), *units]  # type: ignore[attr-defined]


class DissentForm(ActForm):
    """不同意见."""

    words = forms.CharField(label="不同意见", widget=forms.Textarea({"rows": 3}))


class LegForm(ActForm):
    """送阅登记: who takes it to whom."""

    courier = forms.CharField(label="送件人", max_length=40)
    receiver = forms.CharField(label="收件人", max_length=40)
    copies = forms.IntegerField(label="份数", min_value=1, initial=1)


class ExpungeForm(ActForm):
    """清除: what the tracking card that remains will say."""

    sender_code = forms.CharField(label="来文单位代号", required=False, max_length=20)
    copy_number = forms.CharField(label="份号", required=False, max_length=6)


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
        return {"instruction": self.cleaned_data["leaders"]}


class InstructionForm(StepForm):
    """批示: choose an alternative, write, or sign alone."""

    submit_words = "签批"
    phrases = ("同意。", "同意拟办意见。", "已阅。", "请按程序办理。", "请抓紧办理并报结果。")
    alternative = forms.TypedChoiceField(
        label="选定方案", required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    field_order = ("alternative", "opinion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "批示意见（不填视为圈阅同意）"
        offered = list(queries.offered_alternatives(self.matter))
        if offered:
            choices = [(each.pk, f"方案{number}：{each.text}") for number, each in enumerate(offered, 1)]
            self.fields["alternative"].choices = [("", "不选定方案，另作批示"), *choices]  # type: ignore[attr-defined]
            self.fields["opinion"].label = "批示意见（选定方案的可不填）"
        else:
            del self.fields["alternative"]


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
    "expunge": ExpungeForm,
}
