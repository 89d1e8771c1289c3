"""Turning what is laid beside a draft into clean values (参阅)."""

from django import forms

from zhongshu.ui.forms import ActForm


class FoundForm(ActForm):
    """插入: the words that go into the text."""

    words = forms.CharField(label="插入的内容", max_length=1000)
