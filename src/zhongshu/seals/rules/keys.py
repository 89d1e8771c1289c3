"""Private keys of certificates as they lie in the database (私钥加密保存): opened by this installation alone.

The key to them is derived from the one of the trail, which lies outside the database and is restored with it, and for
one certificate only: put into another row, a sealed key does not open.
"""

from base64 import b64decode, b64encode

from django.conf import settings

from zhongshu.kit import sealing
from zhongshu.kit.errors import Refused


class NotOurs(Refused):
    """A private key was sealed by another installation, for another certificate, or has been changed."""


def seal(key: bytes, fingerprint: str) -> str:
    """Return a private key sealed for the certificate with this fingerprint."""
    return sealing.seal(b64encode(key).decode(), _key(fingerprint))


def unseal(sealed: str, fingerprint: str) -> bytes:
    """Return the private key that was sealed. Raises NotOurs."""
    try:
        return b64decode(sealing.unseal(sealed, _key(fingerprint)))
    except sealing.Broken:
        raise NotOurs(
            "签章证书的私钥与本系统的密钥不符，不能使用。请系统管理员核对密钥文件与数据是否配套，或者重新导入证书。"
        ) from None


def _key(fingerprint: str) -> bytes:
    return sealing.key_for(f"seals:{fingerprint}", settings.TRAIL_KEY)
