"""Examining a text before its review (合法性审核、公平竞争审查), and signing it together with others (联合会签)."""

from typing import Any

from django import forms

from zhongshu.outgoing.queries import examining as examined
from zhongshu.outgoing.rules import examining
from zhongshu.ui.fields import UploadsField
from zhongshu.ui.forms import ActForm, StepForm


class ExaminationForm(StepForm):
    """审查: a conclusion with its words; what does not pass is returned."""

    submit_words = "提交审查结论"
    phrases = ("未发现与法律法规规章和上级文件不一致。", "已按审查意见修改。")
    conclusion = forms.ChoiceField(
        label="审查结论",
        choices=tuple(one for one in examining.CONCLUSIONS if one[0] != examining.FAILED),
        widget=forms.RadioSelect,
        help_text="需要修改的，先在“修改文稿”中改好再选修改后通过；不通过的，用“退回”写明理由。",
    )
    field_order = ("conclusion", "opinion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "审查意见"
        if self.task.station and self.task.station.key == examining.LEGALITY and self.task.opened_at:
            days = examined.elapsed(self.task.opened_at, self.at)
            self.fields["opinion"].help_text = (
                f"已用{days}个工作日。合法性审核一般不少于{examining.SHORTEST}个工作日，"
                f"最长不超过{examining.LONGEST}个工作日；提前或者超过的，请在意见中说明。"
            )


class JointForm(StepForm):
    """联合会签: by the head of another issuer, after the leading organ has signed."""

    submit_words = "会签"
    phrases = ("同意会签。", "同意。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "会签意见（不填视为同意）"


class PaperSignatureForm(ActForm):
    """登记联合会签: of an issuer that does not work here, from the page that its head signed."""

    organ = forms.ChoiceField(label="会签机关")
    signer = forms.CharField(label="会签人", max_length=40, help_text="签字的机关负责人姓名")
    signed_on = forms.DateField(label="会签日期", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    uploads = UploadsField(label="会签页扫描件")

    def __init__(self, *args: Any, waiting: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].choices = [("", "请选择"), *((one, one) for one in waiting)]  # type: ignore[attr-defined]
