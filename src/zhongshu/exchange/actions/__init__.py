"""Every write of the exchange: sending and delivering, signing and sending back, chasing and taking back, groups."""

from zhongshu.exchange.actions.dispatching import check_units, deliver, dispatch_within, publish_within
from zhongshu.exchange.actions.following import recall, record_receipt, remind, remind_overdue
from zhongshu.exchange.actions.groups import change_group, create_group, end_group
from zhongshu.exchange.actions.receiving import note_receipt, note_rejection, reject, sign

__all__ = [
    "change_group",
    "check_units",
    "create_group",
    "deliver",
    "dispatch_within",
    "end_group",
    "note_receipt",
    "note_rejection",
    "publish_within",
    "recall",
    "record_receipt",
    "reject",
    "remind",
    "remind_overdue",
    "sign",
]
