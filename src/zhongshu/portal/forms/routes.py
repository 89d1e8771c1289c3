"""Forms around the drawing of a route: saving, publishing, going back, importing, and the dry run (流程设计)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from zhongshu.matters import kinds
from zhongshu.matters.actions import routes
from zhongshu.matters.queries.trial import Asked
from zhongshu.org import queries as org
from zhongshu.portal.forms import drawn
from zhongshu.portal.forms.fields import NOTHING, ChangeForm, PersonField

FILE_LIMIT = 500_000  # bytes of a route in a file, a hundred times what one takes


class DraftForm(ChangeForm):
    """保存草稿: the name, and what the editor set out from."""

    name = forms.CharField(label="流程名称", max_length=40, required=False)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class PublishForm(ChangeForm):
    """发布流程: a note, and that the warnings have been seen."""

    note = forms.CharField(
        label="发布说明", required=False, max_length=routes.NOTE_LIMIT, help_text="如“初审增加期限”，将显示在历次版本中"
    )
    is_confirmed = forms.BooleanField(label="以上提示已核对，仍要发布", required=False)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, warns: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not warns:
            del self.fields["is_confirmed"]


class BackForm(ChangeForm):
    """恢复旧版: which version was in force when this was decided."""

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = forms.CharField(label="说明", required=False, max_length=routes.NOTE_LIMIT)


class RevisionForm(ChangeForm):
    """放弃草稿: which saving is thrown away."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ImportForm(ChangeForm):
    """导入流程: a file or its text."""

    file = forms.FileField(label="流程文件", required=False, help_text="从本系统“导出流程文件”得到的文件")
    text = forms.CharField(
        label="或粘贴文件内容", required=False, max_length=FILE_LIMIT, widget=forms.Textarea({"rows": 6})
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Take the file if there is one, else the text."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        if found := clean.get("file"):
            clean["text"] = _decoded(found)
        elif not self.errors and not clean.get("text"):
            self.add_error("file", "请选择流程文件，或粘贴文件内容。")
        return clean


def _decoded(found: Any) -> str:
    if found.size > FILE_LIMIT:
        raise forms.ValidationError({"file": "文件过大，不是流程文件。请选择从本系统导出的流程文件。"})
    try:
        return str(found.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise forms.ValidationError({"file": "文件不是文本，不能读取。请选择从本系统导出的流程文件。"}) from None


class TrialForm(forms.Form):
    """试运行: who starts, which units handle it, and what the conditions look at."""

    use_required_attribute = False
    starter = PersonField(label="发起人", required=False)
    lead = forms.TypedChoiceField(label="主办单位", required=False, coerce=int, empty_value=None)
    co_units = forms.TypedMultipleChoiceField(
        label="协办单位", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    prefix = "trial"

    def __init__(self, *args: Any, kind: kinds.Kind, organ: int, known: org.Directory, **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        units = org.handling_units(organ, timezone.localdate(), known=known)
        self.fields["lead"].choices = [NOTHING, *units]  # type: ignore[attr-defined]
        self.fields["co_units"].choices = units  # type: ignore[attr-defined]
        self.facts = kind.declared
        for fact in kind.declared:
            self.fields[f"fact_{fact.key}"] = _fact_field(fact)

    def asked(self, starter: int) -> Asked:
        """Return what the dry run starts from; `starter` where nobody was chosen."""
        clean = self.cleaned_data
        typed = {fact: clean[f"fact_{fact.key}"] for fact in self.facts}
        facts: Mapping[str, Any] = {fact.key: drawn.value(fact, said) for fact, said in typed.items()}
        person = clean["starter"].pk if clean["starter"] else starter
        return Asked(person, timezone.now(), clean["lead"], tuple(clean["co_units"]), facts)


def _fact_field(fact: kinds.Fact) -> forms.Field:
    if fact.kind == "choice":
        choices = [NOTHING, *((str(value), name) for value, name in fact.choices)]
        return forms.ChoiceField(label=fact.name, required=False, choices=choices)
    if fact.kind == "yes_no":
        return forms.ChoiceField(label=fact.name, required=False, choices=[NOTHING, ("yes", "是"), ("no", "否")])
    return forms.CharField(label=fact.name, required=False, max_length=200)
