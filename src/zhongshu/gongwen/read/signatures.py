"""The organs that sign (发文机关署名): in the rows above a date, or run together with it in its row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from zhongshu.gongwen.read import organs
from zhongshu.gongwen.read.sheet import Sheet, Span

# Where a sentence or an attachment's file name ends, so that a name may begin.
BOUNDARY = re.compile(r"[。！？；：”》）)!?;&…]|\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|zip|rar|jpe?g|png)")
_PHRASES = re.compile(
    r"特此(?:通知|公告|通告|通报|函达|函复|函告|报告|批复|证明|说明|公示|请示|决定|致函|复函)|此复"
    r"|请予(?:函复|支持|批复|审批|复函)|请批[示复转]|妥否|当否|可否"
)
_SEALED = re.compile(r"[（(](?:盖?章|印章?|公章)[）)]$")
# Lists of schools or companies above an office's signature do not sign with it.
_OTHERS = re.compile(r"(?:学院|学校|大学|公司|集团|中心|医院|[中小]学|协会|学会)$")
_HEADS = re.compile("(?:[主部厅局署行院校]长|主席|主任|省长|市长|县长|区长|州长|检察长)")
_PLACE = re.compile(r"[一-龥]{2,6}?[省市县区]")
_MOST_ROWS, _LONGEST, _LONGEST_NAME, _LEAST = 15, 200, 26, 6


@dataclass(frozen=True, slots=True)
class Known:
    """What title or masthead say of the issuers: names, and how many sign where that is said (等九部门), else 0."""

    names: Sequence[str]
    count: int = 0

    def are(self, names: Sequence[str]) -> bool:
        """Tell whether one of the names is one of the issuers, in full or in short."""
        return any(name.endswith(known) or known.endswith(name) for name in names for known in self.names)


def above(sheet: Sheet, index: int, known: Known) -> list[Span]:
    """Return the rows of organs that stand above row `index`, topmost first."""
    found: list[Span] = []
    for row in reversed(sheet.rows[max(index - _MOST_ROWS, 0) : index]):
        text = sheet.text[row.start : row.end]
        if not found and organs.PERSON.fullmatch(text):
            continue
        if not found and (named := office(text)):
            return [Span(row.start, row.start + len(named))]
        if not is_signature(text) or not _belongs(sheet, text, found):
            return found or [span for span in in_row(text, row.start, known) if span.start > row.start]
        found.insert(0, row)
        if _complete(sheet, found, known):
            break
    return found


def office(text: str) -> str:
    """Return the organ whose head signs with office and name: 某某部部长　某某某."""
    signed = re.fullmatch(rf"(?P<organ>[一-龥]{{3,30}}?){_HEADS.pattern}：?[一-龥·]{{2,4}}", text)
    return signed["organ"] if signed and organs.is_organ(signed["organ"]) and organs.has_head(signed["organ"]) else ""


def is_signature(text: str) -> bool:
    """Tell whether a row holds organs alone, with or without （盖章）."""
    return all(map(organs.is_organ, _listed(_SEALED.sub("", text)))) and not organs.PERSON.fullmatch(text)


def _listed(text: str) -> list[str]:
    """Return the organs of one place that 、 parts: 某某市公安局、某某市交通局; anything else is one."""
    parts = text.split("、")
    is_list = all(organs.has_head(part) and part[:2] == parts[0][:2] for part in parts)
    return parts if is_list else [text]


def in_row(before: str, start: int, known: Known) -> list[Span]:
    """Return the organs at the end of `before`, which begins at offset `start` of the sheet."""
    boundary = max((found.end() for found in BOUNDARY.finditer(before)), default=0)
    for phrase in _PHRASES.finditer(before, boundary):
        boundary = phrase.end()
    tail, end = before[boundary:][-_LONGEST:], start + len(before)
    for name in _endings(tail, known):
        if name and organs.is_organ(name) and all(map(_is_one, organs.split(name))):
            return [Span(end - len(name), end)]
    return [Span(end - len(tail), end)] if organs.is_organ(tail) else []


def _endings(tail: str, known: Known) -> Iterator[str]:
    """Yield what of the end of a text may be the signature: the known issuers, all of it, from a head on."""
    joined = "".join(known.names)
    if joined and tail.endswith(joined):
        yield joined
    yield tail
    for name in known.names:
        length = _shared(name, tail)
        yield tail[-length:] if length >= _LEAST else ""
    yield from (tail[offset:] for offset in organs.starts(tail))


def _is_one(name: str) -> bool:
    """Tell whether a name is short enough for one organ and names its place once."""
    place = _PLACE.match(name)
    return len(name) <= _LONGEST_NAME and not (place and name.count(place.group()) > 1)


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their ends."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def names(sheet: Sheet, spans: Sequence[Span]) -> list[str]:
    """Return the organs of a signature: blanks part them, and where one name ends and the next begins."""
    found: list[str] = []
    for span in spans:
        gaps = sorted(gap for gap in sheet.gaps if span.start < gap < span.end)
        parts = [sheet.text[left:right] for left, right in zip([span.start, *gaps], [*gaps, span.end], strict=True)]
        whole = parts if all(map(is_signature, parts)) else ["".join(parts)]
        found += [name for part in whole for one in _listed(_SEALED.sub("", part)) for name in organs.split(one)]
    return found


def _belongs(sheet: Sheet, text: str, found: list[Span]) -> bool:
    """Tell whether an organ above may sign with the ones below."""
    if not found:
        return True
    below = sheet.text[found[0].start : found[0].end]
    return bool(_OTHERS.search(text)) == bool(_OTHERS.search(below))


def _complete(sheet: Sheet, found: list[Span], known: Known) -> bool:
    """Tell whether the rows found are all that sign."""
    signed = names(sheet, found)
    wanted = known.count or (len(known.names) if len(known.names) > 1 else 0)
    if wanted:
        return len(signed) >= wanted
    return len(known.names) == 1 and len(signed) == 1 and known.names[0].endswith(signed[0])
