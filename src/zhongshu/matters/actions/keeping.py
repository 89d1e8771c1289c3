"""Files on a matter, and the two small writes that are no acts: having seen a task, and the draft of an opinion."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zhongshu.files import actions as files
from zhongshu.files.models import StoredFile
from zhongshu.gongwen import marks
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import rules
from zhongshu.matters.actions import indexing, opening
from zhongshu.matters.models import Attachment, Draft, Matter, Original, Task
from zhongshu.matters.queries import page, visible
from zhongshu.notices import actions as notices
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction


@transaction.atomic(durable=True)
def attach(
    matter: int, *, uploads: Iterable[str], role: str, by: Person, at: datetime, request_key: str = ""
) -> Matter:
    """Put uploaded files on a matter (添加附件) in a role of `rules.ATTACHMENT_ROLES`."""
    row = Matter.objects.select_for_update().get(pk=matter)
    request_key = rules.form_key(request_key, by, "attach", matter)
    if visible.by_request(request_key):
        return row
    rules.check_open(row)
    page.check_may("attach", row, by, at)
    opening.ask_domain("attach", row, by=by, at=at)
    if not attach_within(row, uploads, role=role, by=by, at=at):
        raise Refused("请先选择要上传的文件。", field="uploads")
    opening.remember(request_key, row.stream, at=at)
    return row


@transaction.atomic(durable=True)
def note_printed(matter: Matter, *, by: Person, at: datetime) -> None:
    """Record that somebody prints the processing slip (打印办理单): paper leaves the house, so who made it is kept."""
    trail.record(matter.stream, "matters.printed", by=by.ref, at=at, detail={"label": matter.label})


@transaction.atomic(durable=True)
def take_original(attachment: int, *, reason: str, by: Person, at: datetime) -> Attachment:
    """Hand out an original without a watermark (领取原件), to who keeps the register, for a reason."""
    found = Attachment.objects.select_related("matter", "file").get(pk=attachment)
    if not page.keeps(found.matter, by, at):
        raise Refused("只有登记人员可以领取不加水印的原件。如确有需要，请联系收文登记人员。")
    rules.check_reason(reason, "领取原件")
    reason = text.clean_text(reason, 1000, "领取原因")
    Original.objects.create(attachment=found, reason=reason, by=by, at=at)
    detail = {"file": found.file.digest, "reason": digests.sm3(reason)}
    trail.record(found.matter.stream, "matters.original_taken", by=by.ref, at=at, detail=detail)
    return found


def attach_within(matter: Matter, uploads: Iterable[str], *, role: str, by: Person, at: datetime) -> list[Attachment]:
    """Do the same inside a domain's transaction. `uploads` are uuids of finished uploads of this person."""
    return attach_files(matter, files.hand_in(uploads, by=by.ref), role=role, by=by, at=at)


def attach_files(
    matter: Matter, named: Iterable[tuple[StoredFile, str]], *, role: str, by: Person, at: datetime
) -> list[Attachment]:
    """Put stored files on a matter under their names, inside a domain's transaction."""
    check_transaction()
    if role not in dict((*rules.ATTACHMENT_ROLES, *rules.DOMAIN_ROLES)):
        raise Refused("请选择材料类别。", field="role")
    return [_attach(matter, file, name, role, by, at) for file, name in named]


def _attach(matter: Matter, file: StoredFile, name: str, role: str, by: Person, at: datetime) -> Attachment:
    about = {"name": name, "by": by, "at": at, "version": _next_version(matter, name, role)}
    kept, is_new = Attachment.objects.get_or_create(matter=matter, file=file, role=role, defaults=about)
    if is_new:
        trail.record(matter.stream, "matters.attached", by=by.ref, at=at, detail={"file": file.digest, "role": role})
        indexing.touch(matter, at=at)
    return kept


def _next_version(matter: Matter, name: str, role: str) -> int:
    return Attachment.objects.filter(matter=matter, name=name, role=role).count() + 1


def see(matter: int, *, by: Person, at: datetime, known: org.Directory | None = None) -> None:
    """Note that a person has opened the page (已打开): of open tasks and of messages about the matter. No trail.

    Asked before it is written: most pages are opened again, and a reader should not wait for a writer.
    """
    holders = org.holders_of(by.pk, at, known=known)
    unseen = Task.objects.filter(matter=matter, done_at=None, opened_at__isnull=False, seen_at=None, holder__in=holders)
    if unseen.exists():
        unseen.update(seen_at=at)
    notices.read_about(by.pk, f"matter:{matter}", at=at)


def save_draft(task: int, *, text: str, by: Person, at: datetime) -> None:
    """Keep what somebody is writing (暂存意见). No trail: it is nobody's opinion yet."""
    if len(text) > rules.OPINION_LIMIT:
        raise Refused(f"意见最多 {rules.OPINION_LIMIT} 字，请缩短。")
    if marks.find_secret_mark(text):
        raise Refused("内容中发现国家秘密标志，系统没有保存。请删除涉密内容。")
    Draft.objects.update_or_create(task_id=task, person=by, defaults={"text": text, "saved_at": at})
