"""Every read of the messages."""

from zhongshu.notices.queries.inbox import inbox, unread_count

__all__ = ["inbox", "unread_count"]
