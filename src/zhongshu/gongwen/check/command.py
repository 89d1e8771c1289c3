"""`zhongshu gongwen check FILE` (检查公文): lists what is wrong, mends on request, tells errors by its exit code."""

import json
from pathlib import Path

from zhongshu.gongwen.check import engine, listing, mending, sources
from zhongshu.gongwen.check.model import Severity
from zhongshu.gongwen.check.sources.model import Source
from zhongshu.gongwen.read.ocr import client
from zhongshu.kit.errors import Refused


def run(file: str, *, as_json: bool = False, fix: str | None = None) -> int:
    """Check a file and print what was found. fix: where to write it mended; then what is left is listed.

    Returns 0 without errors, 1 with. Raises Refused.
    """
    with client.Recognition() as recogniser:
        source = sources.take(_bytes(file), Path(file).name, recogniser=recogniser if client.available() else None)
    if fix:
        source = _mended(source, Path(file).name, fix)
    sheet = source.sheet
    found = engine.check(sheet)
    print(
        json.dumps(listing.to_json(file, sheet, found), ensure_ascii=False)
        if as_json
        else listing.to_text(file, sheet, found)
    )
    return int(any(finding.severity is Severity.ERROR for finding in found))


def _mended(source: Source, name: str, to: str) -> Source:
    mended = mending.mend(source, name)
    try:
        Path(to).write_bytes(mended.data)
    except OSError:
        raise Refused(f"不能写入 {to}。请确认该位置存在、有权限、磁盘有空间。") from None
    return mended


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise Refused(f"找不到 {file}。请核对文件名和位置。") from None
    except IsADirectoryError:
        raise Refused(f"{file} 是文件夹，不是文件。请写出其中的文件名。") from None
    except OSError:
        raise Refused(f"{file} 打不开。请确认有读取权限、磁盘正常。") from None
