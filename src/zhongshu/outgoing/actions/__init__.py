"""Every write of outgoing documents, one function per verb. What happens at a station stands in `steps`."""

from zhongshu.outgoing.actions.drafting import hand_in
from zhongshu.outgoing.actions.keeping import discard, keep
from zhongshu.outgoing.actions.numbers import open_code, open_code_within
from zhongshu.outgoing.actions.opening import open_draft
from zhongshu.outgoing.actions.reserving import release, reserve

__all__ = ["discard", "hand_in", "keep", "open_code", "open_code_within", "open_draft", "release", "reserve"]
