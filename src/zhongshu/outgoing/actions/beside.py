"""What is laid beside a draft goes into it (插入)."""

from dataclasses import replace
from datetime import datetime

from zhongshu.gongwen.draft.model import Draft
from zhongshu.org.models import Person
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import drafting
from zhongshu.outgoing.models import OutgoingDocument


def append(document: int, *, words: str, by: Person, at: datetime) -> None:
    """Add words to the end of what a person is writing (插入到正文末尾). Raises Refused out of turn."""
    row = OutgoingDocument.objects.get(pk=document)
    kept, current = queries.working_copy(row, by), queries.latest(row)
    draft = queries.read(kept.text) if kept else queries.draft_of(current)
    drafting.keep(document, draft=_with(draft, words), base=kept.base if kept else current.order, by=by, at=at)


def _with(draft: Draft, words: str) -> Draft:
    *before, last = draft.body or ("",)
    added = (last + words,) if isinstance(last, str) else (last, words)
    return replace(draft, body=(*before, *added))
