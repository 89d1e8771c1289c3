"""Mending (修改): what has only one right form is written, again and again until nothing of the kind is left."""

from collections.abc import Iterable, Iterator

from zhongshu.gongwen.check import engine
from zhongshu.gongwen.check.model import NOTHING, Finding, World
from zhongshu.gongwen.check.sheet import Sheet
from zhongshu.gongwen.check.sources import take
from zhongshu.gongwen.check.sources.model import Change, Source

MOST_ROUNDS = 6  # one fix may lay bare the next: 附件：1、名单； loses its mark, then its number


def mend(source: Source, name: str, world: World = NOTHING) -> Source:
    """Return the file with everything mended that may be. Raises Refused for a format that cannot be written."""
    for _ in range(MOST_ROUNDS):
        written = list(changes(source.sheet, engine.check(source.sheet, world)))
        data = source.mended(written) if written else source.data
        if data == source.data:
            break
        source = take(data, name)
    return source


def changes(sheet: Sheet, findings: Iterable[Finding]) -> Iterator[Change]:
    """Yield what mending findings changes in the source; of changes that touch the first alone."""
    last = (-1, 0)
    for finding in findings:
        if not finding.fix or (finding.place.paragraph, finding.place.start) < last:
            continue
        one, (place, right) = sheet.paragraphs[finding.place.paragraph], finding.fix
        start, end = one.offset + place.start, one.offset + place.end
        if start >= 0:
            yield Change(one.source, start, end, right, place.paragraph)
            last = (place.paragraph, max(place.end, place.start + 1))
