"""Turning what is filled in to restore a version, or to bring in a file, into clean values."""

from django import forms

from zhongshu.ui.fields import UploadsField
from zhongshu.ui.forms import ActForm


class RestoringForm(ActForm):
    """恢复到这一版. base: number of the version in force when it was asked."""

    base = forms.IntegerField(min_value=1, widget=forms.HiddenInput())


class ImportingForm(RestoringForm):
    """导入文件."""

    file = forms.FileField(
        label="文件", required=False, allow_empty_file=True, help_text="DOCX、PDF、OFD 或者纯文本文件，不超过5 MB"
    )


class EnclosingForm(RestoringForm):
    """添加附件文件."""

    uploads = UploadsField(label="文件", help_text="表格、图纸等单独的文件；文件名作为附件名称，可以在文稿中改写")
