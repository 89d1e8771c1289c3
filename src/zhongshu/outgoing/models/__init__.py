"""Tables of outgoing documents (发文)."""

from zhongshu.outgoing.models.consulting import Conflict, ConsultedOpinion, Remark
from zhongshu.outgoing.models.documents import OutgoingDocument, Template, Version, WorkingCopy
from zhongshu.outgoing.models.issuing import Cessation, Reservation, Uptake
from zhongshu.outgoing.models.reviewing import (
    Countersignature,
    Examination,
    JointSignature,
    Lapse,
    ReturnCause,
    Review,
    Signature,
    Waiver,
)

__all__ = [
    "Cessation",
    "Conflict",
    "ConsultedOpinion",
    "Countersignature",
    "Examination",
    "JointSignature",
    "Lapse",
    "OutgoingDocument",
    "Remark",
    "Reservation",
    "ReturnCause",
    "Review",
    "Signature",
    "Template",
    "Uptake",
    "Version",
    "Waiver",
    "WorkingCopy",
]
