"""`zhongshu gongwen check FILE` (检查公文): lists what is wrong, mends on request, tells errors by its exit code."""

import json
from pathlib import Path

from zhongshu.gongwen import filing
from zhongshu.gongwen.check import engine, listing, mending, sources
from zhongshu.gongwen.check.model import Severity
from zhongshu.gongwen.check.sources.model import Source
from zhongshu.gongwen.read.ocr import client


def run(file: str, *, as_json: bool = False, fix: str | None = None) -> int:
    """Check a file and print what was found. fix: where to write it mended; then what is left is listed.

    Returns 0 without errors, 1 with. Raises Refused.
    """
    with client.Recognition() as recogniser:
        seeing = recogniser if client.available() else None
        source = sources.take(filing.content(file), Path(file).name, recogniser=seeing)
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
    filing.keep(to, mended.data)
    return mended
