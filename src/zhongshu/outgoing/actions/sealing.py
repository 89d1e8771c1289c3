"""Sealing what was printed (用印): the seal is settled at 印制, its keeper puts it on, and the log of seals says so."""

from zhongshu.kit.errors import Refused
from zhongshu.matters.kinds import Step
from zhongshu.org.models import Person
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import impressing
from zhongshu.outgoing.models import OutgoingDocument, Version
from zhongshu.outgoing.queries import printing, signing
from zhongshu.seals import actions as seals
from zhongshu.seals import queries as register
from zhongshu.seals.actions import impressions
from zhongshu.seals.actions import steps as applications
from zhongshu.seals.models import Seal
from zhongshu.seals.rules import Sealing, check_copies

NOT_CHOSEN = (
    "请选择加盖的印章。本机关还没有登记印章的，请印章管理人员先办理印章登记；"
    "按规定不加盖印章的，退回拟稿环节，在文稿中改为不加盖印章。"
)
NOT_ON_PAPER = (
    "“{}”是单独的电子印章，不能盖在纸质文件上。请选择实物印章；联合行文的，请为每个署名机关选定有电子印章的印章。"
)
OF_ORGAN = "seal_of_"  # with the number of an organ: its seal, of those that issue a document together


def settle(step: Step) -> None:
    """Settle which seals are put on how many copies, and let their keepers do it (用印安排). Raises Refused.

    Where all of them have an electronic one it is set on the file; else the organ's own is put on paper.
    """
    document = queries.document_of(step.matter)
    if document.sealing != "seal":
        impressions.mean_within(step.matter, [], at=step.at)  # what an earlier print bore does not go out with this one
        return
    seal, copies = _seal(step, step.matter.organ_id, "seal"), step.fields.get("copies") or 0
    check_copies(copies)
    chosen = [seal, *_of_others(step)]
    names = queries.draft_of(queries.latest(document)).signed
    is_electronic = impressions.mean_within(step.matter, chosen if len(chosen) == len(names) else [], at=step.at)
    if seal.is_electronic and not is_electronic:
        raise Refused(NOT_ON_PAPER.format(seal.name), field="seal")
    step.chosen["sealing"] = applications.keepers(chosen if is_electronic else [seal], step)
    OutgoingDocument.objects.filter(pk=document.pk).update(seal=seal, copies=copies)


def _of_others(step: Step) -> list[Seal]:
    """Return the seals chosen of those who issue with the organ (联合行文其他机关的印章)."""
    asked = {name: int(name.removeprefix(OF_ORGAN)) for name in step.fields if name.startswith(OF_ORGAN)}
    return [_seal(step, organ, name) for name, organ in asked.items() if step.fields[name]]


def _seal(step: Step, organ: int, field: str) -> Seal:
    found = next((one for one in register.usable(organ) if one.pk == step.fields.get(field)), None)
    if found is None:
        raise Refused(NOT_CHOSEN, field=field)
    return found


def put_on(step: Step) -> None:
    """Enter into the log what the keeper seals before a witness (用印登记), and have the file sealed."""
    document = queries.document_of(step.matter)
    if document.seal_id is None or document.copies is None:
        raise Refused("还没有确定加盖的印章，请退回印制环节选择印章。")
    version = queries.latest(document)
    what = _what(step, document, version)
    for seal in _mine(step, document.seal_id):
        use = seals.use_within(seal, what, matter=step.matter, by=step.by, at=step.at)
        impressions.impress_within(use, substance=queries.substance_of(version), at=step.at)
    impressing.order(step.matter, at=step.at)


def _mine(step: Step, seal: int) -> list[int]:
    """Return which seals the person puts on now: those that they keep of the electronic ones, on paper the organ's."""
    waiting = [one.seal_id for one in register.impressions(step.matter) if one.use_id is None]
    kept = [one.pk for one in register.locked(waiting) if one.keeping and one.keeping.keeper_id == step.by.pk]
    return kept or waiting[:1] or [seal]


def _what(step: Step, document: OutgoingDocument, version: Version) -> Sealing:
    return Sealing(
        reason=impressing.REASON,
        title=step.matter.title,
        document_number=step.matter.number,
        copies=step.fields.get("copies") or 0,
        approved=document.copies or 0,
        sent_to=queries.draft_of(version).recipients[:400],
        applicant=step.matter.opened_by,
        approver=_approver(document),
        witness=applications.one(step, "witness", "监印人"),
        note=step.fields.get("note") or "",
        since=printing.printed_at(step.matter),
    )


def _approver(document: OutgoingDocument) -> Person:
    """Return who signed last for the leading organ: that is the approval of its seal (签发即批准用印)."""
    own = [one for one in queries.signatures(document) if one.task.station and one.task.station.key != signing.JOINT]
    signed = own[-1].task.done_by
    assert signed is not None  # noqa: S101 - a task that was completed was done by somebody
    return signed
