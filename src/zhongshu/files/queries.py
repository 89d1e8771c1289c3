"""Reading the store: an upload of one's own, the bytes of a file, and how a browser may show them."""

import shutil
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db.models import Exists, OuterRef, QuerySet

from zhongshu.files import rules
from zhongshu.files.models import Band, FileText, Product, Quarantine, StoredFile, Upload
from zhongshu.files.rules.kinds import KINDS
from zhongshu.kit import likeness

PART_IN_MEMORY = 8 << 20  # bytes
MOST_ALIKE = 10  # candidates that are compared word by word: those whose sketches have most in common


class Part:
    """The bytes from `start` to `stop` of an open file, as a file of its own (文件片段), for range requests.

    `name` and `start` let the server send the part straight from the disk.
    """

    def __init__(self, file: IO[bytes], start: int, stop: int) -> None:
        self.file, self.start, self.size = file, start, stop - start
        self.name = getattr(file, "name", "")
        file.seek(start)

    def tell(self) -> int:
        return self.file.tell() - self.start

    def seek(self, offset: int, whence: int = 0) -> int:
        base = {0: 0, 1: self.tell(), 2: self.size}[whence]
        self.file.seek(self.start + base + offset)
        return self.tell()

    def read(self, size: int = -1) -> bytes:
        left = max(self.size - self.tell(), 0)
        return self.file.read(left if size < 0 else min(size, left))

    def close(self) -> None:
        self.file.close()


def upload(key: uuid.UUID | str, *, by: str) -> Upload:
    """Return one's own upload (本人上传的文件), finished or not. Raises NotYours for every other key."""
    try:
        return Upload.objects.select_related("stored").get(uuid=key, by=by)
    except (Upload.DoesNotExist, ValidationError) as error:
        raise rules.NotYours("找不到这次上传的文件，可能已经过期。请重新选择文件上传。") from error


def uploaded(keys: Iterable[str]) -> list[dict[str, Any]]:
    """Return the finished uploads of a form that came back (已上传的文件), in its order: id, name, size."""
    wanted = [key for key in keys if _is_uuid(key)]
    found = {str(row.pk): row for row in Upload.objects.filter(pk__in=wanted, stored__isnull=False)}
    return [{"id": key, "name": found[key].name, "size": found[key].size} for key in wanted if key in found]


def _is_uuid(key: str) -> bool:
    try:
        return str(uuid.UUID(key)) == key
    except ValueError:
        return False


def abandoned(before: datetime) -> QuerySet[Upload]:
    """Return the uploads that nothing has reached since `before` (过期的上传)."""
    return Upload.objects.filter(touched_at__lt=before)


def is_withheld(stored: StoredFile) -> bool:
    """Tell whether the file lies in quarantine or is expunged (已隔离或已清除)."""
    return Quarantine.objects.filter(stored=stored).exists()


def open_bytes(stored: StoredFile) -> BinaryIO:
    """Open the bytes of a file for reading (打开文件). Raises Withheld when it lies in quarantine."""
    if is_withheld(stored):
        raise rules.Withheld("该文件已按保密要求隔离，不能打开。请联系机要人员。")
    opened: Any = storages["files"].open(rules.location(stored.digest))
    return cast(BinaryIO, opened)


def open_part(stored: StoredFile, start: int, stop: int) -> Part:
    """Open the bytes from `start` to `stop` (exclusive) of a file. Raises Withheld."""
    opened = open_bytes(stored)
    elsewhere = getattr(opened, "obj", None)  # in S3-compatible storage, of which no more is fetched than asked for
    if elsewhere is None:
        return Part(opened, start, stop)
    body = elsewhere.get(Range=f"bytes={start}-{stop - 1}")["Body"]
    spool = tempfile.SpooledTemporaryFile(max_size=PART_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    shutil.copyfileobj(body, spool)
    return Part(cast(BinaryIO, spool), 0, stop - start)


def texts(files: Iterable[int]) -> dict[int, str]:
    """Return what stored files say (文件文字): {file number: text}, without those that were not read or say nothing."""
    return dict(FileText.objects.filter(stored__in=files).exclude(text="").values_list("stored_id", "text"))


def unread(files: Iterable[int]) -> QuerySet[StoredFile]:
    """Return which of these files nobody has read yet (未识读文件), without those in quarantine."""
    return StoredFile.objects.filter(pk__in=files, reading=None, quarantine=None)


def alike(sought: Sequence[FileText]) -> dict[int, dict[int, float]]:
    """Return which files say nearly the same (内容相近): {file number: {other file: share of common runs}}."""
    met: dict[int, Counter[int]] = {}
    own = Band.objects.filter(text__in=sought, place=OuterRef("place"), value=OuterRef("value"))
    near = Band.objects.filter(Exists(own)).values_list("text", "place", "value")
    owners: dict[tuple[int, int], list[int]] = {}
    for file, place, value in near:
        owners.setdefault((place, value), []).append(file)
    wanted = {text.pk for text in sought}
    for files in owners.values():
        for file in wanted.intersection(files):
            met.setdefault(file, Counter()).update(other for other in files if other != file)
    return _shares(met)


def _shares(met: dict[int, Counter[int]]) -> dict[int, dict[int, float]]:
    """Compare word by word those whose bands met, not more than MOST_ALIKE with each, and each two once."""
    near = {file: [other for other, _ in others.most_common(MOST_ALIKE)] for file, others in met.items()}
    said = texts({*near, *(other for others in near.values() for other in others)})
    shares: dict[tuple[int, int], float] = {}
    for one, other in sorted({(min(file, other), max(file, other)) for file in near for other in near[file]}):
        shares[one, other] = likeness.share(said.get(one, ""), said.get(other, ""))
    return {
        file: like
        for file, others in near.items()
        if (like := {other: share for other in others if (share := _of(shares, file, other)) >= likeness.ALIKE})
    }


def _of(shares: dict[tuple[int, int], float], one: int, other: int) -> float:
    return shares[min(one, other), max(one, other)]


def products(by: str, at: datetime) -> QuerySet[Product]:
    """Return what was made for a person, or is being made (成品), the latest first; nobody else's is there."""
    return Product.objects.filter(by=by, expires_at__gt=at).order_by("-id")


def open_product(product: Product) -> BinaryIO:
    """Open the bytes of a product that was made."""
    opened: Any = storages["products"].open(product.key.hex)
    return cast(BinaryIO, opened)


def preview_kind(stored: StoredFile) -> str:
    """Return how a browser can show the file: picture, sound, video, pdf, text or none (预览方式)."""
    return KINDS[stored.suffix].preview
