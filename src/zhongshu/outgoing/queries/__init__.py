"""Every read of outgoing documents: the register, one document and its text, the gate."""

from zhongshu.outgoing.queries.documents import (
    CODE,
    codes,
    document_of,
    register,
    searchable,
    taken,
    visible_to,
    years,
)
from zhongshu.outgoing.queries.gate import errors, findings, last_review, not_waived
from zhongshu.outgoing.queries.numbers import counted, lines, numbered, reserved
from zhongshu.outgoing.queries.page import organ_kept_by, paper, part, versions
from zhongshu.outgoing.queries.texts import (
    draft_of,
    foreseen,
    handed_in,
    latest,
    read,
    signatures,
    substance_of,
    working_copy,
    writing_task,
)

__all__ = [
    "CODE",
    "codes",
    "counted",
    "document_of",
    "draft_of",
    "errors",
    "findings",
    "foreseen",
    "handed_in",
    "last_review",
    "latest",
    "lines",
    "not_waived",
    "numbered",
    "organ_kept_by",
    "paper",
    "part",
    "read",
    "register",
    "reserved",
    "searchable",
    "signatures",
    "substance_of",
    "taken",
    "versions",
    "visible_to",
    "working_copy",
    "writing_task",
    "years",
]
