"""Forms of the acts that change the course of a matter: resting, jumping, asking for time, opinions, release."""

from datetime import datetime
from typing import Any

from django import forms

from zhongshu.matters import rules
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.ui.fields import PeopleField
from zhongshu.ui.forms import ActForm, StepForm

REASON = 1000


def _words(label: str, rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, max_length=REASON, widget=forms.Textarea({"rows": rows}))


class SuspendForm(ActForm):
    """暂停办理: the reason."""

    reason = _words("暂停原因")


class JumpForm(ActForm):
    """流程跳转: to which station, who acts there where nobody is laid down, and why."""

    to = forms.ChoiceField(label="跳转到")
    people = PeopleField(label="办理人", required=False, help_text="该环节的办理人须由前一环节选定的，请在这里选定。")
    reason = _words("跳转原因")

    def __init__(self, *args: Any, stations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = stations  # type: ignore[attr-defined]


class JumpVerdictForm(ActForm):
    """处理跳转申请: confirmed, not confirmed, or taken back by whoever asked."""

    verdict = forms.ChoiceField(label="处理意见", widget=forms.RadioSelect)

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = (
            (("withdrawn", "撤回申请"),)
            if is_own
            else (("approved", "确认跳转"), ("rejected", "不确认，仍按原流程办理"))
        )
        self.fields["verdict"].choices = ways  # type: ignore[attr-defined]


class ExtensionForm(ActForm):
    """申请延期: until when, and why."""

    until = forms.DateField(label="申请延期到", widget=forms.DateInput({"type": "date"}))
    reason = _words("延期原因")


class ConsultationForm(ActForm):
    """征求意见: whom, until when, about what."""

    people = PeopleField(label="征求人员", required=False)
    units = forms.TypedMultipleChoiceField(
        label="征求单位（由单位负责人反馈）", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(label="反馈期限", widget=forms.DateInput({"type": "date"}))
    question = _words("征求意见的内容")

    def __init__(self, *args: Any, matter: Matter, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = org.handling_units(matter.organ_id, org.local_day(at))
        self.fields["units"].choices = units  # type: ignore[attr-defined]


class RefusalForm(ActForm):
    """申请退办: why it is not theirs."""

    reason = _words("退办理由")


class DecisionForm(StepForm):
    """审批申请: agreed or not, with words."""

    verdict = forms.ChoiceField(label="审批意见", widget=forms.RadioSelect)
    field_order = ("verdict", "opinion")
    phrases = ("同意。", "请按期办结。")
    submit_words = "提交审批意见"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = rules.VERDICTS[self.task.station.key]  # type: ignore[attr-defined, union-attr]


class OpinionForm(StepForm):
    """反馈意见: what one thinks of it."""

    phrases = ("无意见。", "原则同意。")
    submit_words = "提交意见"


FORMS: dict[str, type[StepForm]] = {
    "extension_decision": DecisionForm,
    "refusal_decision": DecisionForm,
    "consultation_opinions": OpinionForm,
}
