"""Writing to the store (存入文件). Bytes are laid down and synced first; the row that names them comes last."""

import hashlib
import shutil
import uuid
from collections.abc import Iterable
from datetime import datetime
from io import BufferedRandom
from typing import IO

from django.conf import settings
from django.db import transaction

from zhongshu.files import queries, rules
from zhongshu.files.actions import disk
from zhongshu.files.models import Quarantine, StoredFile, Upload
from zhongshu.files.rules import content
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction


def start_upload(*, name: str, size: int, by: str, at: datetime) -> Upload:
    """Begin an upload (开始上传). Raises BadName, WrongKind, WrongSize before a single byte is sent.

    No trail, as for a piece: nothing is kept until the upload is finished.
    """
    name = rules.check_name(name)
    rules.check_unmarked(name)
    rules.check_kind(name)
    rules.check_size(size, settings.FILE_MAX_BYTES)
    return Upload.objects.create(name=name, size=size, by=by, started_at=at, touched_at=at)


def append_chunk(key: uuid.UUID | str, *, offset: int, chunk: bytes, by: str, at: datetime) -> int:
    """Add a piece of at most 512 kB (续传) and return the number of bytes received, where the client goes on.

    A piece that is already there, or that lies ahead of what has arrived, changes nothing.
    """
    upload = queries.upload(key, by=by)
    rules.check_chunk(len(chunk), offset, upload.size)
    if offset != upload.received:
        return upload.received
    disk.keep_piece(upload.uuid, offset, chunk)
    # One of several hosts that were sent the same piece moves on; for the others it is there already.
    mine = Upload.objects.filter(uuid=upload.uuid, received=offset)
    if not mine.update(received=offset + len(chunk), touched_at=at):
        upload.refresh_from_db(fields=["received"])
        return upload.received
    return offset + len(chunk)


def finish_upload(key: uuid.UUID | str, *, by: str, at: datetime) -> StoredFile:
    """Check and keep what has been uploaded (完成上传); a second call returns the same file.

    Raises WrongSize when something is missing, WrongKind when the content is not what the suffix says, Withheld
    when these bytes lie in quarantine.
    """
    upload = queries.upload(key, by=by)
    if upload.stored:
        return upload.stored
    try:
        with disk.gather(upload.uuid) as file:
            whole = min(upload.received, disk.fetch_pieces(upload.uuid, file))
            if whole != upload.size and (done := queries.upload(key, by=by).stored):  # by another host, just now
                return done
            rules.check_complete(whole, upload.size)
            stored = _keep(file, upload.uuid, upload.name, by=by, at=at)
    except rules.Withheld:  # neither the bytes nor the name may lie here until they are swept
        disk.drop(upload.uuid)
        upload.delete()
        raise
    disk.drop(upload.uuid)  # still there when the store had these bytes already
    return stored


def store(source: IO[bytes], *, name: str, by: str, at: datetime) -> StoredFile:
    """Keep a file that is already on this machine (存入文件), by the same checks as an upload."""
    name, key = rules.check_name(name), uuid.uuid4()
    try:
        with disk.gather(key) as file:
            shutil.copyfileobj(source, file)
            rules.check_size(file.tell(), settings.FILE_MAX_BYTES)
            file.flush()
            return _keep(file, key, name, by=by, at=at)
    finally:
        disk.drop(key)


def _keep(file: BufferedRandom, key: uuid.UUID, name: str, *, by: str, at: datetime) -> StoredFile:
    kind = rules.check_kind(name)
    file.seek(0)
    content.check_content(file, kind, name)
    file.seek(0)
    digest = hashlib.file_digest(file, lambda: hashlib.new("sm3")).hexdigest()
    check_not_withheld(digest)
    found = StoredFile(digest=digest, size=file.tell(), suffix=kind.suffix, media_type=kind.media_type)
    disk.lay_down(file, digest)
    return _enter(found, key, by=by, at=at)


def hand_in(keys: Iterable[str], *, by: str) -> list[tuple[StoredFile, str]]:
    """Return the files and names behind the finished uploads of a form (提交上传), within the caller's transaction.

    Locked, because whoever finds a file to be secret at this moment takes its upload away. Raises NotYours.
    """
    check_transaction()
    wanted = list(dict.fromkeys(map(str, keys)))
    mine = Upload.objects.select_for_update(of=("self",)).filter(uuid__in=wanted, by=by).select_related("stored")
    found = {str(upload.uuid): (upload.stored, upload.name) for upload in mine.order_by("uuid") if upload.stored}
    if len(found) != len(wanted):
        raise rules.NotYours("有文件尚未上传完成或已过期，请重新上传后再提交。", field="uploads")
    return [found[key] for key in wanted]


def check_not_withheld(digest: str) -> None:
    """Refuse bytes that lie in quarantine (隔离文件不得再次上传)."""
    if Quarantine.objects.filter(stored__digest=digest).exists():
        raise rules.Withheld("该文件已按保密要求隔离，不能再次上传。请联系机要人员。")


@transaction.atomic(durable=True)
def _enter(found: StoredFile, key: uuid.UUID, *, by: str, at: datetime) -> StoredFile:
    about = {"size": found.size, "suffix": found.suffix, "media_type": found.media_type, "stored_at": at, "by": by}
    stored, is_new = StoredFile.objects.get_or_create(digest=found.digest, defaults=about)
    check_not_withheld(stored.digest)  # once more: it may have been quarantined while the bytes were laid down
    if is_new:
        detail = {"digest": stored.digest, "size": stored.size}
        trail.record(stored.stream, "files.stored", by=by, at=at, detail=detail)
    Upload.objects.filter(uuid=key).update(stored=stored, touched_at=at)
    return stored


def sweep(*, before: datetime) -> int:
    """Drop the uploads that nothing has reached since `before` (清理过期上传); return how many."""
    keys = list(queries.abandoned(before).values_list("uuid", flat=True))
    for key in keys:
        disk.drop(key)
    Upload.objects.filter(uuid__in=keys).delete()
    disk.drop_old(before)
    return len(keys)
