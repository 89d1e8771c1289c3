"""Verifying a PDF (核验): each of its signatures, and the one question that counts: is this file as it was sealed.

A signature may be followed by nothing but further signatures, and the last covers the whole file. The library's own
`bottom_line` must agree. Whatever cannot be read has not passed.
"""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from zhongshu.gongwen.signing import certificates, verdicts
from zhongshu.gongwen.signing.certificates import Certificate, day
from zhongshu.gongwen.signing.verdicts import Signature, Verdict

NONE: Mapping[str, datetime] = {}
SLACK = timedelta(minutes=5)  # by which two clocks may differ
UNREADABLE = "文件或签名不能识读，可能已损坏。请向发文机关核实。"
UNTRUSTED = "签名证书不受信任"
KNOWN = (b"ETSI.CAdES.detached", b"adbe.pkcs7.detached")  # the ways to sign that can be verified here
WAY = re.compile(rb"/SubFilter\s*/([^\s/<>\[\]()]+)")
SM = re.compile(rb"2A811CCF55", re.IGNORECASE)  # 1.2.156.10197, all algorithms of 国密, inside a signature


def verify(
    pdf: bytes, *, roots: Sequence[Certificate] = (), at: datetime, withdrawn: Mapping[str, datetime] = NONE
) -> Verdict:
    """Verify the signatures of a PDF (核验电子签章). Never raises.

    roots: the certificates that are trusted (`certificates.read_roots`), of authorities or of signers themselves.
    at: now. withdrawn: from when certificates are no longer to be trusted, by fingerprint (停用的证书), of signers
    and of whoever vouches for them. Certificates are judged by the day of the signature as the signature has it, since
    it is not proven by a time stamp.
    """
    if b"%PDF-" not in pdf[:1024]:
        return verdicts.failed("这不是PDF文件，或者文件已损坏。")
    try:
        return _verify(pdf, roots, at, withdrawn)
    except Exception:  # a file made to confuse must end here as well, whatever it does to the reader
        return verdicts.FOREIGN if _is_foreign(pdf) else verdicts.failed(UNREADABLE)


def _is_foreign(pdf: bytes) -> bool:
    """Tell whether what cannot be read is signed in a way that nobody here knows, as seals of 国密 are (GB/T 38540)."""
    return any(way not in KNOWN for way in WAY.findall(pdf)) or SM.search(pdf) is not None


def _verify(pdf: bytes, roots: Sequence[Certificate], at: datetime, withdrawn: Mapping[str, datetime]) -> Verdict:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    reader = PdfFileReader(io.BytesIO(pdf))
    if reader.encrypted:
        return verdicts.ENCRYPTED
    fields = list(enumerate_sig_fields(reader))
    if not fields:
        return verdicts.failed("文件的签名被移走了。") if b"/ByteRange" in pdf else verdicts.UNSIGNED
    if any(value is None for _, value, _ in fields):
        return verdicts.failed("文件缺少应有的签名，可能有签名被移走。")
    found = [EmbeddedPdfSignature(reader, field, name) for name, _, field in fields]
    found.sort(key=lambda one: int(one.signed_revision))
    judged = [_judge(one, roots, at, withdrawn) for one in found]
    return _whole(pdf, reader, found, judged) or verdicts.over(judged)


def _whole(pdf: bytes, reader: Any, found: Sequence[Any], judged: Sequence[Signature]) -> Verdict | None:
    """Return a verdict if some of the file is nobody's: between signatures, or after the last."""
    from zhongshu.gongwen.signing import exactness

    reaches = [exactness.ends(pdf, one) for one in found]
    if not all(reaches):
        return verdicts.failed("签名的写法不合规定，可能被改动。", judged)
    revisions = [int(one.signed_revision) for one in found]
    in_turn = list(range(reader.xrefs.total_revisions - len(found), reader.xrefs.total_revisions))
    if revisions != in_turn or reaches[-1] != len(pdf):
        return verdicts.failed("签名之后文件又有改动。", judged)
    return None


def _judge(found: Any, roots: Sequence[Certificate], at: datetime, withdrawn: Mapping[str, datetime]) -> Signature:
    from pyhanko.sign.ades.report import AdESIndeterminate
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    signed_at = found.self_reported_timestamp
    if signed_at and not signed_at.tzinfo:
        signed_at = signed_at.replace(tzinfo=certificates.BEIJING)
    status = validate_pdf_signature(
        found,
        _context(roots, signed_at or at),
        diff_policy=_only_signatures(),
        key_usage_settings=KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}),
    )
    chain = _chain(found, status)
    fault = _fault(status, chain, signed_at, at, withdrawn) or _luggage(found, chain)
    return Signature(
        name=_text(found, "/Name") or chain[0].subject,
        at=signed_at,
        reason=_text(found, "/Reason"),
        place=_text(found, "/Location"),
        is_intact=status.intact and status.valid,
        is_last=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        is_trusted=status.trusted,
        bottom_line=status.bottom_line,
        chain=chain,
        fault=fault,
        is_unknown=fault.startswith(UNTRUSTED)
        and status.trust_problem_indic is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND,
    )


def _text(found: Any, key: str) -> str:
    return certificates.printable(str(found.sig_object[key])) if key in found.sig_object else ""


def _context(roots: Sequence[Certificate], moment: datetime) -> Any:
    from asn1crypto import x509
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=[x509.Certificate.load(one.der) for one in roots], moment=moment, allow_fetching=False
    )


def _only_signatures() -> Any:
    """Return what may follow a signature: signatures; forms may not be filled in, whatever the signature allows."""
    from pyhanko.sign import diff_analysis

    return diff_analysis.StandardDiffPolicy(
        diff_analysis.DEFAULT_DIFF_POLICY.global_rules,
        diff_analysis.FormUpdatingRule(
            field_rules=[diff_analysis.SigFieldCreationRule(), diff_analysis.SigFieldModificationRule()]
        ),
    )


def _chain(found: Any, status: Any) -> tuple[Certificate, ...]:
    """Return the certificate and those above it, as far as they are known."""
    if status.validation_path is None:
        return (certificates.read(found.signer_cert.dump()),)
    return tuple(
        certificates.read(one.dump()) for one in reversed(list(status.validation_path.iter_certs(include_root=True)))
    )


def _luggage(found: Any, chain: Sequence[Certificate]) -> str:
    """Return a fault if a signature carries certificates nobody has looked at, any byte of which could be another."""
    carried = {one.dump() for one in (found.signer_cert, *found.other_embedded_certs)}
    if carried <= {one.der for one in chain}:
        return ""
    return "签名附带的证书不都在受信任的证书链上，请把最上级的证书指定为受信任。"


def _fault(
    status: Any,
    chain: Sequence[Certificate],
    signed_at: datetime | None,
    at: datetime,
    withdrawn: Mapping[str, datetime],
) -> str:
    """Return why a signature does not hold, or nothing."""
    from pyhanko.sign.diff_analysis import ModificationLevel

    own, moment = chain[0], signed_at or at
    stopped = min((withdrawn[one.fingerprint] for one in chain if one.fingerprint in withdrawn), default=None)
    causes = {
        "签名之后文件内容被改动。": not status.intact,
        "签名与证书不符，不是该证书的持有人所签。": not status.valid,
        "签名之后文件又有改动。": status.modification_level is ModificationLevel.OTHER or not status.docmdp_ok,
        "签名时间晚于现在，请核对时钟。": moment > at + SLACK,
        f"签名时证书尚未生效（{day(own.valid_from)}起有效）。": moment < own.valid_from,
        f"签名时证书已过期（{day(own.valid_to)}到期）。": moment > own.valid_to,
        f"证书已于{day(stopped or moment)}停用。": stopped is not None and moment >= stopped,
        f"{UNTRUSTED}（颁发者：{own.issuer}），不能确认签名人身份。": not status.trusted,
        f"颁发者（{own.issuer}）的证书不是发证机构的证书，不能确认签名人身份。": not all(map(_may_vouch, chain[1:])),
        "签名不合规定。": not status.bottom_line,
    }
    return next((words for words, applies in causes.items() if applies), "")


def _may_vouch(one: Certificate) -> bool:
    """Tell whether a certificate may vouch for others (发证机构): trust in an organ's own is in that one alone."""
    from asn1crypto import x509

    loaded = x509.Certificate.load(one.der)
    usage = loaded.key_usage_value
    return bool(loaded.ca) and (usage is None or "key_cert_sign" in usage.native)
