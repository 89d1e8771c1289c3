"""Every write of the exchange: sending, signing and sending back, chasing and taking back, groups, peers, packages."""

from zhongshu.exchange.actions.announcing import announce, announce_within
from zhongshu.exchange.actions.ceasing import end_force_within, hold
from zhongshu.exchange.actions.collecting import collect
from zhongshu.exchange.actions.dispatching import check_units, deliver, deliver_left, dispatch_within, publish_within
from zhongshu.exchange.actions.following import recall, record_receipt, remind, remind_overdue
from zhongshu.exchange.actions.groups import change_group, create_group, end_group
from zhongshu.exchange.actions.importing import SECRET, Conflict, Imported, import_package
from zhongshu.exchange.actions.looking import look
from zhongshu.exchange.actions.packing import order_again, order_packages, pack, take
from zhongshu.exchange.actions.peers import end_peer, register_peer
from zhongshu.exchange.actions.receiving import note_receipt, note_rejection, reject, sign

__all__ = [
    "SECRET",
    "Conflict",
    "Imported",
    "announce",
    "announce_within",
    "change_group",
    "check_units",
    "collect",
    "create_group",
    "deliver",
    "deliver_left",
    "dispatch_within",
    "end_force_within",
    "end_group",
    "end_peer",
    "hold",
    "import_package",
    "look",
    "note_receipt",
    "note_rejection",
    "order_again",
    "order_packages",
    "pack",
    "publish_within",
    "recall",
    "record_receipt",
    "register_peer",
    "reject",
    "remind",
    "remind_overdue",
    "sign",
    "take",
]
