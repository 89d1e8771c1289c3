"""Every write of the store: keeping files, reading them, taking out what is secret."""

from zhongshu.files.actions.keeping import append_chunk, finish_upload, hand_in, start_upload, store, sweep
from zhongshu.files.actions.secrecy import expunge, quarantine, release, settle
from zhongshu.files.actions.texts import forget, picture, read

__all__ = [
    "append_chunk",
    "expunge",
    "finish_upload",
    "forget",
    "hand_in",
    "picture",
    "quarantine",
    "read",
    "release",
    "settle",
    "start_upload",
    "store",
    "sweep",
]
