"""One's own settings (个人设置)."""

from django import forms

from zhongshu.org import rules
from zhongshu.portal.forms.fields import ChangeForm


class LookForm(ChangeForm):
    """页面显示 and 快捷键."""

    look = forms.ChoiceField(label="显示方式", choices=rules.LOOKS, widget=forms.RadioSelect)
    uses_keys = forms.BooleanField(label="使用快捷键", required=False, help_text="在任一页面按“?”键查看有哪些快捷键")
