"""Files that are secret (涉密文件): out of the store at once, then expunged or released by two persons."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import ProtectedError

from zhongshu.files import queries, rules
from zhongshu.files.actions import disk, products, texts
from zhongshu.files.models import Quarantine, StoredFile, Upload
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

PACKED: list[Callable[[StoredFile], Iterable[StoredFile]]] = []
TOLD_OF: list[Callable[[StoredFile, datetime], None]] = []


def register_packed(find: Callable[[StoredFile], Iterable[StoredFile]]) -> None:
    """Let a room above say in what else the bytes of a file lie (包内文件): that is withheld and expunged with it."""
    PACKED.append(find)


def register_told_of(blank: Callable[[StoredFile, datetime], None]) -> None:
    """Let a room above blank what it tells of a file when that is withheld, in the same transaction (隐去相关内容)."""
    TOLD_OF.append(blank)


def _packed(stored: StoredFile) -> list[StoredFile]:
    return [each for find in PACKED for each in find(stored)]


def quarantine(stored: StoredFile, *, by: str, at: datetime) -> Quarantine:
    """Take a file that turned out to be secret out of the store (隔离涉密文件), within the caller's transaction.

    From the commit on nobody can open it, and no form can bring it in again by an earlier upload, whose name goes
    with it, and no copy that was made of it, nor anything that it was packed into; its bytes then move out of the
    reach of the backup.
    """
    check_transaction()
    for each in _packed(stored):
        quarantine(each, by=by, at=at)
    held, is_new = Quarantine.objects.get_or_create(stored=stored, defaults={"by": by, "at": at})
    if is_new:
        trail.record(stored.stream, "files.quarantined", by=by, at=at, detail={"digest": stored.digest})
        texts.forget(stored)
        Upload.objects.filter(stored=stored).delete()
        products.recall(stored.digest, at=at)
        for blank in TOLD_OF:
            blank(stored, at)
        transaction.on_commit(partial(disk.isolate, stored.digest))
    return held


def expunge(stored: StoredFile, *, by: str, second: str, at: datetime) -> Quarantine:
    """Overwrite and delete a quarantined file (清除涉密文件), within the caller's transaction.

    Two different persons must act; digest and size stay. What it was packed into since goes the same way. Raises
    OnePerson, NotHeld.
    """
    check_transaction()
    for each in _packed(stored):
        quarantine(each, by=by, at=at)
        expunge(each, by=by, second=second, at=at)
    rules.check_two(by, second)
    held = rules.check_held(Quarantine.objects.select_for_update().filter(stored=stored).first())
    if held.expunged_at is None:
        held.expunged_at, held.expunged_by, held.expunged_second = at, by, second
        held.save(update_fields=["expunged_at", "expunged_by", "expunged_second"])
        detail = {"digest": stored.digest, "size": stored.size, "second": second}
        trail.record(stored.stream, "files.expunged", by=by, at=at, detail=detail)
        transaction.on_commit(partial(disk.erase, stored.digest))
    return held


def release(stored: StoredFile, *, by: str, second: str, at: datetime) -> None:
    """Take a file back that is no secret after all (解除隔离), within the caller's transaction.

    Two different persons must act, and no machine withholds it again. What it was packed into is made anew when it
    is wanted. Raises OnePerson, NotHeld.
    """
    check_transaction()
    rules.check_two(by, second)
    held = rules.check_held(Quarantine.objects.select_for_update().filter(stored=stored).first())
    rules.check_left(held)
    held.delete()
    StoredFile.objects.filter(pk=stored.pk).update(cleared_at=at)
    trail.record(stored.stream, "files.released", by=by, at=at, detail={"digest": stored.digest, "second": second})
    transaction.on_commit(partial(disk.bring_back, stored.digest))


@transaction.atomic(durable=True)
def discard(key: str, *, by: str, at: datetime) -> None:
    """Drop a finished upload with its bytes (清除上传): what it holds must not lie here at all.

    Bytes that something else holds too stay, to be dealt with there. Raises NotYours.
    """
    stored = queries.upload(key, by=by).stored
    if stored is None:
        return
    Upload.objects.filter(stored=stored).delete()
    drop_within(stored, by=by, at=at)


def drop_within(stored: StoredFile, *, by: str, at: datetime) -> None:
    """Drop a file that is wanted no more with its bytes (清除文件), inside the caller's transaction.

    What anything refers to stays.
    """
    check_transaction()
    stream, digest = stored.stream, stored.digest
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return
    trail.record(stream, "files.discarded", by=by, at=at, detail={"digest": digest})
    transaction.on_commit(partial(disk.erase, digest))


def settle() -> None:
    """Finish what a crash left undone between a commit and its bytes (补齐隔离、清除和解除)."""
    lying = disk.isolated()  # looked at first: what is quarantined in this very moment has its row by then
    for held in Quarantine.objects.select_related("stored"):
        lying.discard(held.stored.digest)
        disk.erase_pictures(held.stored.digest)
        (disk.erase if held.expunged_at else disk.isolate)(held.stored.digest)
    for digest in lying:
        disk.bring_back(digest)
