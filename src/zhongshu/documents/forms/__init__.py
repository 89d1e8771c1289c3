"""Turning what is typed about incoming documents into clean values."""

from zhongshu.documents.forms.intake import SetAsideForm, UploadForm, VerdictForm, value_of_line
from zhongshu.documents.forms.registration import CardForm, FilterForm, RegistrationForm
from zhongshu.documents.forms.stations import ACT_FORMS, STEP_FORMS, DissentForm, LegForm

__all__ = [
    "ACT_FORMS",
    "STEP_FORMS",
    "CardForm",
    "DissentForm",
    "FilterForm",
    "LegForm",
    "RegistrationForm",
    "SetAsideForm",
    "UploadForm",
    "VerdictForm",
    "value_of_line",
]
