"""Tables of the exchange of documents (公文交换)."""

from zhongshu.exchange.models.deliveries import Delivery, Recall, Receipt, Rejection, Reminder
from zhongshu.exchange.models.dispatches import Dispatch, DispatchFile, ScopeChange
from zhongshu.exchange.models.packages import ImportedPackage, Package, Peer
from zhongshu.exchange.models.receivers import Group, GroupMember

__all__ = [
    "Delivery",
    "Dispatch",
    "DispatchFile",
    "Group",
    "GroupMember",
    "ImportedPackage",
    "Package",
    "Peer",
    "Recall",
    "Receipt",
    "Rejection",
    "Reminder",
    "ScopeChange",
]
