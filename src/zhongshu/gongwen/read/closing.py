"""What stands after the body (结尾部分): attachment note, signature, date — of the document, not of what is attached.

The document ends at the first date that stands like a signed one; attachments may follow with signatures and
dates of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from zhongshu.gongwen.read import noise, organs, signatures
from zhongshu.gongwen.read.sheet import Sheet, Span
from zhongshu.gongwen.read.signatures import Known
from zhongshu.kit import dates

_NUMERAL = "[〇零O0一二三四五六七八九]"
DATE = re.compile(
    rf"(?<![0-9])(?:(?:19|20)[0-9]{{2}}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}}(?![0-9])|(?:19|20)[0-9]{{2}}年[0-9]{{1,2}}月[0-9]{{1,2}}[日号]|[一二]{_NUMERAL}{{3}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日)"
)
# A date in a row of its own that has lost its last sign.
_DATES = re.compile(
    rf"{DATE.pattern}|(?m:^(?:(?:19|20)[0-9]{{2}}年[0-9]{{1,2}}月[0-9]{{1,2}}|[一二]{_NUMERAL}{{3}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}})$)"
)
# A date in a row of its own that has lost signs within or names no day: 2016年426, 2021年9月. It dates nothing.
_DATE_LIKE = re.compile(r"(?m:^(?:19|20)[0-9]{2}(?:年?[0-9]{2,4}日?|年[0-9]{1,2}月)$)")
_PERSON = re.compile(rf"{organs.PERSON.pattern}$")
# After a date inside a sentence.
_GOES_ON = re.compile(
    r"[，。；：、》”’/—~～\-－]|[至到起前后止以之的在和及与时内由被经对向为因]|召开|发布|印[发制]|施行|实施|通过|审议|会议|生效|执行|公布|修[订正改]|批准|成立|下发"
    r"|[上下中]午|[早晚]上|凌晨|零时|报送|停止|开[始展]|举[行办]|进行|[（(](?:星期|周|含|农历)|[0-9]{1,2}[：时点]"
)
ATTACHED = re.compile(r"附件?[0-9一二三四五六七八九十]{0,3}[：.]|附件?：|附：")
_ATTACHMENT_HEADING = re.compile(r"附件?(?:[0-9一二三四五六七八九十]{0,3})(?:[-－][0-9]+)?$")
_OPEN, _CLOSE = ("", "（", "("), ("", "）", ")")
_SENTENCE_ENDS = "。！？；”》）)…"
_SURE, _BEFORE, _MOST_DATES = 3, 400, 2000
_TAIL_ROW = re.compile(rf"^(?:{noise.TAIL.pattern})", re.MULTILINE)
_COPIES = re.compile(r"抄送[：]|抄报[：]|主题词：|分送：|[（(]此件|[（(]联系人|（本文")


@dataclass(slots=True)
class Closing:
    """The parts of the closing. `end` is where the document itself ends and attachments or tails begin."""

    signature: list[Span] = field(default_factory=list)
    date: Span | None = None
    witnesses: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Signed:
    """A date that may be the signed one, the signature with it and how many witnesses speak for it."""

    span: Span
    signature: list[Span]
    witnesses: int
    ends: bool


def read(sheet: Sheet, body: int, known: Known) -> Closing:
    """Find signature and date at or after offset `body`."""
    signed = _best(sheet, _candidates(sheet, body, known), known)
    if signed:
        return Closing(signed.signature, signed.span, signed.witnesses, signed.span.end)
    return _undated(sheet, body, known)


def day(text: str) -> date | None:
    """Return the day a date names, with or without its 日; None for one that does not exist."""
    text = text if "月" not in text or text.endswith(("日", "号")) else f"{text}日"
    try:
        return dates.parse_date(text)
    except dates.NotADate:
        return None


def _best(sheet: Sheet, candidates: Iterator[_Signed], known: Known) -> _Signed | None:
    """Return the first signed by the known issuers or followed by the end, else the one with most witnesses."""
    best: _Signed | None = None
    for candidate in candidates:
        if best is None or candidate.witnesses > best.witnesses:
            best = candidate
        if candidate.witnesses >= _SURE and (
            candidate.ends or not known.names or known.are(signatures.names(sheet, candidate.signature))
        ):
            return candidate
    return best


def _candidates(sheet: Sheet, body: int, known: Known) -> Iterator[_Signed]:
    for found in islice(_DATES.finditer(sheet.text, body), _MOST_DATES):
        index, span = sheet.row_at(found.start()), Span(found.start(), found.end())
        row = Span(max(sheet.rows[index].start, body), sheet.rows[index].end)
        if day(found.group()) and (signed := _judge(sheet, index, row, span, known)):
            yield signed


def _judge(sheet: Sheet, index: int, row: Span, span: Span, known: Known) -> _Signed | None:
    """Weigh a date by what stands before and after it in its row."""
    start = max(row.start, span.start - _BEFORE)
    before, after = sheet.text[start : span.start], sheet.text[span.end : min(row.end, span.end + _BEFORE)]
    if before in _OPEN and after in _CLOSE:
        before, after = "", ""
    if after == "。" and _ends(sheet, index):
        after = ""
    if after and _GOES_ON.match(after):
        return None
    ends = _opens_tail(after) if after else _ends(sheet, index)
    if not before:
        return _alone(sheet, index, span, known, ends) if ends or not after else None
    if signature := signatures.in_row(before, start, known):
        more = signatures.above(sheet, index, known) if signature[0].start == row.start else []
        return _Signed(span, [*more, *signature], _SURE + ends, ends)
    if _PERSON.search(before):
        return _Signed(span, [], _SURE, ends)
    if before[-1] in _SENTENCE_ENDS and "年" in sheet.text[span.start : span.end] and (ends or not after):
        return _Signed(span, [], 1 + ends, ends)
    return None


def _alone(sheet: Sheet, index: int, span: Span, known: Known, ends: bool) -> _Signed | None:
    """Weigh a date that has its row to itself. 2021-03-05 and a date without its 日 need a signature above."""
    signature = signatures.above(sheet, index, known)
    text = sheet.text[span.start : span.end]
    if not signature and ("年" not in text or text[-1] not in "日号"):
        return None
    return _Signed(span, signature, 2 * bool(signature) + 1 + ends, ends)


def _ends(sheet: Sheet, index: int) -> bool:
    """Tell whether no body follows a row: nothing, a tail, copies, an attachment, a note."""
    if index + 1 == len(sheet.rows):
        return True
    following = sheet.rows[index + 1]
    text = sheet.text[following.start : following.end]
    return _opens_tail(text) or bool(_ATTACHMENT_HEADING.match(text[:8])) or text.startswith(("（", "附"))


def _opens_tail(text: str) -> bool:
    return noise.is_tail(text) or bool(_COPIES.match(text) or ATTACHED.match(text))


def _undated(sheet: Sheet, body: int, known: Known) -> Closing:
    """Find a signature that no date follows: a row that title or masthead name too."""
    tail = _TAIL_ROW.search(sheet.text, body)
    end = tail.start() if tail else len(sheet.text)
    for name in filter(None, ("".join(known.names), *known.names)):
        at = sheet.text.find(f"\n{name}\n", max(body - 1, 0), end)
        if at >= 0:
            return Closing([Span(at + 1, at + 1 + len(name))], None, 2, at + 1 + len(name))
    return _undatable(sheet, body, end, known) or Closing(end=end)


def _undatable(sheet: Sheet, body: int, end: int, known: Known) -> Closing | None:
    """Find a signature above a row that only looks like a date."""
    for found in islice(_DATE_LIKE.finditer(sheet.text, body, end), _MOST_DATES):
        signature = signatures.above(sheet, sheet.row_at(found.start()), known)
        if signature and all(map(organs.has_head, signatures.names(sheet, signature))):
            return Closing(signature, None, 1, found.end())
    return None
