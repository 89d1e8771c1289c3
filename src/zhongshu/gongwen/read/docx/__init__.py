"""Reading DOCX (文字处理文档识读, ISO/IEC 29500) as it is printed: revisions accepted, numbers drawn, hidden text out.

Read from the XML itself: revisions, numbering, text boxes and notes are what libraries for writing DOCX pass over.
"""

import re
from typing import BinaryIO
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read import formats
from zhongshu.gongwen.read.docx.body import Body
from zhongshu.gongwen.read.docx.names import R_ID, W, is_on
from zhongshu.gongwen.read.docx.numbering import Numbering
from zhongshu.gongwen.read.docx.parts import Parts
from zhongshu.gongwen.read.docx.styles import Styles
from zhongshu.gongwen.read.docx.words import Seen
from zhongshu.gongwen.read.model import Line, Page, Paper, Recogniser, Report, Unreadable

REVISED = "文件含有未接受的修订，已按接受修订后的文字识读，请对照原文核对。"
HIDDEN = "文件含有隐藏文字，没有识读。"
MACROS = "文件带有宏，只识读了文字，没有运行宏。"
LINKS = "文件引用了文件以外的内容，没有读取。"
DAMAGED = "文件有个别部件已损坏，编号、字号或页眉可能识读不全，请对照原文核对。"
EMPTY = "文件里没有文字。如果内容是图片，请另存为 PDF 后重新上传。"
# What a header or footer says when it only counts pages: — 1 —, 第1页 共3页, 1/3.
_PAGE_NUMBER = re.compile(
    r"[\s\d第页共/·.\-–—－―ivxIVX〇一二三四五六七八九十]*|Page\s*\d+(\s*of\s*\d+)?", re.IGNORECASE
)
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


def read(source: BinaryIO, *, report: Report | None = None, recogniser: Recogniser | None = None) -> Paper:
    """Return a DOCX as one page: header of its first page, text, notes, footer. A row of a table is one line.

    Raises Unreadable for a broken file, a password, an attack and a document of another make.
    """
    source.seek(0)
    if source.read(8) == formats.OLE:
        formats.sniff(source, "来文.docx")
        raise Unreadable("文件内容不是 DOCX，而是旧格式文件。请另存为 DOCX 后重新上传。")
    parts = Parts(source)
    styles = Styles(parts.of_kind("styles"))
    seen = Seen()
    body = Body(styles, Numbering(parts.of_kind("numbering"), styles.lists), seen)
    lines = _lines(parts, body)
    if report:
        report(1, 1)
    return Paper("docx", (Page(tuple(lines)),), _warnings(parts, seen, bool(lines)))


def _lines(parts: Parts, body: Body) -> list[Line]:
    return [
        *_margin(parts, body, "header"),
        *body.lines(parts.body),
        *_notes(parts, body, "footnote"),
        *_notes(parts, body, "endnote"),
        *_margin(parts, body, "footer"),
    ]


def _margin(parts: Parts, body: Body, name: str) -> list[Line]:
    """Return the lines of the header or footer of the first page, without what only counts pages."""
    section = next(parts.body.iter(f"{W}sectPr"), None)
    if section is None:
        return []
    kind = "first" if is_on(section, "titlePg") else "default"
    referred = [one for one in section.findall(f"{W}{name}Reference") if one.get(f"{W}type", "default") == kind]
    root = parts.by_id(referred[0].get(R_ID)) if referred else None
    lines = [] if root is None else body.lines(root)
    return [line for line in lines if not _PAGE_NUMBER.fullmatch(line.text)]


def _notes(parts: Parts, body: Body, name: str) -> list[Line]:
    root = parts.of_kind(f"{name}s")
    notes: list[Element] = [] if root is None else root.findall(f"{W}{name}")
    return [line for note in notes if note.get(f"{W}type") not in _SEPARATORS for line in body.lines(note)]


def _warnings(parts: Parts, seen: Seen, has_text: bool) -> tuple[str, ...]:
    said = (
        (seen.revised, REVISED), (seen.hidden, HIDDEN), (parts.has_macros, MACROS), (parts.has_links, LINKS),
        (parts.damaged, DAMAGED), (not has_text, EMPTY),
    )  # fmt: skip
    return tuple(sentence for holds, sentence in said if holds)
