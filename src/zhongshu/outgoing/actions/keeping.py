"""What is being written is kept (自动保存): one copy of each person, written by one opened page at a time."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from zhongshu.gongwen.draft import schema
from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit.errors import Refused
from zhongshu.matters.models import Matter
from zhongshu.org.models import Person
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.models import OutgoingDocument, WorkingCopy
from zhongshu.trail.rules import check_transaction


@transaction.atomic(durable=True)
def keep(
    document: int, *, draft: Draft, base: int, by: Person, at: datetime, window: rules.Window = rules.NO_WINDOW
) -> None:
    """Keep what a person is writing (自动保存). No trail: it is nobody's word yet.

    Raises Elsewhere over what the same person has written on another page than `window`, Refused out of turn.
    """
    rules.check_no_secret(draft)
    if queries.writing_task(Matter.objects.get(pk=document), by, at) is None:
        raise Refused("现在不由您修改文稿，没有保存。请复制所写的内容后刷新页面。")
    kept: dict[str, Any] = {"base": base, "text": schema.dump(draft), "saved_at": at, "window": window.key}
    if _of(window, document, by).update(**kept):
        return
    found, is_new = WorkingCopy.objects.get_or_create(document_id=document, person=by, defaults=kept)
    if not is_new:
        raise elsewhere(found, "保存")


@transaction.atomic(durable=True)
def discard(document: OutgoingDocument, *, by: Person, window: rules.Window) -> None:
    """Let go of what a person was writing (放弃修改). Raises Elsewhere over what `window` does not show."""
    let_go_within(document, by=by, window=window, what="放弃")


def let_go_within(document: OutgoingDocument, *, by: Person, window: rules.Window, what: str) -> None:
    """Clear what a person has written on a page, inside the caller's transaction. Raises Elsewhere over all else."""
    check_transaction()
    _of(window, document.pk, by).delete()
    left = queries.working_copy(document, by)
    if left:
        raise elsewhere(left, what)


def _of(window: rules.Window, document: int, by: Person) -> QuerySet[WorkingCopy]:
    """Return the person's working copy if this page wrote it last, or began with it as it stands."""
    mine = Q(saved_at=window.seen) if window.seen else Q(pk__in=())
    mine |= Q(window=window.key) if window.key else Q(pk__in=())
    return WorkingCopy.objects.filter(mine, document_id=document, person=by)


def elsewhere(found: WorkingCopy, what: str) -> rules.Elsewhere:
    """Return the refusal that names when the other text was written."""
    return rules.Elsewhere(f"{timezone.localtime(found.saved_at):%m月%d日 %H:%M}", what)
