"""Elements and lengths of a word-processor file (文档元素): what the library has no words for."""

from typing import Any

CELL = 315.8  # twips of one 字: 156 mm for 28
PITCH = 579  # twips of a line: 22 fill 225 mm; at 29 points only 21 would fit


def element(tag: str, **attributes: Any) -> Any:
    """Return an element; attributes are of its namespace, those that are None are left out."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(qn(f"w:{name}"), str(value))
    return made


def add(parent: Any, tag: str, **attributes: Any) -> Any:
    """Append an element and return it."""
    made = element(tag, **attributes)
    parent.append(made)
    return made


def put(parent: Any, tag: str, **attributes: Any) -> Any:
    """Append a property in place of the one that is there, if any, and return it."""
    made = element(tag, **attributes)
    for old in parent.findall(made.tag):
        parent.remove(old)
    parent.append(made)
    return made


def twips(millimetres: float) -> int:
    """Return a length in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def give(part: Any, style: str) -> Any:
    """Give a paragraph or a run one of our styles, which is known by its name, and return it.

    Asked for a style, the library looks through all that there are, and that for every cell of a table.
    """
    part._element.style = style
    return part


def indent(paragraph: Any, *, left: float = 0, right: float = 0, first: float = 0, hanging: float = 0) -> None:
    """Set the indents of a paragraph in 字: as such for the word processor, in twips for what knows no 字."""
    ends = {"hanging": hanging} if hanging else {"firstLine": first}
    values = {}
    for name, width in {"left": left, "right": right, **ends}.items():
        values[f"{name}Chars"], values[name] = round(width * 100), round(width * CELL)
    put(paragraph._p.get_or_add_pPr(), "w:ind", **values)


def bare(table: Any) -> None:
    """Take away what a table keeps free at the sides of its cells, so that a width is one of text."""
    margins = put(table._tbl.tblPr, "w:tblCellMar")
    for side in ("left", "right"):
        add(margins, f"w:{side}", w=0, type="dxa")


def columns(table: Any, *millimetres: float) -> None:
    """Give a table columns of fixed width; a word processor reads it of the columns or of the cells, so both say it."""
    from docx.shared import Mm

    table.autofit = False
    for column, wide in zip(table.columns, millimetres, strict=True):
        column.width = Mm(wide)
        for cell in column.cells:
            cell.width = Mm(wide)


def field(run: Any, instruction: str) -> None:
    """Put a field into a run, such as PAGE: the word processor computes what stands there."""
    add(run._r, "w:fldChar", fldCharType="begin")
    words = add(run._r, "w:instrText")
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = f" {instruction} "
    add(run._r, "w:fldChar", fldCharType="separate")
    add(run._r, "w:t").text = "1"
    add(run._r, "w:fldChar", fldCharType="end")
