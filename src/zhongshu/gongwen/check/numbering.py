"""The numbered paragraphs of a sheet (层次序数) and the lists that they make, also where they are written wrong."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from zhongshu.gongwen.check.model import Place
from zhongshu.gongwen.check.sheet import COUNTED, PROSE, Paragraph, Sheet
from zhongshu.kit import numerals

_CHINESE = "[一二三四五六七八九十百]{1,5}"
_FORMS = tuple(
    map(
        re.compile,
        (
            rf"({_CHINESE})[、.．]{COUNTED}",
            rf"[（(]({_CHINESE})[）)][、.，]?",
            r"([0-9０-９]{1,2})[.．、](?![0-9０-９])",
            r"[（(]([0-9０-９]{1,2})[）)][、.，]?",
        ),
    )
)
# Where numbering begins anew; 第九十九条规定 speaks of another text.
_PART = re.compile(rf"第(?:{_CHINESE}|[0-9]{{1,3}})(?:[章节编篇]|部分|条(?![规的之和、第]))")


class Heading(NamedTuple):
    """A numbered paragraph: its level 1 to 4, its number, and the place of the numbering."""

    level: int
    number: int
    place: Place


@lru_cache(2)
def sections(sheet: Sheet) -> tuple[tuple[Heading, ...], ...]:
    """Return the headings by section: the body, each attachment, each 章 or 条 counts for itself."""
    found: list[list[Heading]] = [[]]
    last = None
    for number, one in enumerate(sheet.paragraphs):
        if one.role not in PROSE:
            last = one
            continue
        if _PART.match(one.text) or (last and _is_other_text(last, one)):
            found.append([])
        if heading := _heading(number, one):
            found[-1].append(heading)
        last = one
    return tuple(tuple(section) for section in found if section)


def _is_other_text(last: Paragraph, one: Paragraph) -> bool:
    """Tell whether an attachment begins, or what follows one: after its title, or in a draft after another's body."""
    if last.role == one.role == "attachment_body":
        return last.source[0] == "attachments" and last.source[:2] != one.source[:2]
    return one.role == "attachment_body" or last.role.startswith("attachment")


def runs(sheet: Sheet) -> Iterator[tuple[Heading, ...]]:
    """Yield the lists: headings of one level under one heading, in their order; a list that begins anew is another."""
    for section in sections(sheet):
        is_open: dict[int, list[Heading]] = {}
        for one in section:
            for level in [level for level in is_open if level > one.level]:
                yield tuple(is_open.pop(level))
            if is_open.get(one.level) and one.number == 1 < is_open[one.level][-1].number:
                yield tuple(is_open.pop(one.level))
            is_open.setdefault(one.level, []).append(one)
        yield from map(tuple, is_open.values())


def _heading(number: int, one: Paragraph) -> Heading | None:
    for level, form in enumerate(_FORMS, 1):
        if found := form.match(one.plain):
            return Heading(level, value(found[1]), Place(number, *found.span()))
    return None


def value(numeral: str) -> int:
    """Return the number that a numeral names, 0 for one that names none."""
    try:
        return int(numeral) if numeral.isdigit() else numerals.from_chinese(numeral)
    except ValueError:
        return 0
