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

__all__ = [
    "counts",
    "delivered_to",
    "deliveries",
    "deliveries_of",
    "delivery_for",
    "last_copy",
    "organs_of",
    "overdue",
    "pending",
    "received_by",
    "sends",
    "signs",
    "states_of",
]
