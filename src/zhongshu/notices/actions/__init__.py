"""Every write of the messages."""

from zhongshu.notices.actions.telling import read, read_about, tell, withhold

__all__ = ["read", "read_about", "tell", "withhold"]
