"""Every write of incoming documents, one function per verb. What happens at a station stands in `steps`."""

from zhongshu.documents.actions.couriers import give_to_courier, take_back
from zhongshu.documents.actions.registers import open_registers
from zhongshu.documents.actions.registration import dissent, register, send_back, void
from zhongshu.documents.actions.secrets import (
    card,
    destroy_paper,
    expunge,
    note_refusal,
    quarantine,
    return_paper,
)

__all__ = [
    "card",
    "destroy_paper",
    "dissent",
    "expunge",
    "give_to_courier",
    "note_refusal",
    "open_registers",
    "quarantine",
    "register",
    "return_paper",
    "send_back",
    "take_back",
    "void",
]
