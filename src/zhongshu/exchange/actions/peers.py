"""The register of those on other systems with whom packages are exchanged (交换对方登记): entered, ended for good."""

from datetime import datetime

from django.db import transaction

from zhongshu.documents import queries as documents
from zhongshu.documents import rules as document_rules
from zhongshu.exchange import queries, rules
from zhongshu.exchange.models import Peer
from zhongshu.exchange.rules import peering
from zhongshu.gongwen.signing import certificates
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.rules import form_key
from zhongshu.org.models import Person, Unit
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def register_peer(
    *,
    organ: int,
    name: str,
    code: str,
    certificate: bytes,
    fingerprint: str,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> Peer:
    """Enter an organ of another system with its certificate (登记交换对方). Raises Refused with the field.

    fingerprint: its first digits as the peer told them by another way, so that no file can be put in its place.
    """
    request_key = form_key(request_key, by, "peer", organ)
    if earlier := matters.claim(request_key, at=at):
        return Peer.objects.get(pk=int(earlier.removeprefix("peer:")))
    unit = Unit.objects.select_for_update().get(pk=organ)  # of two that enter the same one waits for the other
    check_keeper(by, organ, at)
    name = text.required_line(name, 200, "单位名称", field="name")
    document_rules.check_no_secret(name)
    code = peering.check_code(text.required_line(code, peering.LONGEST_CODE, "交换代码", field="code"), unit.code)
    told = peering.check_certificate(certificate, at)
    peering.check_fingerprint(told, fingerprint)
    _check_new(organ, code, told)
    peer = Peer.objects.create(organ=unit, name=name, code=code, certificate=told.pem.decode(), by=by, at=at)
    detail = {"peer": peer.pk, "fingerprint": told.fingerprint}
    trail.record(rules.peers_stream(organ), "exchange.peer_registered", by=by.ref, at=at, detail=detail)
    matters.remember(request_key, f"peer:{peer.pk}", at=at)
    return peer


def _check_new(organ: int, code: str, told: certificates.Certificate) -> None:
    standing = list(Peer.objects.filter(organ=organ, ended_at=None))
    if any(one.code == code for one in standing):
        raise Refused(f"交换代码{code}已经登记。换发证书的，请先停用原来的登记，再登记新证书。", field="code")
    same = [one for one in standing if queries.certificate_of(one).der == told.der]
    if same:
        raise Refused(f"这张证书已登记给“{same[0].name}”，不能再登记给别的单位。", field="certificate")


@transaction.atomic(durable=True)
def end_peer(peer: int, *, reason: str, by: Person, at: datetime, request_key: str = "") -> Peer:
    """Take nothing more from a peer and send nothing more to it (停用交换对方), as when its key was stolen."""
    row = Peer.objects.select_for_update().get(pk=peer)
    request_key = form_key(request_key, by, "end_peer", peer)
    if spine.by_request(request_key):
        return row
    check_keeper(by, row.organ_id, at)
    if row.ended_at:
        raise Refused(f"“{row.name}”的登记已经停用，不需要再办。")
    reason = text.clean_line(reason, 200, "停用原因", field="reason")
    document_rules.check_reason(reason, "停用")
    document_rules.check_no_secret(reason)
    Peer.objects.filter(pk=row.pk).update(ended_at=at, ended_by=by, end_reason=reason)
    detail = {"peer": row.pk, "reason": digests.sm3(reason)}
    trail.record(rules.peers_stream(row.organ_id), "exchange.peer_ended", by=by.ref, at=at, detail=detail)
    matters.remember(request_key, f"peer:{row.pk}", at=at)
    row.refresh_from_db()
    return row


def check_keeper(by: Person, organ: int, at: datetime) -> None:
    """Only who keeps the register of incoming documents deals with other systems."""
    if not documents.keeps(by, document_rules.INCOMING, organ, at):
        raise Refused("只有收文登记人员可以办理交换对方登记和交换包。")
