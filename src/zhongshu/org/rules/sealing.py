"""Secrets that lie in the database sealed (密封): read by this installation alone, and only where they were put.

The key is derived from the one of the trail, which lies outside the database and is restored with it.
"""

import hmac
import os

from django.conf import settings

NONCE = 12  # bytes; AES-GCM


class NotOurs(RuntimeError):
    """A sealed secret was sealed by another installation, for another row, or has been changed."""


def seal(secret: str, purpose: str) -> bytes:
    """Return a secret sealed for one purpose, such as `code:12`; it opens for that purpose alone."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher().encrypt(nonce, secret.encode(), purpose.encode())


def unseal(sealed: bytes, purpose: str) -> str:
    """Return what was sealed. Raises NotOurs."""
    from cryptography.exceptions import InvalidTag

    try:
        opened: bytes = _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
    except (InvalidTag, ValueError) as wrong:
        raise NotOurs("动态验证码的密钥与本系统不符，请核对密钥文件与数据是否配套。") from wrong
    return opened.decode()


def _cipher():  # type: ignore[no-untyped-def]
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hmac.digest(settings.TRAIL_KEY, b"sealing of second factors", "sha256"))
