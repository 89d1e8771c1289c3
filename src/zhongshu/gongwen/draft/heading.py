"""The head of a file that was read (版头还原): whose it is, in which format it was set, who signed it for issue."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from zhongshu.gongwen.check import shapes
from zhongshu.gongwen.check.sheet import Paragraph, Role, Sheet
from zhongshu.gongwen.draft.model import Form
from zhongshu.gongwen.read import wording

_ABOVE: tuple[Role, ...] = ("copy_number", "secrecy", "urgency", "mark", "number", "signer", "other")
_ENDS = ("会议纪要", "文件", "命令", "纪要", "函件", "令")
_USUAL = ("文件", "令", "会议纪要")
_LETTER = re.compile(r"函\s?[〔\[（(【〈［﹝]")
_SIGNER = re.compile(r"签发人?\s?[：:]\s?")
_PEOPLE = re.compile(r"[一-龥·]{1,4}(?:[ \u3000]+[一-龥·]{1,4})*")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says. mark: only where laying out would not make it of the issuers itself; used: rows taken."""

    form: Form
    mark: str
    issuers: tuple[str, ...]
    signers: tuple[str, ...]
    is_titled: bool  # the title is no more than the mark (某某县人民政府令)
    used: frozenset[str]


def take(sheet: Sheet, read: Sequence[str]) -> Head:
    """Return the head of a sheet; read: the organs that reading found."""
    above = list(takewhile(lambda one: one.role in _ABOVE, sheet.paragraphs))
    mark = next((one.text for one in above if one.role == "mark"), "")
    title = "".join(one.text for _, one in sheet.of("title"))
    is_titled = not mark and wording.is_heading(title) and not title.endswith(("公告", "通告"))
    mark = title if is_titled else mark
    issuers = tuple(dict.fromkeys(_organs(above))) or tuple(read) or sheet.issuers
    people = list(_people(above))
    rows = [one.text for one in above if one.role == "other"]
    used = {row for row in rows if row in _ENDS or row in people or set(shapes.names(row)) <= set(issuers)}
    return Head(
        form=_form(mark, "".join(one.text for one in above if one.role == "number")),
        mark="" if _is_usual(mark, issuers) else mark,
        issuers=issuers,
        signers=tuple(_names(people)),
        is_titled=is_titled,
        used=frozenset(used),
    )


def _form(mark: str, number: str) -> Form:
    if mark.endswith("令"):
        return "order"
    if mark.endswith("纪要"):
        return "minutes"
    return "letter" if _LETTER.search(number) else "general"


def _organs(above: Iterable[Paragraph]) -> Iterator[str]:
    """Yield the organs of the mark (发文机关标志), those of a joint one in their rows; none without a mark."""
    rows = [one.text for one in above if one.role in ("mark", "other")]
    if any(_ending(row)[1] for row in rows):
        for organ in (_ending(row)[0] for row in rows):
            yield from shapes.names(organ) if organ and shapes.is_organ(organ) else ()


def _ending(mark: str) -> tuple[str, str]:
    """Return a mark as the organ and what follows it (文件、令、纪要)."""
    end = next((end for end in _ENDS if mark.endswith(end)), "")
    return mark.removesuffix(end).strip(), end


def _is_usual(mark: str, issuers: Sequence[str]) -> bool:
    """Tell whether laying out would make the mark of the issuers itself."""
    organ, end = _ending(mark)
    return len(issuers) != 1 or (organ == issuers[0] and end in _USUAL)


def _people(above: Iterable[Paragraph]) -> Iterator[str]:
    """Yield the rows with names of those who sign: behind 签发人, and what stands below it."""
    is_below = False
    for one in above:
        if one.role == "signer":
            is_below = True
            yield _SIGNER.sub("", one.text, count=1).strip()
        elif is_below and one.role == "other" and _PEOPLE.fullmatch(one.text) and not shapes.is_organ(one.text):
            yield one.text


def _names(rows: Iterable[str]) -> Iterator[str]:
    """Yield names, of which those of two characters may be spaced (李　明)."""
    words = " ".join(rows).replace("、", " ").split()
    for is_spaced, some in groupby(words, lambda word: len(word) == 1):
        letters = list(some)
        yield from map("".join, zip(letters[::2], letters[1::2], strict=False)) if is_spaced else letters
