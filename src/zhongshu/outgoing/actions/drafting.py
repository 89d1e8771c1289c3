"""Writing: handing in versions (提交文稿)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhongshu.documents import rules as secrecy
from zhongshu.gongwen.draft import schema
from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import check_open, form_key
from zhongshu.org.models import Person
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.actions import keeping
from zhongshu.outgoing.models import OutgoingDocument, Version
from zhongshu.outgoing.queries import enclosed
from zhongshu.outgoing.rules import pieces
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction


@transaction.atomic(durable=True)
def hand_in(
    matter: int,
    *,
    draft: Draft,
    base: int,
    note: str = "",
    by: Person,
    at: datetime,
    request_key: str = "",
    window: rules.Window = rules.NO_WINDOW,
) -> Version:
    """Hand in the text as the next version (提交修改), written from version `base`. What was being written is cleared.

    Raises Stale when somebody else was quicker, Elsewhere when the same person was on another page than `window`,
    Refused when it is not the person's turn or nothing was changed.
    """
    given: dict[str, Any] = {"note": note, "by": by, "at": at, "request_key": request_key, "window": window}
    return hand_in_within(matter, draft=draft, base=base, **given)


def hand_in_within(
    matter: int,
    *,
    draft: Draft,
    base: int,
    note: str,
    by: Person,
    at: datetime,
    request_key: str = "",
    window: rules.Window = rules.NO_WINDOW,
) -> Version:
    """Do the same inside the caller's transaction."""
    check_transaction()
    row = Matter.objects.select_for_update().get(pk=matter)
    document = OutgoingDocument.objects.get(matter=row)
    current = queries.latest(document)
    request_key = form_key(request_key, by, "version", matter)
    if spine.by_request(request_key) and is_handed_in(document, draft):
        return current
    check_open(row)
    task = queries.writing_task(row, by, at)
    if task is None:
        raise Refused("现在不由您修改文稿。文稿由拟稿、核稿、会签、审查、审核、签发环节的办理人在办理时修改。")
    rules.check_no_secret(draft)
    keeping.let_go_within(document, by=by, window=window, what="提交")
    draft = pieces.fitted(draft, document.genre)
    enclosed.check(row, draft)
    rules.check_base(base, current.order, current.by.name, f"{timezone.localtime(current.at):%m月%d日 %H:%M}")
    if rules.digest(draft) == current.digest:
        raise Refused("文稿没有改动，不需要提交。")
    note = text.clean_line(note, 200, "修改说明", field="note")
    secrecy.check_no_secret(note)
    assert task.station is not None  # noqa: S101 - writing is asked for at stations alone
    version = add_version(document, draft, base + 1, station=task.station.key, note=note, by=by, at=at)
    entitle(row, draft, at=at)
    OutgoingDocument.objects.filter(pk=document.pk).update(direction=draft.direction, sealing=draft.sealing)
    detail = {"version": version.order, "text": version.digest}
    trail.record(row.stream, "outgoing.handed_in", by=by.ref, at=at, detail=detail)
    matters.remember(request_key, row.stream, at=at)
    return version


def is_handed_in(document: OutgoingDocument, draft: Draft) -> bool:
    """Whether a form that comes again says what it said: a page to which one went back may have been typed into."""
    digest = rules.digest(pieces.fitted(draft, document.genre))
    return Version.objects.filter(document=document, digest=digest).exists()


def add_version(
    document: OutgoingDocument, draft: Draft, order: int, *, station: str, note: str, by: Person, at: datetime
) -> Version:
    """Add a version within the caller's transaction (新版本)."""
    written = schema.dump(draft)
    return Version.objects.create(
        document=document,
        order=order,
        text=written,
        digest=digests.sm3(written),
        station=station,
        note=note,
        by=by,
        at=at,
    )


def entitle(matter: Matter, draft: Draft, *, at: datetime) -> None:
    """Let the matter bear the title of its text (标题), and be found by what the text says now."""
    title = shown_title(draft)
    if title != matter.title:
        Matter.objects.filter(pk=matter.pk).update(title=title)
        matter.title = title
    matters.touch(matter, at=at)


def shown_title(draft: Draft) -> str:
    """Return the title on one line; of orders and minutes, which have none, what stands in the head (标志)."""
    return "".join(draft.title.split("\n"))[:400] or draft.mark[:400] or "".join(draft.issuers)[:400]
