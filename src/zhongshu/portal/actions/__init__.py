"""Acts of the way in (登录): what rooms below do not know of each other is done here in one transaction."""

from zhongshu.portal.actions.entering import enter

__all__ = ["enter"]
