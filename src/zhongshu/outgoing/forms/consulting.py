"""Turning what is filled in about what others say of a text into clean values (征求意见、批注、与上级文件不一致)."""

from collections.abc import Sequence
from typing import Any

from django import forms

from zhongshu.matters.rules import OPINION_LIMIT
from zhongshu.outgoing.queries.passages import Paragraph
from zhongshu.outgoing.rules import consulting as rules
from zhongshu.ui.fields import UploadsField
from zhongshu.ui.forms import ActForm

WHOLE = ("0", "针对全文")
DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def _words(label: str, most: int = rules.WORDS, *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.Textarea({"rows": rows}))


class LetterForm(ActForm):
    """登记来函意见."""

    organ = forms.CharField(label="反馈单位", max_length=200)
    given_on = forms.DateField(label="反馈日期", widget=DATE)
    words = _words("反馈意见", OPINION_LIMIT, rows=4)
    uploads = UploadsField(label="来函（扫描件，可不传）", required=False)


class VerdictForm(ActForm):
    """采纳情况. about: the key of the opinion."""

    about = forms.CharField(max_length=40, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label="采纳情况", choices=rules.VERDICTS, widget=forms.RadioSelect)
    reason = _words("理由（部分采纳、不采纳的必填）", rows=2, required=False)


class PassageForm(ActForm):
    """A passage of a version, and what is said of it."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    paragraph = forms.TypedChoiceField(label="针对哪一段", coerce=int)
    quote = forms.CharField(
        label="所引文字（可不填）",
        required=False,
        max_length=rules.QUOTE,
        widget=forms.Textarea({"rows": 2}),
        help_text="在原文中选取文字后点“对所选文字……”，自动填到这里；不填的，针对整段。",
    )

    def __init__(self, *args: Any, written: Sequence[Paragraph] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(one.number), f"{one.part}：{one.begins}") for one in written]
        self.fields["paragraph"].choices = [WHOLE, *offered]  # type: ignore[attr-defined]


class RemarkForm(PassageForm):
    """加批注."""

    words = _words("批注内容")


class ConflictForm(PassageForm):
    """提出与上级文件不一致."""

    superior = forms.CharField(
        label="上级文件名称和文号", max_length=rules.SUPERIOR, help_text="如《……条例》（国令第××号），也可以从上面查找"
    )
    words = _words("不一致的内容")
    field_order = ("superior", "paragraph", "quote", "words")


class AnswerForm(ActForm):
    """答复批注."""

    words = _words("答复", rows=2)


class SettlementForm(ActForm):
    """处理批注: nothing to fill in."""


class ConflictAnswerForm(ActForm):
    """答复不一致意见."""

    outcome = forms.ChoiceField(label="答复方式", choices=rules.OUTCOMES, widget=forms.RadioSelect)
    words = _words("答复内容（说明理由的必填）", rows=2, required=False)
