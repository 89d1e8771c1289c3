"""Issuing together (联合行文): the heads of all issuers sign the text that the leading organ has signed."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from zhongshu.documents import rules as secrecy
from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.kinds import Step
from zhongshu.matters.models import Matter, Station
from zhongshu.matters.rules import check_open, form_key
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing import queries
from zhongshu.outgoing.models import JointSignature, OutgoingDocument, Version
from zhongshu.outgoing.queries import signing
from zhongshu.outgoing.rules import joint
from zhongshu.trail import actions as trail


def check_chosen(step: Step) -> None:
    """Refuse a review that asks nobody of an issuer that works on this system (选择联合会签负责人)."""
    joint.check_chosen(list(_not_asked(step, step.chosen.get(signing.JOINT, ()))))


def ask_others(step: Step) -> None:
    """Ask the heads of issuers that came in after the review as well: it could not name them (签发时增加联署机关)."""
    station = Station.objects.filter(run__matter=step.matter, run__ended_at=None, key=signing.JOINT).first()
    if station:
        left = _not_asked(step, station.chosen)
        step.chosen[signing.JOINT] = (*station.chosen, *(head for heads in left.values() for head in heads))


def _not_asked(step: Step, chosen: Iterable[int]) -> dict[str, tuple[int, ...]]:
    """Return the issuers of the text in force that work here and of which nobody is chosen, with their heads."""
    draft = queries.draft_of(queries.latest(queries.document_of(step.matter)))
    day, known = org.local_day(step.at), org.directory()
    wanted = signing.others_here(draft, day, known=known)
    asked = {signing.issuer_of(holder, wanted, day, known=known) for holder in chosen}
    return {organ: heads for organ, heads in wanted.items() if organ not in asked}


def check_all_signed(document: OutgoingDocument, version: Version) -> None:
    """Refuse to go on before every issuer has signed the very substance. Raises Refused."""
    if len(queries.draft_of(version).issuers) > 1:
        joint.check_all_signed(signing.unsigned(document, version))


@transaction.atomic(durable=True)
def enter_signature(
    matter: int,
    *,
    organ: str,
    signer: str,
    signed_on: date,
    uploads: Iterable[str],
    by: Person,
    at: datetime,
    request_key: str = "",
) -> JointSignature:
    """Enter that the head of an issuer elsewhere has signed on paper (登记联合会签), with the scanned page.

    By who keeps the register of the leading organ. Raises Refused with the field, SecretFound.
    """
    row = Matter.objects.select_for_update().get(pk=matter)
    document = OutgoingDocument.objects.get(matter=row)
    version = queries.latest(document)
    request_key = form_key(request_key, by, "joint", matter)
    if spine.by_request(request_key):
        return JointSignature.objects.filter(document=document, organ=organ).latest("pk")
    check_open(row)
    if not spine.keeps(row, by, at):
        raise Refused("联合会签由主办机关的登记人员登记。")
    _check(document, version, organ, signed_on, at)
    signer = text.required_line(signer, 40, "会签人", field="signer")
    secrecy.check_no_secret(signer)
    if not matters.attach_within(row, uploads, role="evidence", by=by, at=at):
        raise Refused("请上传会签页的扫描件。", field="uploads")
    entered = JointSignature.objects.create(
        document=document, version=version, organ=organ, signer=signer, signed_on=signed_on, by=by, at=at
    )
    detail = {"version": version.order, "substance": queries.substance_of(version)}
    trail.record(row.stream, "outgoing.jointly_signed", by=by.ref, at=at, detail=detail)
    matters.remember(request_key, row.stream, at=at)
    return entered


def _check(document: OutgoingDocument, version: Version, organ: str, signed_on: date, at: datetime) -> None:
    issuers = queries.draft_of(version).issuers
    done, today = signing.days(document), org.local_day(at)
    waiting = signing.unsigned(document, version)
    if not issuers or issuers[0] in waiting:
        raise Refused("主办机关还没有签发，签发后再登记其他机关的会签。")
    joint.check_organ(organ, waiting, signing.here([organ], today))
    joint.check_day(signed_on, done[issuers[0]], today)
