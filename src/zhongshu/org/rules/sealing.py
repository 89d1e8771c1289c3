"""Secrets that lie in the database sealed (密封): read by this installation alone, and only where they were put.

The key is derived from the one of the trail, which lies outside the database and is restored with it.
"""

from django.conf import settings

from zhongshu.kit import sealing


class NotOurs(RuntimeError):
    """A sealed secret was sealed by another installation, for another row, or has been changed."""


def seal(secret: str, purpose: str) -> bytes:
    """Return a secret sealed for one purpose, such as `code:12`; it opens for that purpose alone."""
    return sealing.seal(secret, _key(purpose)).encode()


def unseal(sealed: bytes, purpose: str) -> str:
    """Return what was sealed. Raises NotOurs."""
    try:
        return sealing.unseal(bytes(sealed).decode(), _key(purpose))
    except (sealing.Broken, UnicodeDecodeError) as wrong:
        raise NotOurs("动态验证码的密钥与本系统不符，请核对密钥文件与数据是否配套。") from wrong


def _key(purpose: str) -> bytes:
    return sealing.key_for(f"factors:{purpose}", settings.TRAIL_KEY)
