"""Turning what is filled in at the stations of an outgoing document into clean values."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from zhongshu.org import queries as org
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.forms.dispatching import DispatchForm
from zhongshu.outgoing.forms.examining import ExaminationForm, JointForm
from zhongshu.outgoing.forms.sealing import PrintingForm, SealingForm
from zhongshu.outgoing.queries import agreeing, examining, gate, signing, telegrams
from zhongshu.outgoing.rules import pieces
from zhongshu.outgoing.rules.examining import FAIR_COMPETITION, LEGALITY, SUBJECTS
from zhongshu.ui.fields import PeopleField
from zhongshu.ui.forms import StepForm

DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class DraftingForm(StepForm):
    """拟稿: hand the text on."""

    submit_words = "送核稿"
    phrases = ("请核稿。",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "拟稿说明（可不填）"


class CheckingForm(StepForm):
    """核稿: by the unit's head, who says whether other units countersign."""

    submit_words = "核稿通过"
    phrases = ("同意，请会签。", "同意，请办公室审核。")
    picks = ("countersign",)
    countersigners = PeopleField(
        label="会签单位负责人", required=False, help_text="内容涉及其他单位职权的，须请其会签；不涉及的不选"
    )
    is_normative = forms.BooleanField(label="行政规范性文件，须作合法性审核", required=False)
    affects_market = forms.BooleanField(label="涉及经营者经济活动，须作公平竞争审查", required=False)
    field_order = ("countersigners", "is_normative", "affects_market", "opinion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_for_examinations()
        day = org.local_day(self.at)
        units = org.handling_units(self.matter.organ_id, day, known=self.known)
        heads = [one for unit, _ in units for one in org.heads(unit, day, known=self.known)]
        self.fields["opinion"].label = "核稿意见"
        self.fields["countersigners"].widget.offered = [  # type: ignore[attr-defined]
            (one, org.holder_name(one, known=self.known)) for one in dict.fromkeys(heads)
        ]
        document = queries.document_of(self.matter)
        self.initial["countersigners"] = [
            one.task.holder_id for one in agreeing.opposed(document, day, known=self.known)
        ]

    def _ask_for_examinations(self) -> None:
        """Begin with what was said before, and say beside it what the text looks like."""
        document = queries.document_of(self.matter)
        draft = queries.draft_of(queries.latest(document))
        self.initial["is_normative"] = document.is_normative
        self.initial["affects_market"] = document.affects_market
        if exempt := examining.exemption(document, draft):
            self.fields["is_normative"].help_text = f"{exempt}属于内部文件，不作合法性审核"
        hints = dict(examining.hints(document, draft))
        for name, subject in (("is_normative", LEGALITY), ("affects_market", FAIR_COMPETITION)):
            if why := hints.get(subject):
                self.fields[name].help_text = f"提示：{why}，请核对是否需要；不需要的，在核稿意见中写明理由"

    def chosen(self) -> dict[str, tuple[int, ...]]:
        """Those who countersign."""
        return {**super().chosen(), "countersign": self.cleaned_data["countersigners"]}


class CountersignForm(StepForm):
    """会签."""

    submit_words = "会签"
    phrases = ("同意。", "同意，请按修改稿办理。", "无意见。")
    agrees = forms.ChoiceField(
        label="会签意见", choices=(("yes", "同意"), ("no", "不同意")), initial="yes", widget=forms.RadioSelect
    )
    field_order = ("agrees", "opinion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "具体意见（不同意的必填）"


class ReviewForm(StepForm):
    """审核: the points of 条例 art. 20, what the gate still finds, and who signs."""

    submit_words = "审核通过，送签发"
    phrases = ("拟同意，请审签。",)
    picks = ("sign_off", "joint")
    has_grounds = forms.BooleanField(required=False, initial=True)
    follows_policy = forms.BooleanField(required=False, initial=True)
    was_consulted = forms.BooleanField(required=False, initial=True)
    is_correct = forms.BooleanField(required=False, initial=True)
    other_demands_met = forms.BooleanField(required=False, initial=True)
    reason = forms.CharField(label="予以放行的理由", required=False, widget=forms.Textarea({"rows": 2}))
    consent = forms.CharField(
        label="本级党委、政府同意的依据", required=False, max_length=300, help_text="如会议纪要、批示或者文号"
    )
    joint = PeopleField(label="联合行文会签负责人", required=False, help_text="签发后送其他发文机关负责人会签")
    leaders = PeopleField(label="送签发领导", required=False, help_text="上行文和重要公文由主要负责人签发")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "审核意见（可不填）"
        for key, words in rules.REVIEW_POINTS:
            self.fields[key].label = words
        day = org.local_day(self.at)
        offered = dict.fromkeys(
            (
                *org.heads(self.matter.organ_id, day, known=self.known),
                *org.role("leader", self.matter.organ_id, day, known=self.known),
            )
        )
        self.fields["leaders"].widget.offered = [  # type: ignore[attr-defined]
            (one, org.holder_name(one, known=self.known)) for one in offered
        ]
        self.found = self._found()
        if not gate.to_waive(self.found, consent="given"):
            del self.fields["reason"]
        if not gate.needs_consent(self.found):
            del self.fields["consent"]
        self._offer_joint_signers(day)

    def _found(self) -> list[Any]:
        """What the gate finds in the text as it stands."""
        document = queries.document_of(self.matter)
        draft = queries.draft_of(queries.latest(document))
        self.examined = examining.examined(document, queries.latest(document))
        self.hints = [
            f"文稿{why}，核稿时确定不作{dict(SUBJECTS)[one]}" for one, why in examining.hints(document, draft)
        ]
        return queries.findings(draft, self.at, known=self.known, document=document)

    def _offer_joint_signers(self, day: date) -> None:
        """Offer the heads of the other issuers that work here (联合行文)."""
        draft = queries.draft_of(queries.latest(queries.document_of(self.matter)))
        heads = dict.fromkeys(
            one for found in signing.others_here(draft, day, known=self.known).values() for one in found
        )
        if not heads:
            del self.fields["joint"]
            return
        self.initial["joint"] = list(heads)
        self.fields["joint"].widget.offered = [  # type: ignore[attr-defined]
            (one, org.holder_name(one, known=self.known)) for one in heads
        ]

    def chosen(self) -> dict[str, tuple[int, ...]]:
        """The leaders in the order in which they were picked."""
        joint = {"joint": self.cleaned_data["joint"]} if "joint" in self.fields else {}
        return {**super().chosen(), **joint, "sign_off": self.cleaned_data["leaders"]}


class SignOffForm(StepForm):
    """签发: write, or sign alone, which counts as consent (条例 art. 22)."""

    submit_words = "签发"
    picks = ("joint",)  # named at the review
    phrases: tuple[str, ...] = ("同意发文。", "同意。", "发。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "签发意见（不填视为同意）"
        if pieces.is_piece(queries.document_of(self.matter).genre):
            self.fields["opinion"].label = "审定意见（不填视为同意）"
            self.submit_words, self.phrases = "审定", ("同意。",)


class RecheckForm(StepForm):
    """复核: approval, content, genre and format before it gets its number."""

    submit_words = "复核无误"
    phrases = ("审批手续完备，文种、格式无误。",)


class NumberingForm(StepForm):
    """编号: 机关代字, date of print, copies."""

    submit_words = "编号"
    phrases = ()
    series = forms.TypedChoiceField(label="机关代字", coerce=int, required=False, empty_value=None)
    reserved = forms.TypedChoiceField(label="启用预留文号", coerce=int, required=False, empty_value=None)
    printed = forms.DateField(label="印发日期", required=False, widget=DATE)
    copies = forms.IntegerField(label="印数", required=False, min_value=1, max_value=99999)
    field_order = ("series", "reserved", "printed", "copies", "opinion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "说明（可不填）"
        self.initial["printed"] = org.local_day(self.at)
        self.taken = queries.taken(self.matter)
        if self.taken:
            del self.fields["series"], self.fields["reserved"]
            return
        offered = [(one.pk, one.name) for one in telegrams.codes(queries.document_of(self.matter))]
        self._offer_reserved({number for number, _ in offered})
        self.fields["series"].choices = offered if len(offered) == 1 else [("", "请选择"), *offered]  # type: ignore[attr-defined]

    def _offer_reserved(self, series: set[int]) -> None:
        waiting = queries.reserved(self.matter.organ_id, org.local_day(self.at).year)
        offered = [(one.pk, f"{one.number.text}（{one.purpose}）") for one in waiting if one.number.series_id in series]
        if not offered:
            del self.fields["reserved"]
            return
        self.fields["reserved"].choices = [("", "不启用，依次编号"), *offered]  # type: ignore[attr-defined]


STEP_FORMS: Mapping[str, type[StepForm]] = {
    "drafting": DraftingForm,
    "checking": CheckingForm,
    "countersign": CountersignForm,
    "fair_competition": ExaminationForm,
    "legality": ExaminationForm,
    "review": ReviewForm,
    "sign_off": SignOffForm,
    "joint": JointForm,
    "recheck": RecheckForm,
    "numbering": NumberingForm,
    "printing": PrintingForm,
    "sealing": SealingForm,
    "dispatch": DispatchForm,
}
