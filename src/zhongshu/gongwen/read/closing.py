"""What stands after the body (结尾部分): attachment note, signature, date — of the document, not of what is attached.

The document ends at the first date that stands like a signed one; attachments may follow with signatures and
dates of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from zhongshu.gongwen.read import noise, organs
from zhongshu.gongwen.read.sheet import Sheet, Span
from zhongshu.kit import dates

_NUMERAL = "[〇零O0一二三四五六七八九]"
DATE = re.compile(
    rf"(?<![0-9])(?:(?:19|20)[0-9]{{2}}年[0-9]{{1,2}}月[0-9]{{1,2}}[日号]|[一二]{_NUMERAL}{{3}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日)"
)
_NUMERIC = re.compile(r"(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}")
# After a date inside a sentence.
_GOES_ON = re.compile(
    r"[，。；：、》”’/—~～\-－]|[至到起前后止以之的在和及与时内由被经对向为因]|召开|发布|印[发制]|施行|实施|通过|审议|会议|生效|执行|公布|修[订正改]|批准|成立|下发"
    r"|[上下中]午|[早晚]上|凌晨|零时|报送|停止|开[始展]|举[行办]|进行|[（(](?:星期|周|含|农历)|[0-9]{1,2}[：时点]"
)
_BOUNDARY = re.compile(r"[。！？；：”》）)!?;&…]|\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|zip|rar|jpe?g|png)")
_PHRASES = re.compile(
    r"特此(?:通知|公告|通告|通报|函达|函复|函告|报告|批复|证明|说明|公示|请示|决定|致函|复函)|此复|请予(?:函复|支持|批复|审批|复函)|请批[示复转]|(?:妥否|当否|可否)"
)
ATTACHED = re.compile(r"附件?[0-9一二三四五六七八九十]{0,3}[：.]|附件?：|附：")
_ATTACHMENT_HEADING = re.compile(r"附件?(?:[0-9一二三四五六七八九十]{0,3})(?:[-－][0-9]+)?$")
_CLASS = re.compile(r"(?:学院|学校|大学|公司|集团|中心|医院|[中小]学|协会|学会)$")
_COPIES = re.compile(r"抄送[：]|抄报[：]|主题词：|分送：|[（(]此件|[（(]联系人|（本文")
_MOST_ORGANS = 15


@dataclass(slots=True)
class Closing:
    """The parts of the closing. `end` is where the document itself ends and attachments or tails begin."""

    signature: list[Span] = field(default_factory=list)
    date: Span | None = None
    witnesses: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Signed:
    """A date that may be the signed one, its row and what speaks for it."""

    span: Span
    row: int
    signature: list[Span]
    witnesses: int


def read(sheet: Sheet, body: int, issuers: list[str], count: int = 0) -> Closing:
    """Find signature and date at or after offset `body`.

    issuers: what title or masthead call them; `count` is how many organs sign where the title says it (等九部门).
    """
    signed = _best(_candidates(sheet, body, issuers, count))
    if signed:
        return Closing(signed.signature, signed.span, signed.witnesses, signed.span.end)
    return _undated(sheet, body, issuers)


def day(text: str) -> date | None:
    """Return the day a date names, None for one that does not exist."""
    try:
        return dates.parse_date(text)
    except dates.NotADate:
        return None


def _best(candidates: Iterator[_Signed]) -> _Signed | None:
    """Return the first with a signature, else the first that the end follows, else none."""
    best: _Signed | None = None
    for candidate in candidates:
        if best is None or candidate.witnesses > best.witnesses:
            best = candidate
        if candidate.signature and candidate.witnesses >= 3:
            break
    return best


def _candidates(sheet: Sheet, body: int, issuers: list[str], count: int) -> Iterator[_Signed]:
    for index, row in enumerate(sheet.rows):
        if row.end <= body:
            continue
        start = max(row.start, body)
        text = sheet.text[start : row.end]
        for found in DATE.finditer(text):
            if day(found.group()) is None:
                continue
            span = Span(start + found.start(), start + found.end())
            if signed := _judge(sheet, index, Span(start, row.end), span, issuers, count):
                yield signed


def _judge(sheet: Sheet, index: int, row: Span, span: Span, issuers: list[str], count: int) -> _Signed | None:
    """Weigh a date by what stands before and after it."""
    before, after = sheet.text[row.start : span.start], sheet.text[span.end : row.end]
    if after and _GOES_ON.match(after):
        return None
    ends = (
        _ends(sheet, index)
        if not after
        else bool(noise.is_tail(after) or _COPIES.match(after) or ATTACHED.match(after))
    )
    if not before.strip("（("):
        if before or (after and not ends):
            return None
        signature = _above(sheet, index, issuers, count, row.start)
        return _Signed(span, index, signature, 2 * bool(signature) + 1 + ends)
    signature = _same_row(before, row.start, issuers)
    if signature:
        more = _above(sheet, index, issuers, count, row.start) if signature[0].start == row.start else []
        return _Signed(span, index, [*more, *signature], 3 + ends)
    if organs.PERSON.search(before[-12:]) and organs.PERSON.search(before[-12:]).end() == len(before[-12:]):  # type: ignore[union-attr]
        return _Signed(span, index, [], 3)
    if _BOUNDARY.search(before[-1]) and (ends or not after):
        return _Signed(span, index, [], 1 + ends)
    return None


def _ends(sheet: Sheet, index: int) -> bool:
    """Tell whether the row after this one is no body: nothing, a tail, copies, an attachment."""
    if index + 1 == len(sheet.rows):
        return True
    following = sheet.rows[index + 1]
    text = sheet.text[following.start : following.end]
    return bool(
        noise.is_tail(text)
        or _COPIES.match(text)
        or ATTACHED.match(text)
        or _ATTACHMENT_HEADING.match(text[:8])
        or text.startswith(("（", "附"))
    )


def _same_row(before: str, start: int, issuers: list[str]) -> list[Span]:
    """Return the organs that stand directly before a date in its row."""
    boundary = max((found.end() for found in _BOUNDARY.finditer(before)), default=0)
    for phrase in _PHRASES.finditer(before, boundary):
        boundary = phrase.end()
    tail = before[boundary:]
    if organs.is_organ(tail):
        return [Span(start + boundary, start + len(before))]
    joined = "".join(issuers)
    if joined and tail.endswith(joined):
        return [Span(start + len(before) - len(joined), start + len(before))]
    for offset in organs.starts(tail[-200:]):
        name = tail[-200:][offset:]
        if organs.is_organ(name) and all(len(part) <= 26 for part in organs.split(name)):
            return [Span(start + len(before) - len(name), start + len(before))]
    return []


def _above(sheet: Sheet, index: int, issuers: list[str], count: int, body: int) -> list[Span]:
    """Return the rows of organs that stand above a date, topmost first."""
    found: list[Span] = []
    wanted = count or (len(issuers) if len(issuers) > 1 else 0)
    for row in reversed(sheet.rows[max(index - _MOST_ORGANS, 0) : index]):
        text = sheet.text[row.start : row.end]
        if organs.is_organ(text) and not organs.PERSON.fullmatch(text) and _belongs(sheet, text, found):
            found.insert(0, row)
            if _complete(sheet, found, issuers, wanted):
                break
            continue
        if not found and (signature := _same_row(text, row.start, issuers)) and signature[0].start > row.start:
            found = signature
        break
    return found


def _belongs(sheet: Sheet, text: str, found: list[Span]) -> bool:
    """Tell whether an organ above may sign with the ones below: lists of schools above an office do not."""
    if not found:
        return True
    below = sheet.text[found[0].start : found[0].end]
    return bool(_CLASS.search(text)) == bool(_CLASS.search(below))


def _complete(sheet: Sheet, found: list[Span], issuers: list[str], wanted: int) -> bool:
    """Tell whether the rows found are all that sign."""
    names = [name for row in found for name in organs.split(sheet.text[row.start : row.end])]
    if wanted:
        return len(names) >= wanted
    return len(issuers) == 1 and len(names) == 1 and (names[0] == issuers[0] or issuers[0].endswith(names[0]))


def _undated(sheet: Sheet, body: int, issuers: list[str]) -> Closing:
    """Find a signature that no date follows: the last row before the tail, where title or masthead name it too."""
    end = len(sheet.text)
    for row in sheet.rows:
        text = sheet.text[row.start : row.end]
        if row.start < body:
            continue
        if noise.is_tail(text):
            end = row.start
            break
        if organs.is_organ(text) and text in ("".join(issuers), *issuers):
            return Closing([row], None, 2, row.end)
    return Closing(end=end)
