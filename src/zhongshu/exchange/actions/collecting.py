"""The watched folder of packages (交换包目录): what another system puts there is imported, as by hand.

In the folder of an organ, 交换包 stands beside the folders of the marks; what was refused lies in 未能收取 with a note.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from zhongshu.documents.actions import folder
from zhongshu.exchange.actions.importing import SECRET, import_package
from zhongshu.kit.errors import Refused
from zhongshu.org import queries as org

NAME = "交换包"
MOST = 100  # at a time


def collect(*, at: datetime) -> int:
    """Import what lies in the watched folder (收取交换包); return how many packages were looked at."""
    root = Path(settings.INTAKE)
    if not root.is_dir():
        return 0
    with folder.alone(root) as mine:
        organs = org.organs(org.local_day(at)) if mine else ()
        return sum(_collect(root / one.code / NAME, one.id, at) for one in organs)


def _collect(place: Path, organ: int, at: datetime) -> int:
    if not place.is_dir() or place.is_symlink():
        return 0
    found = sorted(path for path in place.iterdir() if folder.is_ready(path, at))[:MOST]
    for path in found:
        _take(path, organ, at)
    return len(found)


def _take(path: Path, organ: int, at: datetime) -> None:
    try:
        import_package(path.read_bytes(), organ=organ, by=None, at=at)
        path.unlink()
    except SECRET as refusal:
        folder.put_by(path, f"{at:%Y%m%d%H%M%S}.zip", refusal.sentence + folder.TAKE_AWAY)
    except Refused as refusal:
        folder.put_by(path, path.name, refusal.sentence)
