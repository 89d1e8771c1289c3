"""生成访问凭证."""

from typing import Any

from django import forms

from zhongshu.org.rules import tokens as rules
from zhongshu.portal.forms.fields import ChangeForm


class TokenForm(ChangeForm):
    """What a token is for, and for how long."""

    name = forms.CharField(label="名称", max_length=40, help_text="写明给哪个系统用，如“档案系统取文”")
    scopes = forms.MultipleChoiceField(label="使用范围", widget=forms.CheckboxSelectMultiple, help_text="只选用得着的")
    days = forms.TypedChoiceField(label="有效期", choices=rules.LIFETIMES, coerce=int, initial=90)

    def __init__(self, *args: Any, administrator: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = rules.scopes_of(administrator)  # type: ignore[attr-defined]
