"""The watched folder (收文目录): what a scanner or another system puts there is taken in.

Below it lies a folder for each organ, named by its code, and in that one for each mark: 公开, 内部, 工作秘密. To put a
file there is to declare its mark. A file is taken when it has rested for half a minute; it leaves the folder when
its bytes are kept, or for 未能收取 with a note beside it that says why. What is secret bears no name there: the name
tells.
"""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import transaction

from zhongshu.documents import rules
from zhongshu.documents.actions import arrivals, intake, secrets
from zhongshu.documents.models import Arrival, Intake
from zhongshu.files import actions as files
from zhongshu.files.models import StoredFile
from zhongshu.kit import terms
from zhongshu.kit.errors import Refused
from zhongshu.notices import actions as notices
from zhongshu.org import queries as org
from zhongshu.trail import actions as trail

RESTED = timedelta(seconds=30)
REFUSED = "未能收取"
NOTE = ".txt"
TAKE_AWAY = "请立即取走，不要打开、复制，交机要登记人员处理。"
UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")


def collect(*, at: datetime) -> int:
    """Take in what lies in the watched folder (收取); return how many files. Without such a folder there are none."""
    root = Path(settings.INTAKE)
    if not root.is_dir():
        return 0
    with alone(root) as mine:
        return sum(_collect(folder, organ, label, at) for folder, organ, label in _folders(root, at)) if mine else 0


@contextmanager
def alone(root: Path) -> Iterator[bool]:
    """Hold the folder against another worker that looks into it at the same moment."""
    handle = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def _folders(root: Path, at: datetime) -> Iterator[tuple[Path, int, str]]:
    for organ in org.organs(org.local_day(at)):
        for label, words in terms.LABELS:
            folder = root / organ.code / words
            # A file that cannot be taken away again would come in anew every minute.
            if folder.is_dir() and not folder.is_symlink() and os.access(folder, os.R_OK | os.W_OK | os.X_OK):
                yield folder, organ.id, label


def _collect(folder: Path, organ: int, label: str, at: datetime) -> int:
    found = sorted(path for path in folder.iterdir() if is_ready(path, at))[: rules.MOST_FILES]
    if not found:
        return 0
    batch = _open(organ, label, len(found), at)
    for path in found:
        _take(batch, path, at)
    return len(found)


def is_ready(path: Path, at: datetime) -> bool:
    """Tell whether a file has been put down whole (可以收取)."""
    if path.name.startswith((".", "~$")) or path.suffix.lower() in UNFINISHED:
        return False
    about = path.lstat()
    return stat.S_ISREG(about.st_mode) and os.access(path, os.R_OK) and about.st_mtime <= (at - RESTED).timestamp()


@transaction.atomic(durable=True)
def _open(organ: int, label: str, count: int, at: datetime) -> Intake:
    batch = Intake.objects.create(organ_id=organ, kind=rules.INCOMING, label=label, by=None, at=at)
    trail.record(batch.stream, "documents.taken_in", by="system", at=at, detail={"files": count})
    day = org.local_day(at)
    keepers = org.role(rules.KEEPERS[rules.INCOMING], organ, day)
    people = sorted(org.people_behind(keepers, day))
    text = f"收文目录收到{count}个文件，请登记。"
    notices.tell(people, text=text, link=f"/intakes/{batch.pk}/", about=batch.stream, at=at)
    return batch


def _take(batch: Intake, path: Path, at: datetime) -> None:
    try:
        rules.check_no_secret(path.name)
        with path.open("rb") as source:
            file = files.store(source, name=path.name, by="system", at=at)
        _enter(batch, file, path.name, at)
        path.unlink()
    except Refused as refusal:
        _refuse(batch, path, refusal, at)


def _refuse(batch: Intake, path: Path, refusal: Refused, at: datetime) -> None:
    row = intake.refuse(batch, path.name, refusal)
    if isinstance(refusal, intake.SECRET):
        secrets.note_refusal(by=None, at=at)
        put_by(path, f"第{batch.pk}批第{row.pk}号文件", refusal.sentence + TAKE_AWAY)
    else:
        put_by(path, path.name, refusal.sentence)


@transaction.atomic(durable=True)
def _enter(batch: Intake, file: StoredFile, name: str, at: datetime) -> None:
    """Once only: a crash between this and taking the file away brings the same bytes here again."""
    if not Arrival.objects.filter(file=file, name=name, intake__by=None, matter=None, set_aside_at=None).exists():
        arrivals.put_in_queue(intake.enter(batch, file, name, at=at), at=at)


def put_by(path: Path, name: str, sentence: str) -> None:
    """Lay a file that was not taken aside under a name, and beside it why (未能收取); what lies there already stays."""
    folder = path.parent / REFUSED
    folder.mkdir(exist_ok=True)
    free = next(each for each in _names(name) if not (folder / each).exists())
    path.replace(folder / free)
    (folder / f"{free}（说明）{NOTE}").write_text(f"{sentence}\n", "utf-8")


def _names(name: str) -> Iterator[str]:
    """Yield a name, then the same with a number behind it, before its suffix."""
    yield name
    stem, suffix = os.path.splitext(name)
    for number in count(2):
        yield f"{stem}（{number}）{suffix}"
