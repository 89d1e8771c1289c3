"""Acts of the way in (登录): what rooms below do not know of each other is done here in one transaction."""

from zhongshu.portal.actions.entering import enter, tell_of_removed_factors

__all__ = ["enter", "tell_of_removed_factors"]
