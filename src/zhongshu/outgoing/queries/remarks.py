"""Remarks on passages (批注) as they are shown: each with its answers, and where its passage stands now."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhongshu.outgoing.models import OutgoingDocument, Remark
from zhongshu.outgoing.queries import passages
from zhongshu.outgoing.queries.passages import Found, Paragraph


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with its answers. number: by which it is known on the page; found: its passage, None when it is gone."""

    number: int
    row: Remark
    answers: tuple[Remark, ...]
    found: Found | None

    @property
    def is_gone(self) -> bool:
        """Whether it spoke of a passage that has been changed since (原文已改)."""
        return bool(self.row.quote) and self.found is None


def threads(document: OutgoingDocument, written: Sequence[Paragraph]) -> list[Thread]:
    """Return the remarks on a document, open ones first, with their passages in a text."""
    rows = list(
        Remark.objects.filter(document=document).select_related("by", "settled_by", "version").order_by("at", "pk")
    )
    heads = [one for one in rows if one.answers_id is None]
    return [
        Thread(
            number,
            one,
            tuple(answer for answer in rows if answer.answers_id == one.pk),
            passages.find(written, one.field, one.quote),
        )
        for number, one in enumerate(sorted(heads, key=lambda one: one.settled_at is not None), 1)
    ]


def open_count(document: OutgoingDocument) -> int:
    """Return how many remarks nobody has settled (未处理的批注)."""
    return Remark.objects.filter(document=document, answers=None, settled_at=None).count()
