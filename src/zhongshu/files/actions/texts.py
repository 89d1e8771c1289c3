"""Reading a stored file (识读文件): what it says as rows, and its pages as pictures that can be drawn anew."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.storage import storages
from django.db import transaction

from zhongshu.files import queries, rules
from zhongshu.files.actions import disk
from zhongshu.files.models import Band, FileText, Quarantine, StoredFile
from zhongshu.gongwen import marks
from zhongshu.gongwen.read import formats
from zhongshu.gongwen.read.model import Page, Place, Reading, Recogniser, Report, Unreadable
from zhongshu.gongwen.read.ocr.client import Recognition, available
from zhongshu.kit import likeness
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

if TYPE_CHECKING:
    from zhongshu.gongwen.read.pictures import Picture

# One for the process: it starts nothing before it is needed and ends itself when it is idle.
RECOGNITION = Recognition() if available() else None


def read(
    stored: StoredFile,
    *,
    at: datetime,
    report: Report | None = None,
    recogniser: Recogniser | None = RECOGNITION,
) -> FileText:
    """Read a file (识读) and keep what it says; one that has been read already is not read again.

    Outside any transaction, since a scan takes seconds a page. What cannot be read is kept with the sentence why;
    of what bears a mark of secrecy nothing is kept but that it does, unless two persons have cleared it.
    Raises Withheld for a file in quarantine.
    """
    if kept := FileText.objects.filter(stored=stored).first():
        return kept
    from zhongshu.gongwen.read import reading  # here alone: web processes never read, and would start later for it

    name = f"文件.{stored.suffix}"
    try:
        with queries.open_bytes(stored) as source:
            found = reading.read(source, name, report=report, recogniser=recogniser)
    except Unreadable as refusal:
        return _keep(stored, {"error": refusal.sentence[:200]}, at=at)
    if stored.cleared_at is None and _is_secret(found):
        return _keep(stored, {"is_secret": True}, at=at)
    return _keep(stored, _columns(found), at=at)


def _is_secret(found: Reading) -> bool:
    """Rather one mark too many than one too few: two persons look before anything is expunged (保密法 art. 26)."""
    return bool(found.fields["secrecy"].value or marks.find_secret_mark(found.paper.text))


def _columns(found: Reading) -> dict[str, Any]:
    paper = found.paper
    return {
        "text": paper.text,
        "format": paper.format,
        "layout": [_laid_out(page) for page in paper.pages],
        "fields": {name: _shown(field.value, field.confidence, field.places) for name, field in found.fields.items()},
        "warnings": list(paper.warnings),
        "pictures": len(paper.pages) if paper.format in formats.DRAWN else 0,
    }


def _laid_out(page: Page) -> dict[str, Any]:
    lines = [
        [line.text, [round(side, 1) for side in line.box] if line.box else None, round(line.confidence, 2)]
        for line in page.lines
    ]
    return {"width": page.width, "height": page.height, "turn": page.turn, "lines": lines}


def _shown(value: Any, confidence: float, places: tuple[Place, ...]) -> dict[str, Any]:
    return {"value": value, "confidence": round(confidence, 2), "places": [place[:2] for place in places]}


@transaction.atomic(durable=True)
def _keep(stored: StoredFile, columns: dict[str, Any], *, at: datetime) -> FileText:
    # Locked, so that whoever puts the file into quarantine at this moment finds the text or keeps it from coming.
    StoredFile.objects.select_for_update().get(pk=stored.pk)
    if Quarantine.objects.filter(stored=stored).exists():
        raise rules.Withheld("该文件已按保密要求隔离，不能识读。请联系机要人员。")
    kept, is_new = FileText.objects.get_or_create(stored=stored, defaults={**columns, "read_at": at})
    if is_new:
        bands = enumerate(likeness.sketch(kept.text))
        Band.objects.bulk_create(Band(text=kept, place=place, value=value) for place, value in bands)
        trail.record(stored.stream, "files.read", by="system", at=at, detail={"characters": len(kept.text)})
    return kept


def forget(stored: StoredFile) -> None:
    """Drop what a file says and the pictures of its pages (清除识读结果), within the caller's transaction."""
    check_transaction()
    kept = FileText.objects.filter(stored=stored).first()
    if kept:
        transaction.on_commit(partial(disk.erase_pictures, stored.digest))
        kept.delete()


def picture(text: FileText, number: int) -> "Picture | None":
    """Return a page of a file that was read as a picture (页面图像), drawn when it is first asked for; pages from 0.

    None where there is no such page or none can be drawn. Raises Withheld for a file in quarantine.
    """
    if not 0 <= number < text.pictures:
        return None
    from zhongshu.gongwen.read import pictures  # here alone: it is heavy, and most processes never draw

    stored, place = text.stored, rules.picture_location(text.stored.digest, number)
    with queries.open_bytes(stored) as source:  # asked first: of what lies in quarantine nothing is shown
        if storages["pictures"].exists(place):
            with storages["pictures"].open(place) as kept:
                return pictures.Picture(formats.DRAWN[text.format], kept.read())
        drawn = pictures.draw(source, text.format, number, turn=text.layout[number]["turn"])
    if drawn:
        disk.keep_picture(stored.digest, number, drawn.data)
        if queries.is_withheld(stored):  # since it was drawn
            disk.erase_pictures(stored.digest)
            return None
    return drawn
