"""What is laid beside a draft goes into it (插入)."""

from dataclasses import replace
from datetime import datetime

from zhongshu.gongwen.draft.model import Draft
from zhongshu.org.models import Person
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.actions import keeping
from zhongshu.outgoing.models import OutgoingDocument


def append(document: int, *, words: str, by: Person, at: datetime) -> None:
    """Add words to the end of what a person is writing (插入到正文末尾). Raises Refused out of turn."""
    row = OutgoingDocument.objects.get(pk=document)
    kept, current = queries.working_copy(row, by), queries.latest(row)
    draft = queries.read(kept.text) if kept else queries.draft_of(current)
    given = {"base": kept.base, "window": rules.Window(seen=kept.saved_at)} if kept else {"base": current.order}
    keeping.keep(document, draft=_with(draft, words), by=by, at=at, **given)


def _with(draft: Draft, words: str) -> Draft:
    *before, last = draft.body or ("",)
    added = (last + words,) if isinstance(last, str) else (last, words)
    return replace(draft, body=(*before, *added))
