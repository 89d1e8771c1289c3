"""What is for demonstration alone (演示证书、演示印章): it says so of itself, and bears no organ's emblem."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.signing.certificates import DEMONSTRATION
from zhongshu.kit.errors import Refused

DAYS = 365
MOST_DAYS = 3650
LONGEST = 40  # characters of a name
NOTICE = "仅供演示，不具有法律效力"
AUTHORITY = f"{DEMONSTRATION}签名机构"
DOTS = 600  # to the inch, of a drawn seal
TEMPLATE = Path(__file__).parent / "templates" / "seal.typ"


def demonstration(name: str, *, at: datetime, days: int = DAYS, password: str) -> bytes:
    """Make a certificate file (PKCS#12) whose subject plainly says 演示 (演示证书), below an authority of its own.

    The key of the authority is not kept: it vouches for this one certificate. Raises Refused.
    """
    name = name.strip()
    if not name or len(name) > LONGEST:
        raise Refused(f"请写明名称，不超过{LONGEST}个字。")
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"有效天数须在1至{MOST_DAYS}之间。")
    if not password:
        raise Refused("证书密码不能为空。")
    begin = at.replace(microsecond=0)
    span = (begin, begin + timedelta(days=days))
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    above = _name(AUTHORITY)
    authority = _certificate(above, above, authority_key.public_key(), authority_key, span, is_authority=True)
    own = _certificate(_name(f"{name}（{DEMONSTRATION}）"), above, key.public_key(), authority_key, span)
    return pkcs12.serialize_key_and_certificates(
        name.encode(), key, own, [authority], BestAvailableEncryption(password.encode())
    )


def drawn(fonts: Fonts) -> bytes:
    """Draw a round seal of a ring, a star and the word 演示, nothing else (演示印章): a PNG on transparent ground.

    A seal with the name of an organ on it is drawn by nobody but its maker. Raises NoType.
    """
    import typst  # here alone: most processes never set anything

    made: Any = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts.loaded,
        format="png",
        ppi=DOTS,
        sys_inputs={"fonts": json.dumps(fonts.chains, ensure_ascii=False), "word": DEMONSTRATION},
    )
    return bytes(made)


def _name(subject: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, subject),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, NOTICE),
            x509.NameAttribute(NameOID.COMMON_NAME, subject),
        ]
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    signing: ec.EllipticCurvePrivateKey,
    span: tuple[datetime, datetime],
    *,
    is_authority: bool = False,
) -> x509.Certificate:
    """Return a certificate that may sign documents, or, of an authority, certificates."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(span[0])
        .not_valid_after(span[1])
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), critical=True)
        .add_extension(_usage(is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    )
    return builder.sign(signing, hashes.SHA256())


def _usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
