"""Forms of the way in, of one's own settings, and of the administrators' pages, by subject."""

from zhongshu.portal.forms.door import PasswordForm, SignInForm

__all__ = ["PasswordForm", "SignInForm"]
