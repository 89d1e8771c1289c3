"""From a session to the account behind it (身份): in one query, the person included. Passwords are `org`'s affair."""

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from zhongshu.org.models import Account

BACKEND = "zhongshu.ui.identity.Accounts"


class Accounts(BaseBackend):
    """Django's way of asking who is signed in. It signs nobody in: that is an act (`org.actions.sign_in`)."""

    def get_user(self, user_id: int) -> Account | None:  # type: ignore[override]
        """Return the account with its person; whether it may still act the middleware decides."""
        # Of one row no order is asked for: this is read by every page.
        return next(iter(Account.objects.select_related("person").filter(pk=user_id)), None)


def address(request: HttpRequest) -> str:
    """Return where a request came from (来源地址), as the server knows it."""
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
