"""Digests by the national algorithm SM3 (GB/T 32905)."""

import hashlib


def sm3(text: str) -> str:
    """Return the SM3 digest of a text in UTF-8, 64 hexadecimal digits (SM3 杂凑值)."""
    return hashlib.new("sm3", text.encode()).hexdigest()
