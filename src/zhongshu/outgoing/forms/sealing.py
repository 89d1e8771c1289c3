"""Turning what is filled in at 印制 and 用印 of an outgoing document into clean values."""

from typing import Any

from django import forms

from zhongshu.org import queries as org
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions.sealing import OF_ORGAN
from zhongshu.seals import queries as seals
from zhongshu.seals.models import Seal
from zhongshu.ui.fields import PeopleField
from zhongshu.ui.forms import StepForm


class PrintingForm(StepForm):
    """印制: proofread and printed; which seals go on how many copies, of a joint document one of each organ here."""

    submit_words = "印制完成"
    phrases = ("已校对、印制。",)
    picks = ("sealing",)
    seal = forms.TypedChoiceField(label="加盖的印章", coerce=int, required=False, empty_value=None)
    copies = forms.IntegerField(label="用印份数", required=False, min_value=1, max_value=99999)
    field_order = ("seal", "copies", "opinion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].label = "印制情况（可不填）"
        if queries.document_of(self.matter).sealing != "seal":
            del self.fields["seal"], self.fields["copies"]
            return
        self._offer("seal", self.matter.organ_id, "请选择")
        for organ, name in self._others():
            self.fields[f"{OF_ORGAN}{organ}"] = forms.TypedChoiceField(
                label=f"{name}的印章", coerce=int, required=False, empty_value=None
            )
            self._offer(f"{OF_ORGAN}{organ}", organ, "在纸质文件上盖章，不在本系统办理")
        if any(name.startswith(OF_ORGAN) for name in self.fields):
            self.order_fields(["seal", *(name for name in self.fields if name.startswith(OF_ORGAN)), "copies"])

    def _others(self) -> list[tuple[int, str]]:
        """Return the organs that issue with this one and have seals here (联合行文机关)."""
        draft = queries.draft_of(queries.latest(queries.document_of(self.matter)))
        units = self.known.on(org.local_day(self.at)).units.values()
        named = {unit.name: unit.id for unit in units if unit.name in draft.signed}
        return [
            (named[one], one) for one in draft.signed if named.get(one, self.matter.organ_id) != self.matter.organ_id
        ]

    def _offer(self, field: str, organ: int, nothing: str) -> None:
        found = seals.usable(organ)
        electronic = seals.with_electronic(found, self.at)
        offered = [(one.pk, f"{one.name}{_said(one, electronic)}") for one in found]
        is_settled = len(offered) == 1 and field == "seal"
        self.fields[field].choices = offered if is_settled else [("", nothing), *offered]  # type: ignore[attr-defined]


def _said(seal: Seal, electronic: set[int]) -> str:
    """Return what whoever chooses a seal should know of it."""
    said = ("借出中" if seal.loan else "", "加盖电子印章" if seal.pk in electronic else "")
    words = "，".join(filter(None, said))
    return f"（{words}）" if words else ""


class SealingForm(StepForm):
    """用印: by the keeper, before a witness. waiting: the electronic seals that this sets on the file."""

    submit_words = "登记用印"
    phrases = ()
    copies = forms.IntegerField(label="实际用印份数", min_value=1, max_value=99999)
    witness = PeopleField(label="监印人（在场监督用印的其他人员）", single=True, required=False)
    note = forms.CharField(label="备注", required=False, max_length=400)
    field_order = ("copies", "witness", "note", "opinion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = queries.document_of(self.matter)
        self.initial["copies"] = document.copies
        waiting = [one for one in seals.impressions(self.matter) if one.use_id is None]
        names = "、".join(one.seal.name for one in waiting) or str(document.seal)
        self.fields["copies"].help_text = f"{names}，批准{document.copies}份，不能超过"
        self.fields["opinion"].label = "用印情况（可不填）"
        if waiting:
            self.submit_words = "用印"
            self.fields["copies"].help_text += "。提交后由系统在正式文件上加盖电子印章，纸质份数按盖章件印制"
