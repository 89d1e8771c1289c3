"""Whom the office trusts (受信任的证书): certificates of authorities, or of others who seal for themselves."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhongshu.gongwen.signing import certificates
from zhongshu.gongwen.signing.certificates import Certificate
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.seals import rules
from zhongshu.seals.models import Root
from zhongshu.seals.rules import electronic
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

STREAM = "trust"
MOST = 20  # certificates of one file


@transaction.atomic(durable=True)
def trust(content: bytes, *, note: str = "", by: str, at: datetime) -> list[Root]:
    """Trust the certificates of a file (导入受信任的证书), PEM with one or many or DER; return those that are new.

    `by`: reference of whoever keeps a register of seals, or of the system's administrator. Raises Refused.
    """
    if len(content) > electronic.MOST_FILE:
        raise Refused("文件过大，不是证书文件。请选择发证机构公布的证书文件。", field="file")
    found = certificates.read_roots([content])
    if len(found) > MOST:
        raise Refused(f"文件里有{len(found)}张证书，一次最多导入{MOST}张。请只导入需要信任的证书。", field="file")
    note = text.clean_line(note, 200, "来源说明", field="note")
    made = _enter(found, note, by, at)
    if not made:
        raise Refused("文件里的证书都已在受信任的证书中，没有改动。", field="file")
    return made


def trust_within(found: Sequence[Certificate], note: str, *, by: str, at: datetime) -> list[Root]:
    """Trust certificates that came with a certificate of the office's own, inside its act. Those in force stay."""
    check_transaction()
    ended = Root.objects.filter(fingerprint__in=[one.fingerprint for one in found], ended_at__isnull=False)
    standing = Root.objects.filter(ended_at=None).values("fingerprint")
    if refused := ended.exclude(fingerprint__in=standing).first():
        raise Refused(
            f"证书的颁发者“{refused.subject}”已停止信任，不能使用这张证书。"
            "确需使用的，请先在“受信任的证书”中重新导入颁发者的证书。",
            field="file",
        )
    return _enter(found, note, by, at)


def _enter(found: Sequence[Certificate], note: str, by: str, at: datetime) -> list[Root]:
    known = set(Root.objects.filter(ended_at=None).values_list("fingerprint", flat=True))
    made = []
    for one in {one.fingerprint: one for one in found}.values():
        if one.fingerprint in known:
            continue
        row = Root.objects.create(
            subject=one.subject[:200],
            issuer=one.issuer[:200],
            serial=one.serial,
            fingerprint=one.fingerprint,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            is_demonstration=one.is_demonstration,
            der=one.der,
            note=note,
            by=by,
            at=at,
        )
        detail = {"serial": one.serial, "fingerprint": one.fingerprint}
        trail.record(STREAM, "seals.trusted", by=by, at=at, detail=detail)
        made.append(row)
    return made


@transaction.atomic(durable=True)
def distrust(root: int, *, reason: str, by: str, at: datetime) -> Root:
    """End the trust in a certificate (停止信任): what is signed from now on does not pass, what was before does."""
    row = Root.objects.select_for_update().get(pk=root)
    if row.ended_at is not None:
        raise Refused(f"“{row.subject}”已停止信任，无需重复办理。")
    reason = rules.line(reason, 200, "原因", field="reason")
    Root.objects.filter(pk=root).update(ended_at=at, ended_by=by, end_reason=reason)
    detail = {"serial": row.serial, "fingerprint": row.fingerprint, "reason": digests.sm3(reason)}
    trail.record(STREAM, "seals.distrusted", by=by, at=at, detail=detail)
    row.refresh_from_db()
    return row
