"""Every write of the store: keeping files, reading them, taking out what is secret."""

from zhongshu.files.actions.keeping import append_chunk, finish_upload, hand_in, start_upload, store, sweep
from zhongshu.files.actions.products import (
    fail_product,
    finish_product,
    lay_product,
    note_fetched,
    note_taken,
    order_product,
    sweep_products,
)
from zhongshu.files.actions.secrecy import (
    discard,
    drop_within,
    expunge,
    quarantine,
    register_packed,
    register_told_of,
    release,
    settle,
)
from zhongshu.files.actions.texts import forget, picture, read

__all__ = [
    "append_chunk",
    "discard",
    "drop_within",
    "expunge",
    "fail_product",
    "finish_product",
    "finish_upload",
    "forget",
    "hand_in",
    "lay_product",
    "note_fetched",
    "note_taken",
    "order_product",
    "picture",
    "quarantine",
    "read",
    "register_packed",
    "register_told_of",
    "release",
    "settle",
    "start_upload",
    "store",
    "sweep",
    "sweep_products",
]
