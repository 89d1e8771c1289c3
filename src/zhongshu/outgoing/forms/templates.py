"""Turning what is filled in for a template (文稿模板) into clean values."""

from typing import Any

from django import forms

from zhongshu.gongwen.draft.model import Draft
from zhongshu.outgoing.forms.opening import GROUPED
from zhongshu.outgoing.forms.texts import TextForm


class TemplateForm(TextForm):
    """修改模板: the text that a document begins with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("base", "stands_on", "changed", "before"):
            del self.fields[name]

    def begun(self) -> Draft:
        """Return the text as it was typed."""
        return self.written(Draft())


class NewTemplateForm(TemplateForm):
    """增加模板: for which genre, under which name; a file may bring the text."""

    genre = forms.ChoiceField(label="文种", choices=GROUPED)
    name = forms.CharField(label="模板名称", max_length=60, help_text="如“会议通知”“表彰通报”，同一文种内不重名")
    file = forms.FileField(
        label="导入文件",
        required=False,
        allow_empty_file=True,
        help_text="DOCX、PDF、OFD 或者纯文本文件，只取其中的文字",
    )
