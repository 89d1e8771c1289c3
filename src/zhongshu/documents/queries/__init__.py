"""Every read of incoming documents: the register, one document, what waits to be registered."""

from zhongshu.documents.queries.incoming import (
    choices,
    document_of,
    keeps,
    leg_for,
    offered_alternatives,
    paper_cards,
    paper_part,
    part,
    proposed,
    register,
    same_number,
    visible_to,
    years,
)

__all__ = [
    "choices",
    "document_of",
    "keeps",
    "leg_for",
    "offered_alternatives",
    "paper_cards",
    "paper_part",
    "part",
    "proposed",
    "register",
    "same_number",
    "visible_to",
    "years",
]
