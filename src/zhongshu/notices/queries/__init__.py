"""Every read of the messages."""

from zhongshu.notices.queries.broadcasts import (
    UnitReceipts,
    keeps_broadcast,
    organs_to_address,
    own_receipts,
    readers_for,
    receipts,
    recipients,
    visible_to,
    waiting,
    with_counts,
)
from zhongshu.notices.queries.inbox import counts, inbox
from zhongshu.notices.queries.outlets import Outlets, outlets
from zhongshu.notices.queries.sending import (
    channels,
    channels_on,
    doings,
    due_channels,
    due_webhooks,
    failed,
    failed_postings,
    figures,
    is_stuck,
    reception,
    stopped_webhooks,
    unsent,
)

__all__ = [
    "Outlets",
    "UnitReceipts",
    "channels",
    "channels_on",
    "counts",
    "doings",
    "due_channels",
    "due_webhooks",
    "failed",
    "failed_postings",
    "figures",
    "inbox",
    "is_stuck",
    "keeps_broadcast",
    "organs_to_address",
    "outlets",
    "own_receipts",
    "readers_for",
    "receipts",
    "reception",
    "recipients",
    "stopped_webhooks",
    "unsent",
    "visible_to",
    "waiting",
    "with_counts",
]
