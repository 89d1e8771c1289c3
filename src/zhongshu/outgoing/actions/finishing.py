"""What a piece gets at its printing, having no numbering: the day under the names that sign it (审定日期)."""

from dataclasses import replace

from zhongshu.kit import dates
from zhongshu.matters.kinds import Step
from zhongshu.org import queries as org
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import drafting
from zhongshu.outgoing.rules import pieces


def date(step: Step) -> None:
    """Date a piece that somebody signs with the day on which it was approved, as its last version."""
    document = queries.document_of(step.matter)
    current = queries.latest(document)
    draft = queries.draft_of(current)
    if not pieces.is_piece(document.genre) or not draft.signature:
        return
    approved = queries.signatures(document)[-1].task.done_at
    dated = replace(draft, date=dates.show_date(org.local_day(approved)))  # type: ignore[arg-type]
    if dated != draft:
        order, note = current.order + 1, "署审定日期"
        drafting.add_version(document, dated, order, station="printing", note=note, by=step.by, at=step.at)
