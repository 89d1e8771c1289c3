"""Turning what is typed about seals into clean values."""

from zhongshu.seals.forms.applying import ApplicationForm, LoanForm
from zhongshu.seals.forms.electronic import (
    CertificateForm,
    DemonstrationForm,
    DistrustForm,
    PictureForm,
    TrustForm,
    VerificationForm,
    WithdrawalForm,
)
from zhongshu.seals.forms.lists import LoansForm, LogForm, SealsForm
from zhongshu.seals.forms.registering import EndingForm, KeepingForm, ParticularsForm, SealForm, VoidForm
from zhongshu.seals.forms.stations import LOAN_FORMS, USE_FORMS

__all__ = [
    "LOAN_FORMS",
    "USE_FORMS",
    "ApplicationForm",
    "CertificateForm",
    "DemonstrationForm",
    "DistrustForm",
    "EndingForm",
    "KeepingForm",
    "LoanForm",
    "LoansForm",
    "LogForm",
    "ParticularsForm",
    "PictureForm",
    "SealForm",
    "SealsForm",
    "TrustForm",
    "VerificationForm",
    "VoidForm",
    "WithdrawalForm",
]
