"""Sealing what was printed (用印): the seal is settled at 印制, its keeper puts it on, and the log of seals says so."""

from zhongshu.kit.errors import Refused
from zhongshu.matters.kinds import Step
from zhongshu.org.models import Person
from zhongshu.outgoing import queries
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.seals import actions as seals
from zhongshu.seals import queries as register
from zhongshu.seals.actions import steps as applications
from zhongshu.seals.models import Seal
from zhongshu.seals.rules import Sealing, check_copies

NOT_CHOSEN = (
    "请选择加盖的印章。本机关还没有登记印章的，请印章管理人员先办理印章登记；"
    "按规定不加盖印章的，退回拟稿环节，在文稿中改为不加盖印章。"
)
REASON = "印发公文"


def settle(step: Step) -> None:
    """Settle which seal is put on how many copies, and let its keeper do it (用印安排). Raises Refused."""
    document = queries.document_of(step.matter)
    if document.sealing != "seal":
        return
    seal, copies = _seal(step), step.fields.get("copies") or 0
    check_copies(copies)
    step.chosen["sealing"] = applications.keepers([seal], step)
    OutgoingDocument.objects.filter(pk=document.pk).update(seal=seal, copies=copies)


def _seal(step: Step) -> Seal:
    offered = register.usable(step.matter.organ_id)
    found = next((one for one in offered if one.pk == step.fields.get("seal")), None)
    if found is None:
        raise Refused(NOT_CHOSEN, field="seal")
    return found


def put_on(step: Step) -> None:
    """Enter into the log what the keeper sealed, before a witness (用印登记). Raises Refused."""
    document = queries.document_of(step.matter)
    if document.seal_id is None or document.copies is None:
        raise Refused("还没有确定加盖的印章，请退回印制环节选择印章。")
    draft = queries.draft_of(queries.latest(document))
    what = Sealing(
        reason=REASON,
        title=step.matter.title,
        document_number=step.matter.number,
        copies=step.fields.get("copies") or 0,
        approved=document.copies,
        sent_to=draft.recipients[:400],
        applicant=step.matter.opened_by,
        approver=_approver(document),
        witness=applications.one(step, "witness", "监印人"),
        note=step.fields.get("note") or "",
    )
    seals.use_within(document.seal_id, what, matter=step.matter, by=step.by, at=step.at)


def _approver(document: OutgoingDocument) -> Person:
    """Return who signed last: that a document was signed is the approval of its seal (签发即批准用印)."""
    signed = queries.signatures(document)[-1].task.done_by
    assert signed is not None  # noqa: S101 - a task that was completed was done by somebody
    return signed
