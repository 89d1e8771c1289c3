"""Files become attachments of a text (添加附件文件): kept with the matter, named in the text by name and digest."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from zhongshu.gongwen.draft.model import Attachment as Enclosure
from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.models import Attachment, Matter
from zhongshu.matters.rules import ENCLOSED, form_key
from zhongshu.org.models import Person
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import drafting, restoring
from zhongshu.outgoing.models import OutgoingDocument, Version
from zhongshu.outgoing.queries import draft_files

LONGEST = 100


@transaction.atomic(durable=True)
def enclose(
    matter: int, *, uploads: Iterable[str], base: int, by: Person, at: datetime, request_key: str = ""
) -> Version:
    """Add uploaded files to a text as its next version (添加附件文件): 附件说明 names them, a signature covers them.

    A form that comes twice finds the version of its first arrival. Raises Stale, and Refused out of turn, without a
    file, for one that is an attachment already.
    """
    row = Matter.objects.select_for_update().get(pk=matter)
    document = OutgoingDocument.objects.get(matter=row)
    if spine.by_request(form_key(request_key, by, "version", matter)):  # as drafting.hand_in_within keeps it
        return queries.latest(document)
    restoring.check_nothing_unsent(document, by, "添加附件")
    stored = matters.attach_within(row, uploads, role=ENCLOSED, by=by, at=at)
    if not stored:
        raise Refused("请先选择要上传的文件。", field="uploads")
    draft = queries.draft_of(queries.latest(document))
    for one in stored:
        draft = _with(draft, one)
    note = "添加附件文件"
    return drafting.hand_in_within(matter, draft=draft, base=base, note=note, by=by, at=at, request_key=request_key)


def _with(draft: Draft, file: Attachment) -> Draft:
    title = " ".join(PurePath(file.name).stem.split())[:LONGEST]
    if any(one.file == file.file.digest for one in draft.attachments):
        raise Refused(f"文件“{file.name}”已经是本件的附件。", field="uploads")
    if len(draft.attachments) >= draft_files.MOST_ATTACHMENTS:
        raise Refused(f"一份公文最多{draft_files.MOST_ATTACHMENTS}个附件，请合并后上传。", field="uploads")
    return replace(draft, attachments=(*draft.attachments, Enclosure(title, file=file.file.digest)))
