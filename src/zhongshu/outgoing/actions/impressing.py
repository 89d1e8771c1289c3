"""The sealed file (盖章件): what was printed, with every seal where the layout left its place, signed in one go.

Made by the worker, beside what was printed. A seal is set on the text that was signed for issue and on no other: that
is asked at 用印 and once more here, from the texts themselves.
"""

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhongshu.files import actions as files
from zhongshu.gongwen.signing import sealing
from zhongshu.gongwen.signing.sealing import Placement
from zhongshu.gongwen.typeset import pdf
from zhongshu.gongwen.typeset.pdf import Anchor, Printed
from zhongshu.jobs import actions as jobs
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.actions import telling
from zhongshu.matters.models import Attachment, Matter
from zhongshu.matters.rules import FINAL
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.actions import printing
from zhongshu.outgoing.queries import dispatching, draft_files, telegrams
from zhongshu.outgoing.queries import printing as printed
from zhongshu.seals import queries as seals
from zhongshu.seals.actions import impressions
from zhongshu.seals.models import Impression
from zhongshu.seals.rules import check_in_hand
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction
from zhongshu.ui import papers

JOB = "zhongshu.outgoing.jobs.seal_up"
REASON = "印发公文"
SEALED = "（盖章件）"


def order(matter: Matter, *, at: datetime) -> None:
    """Have the sealed file made (盖章作业) once every seal has been put on, as a row of the act at 用印."""
    check_transaction()
    rows = seals.impressions(matter)
    if rows and all(row.use_id for row in rows):
        jobs.enqueue(JOB, at=at, args=[matter.pk, at.isoformat()], unique_key=dispatching.sealing_key(matter))


def seal_up(matter: int, *, signed_at: datetime, at: datetime) -> None:
    """Make the sealed file and attach it (生成盖章件). Done again it adds nothing; what cannot be made says why.

    signed_at: when the last seal was put on, which is the time that the signatures give, however late the worker comes.
    """
    row = Matter.objects.get(pk=matter)
    rows = seals.impressions(row)
    keeper = rows[-1].use.sealed_by if rows and rows[-1].use else None
    if keeper is None or any(one.file_id or one.use_id is None for one in rows):
        return
    try:
        printed = _printed(row, rows, keeper, at)
        impressions.check_standing(rows, at=at)
        content = sealing.seal(printed.pdf, _placements(rows, printed.seals), at=signed_at, reason=REASON)
    except Refused as refusal:
        _fail(row, rows, refusal.sentence, keeper, at)
        return
    _keep(row, rows, content, before=hashlib.new("sm3", printed.pdf).hexdigest(), by=keeper, at=at)


def _printed(matter: Matter, rows: Sequence[Impression], by: Person, at: datetime) -> Printed:
    """Return the document as it was printed, set anew to learn where its seals belong: the same bytes, or none.

    Raises Refused for a text that is not the one that was signed and sealed, or a print that cannot be repeated.
    """
    document = queries.document_of(matter)
    substance = queries.substance_of(queries.latest(document))
    signed = {queries.substance_of(one.version) for one in queries.signatures(document)}
    rules.check_signed_alike(signed == {substance} == {one.substance for one in rows}, "")
    when = printed.printed_at(matter)
    assert when is not None  # noqa: S101 - what was sealed had been printed
    made = pdf.to_pdf(telegrams.printed(document), fonts=papers.fonts(), at=when)
    digest = hashlib.new("sm3", made.pdf).hexdigest()
    kept = Attachment.objects.filter(matter=matter, role=FINAL, at__gte=when, name__endswith=".pdf", impressions=None)
    if not kept.exists():
        printing.lay_down(matter.pk, by=by, at=at)
    if not kept.filter(file__digest=digest, withheld_at=None).exists():
        raise Refused("印制后的正式文件与现在排出的不一致（如更换过字库），没有加盖。请退回印制环节重新印制。")
    return made


def _placements(rows: Sequence[Impression], anchors: Sequence[Anchor]) -> list[Placement]:
    """Return each seal over the name of its organ; of one seal alone there is no doubt. Raises Refused."""
    if len(rows) != len(anchors):
        raise Refused(f"文件上有{len(anchors)}处署名须盖章，选定的印章有{len(rows)}枚，没有加盖。请退回印制环节核对。")
    return [impressions.placement(_own(rows, at), page=at.page, x=at.x, y=at.y) for at in anchors]


def _own(rows: Sequence[Impression], anchor: Anchor) -> Impression:
    named = [one for one in rows if anchor.name in (one.seal.organ.name, one.seal.organ.short_name)]
    own = rows if len(rows) == 1 else named
    if len(own) != 1:
        raise Refused(f"署名“{anchor.name}”没有对应的印章，没有加盖。请退回印制环节核对印章。")
    return own[0]


def _keep(
    matter: Matter, begun: Sequence[Impression], content: bytes, *, before: str, by: Person, at: datetime
) -> None:
    """Attach the sealed file unless meanwhile another worker has done so, or the document was printed anew."""
    draft = queries.draft_of(queries.latest(queries.document_of(matter)))
    name = f"{draft_files.name_of(draft)}{SEALED}.pdf"
    stored = files.store(io.BytesIO(content), name=name, by=by.ref, at=at)
    with transaction.atomic(durable=True):
        Matter.objects.select_for_update().get(pk=matter.pk)
        rows = seals.impressions(matter)
        if any(one.file_id for one in rows) or [one.pk for one in rows] != [one.pk for one in begun]:
            return
        (file,) = matters.attach_files(matter, [(stored, name)], role=FINAL, by=by, at=at)
        impressions.finish_within(rows, file, before=before, by=by, at=at)


def _fail(matter: Matter, rows: Sequence[Impression], fault: str, keeper: Person, at: datetime) -> None:
    """Say on the page of the matter why there is no sealed file, and tell the keeper."""
    with transaction.atomic(durable=True):
        impressions.fail_within(rows, fault, by=keeper, at=at)
        telling.send(matter, [keeper.pk], f"未能加盖电子印章：{fault}", kind="result", at=at, known=org.directory())


@transaction.atomic(durable=True)
def seal_again(matter: int, *, by: Person, at: datetime) -> Matter:
    """Try once more what could not be made (重新加盖), by a keeper, with the certificates of now. Raises Refused."""
    row = Matter.objects.select_for_update().get(pk=matter)
    rows = seals.impressions(row)
    if not dispatching.sealing_fault(row):
        raise Refused("盖章件已经生成或正在生成，无需重新加盖。")
    kept = seals.locked(one.seal_id for one in rows)
    mine = [one for one in kept if one.keeping and one.keeping.keeper_id == by.pk]
    check_in_hand((mine or kept)[0], by)
    impressions.renew_within(rows, at=at)
    order(row, at=at)
    trail.record(row.stream, "outgoing.sealed_again", by=by.ref, at=at, detail={"seals": [one.pk for one in kept]})
    return row
