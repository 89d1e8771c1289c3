"""Whether a signature lies in its file exactly as one should (签名的字节位置): no byte is left that may be anything.

The library looks at what a signature covers. What it does not cover is its own value, in hexadecimal and filled up
with noughts; and there it reads on where it should not.
"""

from typing import Any

from asn1crypto import cms

NO_PARAMETERS = (b"", b"\x05\x00")


def ends(pdf: bytes, signature: Any) -> int:
    """Return how many bytes of the file a signature accounts for, from the first on; 0 if it is not exact."""
    start, before, after, rest = (int(one) for one in signature.byte_range)
    gap = pdf[before:after]
    if start or rest < 0 or not 0 < before < after or gap[:1] != b"<" or gap[-1:] != b">":
        return 0
    digits = gap[1:-1]
    value: bytes = signature.pkcs7_content
    length = len(cms.ContentInfo.load(value).dump())
    if digits not in (value.hex().encode(), value.hex().upper().encode()) or any(value[length:]):
        return 0
    return after + rest if _is_plain(value[:length], signature) else 0


def _is_plain(value: bytes, signature: Any) -> bool:
    """Tell whether what no key vouches for says what it must: versions, algorithms, and whose certificate it is."""
    content = cms.ContentInfo.load(value, strict=True)
    signed, info = content["content"], signature.signer_info
    if not all(map(_is_full, (content, signed, info))):
        return False
    (digest,) = signed["digest_algorithms"]
    algorithms = (digest, info["digest_algorithm"])
    version = "v1" if info["sid"].name == "issuer_and_serial_number" else "v3"
    return (
        signed["version"].native == info["version"].native == version
        and signed["encap_content_info"].native == {"content_type": "data", "content": None}
        and not signed["crls"].dump()
        and all(one.name == "certificate" for one in signed["certificates"])
        and len({one["algorithm"].native for one in algorithms}) == 1
        and all(one["parameters"].dump() in NO_PARAMETERS for one in algorithms)
        and (version == "v3" or info["sid"].chosen["issuer"].dump() == signature.signer_cert.issuer.dump())
    )


def _is_full(sequence: Any) -> bool:
    """Tell whether a sequence holds its parts and nothing behind them."""
    return b"".join(sequence[number].dump() for number in range(len(sequence))) == bytes(sequence.contents)
