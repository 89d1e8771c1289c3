"""The signature of a package (交换包签名): CMS, detached, SHA-256, over the bytes of `metadata.xml`.

Made and read in one form: one signer, one certificate, three signed attributes. Whatever is read must be what would
be written, so that nothing rides along unsigned. The same package signed twice with one key is the same, byte for byte.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyhanko.sign.ades.cades_asn1  # noqa: F401 - asn1crypto caches its names: those must have been added before
from asn1crypto import algos, cms, core, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

from zhongshu.gongwen.packages import faults
from zhongshu.gongwen.signing import certificates
from zhongshu.gongwen.signing.certificates import Certificate, Credential

LARGEST = 64 << 10
UNKNOWN = "签名不能识读，可能被改动，也可能用了本系统不能核验的签名方式（如国密SM2）。"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed and when, by their own account (签名人). The certificate is not judged yet."""

    certificate: Certificate
    at: datetime


def sign(content: bytes, credential: Credential, at: datetime) -> bytes:
    """Return the signature over content. Raises Unusable outside of the days of the certificate."""
    credential.check(at)
    attributes = _attributes(content, at)
    key: Any = load_der_private_key(credential.key, None)
    signed = attributes.dump()
    if isinstance(key, rsa.RSAPrivateKey):
        value = key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    else:
        value = key.sign(signed, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    return _assembled(x509.Certificate.load(credential.der), attributes, value)


def read(signature: bytes, content: bytes) -> Signed:
    """Return who signed this content. Raises Changed when it was not this content or not with this certificate."""
    if len(signature) > LARGEST:
        raise faults.changed(UNKNOWN)
    try:
        own, at, value = _parts(signature)
        attributes = _attributes(content, at)
        is_whole = _assembled(own, attributes, value) == signature
        if is_whole:
            _check(own, attributes.dump(), value)
        certificate = certificates.read(own.dump())
    except InvalidSignature:
        raise faults.changed("签名与证书不符，不是该证书的持有人所签，或者被改动。") from None
    except Exception:  # a file made to confuse must end here as well, whatever it does to the reader
        raise faults.changed(UNKNOWN) from None
    if not is_whole:
        raise faults.changed("元数据或签名被改动，与签名时不符。")
    return Signed(certificate, at)


def _parts(signature: bytes) -> tuple[x509.Certificate, datetime, bytes]:
    """Return certificate, time and value of a signature. Raises ValueError and its like for any other form."""
    told = cms.ContentInfo.load(signature, strict=True)
    (signer,), (certificate,) = told["content"]["signer_infos"], told["content"]["certificates"]
    times = [one["values"][0].native for one in signer["signed_attrs"] if one["type"].native == "signing_time"]
    return certificate.chosen, times[0], signer["signature"].native


def _attributes(content: bytes, at: datetime) -> cms.CMSAttributes:
    """Return what is signed: that it is data, when, and its digest."""
    values = {
        "content_type": cms.ContentType("data"),
        "signing_time": cms.Time({"utc_time": core.UTCTime(at)}),
        "message_digest": core.OctetString(hashlib.sha256(content).digest()),
    }
    return cms.CMSAttributes([{"type": name, "values": [value]} for name, value in values.items()])


def _assembled(own: x509.Certificate, attributes: cms.CMSAttributes, value: bytes) -> bytes:
    """Return the whole signature around its value, in DER."""
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    manner = "sha256_ecdsa" if own.public_key.algorithm == "ec" else "sha256_rsa"
    identity = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", identity),
        "digest_algorithm": digest,
        "signed_attrs": attributes,
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": manner}),
        "signature": value,
    }
    whole = {
        "version": "v1",
        "digest_algorithms": [digest],
        "encap_content_info": {"content_type": "data"},
        "certificates": [own],
        "signer_infos": [signer],
    }
    made: bytes = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(whole)}).dump()
    return made


def _check(own: x509.Certificate, signed: bytes, value: bytes) -> None:
    """Raise InvalidSignature unless the key of this certificate signed."""
    key: Any = load_der_public_key(own.public_key.dump())
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(value, signed, padding.PKCS1v15(), hashes.SHA256())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(value, signed, ec.ECDSA(hashes.SHA256()))
    else:
        raise ValueError
