"""The text of a document and of its attachments (正文、附件说明、附件): paragraphs, tables, pictures."""

import io
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from zhongshu.gongwen.typeset.blocks import Block, Figure, Grid, Paragraph
from zhongshu.gongwen.typeset.docx import heads, paper, styles
from zhongshu.gongwen.typeset.docx.xml import add, columns, give, indent, put
from zhongshu.gongwen.typeset.pictures import Image
from zhongshu.gongwen.typeset.plan import Plan
from zhongshu.gongwen.typeset.titles import width

LABEL = "附件："
JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def write(document: Any, blocks: Iterable[Block]) -> None:
    """Write the blocks of a body; wide tables that follow one another share pages that lie on their side."""
    for is_aside, run in groupby(blocks, lambda block: isinstance(block, Grid) and block.landscape):
        if is_aside:
            _aside(document, run)
        else:
            for block in run:
                _block(document, block)


def _block(document: Any, block: Block) -> None:
    if isinstance(block, Paragraph):
        _paragraph(document, block)
    elif isinstance(block, Grid):
        _grid(document, block)
    else:
        _figure(document, block)


def _paragraph(document: Any, block: Paragraph) -> None:
    """A heading that stands alone has the style of its level; one that text follows is set apart within the line."""
    is_alone = bool(block.head) and not block.text
    paragraph = give(document.add_paragraph(), styles.HEADINGS[block.level - 1] if is_alone else styles.BODY)
    indent(paragraph, first=2)
    if block.head:
        head = paragraph.add_run(block.head)
        if not is_alone:
            give(head, styles.RUN_IN[block.level - 1])
    if block.text:
        paragraph.add_run(block.text)


def _grid(document: Any, block: Grid) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Pt

    if block.title:
        _caption(document, block.title, keep=True)
    table = document.add_table(len(block.rows), len(block.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    columns(table, *block.columns)
    for number, (row, texts) in enumerate(zip(table.rows, block.rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        add(properties, "w:cantSplit")
        if number < block.heads:
            add(properties, "w:tblHeader")
        for cell, text, side in zip(row.cells, texts, block.sides, strict=True):
            put(cell._tc.get_or_add_tcPr(), "w:vAlign", val="center")
            _cell(cell, text, "center" if number < block.heads else side, Pt(block.size))
    give(document.add_paragraph(), styles.BODY)


def _cell(cell: Any, text: str, side: str, size: Any) -> None:
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        give(paragraph, styles.CELLS)
        put(paragraph._p.get_or_add_pPr(), "w:jc", val=side)
        paragraph.add_run(line).font.size = size


def _aside(document: Any, run: Iterable[Block]) -> None:
    """Put wide tables on pages that lie on their side, which are a section of their own."""
    from docx.enum.section import WD_SECTION

    aside = document.add_section(WD_SECTION.NEW_PAGE)
    paper.set_up(aside, landscape=True)
    paper.number_sideways(aside)
    for block in run:
        _block(document, block)
    upright = document.add_section(WD_SECTION.NEW_PAGE)
    paper.set_up(upright)
    paper.number_pages(document, upright)


def _figure(document: Any, block: Figure) -> None:
    from docx.shared import Mm

    paragraph = give(document.add_paragraph(), styles.BODY)
    properties = paragraph._p.get_or_add_pPr()
    put(properties, "w:spacing", before=0, after=0, line=240, lineRule="auto")  # as high as the picture
    put(properties, "w:jc", val="center")
    if block.title:
        put(properties, "w:keepNext")
    drawn = paragraph.add_run().add_picture(_file(block.image), Mm(block.width), Mm(block.height))
    drawn._inline.docPr.set("descr", block.title)
    if block.title:
        _caption(document, block.title, keep=False)


def _file(image: Image) -> io.BytesIO:
    """Return a picture as a file that the library knows: a JPEG that says how it begins, as not all do."""
    is_bare = image.suffix == "jpg" and image.data[6:10] not in (b"JFIF", b"Exif")
    return io.BytesIO(image.data[:2] + JFIF + image.data[2:] if is_bare else image.data)


def _caption(document: Any, words: str, *, keep: bool) -> None:
    paragraph = give(document.add_paragraph(words), styles.CAPTION)
    if keep:
        put(paragraph._p.get_or_add_pPr(), "w:keepNext")


def note_attachments(document: Any, plan: Plan) -> None:
    """Write 附件说明: one line empty, then the names, whose second lines begin under their first character (7.3.4)."""
    if not plan.attachments:
        return
    heads.empty(document, 1)
    several = len(plan.attachments) > 1
    for number, name in enumerate(plan.attachments, 1):
        mark = f"{number}." if several else ""
        before = LABEL if number == 1 else "　" * len(LABEL)
        paragraph = give(document.add_paragraph(f"{before}{mark}{name}"), styles.ENCLOSED)
        deep = len(LABEL) + width(mark)
        indent(paragraph, left=2 + deep, hanging=deep)


def enclose(document: Any, plan: Plan) -> None:
    """Write the attachments, each on a new page: label on its first line, title on the third (7.3.7)."""
    for one in plan.enclosures:
        give(document.add_paragraph(one.label), styles.LABEL)
        heads.empty(document, 1)
        heads.title(document, one.title, styles.ENCLOSURE)
        heads.empty(document, 1)
        write(document, one.body)
