"""Who asks (访问凭证): a token in the header, which is good for one person and for what was ticked when it was made."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from zhongshu.org.actions import tokens
from zhongshu.org.queries.accounts import administrator_role
from zhongshu.org.queries.tokens import token_of


class OutOfScope(Exception):
    """The token is not for this (超出凭证使用范围)."""


class Scoped(HttpBearer):
    """Lets in whose token has a scope of `org.rules.tokens.SCOPES`; from here on the request is that person's."""

    openapi_name = "访问凭证"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the token that holds, or None. Raises OutOfScope for one that is for something else."""
        now = timezone.now()
        found = token_of(token, now)
        if found is None:
            return None
        if self.scope not in found.scopes:
            raise OutOfScope
        tokens.use(found, at=now)
        request.user, request.administrator = found.account, administrator_role(found.account)  # type: ignore[attr-defined]
        request.person = None if request.administrator else found.account.person  # type: ignore[attr-defined]
        return found
