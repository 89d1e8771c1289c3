"""Sealing a PDF (电子签章): the seal where its placement says, and a signature (PAdES) under every seal.

All seals of a document are set in one go. The fields of all of them come with the first signature, so that none can be
taken away later without leaving its empty field; the first allows nothing but filling those, the last allows nothing
at all (DocMDP, FieldMDP). Every signature is appended: the bytes before it stay as they are.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhongshu.gongwen.signing.certificates import Certificate, Credential
from zhongshu.kit.errors import Refused

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader

PDF_A_1 = re.compile(rb"pdfaid:part\s*(?:=\s*[\"']|>)\s*1")
DEEPEST = 50  # parts within parts of a document
POINTS = 72 / 25.4  # to the millimetre
UNREADABLE = "这不是PDF文件，或者文件已损坏，没有盖章。"


@dataclass(frozen=True, slots=True)
class Placement:
    """A seal and where it belongs: page from 1, its middle and its size in millimetres, from the upper left.

    The picture (PNG or PDF) keeps its proportions within width and height. `name` is told by readers of PDF.
    """

    page: int
    x: float
    y: float
    width: float
    height: float
    image: bytes = field(repr=False)
    credential: Credential
    name: str = ""


def seal(pdf: bytes, seals: Sequence[Placement], *, at: datetime, reason: str = "", place: str = "") -> bytes:
    """Set seals on a PDF, each with a signature of its own (盖章), and return the file.

    Raises Refused for a file that cannot be sealed, a place off the page, a picture that is none, and a certificate
    out of its days. What is returned has been verified: it passes wherever its certificates are trusted.
    """
    if not seals:
        raise Refused("没有指定印章。")
    for one in seals:
        one.credential.check(at)
    boxes = _look(pdf, seals)
    from zhongshu.gongwen.signing import pictures  # with the library, which most processes do without

    looks = [pictures.read(one.image) for one in seals]
    for number, (one, look) in enumerate(zip(seals, looks, strict=True)):
        writer = _writer(pdf)
        if number == 0:
            _add_fields(writer, seals, boxes)
        pdf = _sign(writer, one, look, _Turn(number, len(seals), at, reason, place))
    _check(pdf, seals, at)
    return pdf


@dataclass(frozen=True, slots=True)
class _Turn:
    """Which of the signatures it is, and what all of them say."""

    number: int
    count: int
    at: datetime
    reason: str
    place: str

    @property
    def is_last(self) -> bool:
        return self.number == self.count - 1


def _look(pdf: bytes, seals: Sequence[Placement]) -> list[tuple[float, ...]]:
    """Return where each seal goes, in points from the lower left. Raises Refused for files that cannot be sealed."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            raise Refused("文件已加密，不能盖章。请用没有密码的文件。")
        if any(True for _ in enumerate_sig_fields(reader)):
            raise Refused("文件已有签名，不能再盖章。请用没有签名的原文件，一次盖齐全部印章。")
        if "/Metadata" in reader.root and PDF_A_1.search(reader.root["/Metadata"].data):
            raise Refused("文件是PDF/A-1，其中不能有透明图形，盖章后不再合格。请按PDF/A-2重新生成后盖章。")
        return [_box(reader, one) for one in seals]
    except Refused:
        raise
    except Exception:
        raise Refused(UNREADABLE) from None


def _box(reader: "PdfFileReader", one: Placement) -> tuple[float, ...]:
    count = int(reader.root["/Pages"]["/Count"])
    if not 1 <= one.page <= count:
        raise Refused(f"文件只有{count}页，第{one.page}页不存在，没有盖章。")
    page = reader.find_page_for_modification(one.page - 1)[0].get_object()
    if (_inherited(page, "/Rotate") or 0) % 360:
        raise Refused(f"第{one.page}页是旋转过的页面，不能盖章。请重新生成文件，使页面不需要旋转。")
    left, low, right, high = map(float, _inherited(page, "/CropBox") or _inherited(page, "/MediaBox"))
    x, y = left + one.x * POINTS, high - one.y * POINTS
    across, up = one.width * POINTS / 2, one.height * POINTS / 2
    box = (x - across, y - up, x + across, y + up)
    if not (left <= box[0] < box[2] <= right and low <= box[1] < box[3] <= high):
        raise Refused(f"印章超出了第{one.page}页的边界，没有盖章。请核对位置和大小。")
    return box


def _inherited(page: Any, key: str) -> Any:
    """Return what a page says of itself, or a part of the document that it belongs to; None if none does."""
    for _ in range(DEEPEST):
        if key in page:
            return page[key]
        if "/Parent" not in page:
            return None
        page = page["/Parent"]
    return None


def _writer(pdf: bytes) -> "IncrementalPdfFileWriter":
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Addition(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Leave title, dates and maker as they were: a seal is no new version, and PDF/A wants them alike."""

    return Addition(io.BytesIO(pdf))


def _add_fields(
    writer: "IncrementalPdfFileWriter", seals: Sequence[Placement], boxes: Sequence[tuple[float, ...]]
) -> None:
    """Add the fields of all seals; each locks itself when it is filled, the last one locks everything."""
    from pyhanko.sign import fields

    for number, (one, box) in enumerate(zip(seals, boxes, strict=True)):
        is_last = number == len(seals) - 1
        lock = (
            fields.FieldMDPSpec(fields.FieldMDPAction.ALL)
            if is_last
            else fields.FieldMDPSpec(fields.FieldMDPAction.INCLUDE, [_name(number)])
        )
        fields.append_signature_field(
            writer,
            fields.SigFieldSpec(
                _name(number),
                on_page=one.page - 1,
                box=box,  # type: ignore[arg-type]
                field_mdp_spec=lock,
                doc_mdp_update_value=fields.MDPPerm.NO_CHANGES if is_last else None,
                readable_field_name=one.name or one.credential.subject,
            ),
        )


def _name(number: int) -> str:
    return f"seal-{number + 1}"


def _sign(writer: "IncrementalPdfFileWriter", one: Placement, look: Any, turn: _Turn) -> bytes:
    from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, SimpleBoxLayoutRule
    from pyhanko.sign import fields, signers
    from pyhanko.stamp import StaticStampStyle

    middle = AxisAlignment.ALIGN_MID
    style = StaticStampStyle(
        border_width=0,
        background=look,
        background_layout=SimpleBoxLayoutRule(middle, middle, inner_content_scaling=InnerScaling.STRETCH_TO_FIT),
    )
    meta = signers.PdfSignatureMetadata(
        field_name=_name(turn.number),
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=turn.number == 0,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES if turn.is_last else fields.MDPPerm.FILL_FORMS,
        name=one.name or one.credential.subject,
        reason=turn.reason or None,
        location=turn.place or None,
    )

    class Signer(signers.PdfSigner):
        def init_signing_session(self, *given: Any, **options: Any) -> Any:
            """Sign at the time that was given, not at the time of this machine."""
            session = super().init_signing_session(*given, **options)
            session.system_time = turn.at
            return session

        def register_extensions(self, *given: Any, **options: Any) -> None:
            """Declare none: to do so would make a file of PDF 1.7, and thus PDF/A-2, one of PDF 2.0."""

    made = Signer(meta, signer=_signer(one.credential), stamp_style=style).sign_pdf(writer, existing_fields_only=True)
    return bytes(made.getvalue())


def _check(pdf: bytes, seals: Sequence[Placement], at: datetime) -> None:
    """Refuse what would not pass afterwards, as with a file whose parts are put together in an unusual way."""
    from zhongshu.gongwen.signing import verifying

    tops = [one.credential.chain[-1] if one.credential.chain else one.credential for one in seals]
    verdict = verifying.verify(pdf, roots=tops, at=at)
    if not verdict.is_passed:
        raise Refused(f"这个文件盖章后核验{verdict.sentence}没有盖章，请重新生成PDF文件后重试。")


def _signer(credential: Credential) -> Any:
    """Return the key and what vouches for it, without the root: who trusts it has it already."""
    from asn1crypto import keys, x509
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    def parsed(certificate: Certificate) -> Any:
        return x509.Certificate.load(certificate.der)

    above = SimpleCertificateStore()
    above.register_multiple([parsed(one) for one in credential.chain if one.subject != one.issuer])
    return signers.SimpleSigner(
        signing_cert=parsed(credential),
        signing_key=keys.PrivateKeyInfo.load(credential.key),
        cert_registry=above,
        embed_roots=False,
    )
