"""Reading the files of matters (识读附件), so that what they say is found."""

from datetime import datetime

from django.db import transaction

from zhongshu.files import actions as files
from zhongshu.files import queries as store
from zhongshu.files.models import StoredFile
from zhongshu.jobs import actions as jobs
from zhongshu.matters.actions import indexing, secrecy
from zhongshu.matters.models import Attachment, Matter

READING = "zhongshu.matters.jobs.read_file"


def index(matter: int, *, at: datetime) -> None:
    """Index a matter (编入检索), and let a job read those of its files that nobody has read yet."""
    indexing.index(matter)
    kept = Attachment.objects.filter(matter=matter, withheld_at=None).values_list("file", flat=True)
    for file in store.unread(kept):
        jobs.enqueue(READING, at=at, args=[file.pk], unique_key=f"read:{file.pk}")


def read_file(file: int, *, at: datetime) -> None:
    """Read a file that hangs on matters (识读附件), and index these again. Done again nothing changes.

    A file that bears a mark of secrecy is withheld at once, and every matter with it.
    """
    stored = StoredFile.objects.get(pk=file)
    if store.is_withheld(stored):
        return
    text = files.read(stored, at=at)
    with transaction.atomic(durable=True):
        if text.is_secret:
            secrecy.withhold_file(stored, at=at)
        for matter in Matter.objects.filter(pk__in=Attachment.objects.filter(file=stored).values("matter")):
            indexing.touch(matter, at=at)
