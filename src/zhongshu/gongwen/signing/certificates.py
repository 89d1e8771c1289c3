"""Certificates (数字证书): who one is for, whether a seal may be set with it today, and those for demonstration."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from zhongshu.kit.errors import Refused

Kind = TypeVar("Kind", bound=x509.ExtensionType)
DEMONSTRATION = "演示"
BEIJING = timezone(timedelta(hours=8))
LEAST_RSA = 2048
LEAST_EC = 256
WEAK_HASHES = (hashes.MD5, hashes.SHA1)
# A certificate that is for nothing but these is not for signing documents.
OTHER_PURPOSES = frozenset(
    {
        ExtendedKeyUsageOID.SERVER_AUTH,
        ExtendedKeyUsageOID.CODE_SIGNING,
        ExtendedKeyUsageOID.TIME_STAMPING,
        ExtendedKeyUsageOID.OCSP_SIGNING,
    }
)
NO_SM2 = (
    "这是国密（SM2）证书。PDF签名不能使用国密证书，请改用RSA或ECDSA证书；须用国密签名的，请使用专门的电子印章系统。"
)

NOT_READABLE = "本系统不能核验这种证书（如国密SM2证书），请改用RSA或ECDSA证书。"


class Unusable(Refused):
    """A certificate that cannot be used to seal (证书不能用于签章), and why."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as people read it (证书). serial, fingerprint: hexadecimal; fingerprint is SHA-256 of `der`."""

    subject: str
    organisation: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    fingerprint: str
    der: bytes = field(repr=False)

    @property
    def is_demonstration(self) -> bool:
        """Tell whether it says of itself that it is for demonstration (演示证书)."""
        return any(DEMONSTRATION in words for words in (self.subject, self.organisation, self.issuer))

    @property
    def pem(self) -> bytes:
        """The certificate as a text file."""
        return x509.load_der_x509_certificate(self.der).public_bytes(Encoding.PEM)


@dataclass(frozen=True, slots=True)
class Credential(Certificate):
    """A certificate with its private key (签章证书). chain: those who vouch for it, the next one first."""

    chain: tuple[Certificate, ...]
    key: bytes = field(repr=False)

    def check(self, at: datetime) -> None:
        """Refuse outside of its days (证书有效期). Raises Unusable."""
        if at < self.valid_from:
            raise Unusable(f"证书“{self.subject}”从{day(self.valid_from)}起才有效，现在不能使用。")
        if at > self.valid_to:
            raise Unusable(f"证书“{self.subject}”已于{day(self.valid_to)}过期。请向发证机构换领新证书后重试。")


def read(der: bytes) -> Certificate:
    """Return what a certificate says. Raises ValueError for what is none."""
    return _described(x509.load_der_x509_certificate(der))


def read_roots(files: Sequence[bytes]) -> tuple[Certificate, ...]:
    """Return the certificates in files, PEM with one or many, or DER (受信任的证书). Raises Unusable."""
    found: list[x509.Certificate] = []
    for content in files:
        try:
            many = b"-----BEGIN" in content
            found += x509.load_pem_x509_certificates(content) if many else [x509.load_der_x509_certificate(content)]
        except ValueError:
            raise Unusable("指定为受信任的文件不是证书文件，请选用扩展名为 pem、crt 或 cer 的证书文件。") from None
    return tuple(map(_described, found))


def open_credential(pkcs12_file: bytes, password: str, at: datetime) -> Credential:
    """Open a certificate file with its key (打开证书文件). Raises Unusable for what cannot seal a PDF at this time."""
    try:
        opened = pkcs12.load_pkcs12(pkcs12_file, password.encode())
    except UnsupportedAlgorithm as fault:
        raise Unusable(
            NO_SM2 if "1.2.156.10197" in str(fault) else "证书文件的加密方式不能识别，请重新导出。"
        ) from None
    except ValueError as fault:
        if "password" in str(fault):
            raise Unusable("证书密码不对，或者证书文件已损坏。请核对密码后重试。", field="password") from None
        raise Unusable("这不是证书文件，或者已损坏。请选用扩展名为 p12 或 pfx 的证书文件。") from None
    if opened.key is None or opened.cert is None:
        raise Unusable("证书文件里没有证书或者没有它的私钥，不能用来盖章。请重新导出，导出时选择“连同私钥”。")
    certificate = opened.cert.certificate
    _check_key(opened.key, certificate)
    _check_purpose(certificate)
    chain = (_described(certificate), *_chain(certificate, [one.certificate for one in opened.additional_certs]))
    credential = joined(chain, opened.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    credential.check(at)
    return credential


def joined(chain: Sequence[Certificate], key: bytes) -> Credential:
    """Return a certificate with its key (PKCS#8, DER). chain: the certificate, then those who vouch for it."""
    own = {name: getattr(chain[0], name) for name in Certificate.__dataclass_fields__}
    return Credential(**own, chain=tuple(chain[1:]), key=key)


def check_signer(told: Certificate) -> None:
    """Refuse a certificate that documents should not be signed with (证书要求): its key, its algorithm, its purpose.

    Raises Unusable. For those of others, whose key is not here.
    """
    certificate = x509.load_der_x509_certificate(told.der)
    try:
        _check_key(certificate.public_key(), certificate)
    except UnsupportedAlgorithm:
        raise Unusable(NOT_READABLE) from None
    _check_purpose(certificate)


def day(at: datetime) -> str:
    """Return a day as it is written."""
    local = at.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日"


def printable(words: str) -> str:
    """Return words that somebody else wrote without what would not show, such as line ends."""
    return "".join(filter(str.isprintable, words)).strip()


def _check_key(key: object, certificate: x509.Certificate) -> None:
    """Refuse keys that others could find out, and kinds that no reader of PDF knows."""
    if isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey):
        kind, strong = f"RSA {key.key_size}位", key.key_size >= LEAST_RSA
    elif isinstance(key, ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey):
        kind, strong = f"ECDSA {key.key_size}位", key.key_size >= LEAST_EC and key.curve.name.startswith("secp")
    else:
        kind, strong = "其他算法", False
    if not strong:
        raise Unusable(
            f"证书的密钥（{kind}）不够安全，不能用来签名、盖章。"
            f"须用RSA {LEAST_RSA}位以上或ECDSA {LEAST_EC}位以上的证书。"
        )
    if isinstance(certificate.signature_hash_algorithm, WEAK_HASHES):
        raise Unusable("发证机构签发这张证书用的算法（SHA-1或MD5）已不安全，不能用来签名、盖章。请换领新证书。")


def _check_purpose(certificate: x509.Certificate) -> None:
    """Refuse certificates that were not given out for signing (密钥用途)."""
    usage = _extension(certificate, x509.KeyUsage)
    purposes = _extension(certificate, x509.ExtendedKeyUsage)
    basic = _extension(certificate, x509.BasicConstraints)
    if (
        (usage and not (usage.digital_signature or usage.content_commitment))
        or (purposes and OTHER_PURPOSES.issuperset(purposes))
        or (basic and basic.ca)
    ):
        raise Unusable("这张证书不是签名用的（如网站、加密或发证机构的证书），不能用来签名、盖章。请选用签名证书。")


def _extension(certificate: x509.Certificate, kind: type[Kind]) -> Kind | None:
    return next((one.value for one in certificate.extensions if isinstance(one.value, kind)), None)


def _chain(certificate: x509.Certificate, others: list[x509.Certificate]) -> tuple[Certificate, ...]:
    """Return those who vouch for a certificate, as far as they came with it."""
    chain: list[x509.Certificate] = []
    while certificate.issuer != certificate.subject:
        above = next((one for one in others if one.subject == certificate.issuer and one not in chain), None)
        if above is None:
            break
        chain.append(above)
        certificate = above
    return tuple(map(_described, chain))


def _described(certificate: x509.Certificate) -> Certificate:
    subject = certificate.subject
    return Certificate(
        subject=_named(subject),
        organisation=_part(subject, NameOID.ORGANIZATION_NAME),
        issuer=_named(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex().upper(),
        der=certificate.public_bytes(Encoding.DER),
    )


def _named(name: x509.Name) -> str:
    return (
        _part(name, NameOID.COMMON_NAME)
        or _part(name, NameOID.ORGANIZATION_NAME)
        or name.rfc4514_string()
        or "（未写明）"
    )


def _part(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return next((printable(str(one.value)) for one in name.get_attributes_for_oid(oid)), "")
