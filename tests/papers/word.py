"""A letter as DOCX: typed plainly, with numbering that the word processor draws, or with tracked changes."""

import io
import re

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree
from tests.papers.letter import LEVELS, Letter, Table, level

RED = RGBColor(0xD8, 0x00, 0x0F)
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
# How the four levels are drawn, and by which numerals.
DRAWN = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)
HEADINGS, NOTE = 901, 902
MARKED = 'w:id="1" w:author="测试" w:date="2026-03-01T09:00:00Z"'


def as_docx(letter: Letter, *, numbered: bool = False, tracked: bool = False) -> bytes:
    """Return a DOCX.

    numbered: the numbers of headings and attachments are drawn by the word processor and stand nowhere as text;
    tracked: of number, title, recipients and date a part was inserted, and something wrong beside it deleted.
    """
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin, section.right_margin = Mm(37), Mm(28), Mm(26)
    _head(document, letter)
    for block in letter.body:
        if isinstance(block, str):
            _body(document, block, numbered)
        else:
            _table(document, block)
    _attachments(document, letter, numbered)
    _foot(document, letter)
    if tracked:
        _track(document, letter)
    return _saved(document, numbered)


def _line(document: Document, text: str, size: float = 16, align: WD_ALIGN_PARAGRAPH | None = None) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
    return paragraph


def _head(document: Document, letter: Letter) -> None:
    if letter.urgency:
        _line(document, letter.urgency)
    for name in letter.masthead:
        _line(document, name, 42, CENTER).runs[0].font.color.rgb = RED
    for sides in letter.below_mark:
        _line(document, "\t".join(sides), align=RIGHT if letter.form == "letter" else CENTER)
    for part in (*letter.heading.split("|"), *filter(None, [letter.adopted])):
        _line(document, part, 22, CENTER)
    if letter.salutation:
        _line(document, letter.salutation)


def _body(document: Document, text: str, numbered: bool) -> None:
    deep = level(text) if numbered else 0
    paragraph = _line(document, re.sub(rf"^{LEVELS[deep - 1]}", "", text) if deep else text)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    if deep:
        _number(paragraph, HEADINGS, deep - 1)


def _table(document: Document, rows: Table) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def _attachments(document: Document, letter: Letter, numbered: bool) -> None:
    if not numbered or len(letter.attachments) < 2:
        for line in letter.attachment_lines:
            _line(document, line)
        return
    _line(document, "附件：")
    for title in letter.attachments:
        _number(_line(document, title), NOTE, 0)


def _foot(document: Document, letter: Letter) -> None:
    for line in letter.signatures:
        _line(document, line, align=RIGHT)
    for text in (f"（{letter.note}）" * bool(letter.note), f"抄送：{letter.copies}。" * bool(letter.copies)):
        if text:
            _line(document, text, 14)
    if letter.printed:
        _line(document, letter.printed.replace("|", "\t"), 14)


def _number(paragraph: Paragraph, series: int, deep: int) -> None:
    mark = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{deep}"/><w:numId w:val="{series}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(mark))


def _track(document: Document, letter: Letter) -> None:
    """Turn the middle of each telling line into an insertion, with a deleted year and number before it."""
    telling = {letter.doc_number, letter.heading.split("|")[-1], letter.salutation, letter.date_line}
    for paragraph in document.paragraphs:
        if paragraph.text in telling:
            (run,), middle = paragraph.runs, len(paragraph.text) // 2
            text, size = run.text, run.font.size.pt * 2
            run.text = text[:middle]
            look = f'<w:rPr><w:sz w:val="{size:.0f}"/></w:rPr>'
            deleted = f"<w:r>{look}<w:delText>2025年旧〔2025〕99号</w:delText></w:r>"
            inserted = f"<w:r>{look}<w:t>{text[middle:]}</w:t></w:r>"
            for kind, content in (("del", deleted), ("ins", inserted)):
                paragraph._p.append(parse_xml(f"<w:{kind} {nsdecls('w')} {MARKED}>{content}</w:{kind}>"))


def _saved(document: Document, numbered: bool) -> bytes:
    if numbered:
        numbering = document.part.numbering_part.element
        first = numbering.find(qn("w:num"))
        for series, levels in ((HEADINGS, DRAWN), (NOTE, (("decimal", "%1."),))):
            first.addprevious(_series(series, levels))
            numbering.append(
                parse_xml(f'<w:num {nsdecls("w")} w:numId="{series}"><w:abstractNumId w:val="{series}"/></w:num>')
            )
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _series(series: int, levels: tuple[tuple[str, str], ...]) -> etree._Element:
    drawn = "".join(
        f'<w:lvl w:ilvl="{deep}"><w:start w:val="1"/><w:numFmt w:val="{numerals}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{form}"/></w:lvl>'
        for deep, (numerals, form) in enumerate(levels)
    )
    return parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{series}">{drawn}</w:abstractNum>')
