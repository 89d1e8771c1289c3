"""Every read of the messages."""

from zhongshu.notices.queries.inbox import inbox, unread_count
from zhongshu.notices.queries.outlets import Outlets, outlets

__all__ = ["Outlets", "inbox", "outlets", "unread_count"]
