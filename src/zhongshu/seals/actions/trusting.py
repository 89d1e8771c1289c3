"""Whom the office trusts (受信任的证书): certificates of authorities, or of others who seal for themselves.

What is trusted is trusted by every organ of the system. So it is the system's administrator who says it, for all, and
whoever keeps seals is told.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhongshu.gongwen.signing import certificates
from zhongshu.gongwen.signing.certificates import Certificate
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.notices import actions as notices
from zhongshu.org.actions import changes
from zhongshu.org.rules import administrators
from zhongshu.seals import queries, rules
from zhongshu.seals.models import Root
from zhongshu.seals.rules import electronic
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

STREAM = "trust"
MOST = 20  # certificates of one file


@transaction.atomic(durable=True)
def trust(content: bytes, *, note: str = "", by: str, at: datetime, request_key: str = "") -> list[Root]:
    """Trust the certificates of a file (导入受信任的证书), PEM with one or many or DER; return those that are new.

    `by`: reference of the system's administrator, or the system itself. Raises Refused, NotYourDuty.
    """
    _check_duty(by)
    found = _read(content)
    key = _key(request_key, by, "trust")
    if matters.claim(key, at=at):
        return list(Root.objects.filter(fingerprint__in=[one.fingerprint for one in found], ended_at=None))
    note = text.clean_line(note, 200, "来源说明", field="note")
    made = _enter(found, note, by, at)
    if not made:
        raise Refused("文件里的证书都已在受信任的证书中，没有改动。", field="file")
    _tell(
        f"系统管理员导入了受信任的证书“{'”“'.join(one.subject for one in made)}”，今后由其颁发的证书盖章，验证为可信。",
        at,
    )
    matters.remember(key, STREAM, at=at)
    return made


def _check_duty(by: str) -> None:
    administrators.check_duty(changes.role_of(by), "sysadmin", by)


def _read(content: bytes) -> tuple[Certificate, ...]:
    if len(content) > electronic.MOST_FILE:
        raise Refused("文件过大，不是证书文件。请选择发证机构公布的证书文件。", field="file")
    found = certificates.read_roots([content])
    if len(found) > MOST:
        raise Refused(f"文件里有{len(found)}张证书，一次最多导入{MOST}张。请只导入需要信任的证书。", field="file")
    return found


def _key(request_key: str, by: str, *asked: object) -> str:
    """Return a form's key as it is kept (请求凭证), of an account that may be nobody of the staff."""
    return digests.sm3("\x1f".join(map(str, (request_key, by, *asked)))) if request_key else ""


def _tell(words: str, at: datetime) -> None:
    """Tell whoever keeps a register of seals that another is trusted now, or no more (告知印章管理人员)."""
    notices.tell(queries.keepers(at), text=words, link="/seals/trust/", about=STREAM, at=at)


def trust_within(above: Certificate, *, is_own: bool, note: str, by: str, at: datetime) -> None:
    """Trust who vouches for a certificate that comes in with a seal (随签章证书导入), inside its act. Raises Refused.

    Of itself that is who vouches for that one certificate and no other, in the name of the seal's organ: it itself
    (`is_own`), or a demonstration. What could speak in another's name the system's administrator trusts before.
    """
    check_transaction()
    if Root.objects.filter(fingerprint=above.fingerprint, ended_at=None).exists():
        return
    if ended := Root.objects.filter(fingerprint=above.fingerprint).first():
        raise Refused(electronic.ended(ended.subject), field="file")
    if not is_own and not above.is_demonstration:
        raise Refused(electronic.not_trusted(above.subject), field="file")
    _enter([above], note, by, at)


def _enter(found: Sequence[Certificate], note: str, by: str, at: datetime) -> list[Root]:
    """Enter certificates that are not trusted yet; of two at once who enter the same, one does."""
    made = []
    for one in {one.fingerprint: one for one in found}.values():
        row, is_new = Root.objects.get_or_create(
            fingerprint=one.fingerprint, ended_at=None, defaults=_columns(one) | {"note": note, "by": by, "at": at}
        )
        if is_new:
            detail = {"serial": one.serial, "fingerprint": one.fingerprint}
            trail.record(STREAM, "seals.trusted", by=by, at=at, detail=detail)
            made.append(row)
    return made


def _columns(one: Certificate) -> dict[str, object]:
    return {
        "subject": one.subject[:200],
        "issuer": one.issuer[:200],
        "serial": one.serial,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "is_demonstration": one.is_demonstration,
        "der": one.der,
    }


@transaction.atomic(durable=True)
def distrust(root: int, *, reason: str, by: str, at: datetime, request_key: str = "") -> Root:
    """End the trust in a certificate (停止信任): what is signed from now on does not pass, what was before does.

    By the system's administrator. Raises Refused, NotYourDuty.
    """
    _check_duty(by)
    row = Root.objects.select_for_update().get(pk=root)
    key = _key(request_key, by, "distrust", root)
    if spine.by_request(key):
        return row
    if row.ended_at is not None:
        raise Refused(f"“{row.subject}”已停止信任，无需重复办理。")
    reason = rules.line(reason, 200, "原因", field="reason")
    Root.objects.filter(pk=root).update(ended_at=at, ended_by=by, end_reason=reason)
    detail = {"serial": row.serial, "fingerprint": row.fingerprint, "reason": digests.sm3(reason)}
    trail.record(STREAM, "seals.distrusted", by=by, at=at, detail=detail)
    _tell(f"系统管理员停止信任证书“{row.subject}”，此后由其颁发的证书盖章，验证为不可信。", at)
    matters.remember(key, STREAM, at=at)
    row.refresh_from_db()
    return row
