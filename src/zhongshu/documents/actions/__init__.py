"""Every write of incoming documents, one function per verb. What happens at a station stands in `steps`."""

from zhongshu.documents.actions.arrivals import Outcome, read_again, register_arrival, register_sure, set_aside, take_up
from zhongshu.documents.actions.couriers import give_to_courier, take_back
from zhongshu.documents.actions.findings import judge, withhold_packed
from zhongshu.documents.actions.folder import collect
from zhongshu.documents.actions.intake import Report, read, take_in, unpack
from zhongshu.documents.actions.registers import open_registers
from zhongshu.documents.actions.registration import dissent, register, send_back, void
from zhongshu.documents.actions.secrets import (
    card,
    destroy_paper,
    note_refusal,
    quarantine,
    return_paper,
    settle,
)

__all__ = [
    "Outcome",
    "Report",
    "card",
    "collect",
    "destroy_paper",
    "dissent",
    "give_to_courier",
    "judge",
    "note_refusal",
    "open_registers",
    "quarantine",
    "read",
    "read_again",
    "register",
    "register_arrival",
    "register_sure",
    "return_paper",
    "send_back",
    "set_aside",
    "settle",
    "take_back",
    "take_in",
    "take_up",
    "unpack",
    "void",
    "withhold_packed",
]
