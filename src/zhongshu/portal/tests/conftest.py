"""What the tests of the way in share: an account with a password, a telephone, and a browser at the door."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.utils import timezone

from zhongshu.org import actions as org
from zhongshu.org.models import Account
from zhongshu.org.rules import factors

PASSWORD = "Chunfeng-2026"


@pytest.fixture
def protected() -> Callable[..., str]:
    """Give an account PASSWORD, and a telephone unless told; returns the telephone's secret."""

    def protect(account: Account, *, telephone: bool = True) -> str:
        now = timezone.now()
        account.password, account.must_change_password = hashers.make_password(PASSWORD), False
        account.password_set_at = now
        account.save()
        if not telephone:
            return ""
        secret, before = factors.fresh_secret(), now - timedelta(minutes=2)
        typed = pyotp.TOTP(secret).at(before)
        org.set_up_code(account, secret=secret, typed=typed, begun_at=before, by=account.ref, at=before)
        return secret

    return protect


def code(secret: str, later: int = 0) -> str:
    """Return what the telephone shows now, or `later` seconds from now."""
    return pyotp.TOTP(secret).at(timezone.now() + timedelta(seconds=later))


def enter(client: Client, account: Account, password: str = PASSWORD, **fields: str):
    """Take the first step at the door."""
    return client.post("/sign-in/", {"login": account.login, "password": password} | fields)


def options_of(page: str) -> str:
    """Return what a page asks the browser for a key."""
    return html.unescape(re.search(r'data-options="([^"]+)"', page)[1])


def is_in(client: Client) -> bool:
    """Tell whether somebody is signed in in a browser."""
    return "_auth_user_id" in client.session
