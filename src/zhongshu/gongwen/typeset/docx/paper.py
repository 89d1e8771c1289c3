"""The sheet (版面设置): margins and grid of GB/T 9704-2012, page numbers outside at the foot, pages on their side."""

from typing import Any

from zhongshu.gongwen.typeset.docx import styles
from zhongshu.gongwen.typeset.docx.xml import PITCH, add, field, give, indent, put, twips

WIDE, HIGH = 210.0, 297.0
TOP, RIGHT, BOTTOM, LEFT = 37.0, 26.0, 35.0, 28.0
FOOT = 25.05  # from the edge of the sheet to the foot of the number, whose dashes are then 7 mm below the 版心


def set_up(section: Any, *, landscape: bool = False) -> None:
    """Give a section the sheet, upright or on its side; on its side its head is at the binding edge (cl. 8)."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    wide, high = (HIGH, WIDE) if landscape else (WIDE, HIGH)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(high)
    edges = (LEFT, TOP, RIGHT, BOTTOM) if landscape else (TOP, RIGHT, BOTTOM, LEFT)
    section.different_first_page_header_footer = False  # that is for the first page of a letter alone
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, edges)
    section.header_distance, section.footer_distance = Mm(15), Mm(FOOT)
    # Not by characters as well: then some word processors set sixteen to a line.
    put(section._sectPr, "w:docGrid", type="lines", linePitch=PITCH)


def number_pages(document: Any, section: Any) -> None:
    """Put page numbers at the foot of odd and even pages (页码, 7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = _numbered(footer.paragraphs[0])
        put(paragraph._p.get_or_add_pPr(), "w:jc", val=align)
        indent(paragraph, **{align: 14 / 16})


def number_sideways(section: Any) -> None:
    """Put the numbers of pages that lie on their side where they stand on all other pages of the stack."""
    for footer, down in ((section.footer, WIDE - RIGHT - 5 - 18), (section.even_page_footer, LEFT + 5)):
        footer.is_linked_to_previous = False
        _numbered(_standing(footer, BOTTOM - 7 - 4, down))


def _numbered(paragraph: Any) -> Any:
    give(paragraph, styles.PAGE)
    paragraph.add_run("— ")
    field(paragraph.add_run(), "PAGE")
    paragraph.add_run(" —")
    return paragraph


def _standing(footer: Any, across: float, down: float) -> Any:
    """Return the paragraph of a cell in which text runs downwards, at a place of the sheet in millimetres."""
    from docx.shared import Mm

    table = footer.add_table(1, 1, Mm(8))
    float_at(table, horizontal="page", vertical="page", x=across, y=down)
    add(table.rows[0]._tr.get_or_add_trPr(), "w:trHeight", val=twips(18), hRule="exact")
    add(table.cell(0, 0)._tc.get_or_add_tcPr(), "w:textDirection", val="tbRl")
    return table.cell(0, 0).paragraphs[0]


def float_at(table: Any, *, horizontal: str, vertical: str, x: float | str, y: float | str) -> None:
    """Let a table stand at a place of the page: in millimetres, or by name (center, bottom)."""
    place = {
        **({"tblpXSpec": x} if isinstance(x, str) else {"tblpX": twips(x)}),
        **({"tblpYSpec": y} if isinstance(y, str) else {"tblpY": twips(y)}),
    }
    anchors = {"vertAnchor": vertical, "horzAnchor": horizontal}
    put(table._tbl.tblPr, "w:tblpPr", leftFromText=0, rightFromText=0, **anchors, **place)
