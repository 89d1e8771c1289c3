"""The attachment note (附件说明), 条例 art. 9 (10): the titles, without numbering, extension or book-title marks."""

import re

from zhongshu.gongwen.read import closing, noise, organs
from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found
from zhongshu.gongwen.read.sheet import Span

_NOTE = re.compile(r"附件?(?:[0-9一二三四五六七八九十]{0,3})[：:]")
# At the beginning of a row, or run together after a sentence.
_OPENS = re.compile(rf"(?<=[\n。；！）]){_NOTE.pattern}")
_MOST_ROWS = 200
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
    names = [name for text in _items(flow.text(*note), flow.sheet.show(note)) if (name := _clean(text))]
    return flow.found(names, 0.9 if names else 0.0, *note)


def _note(flow: Flow) -> list[Span] | None:
    """Return the spans of the note: from 附件： to the signature, or what follows the date."""
    body, rows = flow.opening.body, flow.sheet.rows
    found = _NOTE.match(flow.sheet.text, body) or _OPENS.search(flow.sheet.text, body)
    if not found:
        return None
    stops = [span.start for span in flow.closing.signature] + ([flow.closing.date.start] if flow.closing.date else [])
    stop = min(stops, default=flow.closing.end or len(flow.sheet.text))
    index = flow.sheet.row_at(found.start())
    end = rows[index].end
    spans = [Span(found.start(), min(end, stop) if found.start() < stop else end)]
    for row in rows[index + 1 : index + 1 + _MOST_ROWS]:
        if not _continues(flow, row, stop, spans):
            break
        spans.append(row)
    return spans


def _continues(flow: Flow, row: Span, stop: int, spans: list[Span]) -> bool:
    """Tell whether a row still belongs to the note."""
    text = flow.text(row)
    if row.start >= stop > spans[0].start or _STOP.match(text) or closing.DATE.fullmatch(text):
        return False
    if _ITEM.match(text) or _NOTE.match(text):
        return True
    if text.endswith("。") and re.search("可|请|详见", text):
        return False
    last = flow.text(spans[-1])
    if _NOTE.fullmatch(last):
        return True
    return len(text) <= 40 and not organs.is_organ(text) and spans[0].start < stop and stop < len(flow.sheet.text)


def _items(text: str, written: str) -> list[str]:
    """Split a note as it is written at the numbers of its matched form, which is as long."""
    head = None if _ITEM.match(text) else _NOTE.search(text)
    start = head.end() if head else 0
    marks = list(_ITEM.finditer(text, start))
    ends = [*(mark.start() for mark in marks), len(written)]
    return [written[begin:end] for begin, end in zip([start, *(mark.end() for mark in marks)], ends, strict=True)]


def _clean(text: str) -> str:
    tail = noise.TAIL.search(text)
    text = text[: tail.start()] if tail else text
    name = _EXTENSION.sub("", text.strip(" ；;。，"))
    name = _SIZE.sub("", name)
    whole = (
        name.startswith("《") and name.endswith("》") and name.count("《") == name.count("》") and "》" not in name[:-1]
    )
    return name[1:-1] if whole else name
