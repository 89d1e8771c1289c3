"""Every write of the exchange: sending and delivering, signing and sending back, chasing and taking back, groups."""

from zhongshu.exchange.actions.dispatching import check_units, deliver, dispatch_within
from zhongshu.exchange.actions.following import recall, record_receipt, remind, remind_overdue
from zhongshu.exchange.actions.receiving import note_receipt, note_rejection, reject, sign

__all__ = [
    "check_units",
    "deliver",
    "dispatch_within",
    "note_receipt",
    "note_rejection",
    "recall",
    "record_receipt",
    "reject",
    "remind",
    "remind_overdue",
    "sign",
]
