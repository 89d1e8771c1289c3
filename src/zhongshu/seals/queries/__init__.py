"""Every read of seals: the register, one seal, applications and loans, the log."""

from zhongshu.seals.queries.applications import (
    application_of,
    approver_of,
    live_uses,
    loan_of,
    loan_part,
    loan_searchable,
    loans,
    pending,
    standing,
    use_part,
    use_searchable,
)
from zhongshu.seals.queries.log import WITHHELD, log, use_for, years
from zhongshu.seals.queries.printed import loan_paper, use_paper
from zhongshu.seals.queries.register import (
    keeps,
    locked,
    offered,
    organ_of,
    organs_of,
    person_of,
    register,
    seal_for,
    state,
    waiting,
)

__all__ = [
    "WITHHELD",
    "application_of",
    "approver_of",
    "keeps",
    "live_uses",
    "loan_of",
    "loan_paper",
    "loan_part",
    "loan_searchable",
    "loans",
    "locked",
    "log",
    "offered",
    "organ_of",
    "organs_of",
    "pending",
    "person_of",
    "register",
    "seal_for",
    "standing",
    "state",
    "use_for",
    "use_paper",
    "use_part",
    "use_searchable",
    "waiting",
    "years",
]
