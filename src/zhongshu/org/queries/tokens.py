"""Reading access tokens (访问凭证)."""

from datetime import datetime

from django.db.models import QuerySet

from zhongshu.org.models import Account, Token
from zhongshu.org.queries.accounts import administrator_role
from zhongshu.org.rules import tokens as rules


def tokens(account: Account, at: datetime) -> QuerySet[Token]:
    """Return an account's tokens that hold (有效凭证), the latest first."""
    return Token.objects.filter(account=account, revoked_at=None, expires_at__gt=at).order_by("-made_at")


def every_token(at: datetime) -> QuerySet[Token]:
    """Return all tokens that hold, for whoever watches over them (系统管理员), the latest used first."""
    found = Token.objects.filter(revoked_at=None, expires_at__gt=at)
    return found.select_related("account__person").order_by("-used_at", "-made_at")


def token_of(secret: str, at: datetime) -> Token | None:
    """Return the token behind a secret with its account and person, if it holds and its account may act.

    A leaver's account is closed the same day, and with it every token; so it is with an office taken or given up.
    """
    found = Token.objects.select_related("account__person").filter(digest=rules.digest(secret)).first()
    if found is None or found.revoked_at is not None or found.expires_at <= at:
        return None
    account = found.account
    offered = dict(rules.scopes_of(administrator_role(account)))
    is_somebody = account.person is not None or "webhooks" in offered
    return found if account.is_active and is_somebody and set(found.scopes) <= set(offered) else None
