"""Every read of the exchange: what waits at a receiver's, what became of a document, groups of receivers."""

from zhongshu.exchange.queries.deliveries import (
    counts,
    delivered_to,
    deliveries,
    deliveries_of,
    delivery_for,
    last_copy,
    organs_of,
    overdue,
    pending,
    received_by,
    sends,
    signs,
    states_of,
)
from zhongshu.exchange.queries.groups import (
    Member,
    UnitRow,
    group_for,
    groups,
    keepers_organs,
    members_of,
    organs_by_name,
)

__all__ = [
    "Member",
    "UnitRow",
    "counts",
    "delivered_to",
    "deliveries",
    "deliveries_of",
    "delivery_for",
    "group_for",
    "groups",
    "keepers_organs",
    "last_copy",
    "members_of",
    "organs_by_name",
    "organs_of",
    "overdue",
    "pending",
    "received_by",
    "sends",
    "signs",
    "states_of",
]
