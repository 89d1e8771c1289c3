"""Electronic seals (电子印章): what a seal looks like, the certificate that it is set with, and the end of that."""

import hashlib
import secrets
from datetime import datetime
from functools import cache

from django.db import transaction

from zhongshu.gongwen.signing import certificates, demonstration
from zhongshu.gongwen.signing.certificates import Credential
from zhongshu.kit import digests
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.rules import form_key
from zhongshu.org.models import Person
from zhongshu.seals import queries, rules
from zhongshu.seals.actions import trusting
from zhongshu.seals.actions.registering import check_registrar
from zhongshu.seals.models import Certificate, Picture, Seal, Withdrawal
from zhongshu.seals.rules import electronic, keys
from zhongshu.trail import actions as trail
from zhongshu.ui import papers


def add_picture(
    seal: int, *, image: bytes, width: float, height: float, by: Person, at: datetime, request_key: str = ""
) -> Seal:
    """Bring in what a seal looks like (导入印章图形): a transparent PNG, its size in millimetres. Raises Refused."""
    _admitted(seal, by, at)
    electronic.check_picture(image, width, height)
    with transaction.atomic(durable=True):
        row, key, is_done = _begun(seal, "picture", by, at, request_key)
        if not is_done:
            _picture(row, image, (width, height), False, by, at)
            matters.remember(key, row.stream, at=at)
    return row


def add_certificate(seal: int, *, file: bytes, password: str, by: Person, at: datetime, request_key: str = "") -> Seal:
    """Bring in a certificate with its private key (导入签章证书), PKCS#12. Raises Refused for one that cannot seal.

    One that vouches for itself becomes trusted with it; an authority is trusted before, or it is refused. The key is
    kept sealed and handed out to nobody.
    """
    _admitted(seal, by, at)
    credential = _opened(file, password, at)
    with transaction.atomic(durable=True):
        row, key, is_done = _begun(seal, "certificate", by, at, request_key)
        if not is_done:
            _certify(row, credential, by, at)
            matters.remember(key, row.stream, at=at)
    return row


def try_out(seal: int, *, by: Person, at: datetime, request_key: str = "") -> Seal:
    """Give a seal a picture and a certificate that say of themselves 演示 (试用演示印章). Raises Refused."""
    asked = _admitted(seal, by, at)
    password = secrets.token_urlsafe(16)
    made = demonstration.demonstration(asked.organ.name[: demonstration.LONGEST], at=at, password=password)
    credential, star = _opened(made, password, at), _star()
    with transaction.atomic(durable=True):
        row, key, is_done = _begun(seal, "demonstration", by, at, request_key)
        if not is_done:
            _certify(row, credential, by, at)
            _picture(row, star, (electronic.USUAL, electronic.USUAL), True, by, at)
            matters.remember(key, row.stream, at=at)
    return row


@transaction.atomic(durable=True)
def withdraw(
    certificate: int, *, since: datetime, cause: str, reason: str, by: Person, at: datetime, request_key: str = ""
) -> Certificate:
    """Withdraw a certificate from a moment on (证书停用、挂失), by who keeps the register or the seal, for good.

    Nothing is sealed with it any more. What it signed before that moment stays good; later signatures fail.
    """
    row = Certificate.objects.select_for_update().select_related("seal").get(pk=certificate)
    request_key = form_key(request_key, by, "withdrawal", certificate)
    if spine.by_request(request_key):
        return row
    keeping = row.seal.keeping
    if keeping is None or keeping.keeper_id != by.pk:
        check_registrar(by, row.seal.organ_id, at)
    if Withdrawal.objects.filter(certificate=row).exists():
        raise Refused(f"证书“{row.subject}”已经停用，无需重复办理。")
    electronic.check_withdrawal(cause, since, at)
    reason = rules.line(reason, 200, "停用说明", field="reason")
    Withdrawal.objects.create(certificate=row, since=since, cause=cause, reason=reason, by=by, at=at)
    detail = {"serial": row.serial, "since": since.isoformat(), "cause": cause, "reason": digests.sm3(reason)}
    trail.record(row.seal.stream, "seals.certificate_withdrawn", by=by.ref, at=at, detail=detail)
    matters.remember(request_key, row.seal.stream, at=at)
    return row


def _admitted(seal: int, by: Person, at: datetime) -> Seal:
    """Return a seal in use that somebody may equip, before what is long, and done before anything is locked."""
    row = Seal.objects.select_related("organ").get(pk=seal)
    check_registrar(by, row.organ_id, at)
    rules.check_usable(row)
    return row


def _opened(file: bytes, password: str, at: datetime) -> Credential:
    """Return the certificate of a file with its key; its maker decides how long that takes. Raises Refused."""
    electronic.check_file(file)
    try:
        return certificates.open_credential(file, password, at)
    except certificates.Unusable as refusal:
        raise Refused(refusal.sentence, field=refusal.field or "file") from None


def _begun(seal: int, what: str, by: Person, at: datetime, request_key: str) -> tuple[Seal, str, bool]:
    """Return such a seal, locked, the key of the form, and whether it was sent before."""
    (row,) = queries.locked([seal])
    key = form_key(request_key, by, what, seal)
    if spine.by_request(key):
        return row, key, True
    check_registrar(by, row.organ_id, at)
    rules.check_usable(row)
    return row, key, False


def _check_demonstration(seal: Seal) -> None:
    """Refuse to bring in for demonstration what has had a certificate of its own (不能再改为演示印章)."""
    if seal.certificates.filter(is_demonstration=False).exists():
        raise Refused(electronic.NO_DEMONSTRATION)


def _picture(seal: Seal, image: bytes, size: tuple[float, float], is_drawn: bool, by: Person, at: datetime) -> None:
    digest = hashlib.new("sm3", image).hexdigest()
    Picture.objects.create(
        seal=seal, image=image, digest=digest, width=size[0], height=size[1], is_demonstration=is_drawn, by=by, at=at
    )
    detail = {"digest": digest, "width": size[0], "height": size[1]}
    trail.record(seal.stream, "seals.pictured", by=by.ref, at=at, detail=detail)


def _certify(seal: Seal, credential: Credential, by: Person, at: datetime) -> None:
    if known := Certificate.objects.filter(fingerprint=credential.fingerprint).select_related("seal").first():
        raise Refused(f"这张证书已经导入，属于“{known.seal}”，不能重复导入。", field="file")
    if credential.is_demonstration:
        _check_demonstration(seal)
    above = credential.chain[-1] if credential.chain else credential
    note = f"随“{seal}”的签章证书导入"[:200]
    is_own = above is credential and seal.organ.name in (credential.subject, credential.organisation)
    trusting.trust_within(above, is_own=is_own, note=note, by=by.ref, at=at)
    Certificate.objects.create(
        seal=seal,
        subject=credential.subject[:200],
        organisation=credential.organisation[:200],
        issuer=credential.issuer[:200],
        serial=credential.serial,
        fingerprint=credential.fingerprint,
        valid_from=credential.valid_from,
        valid_to=credential.valid_to,
        is_demonstration=credential.is_demonstration,
        chain=b"".join(one.pem for one in (credential, *credential.chain)).decode(),
        key=keys.seal(credential.key, credential.fingerprint),
        by=by,
        at=at,
    )
    detail = {"serial": credential.serial, "fingerprint": credential.fingerprint}
    trail.record(seal.stream, "seals.certified", by=by.ref, at=at, detail=detail)


@cache
def _star() -> bytes:
    """Return the picture of a demonstration seal, drawn once by each process."""
    return demonstration.drawn(papers.fonts())
