"""Every write of the messages."""

from zhongshu.notices.actions.events import emit
from zhongshu.notices.actions.telling import hush, read, read_about, tell, withhold

__all__ = ["emit", "hush", "read", "read_about", "tell", "withhold"]
