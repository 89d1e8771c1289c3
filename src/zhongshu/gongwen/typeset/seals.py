"""The seals of a document (印章, 7.3.5.1): one for every organ that signs, in rows, each over the name in its lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhongshu.gongwen.draft.model import Draft, Seal
from zhongshu.gongwen.typeset import checks, pictures
from zhongshu.gongwen.typeset.pictures import Image
from zhongshu.gongwen.typeset.wording import clean

WIDE_SEAL, LONG_NAME = 50, 18  # millimetres, characters: what three in a row have no room for
MOST_BY_TWO = 8  # that one page holds
_PLACE = re.compile("^.{2,6}?[省市县区州旗]")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal over a name, drawn or its place left free; `lines`: the name as it stands under one of several."""

    name: str
    lines: tuple[str, ...]
    diameter: float
    image: Image | None
    sample: bool


def stamps(draft: Draft, names: Sequence[str]) -> Iterator[Stamp]:
    """Yield a seal for each name that signs: as given, or a free place of the usual size. Raises Unfit."""
    if draft.sealing != "seal" or draft.form == "minutes":
        return
    seals = draft.seals or tuple(map(Seal, names))
    most = int(checks.ACROSS_LINE / abreast(seals, names) - 0.3)
    for number, (name, one) in enumerate(zip(names, seals, strict=True), 1):
        image = pictures.read(one.data, f"第{number}枚印章", see_through=True) if one.data else None
        yield Stamp(clean(one.name) or name, _lines(name, most), one.diameter, image, one.sample)


def abreast(seals: Sequence[Seal] | Sequence[Stamp], names: Sequence[str]) -> int:
    """Return how many seals stand in a row: two or three, of which three of the usual size reach from edge to edge."""
    is_wide = any(one.diameter > WIDE_SEAL for one in seals)
    is_long = any(len(name) > LONG_NAME for name in names) and len(names) <= MOST_BY_TWO
    return 2 if len(names) in (2, 4) or is_wide or is_long else 3


def _lines(name: str, most: int) -> tuple[str, ...]:
    """Return a name in lines of so many characters, broken behind the place it begins with if that will do."""
    if len(name) <= most:
        return (name,)
    place = _PLACE.match(name)
    if place and len(name) - place.end() <= most:
        return name[: place.end()], name[place.end() :]
    step = -(-len(name) // -(-len(name) // most))
    return tuple(name[start : start + step] for start in range(0, len(name), step))
