"""What the tests seal and seal with (试盖的文件、证书和印章), each made once. All organs are invented."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw

from zhongshu.gongwen.signing import certificates, demonstration, sealing, verifying
from zhongshu.gongwen.typeset.tests import drafts

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
LATER = AT + timedelta(days=1)
OFFICE = "清溪县人民政府办公室"
HOLDER = "清溪县财政局"
PASSWORD = "密码-7"
RED = (215, 0, 15, 255)


@cache
def paper(archival=False):
    """Return a document of several pages, as it was set."""
    return drafts.printed(replace(drafts.NOTICE, seals=()), archival=archival)


@cache
def picture():
    """Return a red disc on transparent ground."""
    made = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    ImageDraw.Draw(made).ellipse((0, 0, 299, 299), fill=RED)
    return saved(made, "PNG")


def saved(image, kind):
    """Return the bytes of an image file."""
    target = io.BytesIO()
    image.save(target, kind)
    return target.getvalue()


def credential(name=OFFICE):
    """Return a certificate for demonstration with its key."""
    return _credential(name)


@cache
def _credential(name):
    made = demonstration.demonstration(name, at=AT, password=PASSWORD)
    return certificates.open_credential(made, PASSWORD, AT)


def placement(**changes):
    """Return the place of a seal, the one that the typesetter left for it unless told otherwise."""
    (anchor,) = paper().seals
    given = {
        "page": anchor.page,
        "x": anchor.x,
        "y": anchor.y,
        "width": anchor.diameter,
        "height": anchor.diameter,
        "image": picture(),
        "credential": credential(),
    }
    return sealing.Placement(**(given | changes))


def row(count):
    """Return places for so many seals of as many organs, all on page four."""
    return [
        placement(page=4, x=40 + index % 3 * 50, y=60 + index // 3 * 50, credential=credential(f"第{index + 1}机关"))
        for index in range(count)
    ]


def sealed(count=1, archival=False):
    """Return the document with so many seals."""
    return _sealed(count, archival)


@cache
def _sealed(count, archival):
    return sealing.seal(paper(archival).pdf, [placement()] if count == 1 else row(count), at=AT)


def roots(count=1):
    """Return those whom the certificates of `sealed` lead to."""
    names = [OFFICE] if count == 1 else [f"第{index + 1}机关" for index in range(count)]
    return tuple(credential(name).chain[-1] for name in names)


def verdict(pdf, count=1, **changes):
    """Return the verdict on a file, a day after it was sealed."""
    return verifying.verify(pdf, **({"roots": roots(count), "at": LATER} | changes))


def certificate_file(*extensions, key=None, certificate=True, hashed=hashes.SHA256, begin=AT, days=365, holder=HOLDER):
    """Return a certificate file of somebody's own making, signed by itself."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, holder)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    made = builder.sign(key, hashed() if hashed else None)
    lock = BestAvailableEncryption(PASSWORD.encode())
    if certificate:
        return pkcs12.serialize_key_and_certificates(b"own", key, made, None, lock)
    return pkcs12.serialize_key_and_certificates(None, None, None, [made], lock)


def issued():
    """Return a certificate with its key that leads to its root over an authority between them."""
    return certificates.open_credential(issued_file(), PASSWORD, AT)


@cache
def issued_file():
    """Return the file of that certificate."""
    span = (AT, AT + timedelta(days=365))
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in ("根", "发证机构", "清溪县")]
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in names]
    made, above = [], (names[0], keys[0])
    for name, key in zip(names, keys, strict=True):
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(above[0]).public_key(key.public_key())
        builder = builder.serial_number(len(made) + 1).not_valid_before(span[0]).not_valid_after(span[1])
        is_authority = name is not names[-1]
        builder = builder.add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        builder = builder.add_extension(demonstration._usage(is_authority), critical=True)
        made.append(builder.sign(above[1], hashes.SHA256()))
        above = (name, key)
    lock = BestAvailableEncryption(PASSWORD.encode())
    return pkcs12.serialize_key_and_certificates(b"own", keys[-1], made[-1], made[:-1], lock)
