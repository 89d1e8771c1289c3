"""Returning a text (退回): its cause beside the words."""

from collections.abc import Mapping

from django import forms

from zhongshu.outgoing.rules import returning
from zhongshu.ui.forms import ActForm, ReturnForm


class TextReturnForm(ReturnForm):
    """退回文稿: the sort of fault, by which the year counts."""

    cause = forms.ChoiceField(label="退回原因类别", choices=(("", "请选择"), *returning.CAUSES))
    field_order = ("to", "cause", "reason", "straight")


ACT_FORMS: Mapping[str, type[ActForm]] = {"return": TextReturnForm}
