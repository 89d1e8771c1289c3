"""Sealing what must be kept but not read (加密保存): SM4 (GB/T 32907) in GCM, with a key from outside the database."""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

NONCE, TAG = 12, 16  # bytes


class Broken(ValueError):
    """The seal was made with another key, for another purpose, or its text has been changed (密文无法打开)."""


def key_for(purpose: str, installation: bytes) -> bytes:
    """Return the 128-bit key of one purpose, derived from the installation's own key by HMAC-SM3 (GB/T 32905)."""
    return hmac.digest(installation, purpose.encode(), "sm3")[:16]


def seal(text: str, key: bytes) -> str:
    """Return a text sealed with a 128-bit key, as letters, digits, `-` and `_`; never twice the same."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    nonce = os.urandom(NONCE)
    cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    sealed = cipher.update(text.encode()) + cipher.finalize()
    return urlsafe_b64encode(nonce + cipher.tag + sealed).decode()


def unseal(sealed: str, key: bytes) -> str:
    """Return what was sealed with the same key. Raises Broken."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    try:
        raw = urlsafe_b64decode(sealed)
        nonce, tag, rest = raw[:NONCE], raw[NONCE : NONCE + TAG], raw[NONCE + TAG :]
        cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
        return (cipher.update(rest) + cipher.finalize()).decode()
    except (InvalidTag, ValueError) as error:
        raise Broken("the seal cannot be opened with this key") from error
