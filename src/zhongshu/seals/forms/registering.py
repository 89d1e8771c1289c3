"""Turning what is typed to register a seal, to hand it over and to end it into clean values."""

from typing import Any

from django import forms

from zhongshu.org.models import Person
from zhongshu.seals import queries, rules
from zhongshu.ui.fields import PeopleField
from zhongshu.ui.forms import ActForm

DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
NOTHING = ("", "请选择")


class OneField(PeopleField):
    """One person (人员); cleaned to the person, or None where none was chosen."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(single=True, **kwargs)

    def to_python(self, value: object) -> Person | None:  # type: ignore[override]
        """Take the person behind the holder; a post is no person."""
        chosen = super().to_python(value)
        person = queries.person_of(chosen[0]) if chosen else None
        if chosen and person is None:
            raise forms.ValidationError("请选择人员，不能选择岗位。")
        return person


class ParticularsForm(ActForm):
    """登记内容: what is engraved on a seal, of what, by whom."""

    name = forms.CharField(label="印章名称", max_length=100, help_text="按印文填写，专用章应写明用途")
    kind = forms.ChoiceField(label="印章种类", choices=(NOTHING, *rules.KINDS))
    material = forms.CharField(label="材质", max_length=40, help_text="如 铜、角质、光敏")
    size = forms.CharField(label="规格", max_length=40, help_text="如 直径42毫米")
    issuer = forms.CharField(label="制发机关", required=False, max_length=100)
    engraver = forms.CharField(label="刻制单位", max_length=100, help_text="公安机关指定的刻制单位")
    engraved_at = forms.CharField(label="刻制地点", required=False, max_length=100)
    permit = forms.CharField(label="准刻或备案编号", required=False, max_length=60)
    used_since = forms.DateField(label="启用日期", widget=DATE)
    note = forms.CharField(label="备注", required=False, max_length=400, widget=forms.Textarea({"rows": 2}))


class SealForm(ParticularsForm):
    """印章登记: and who keeps it."""

    keeper = OneField(label="保管人")
    is_electronic = forms.BooleanField(
        label="单独的电子印章，没有实物印章", required=False, help_text="材质不用填写，刻制单位填写电子印章的制作单位"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["material"].required = False


class KeepingForm(ActForm):
    """移交保管: to whom, before whom."""

    keeper = OneField(label="接收人")
    witness = OneField(label="监交人")
    note = forms.CharField(label="移交说明", required=False, max_length=200, widget=forms.Textarea({"rows": 2}))


class EndingForm(ActForm):
    """停用和处置: what, when, why."""

    what = forms.ChoiceField(label="处置方式", choices=rules.ENDINGS, widget=forms.RadioSelect)
    on = forms.DateField(label="日期", widget=DATE)
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea({"rows": 2}))
    receiver = forms.CharField(label="接收或销毁单位", required=False, max_length=100, help_text="缴回、销毁的必须填写")
    witness = OneField(label="监销人", required=False, help_text="销毁的必须选择")


class VoidForm(ActForm):
    """作废用印登记: why."""

    reason = forms.CharField(label="作废原因", max_length=200, widget=forms.Textarea({"rows": 2}))
