"""The watched folder of packages (交换包目录): what another system puts there is imported, as by hand.

In the folder of an organ, 交换包 stands beside the folders of the marks; what was refused lies in 未能收取 with a note.
"""

import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from zhongshu.documents.actions import folder
from zhongshu.exchange.actions.importing import SECRET, import_package
from zhongshu.gongwen.packages import container
from zhongshu.kit.errors import Refused
from zhongshu.org import queries as org

NAME = "交换包"
MOST = 100  # at a time
UNREADABLE = "未能识读，没有导入任何内容。请与发送方联系，请对方重新打包发送；仍不能导入的，请联系系统管理员。"

logger = logging.getLogger(__name__)


def collect(*, at: datetime) -> int:
    """Import what lies in the watched folder (收取交换包); return how many packages were looked at."""
    root = Path(settings.INTAKE)
    if not root.is_dir():
        return 0
    return sum(_collect(root / one.code / NAME, one.id, at) for one in org.organs(org.local_day(at)))


def _collect(place: Path, organ: int, at: datetime) -> int:
    """Look into the folder of one organ, held by itself: what is scanned is collected at the same moment."""
    if not place.is_dir() or place.is_symlink():
        return 0
    with folder.alone(place) as mine:
        found = sorted(path for path in place.iterdir() if folder.is_ready(path, at))[:MOST] if mine else []
        for path in found:
            _take_alone(path, organ, at)
    return len(found)


def _take_alone(path: Path, organ: int, at: datetime) -> None:
    """One package that cannot be read or moved must not keep those behind it from coming in."""
    try:
        _take(path, organ, at)
    except (OSError, OperationalError) as error:
        logger.warning("交换包未能收取，留在原处，稍后再试。（%s）", type(error).__name__)


def _take(path: Path, organ: int, at: datetime) -> None:
    try:
        import_package(_content(path), organ=organ, by=None, at=at)
        path.unlink()
    except SECRET as refusal:
        folder.put_by(path, f"{timezone.localtime(at):%Y%m%d%H%M%S}.zip", refusal.sentence + folder.TAKE_AWAY)
    except Refused as refusal:
        folder.put_by(path, path.name, refusal.sentence)
    except (OSError, OperationalError):
        raise
    except Exception as error:
        logger.exception("交换包未能识读（%s）", type(error).__name__)
        folder.put_by(path, path.name, UNREADABLE)


def _content(path: Path) -> bytes:
    """Return what a file holds, when it is small enough for a package: larger ones are not read at all."""
    container.check_size(path.stat().st_size)
    return path.read_bytes()
