"""Turning what is filled in of a group of receivers into clean values (收文单位组)."""

from typing import Any

from django import forms

from zhongshu.ui.forms import ActForm


class GroupForm(ActForm):
    """收文单位组: its name, its members a name to the line, and organs to be taken in besides."""

    base = forms.CharField(required=False, widget=forms.HiddenInput)
    organ = forms.TypedChoiceField(label="所属机关", coerce=int)
    name = forms.CharField(label="组名", max_length=60, help_text="如 各乡镇人民政府")
    names = forms.CharField(
        label="单位",
        required=False,
        widget=forms.Textarea({"rows": 10}),
        help_text="一行一个单位，按行文顺序排列。系统内的机关填写全称或者简称，其余单位填写规范全称",
    )
    more = forms.MultipleChoiceField(
        label="从本系统机关中选入",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="保存后加在上面所列单位之后，已有的不重复加入",
    )

    def __init__(self, *args: Any, organs: list[tuple[int, str]], offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].choices = organs  # type: ignore[attr-defined]
        self.fields["more"].choices = [(name, name) for name in offered]  # type: ignore[attr-defined]
        if len(organs) < 2:
            del self.fields["organ"]

    def members(self) -> list[str]:
        """Return the names in their order: those of the lines, then those that were chosen and stand on no line."""
        lines = [line for line in self.cleaned_data["names"].splitlines() if line.strip()]
        typed = {line.strip() for line in lines}
        return lines + [name for name in self.cleaned_data["more"] if name not in typed]
