"""The attachment note (附件说明), 条例 art. 9 (10): the titles, without numbering, extension or book-title marks."""

import re

from zhongshu.gongwen.read import closing, organs
from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found
from zhongshu.gongwen.read.sheet import Span

_NOTE = re.compile(r"附件?(?:[0-9一二三四五六七八九十]{0,3})[：:]")
_ITEM = re.compile(
    r"(?:(?:附件?)?[0-9]{1,2}[.．、：]|[（(][0-9]{1,2}[）)]|附件?[0-9一二三四五六七八九十]{1,3}[.．、：])(?!(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9])"
)
_STOP = re.compile(r"[（(](?:此件|联系|本文|共印)|抄送|抄报|联系人|主题词")
_EXTENSION = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|zip|rar|txt|jpe?g|png)$", re.IGNORECASE)
_SIZE = re.compile(
    r"[（(](?:[0-9.]+\s*[KM]B?|共?[0-9]+[份页项]|略|另发|[^（）()]{0,20}〔[0-9]{4}〕[0-9]+号)[）)]$", re.IGNORECASE
)


def find(flow: Flow) -> Found:
    """Return the titles that the note lists."""
    note = _note(flow)
    if note is None:
        return Found([])
    names = [name for text in _items(flow.sheet.show(note)) if (name := _clean(text))]
    return flow.found(names, 0.9 if names else 0.0, *note)


def _note(flow: Flow) -> list[Span] | None:
    """Return the spans of the note: from 附件： to the signature, or what follows the date."""
    stops = [span.start for span in flow.closing.signature] + ([flow.closing.date.start] if flow.closing.date else [])
    stop = min(stops, default=flow.closing.end or len(flow.sheet.text))
    spans: list[Span] = []
    for row in flow.sheet.rows:
        if row.end <= flow.opening.body:
            continue
        start = max(row.start, flow.opening.body)
        if spans:
            if not _continues(flow, Span(start, row.end), stop, spans):
                break
            spans.append(Span(start, row.end))
        elif found := _opens(flow, start, row.end):
            spans.append(Span(found, min(row.end, stop) if found < stop else row.end))
    return spans or None


def _opens(flow: Flow, start: int, end: int) -> int | None:
    """Return where a note begins in a row: at its start, or run together after a sentence."""
    text = flow.sheet.text[start:end]
    if _NOTE.match(text):
        return start
    found = re.search(rf"(?<=[。；！）]){_NOTE.pattern}", text)
    return start + found.start() if found else None


def _continues(flow: Flow, row: Span, stop: int, spans: list[Span]) -> bool:
    """Tell whether a row still belongs to the note."""
    text = flow.text(row)
    if row.start >= stop > spans[0].start or _STOP.match(text) or closing.DATE.fullmatch(text):
        return False
    if _ITEM.match(text) or _NOTE.match(text):
        return True
    last = flow.text(spans[-1])
    if _NOTE.fullmatch(last):
        return True
    return len(text) <= 40 and not organs.is_organ(text) and spans[0].start < stop and stop < len(flow.sheet.text)


def _items(text: str) -> list[str]:
    """Split a note at its numbers."""
    body = _NOTE.sub("", text, count=1) if not _ITEM.match(text) else text
    return _ITEM.split(body) if _ITEM.search(body) else [body]


def _clean(text: str) -> str:
    name = _EXTENSION.sub("", text.strip(" ；;。，"))
    name = _SIZE.sub("", name)
    whole = (
        name.startswith("《") and name.endswith("》") and name.count("《") == name.count("》") and "》" not in name[:-1]
    )
    return name[1:-1] if whole else name
