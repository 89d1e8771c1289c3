"""Every write of the spine, one function per verb.

What stands in `opening`, and names that end in `_within`, are called by the actions of domains inside their
transaction; the rest are acts of their own, each one short transaction.
"""

from zhongshu.matters.actions.amending import NewStep, amend
from zhongshu.matters.actions.bulk import Result, do_each
from zhongshu.matters.actions.chasing import answer, chase
from zhongshu.matters.actions.filters import delete_filter, rename_filter, save_filter
from zhongshu.matters.actions.handing_back import hand_back
from zhongshu.matters.actions.handover import Share, divide, hand_over
from zhongshu.matters.actions.indexing import hide, reindex, touch
from zhongshu.matters.actions.jumping import ask_jump, settle_jump
from zhongshu.matters.actions.keeping import (
    attach,
    attach_files,
    attach_within,
    note_printed,
    save_draft,
    see,
    take_original,
)
from zhongshu.matters.actions.labelling import relabel, release, set_scope
from zhongshu.matters.actions.opening import (
    assign_units,
    claim,
    close,
    grant,
    link,
    number,
    open_matter,
    remember,
    restrict,
    set_due,
    start,
    unlink,
)
from zhongshu.matters.actions.rating import rate
from zhongshu.matters.actions.reading import circulate, circulate_within, tick_read
from zhongshu.matters.actions.resting import resume, suspend
from zhongshu.matters.actions.secrecy import withhold_file
from zhongshu.matters.actions.sides import ask_extension, ask_refusal, consult, withdraw_request
from zhongshu.matters.actions.steps import (
    add_signers,
    complete,
    complete_within,
    give_back,
    remove_signer,
    terminate,
    transfer,
    withdraw,
)

__all__ = [
    "NewStep",
    "Result",
    "Share",
    "add_signers",
    "amend",
    "answer",
    "ask_extension",
    "ask_jump",
    "ask_refusal",
    "assign_units",
    "attach",
    "attach_files",
    "attach_within",
    "chase",
    "circulate",
    "circulate_within",
    "claim",
    "close",
    "complete",
    "complete_within",
    "consult",
    "delete_filter",
    "divide",
    "do_each",
    "give_back",
    "grant",
    "hand_back",
    "hand_over",
    "hide",
    "link",
    "note_printed",
    "number",
    "open_matter",
    "rate",
    "reindex",
    "relabel",
    "release",
    "remember",
    "remove_signer",
    "rename_filter",
    "restrict",
    "resume",
    "save_draft",
    "save_filter",
    "see",
    "set_due",
    "set_scope",
    "settle_jump",
    "start",
    "suspend",
    "take_original",
    "terminate",
    "tick_read",
    "touch",
    "transfer",
    "unlink",
    "withdraw",
    "withdraw_request",
    "withhold_file",
]
