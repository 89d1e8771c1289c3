"""Keeping the index (更新检索): what has changed is noted with the change, and indexed soon after.

No act of office is done here, so nothing goes on the trail.
"""

from zhongshu.search.actions.keeping import forget, mark, mark_all, put, take_up, write_tokens
from zhongshu.search.actions.pending import drain, scrub

__all__ = ["drain", "forget", "mark", "mark_all", "put", "scrub", "take_up", "write_tokens"]
