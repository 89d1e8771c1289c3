"""Turning what is typed about outgoing documents into clean values."""

from zhongshu.outgoing.forms.opening import (
    CodeForm,
    FilterForm,
    NumbersForm,
    OpeningForm,
    ReleasingForm,
    ReservingForm,
)
from zhongshu.outgoing.forms.stations import STEP_FORMS
from zhongshu.outgoing.forms.texts import TextForm, WindowForm

__all__ = [
    "STEP_FORMS",
    "CodeForm",
    "FilterForm",
    "NumbersForm",
    "OpeningForm",
    "ReleasingForm",
    "ReservingForm",
    "TextForm",
    "WindowForm",
]
