"""The paragraphs and tables of a DOCX in their order (段落与表格), each paragraph numbered as it is drawn."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read.docx.names import ALTERNATIVES, NONE, W, alternative, is_on, value
from zhongshu.gongwen.read.docx.numbering import Numbering
from zhongshu.gongwen.read.docx.styles import ALIGN, Look, Style, Styles, numbered
from zhongshu.gongwen.read.docx.words import DELETED, INSERTED, Piece, Seen, Words
from zhongshu.gongwen.read.model import Line
from zhongshu.kit import text as kit_text

THROUGH = {f"{W}customXml", f"{W}smartTag", f"{W}sdtContent", f"{W}txbxContent"}
BETWEEN_CELLS = "\t"


class Body:
    """A reading of the texts of one document: body, headers, notes. They share styles, numbering and what was seen."""

    def __init__(self, styles: Styles, numbering: Numbering, seen: Seen) -> None:
        """Take what the texts share."""
        self._styles = styles
        self._numbering = numbering
        self._seen = seen

    def lines(self, parent: Element) -> list[Line]:
        """Return the lines of what stands in an element that holds paragraphs and tables."""
        return list(self._all(parent))

    def _all(self, parent: Element) -> Iterator[Line]:
        open_: list[Piece] = []
        yield from self._blocks(parent, open_)
        yield from _lines(open_, "left")

    def _blocks(self, parent: Element, open_: list[Piece]) -> Iterator[Line]:
        """Yield lines. open_: words of paragraphs whose end was deleted or hidden; the next one takes them in."""
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                yield from self._paragraph(child, open_)
            elif tag == f"{W}tbl":
                yield from _lines(open_, "left")
                open_.clear()
                yield from self._table(child)
            elif tag in DELETED:
                self._seen.revised = True
            else:
                yield from self._blocks(self._inside(child, tag), open_)

    def _inside(self, child: Element, tag: str) -> Element:
        """Return what holds the blocks of a wrapper, nothing when this is none."""
        if tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            return NONE if content is None or is_on(child.find(f"{W}sdtPr"), "showingPlcHdr") else content
        if tag == ALTERNATIVES:
            return alternative(child)
        if tag in INSERTED:
            self._seen.revised = True
        return child if tag in THROUGH or tag in INSERTED else NONE

    def _paragraph(self, paragraph: Element, open_: list[Piece]) -> Iterator[Line]:
        setting = paragraph.find(f"{W}pPr")
        style = self._styles.paragraph(value(setting, "pStyle"))
        words = Words(self._styles, self._seen)
        words.take(paragraph, style.look)
        for box in words.boxes:
            yield from self._all(box)
        open_.extend(words.pieces)
        if not self._is_open(setting):
            label = self._label(setting, style)
            align = ALIGN.get(value(setting, "jc") or "", style.align or "left")
            yield from _lines([Piece(label, style.look), *open_], align)
            open_.clear()
        for box in words.late_boxes:
            yield from self._all(box)

    def _is_open(self, setting: Element | None) -> bool:
        """Say whether the end of a paragraph is deleted or hidden: its words then belong to the next one."""
        mark = None if setting is None else setting.find(f"{W}rPr")
        if mark is None:
            return False
        deleted = any(mark.find(tag) is not None for tag in DELETED)
        self._seen.revised = self._seen.revised or deleted or any(mark.find(tag) is not None for tag in INSERTED)
        return deleted or bool(is_on(mark, "vanish"))

    def _label(self, setting: Element | None, style: Style) -> str:
        num, level = numbered(setting)
        if num is None:
            num, level = style.num, style.level if level is None else level
        if num is None or num == "0":
            return ""
        return self._numbering.label(num, self._numbering.level_of(num, style.key) if level is None else level)

    def _table(self, table: Element) -> Iterator[Line]:
        """Yield a line for every row; of a row with a single cell its own lines, for such tables only draw frames."""
        for row in self._within(table, f"{W}tr"):
            if self._is_gone(row):
                continue
            cells = [self.lines(cell) for cell in self._within(row, f"{W}tc") if not _continues(cell)]
            filled = [cell for cell in cells if cell]
            if len(filled) == 1:
                yield from filled[0]
            elif filled:
                yield _row(filled)

    def _within(self, parent: Element, tag: str) -> Iterator[Element]:
        """Yield rows or cells, also those in wrappers."""
        for child in parent:
            if child.tag == tag:
                yield child
            else:
                yield from self._within(self._inside(child, child.tag), tag)

    def _is_gone(self, row: Element) -> bool:
        setting = row.find(f"{W}trPr")
        if setting is None:
            return False
        deleted = setting.find(f"{W}del") is not None
        hidden = bool(is_on(setting, "hidden"))
        self._seen.revised = self._seen.revised or deleted or setting.find(f"{W}ins") is not None
        self._seen.hidden = self._seen.hidden or hidden
        return deleted or hidden


def _continues(cell: Element) -> bool:
    """Say whether a cell only continues the one above it, or was deleted."""
    setting = cell.find(f"{W}tcPr")
    if setting is None:
        return False
    merge = setting.find(f"{W}vMerge")
    return setting.find(f"{W}cellDel") is not None or (merge is not None and value(setting, "vMerge") != "restart")


def _row(cells: list[list[Line]]) -> Line:
    lines = [line for cell in cells for line in cell]
    text = BETWEEN_CELLS.join(" ".join(line.text.strip() for line in cell) for cell in cells)
    sizes = Counter[float | None]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return Line(text, size=sizes.most_common(1)[0][0], red=all(line.red for line in lines))


def _lines(pieces: list[Piece], align: str) -> Iterator[Line]:
    """Yield the lines of a paragraph: one, or more where the author broke it; empty ones are left out."""
    row: list[Piece] = []
    for piece in [*pieces, Piece("\n", Look())]:
        if piece.text != "\n":
            row.append(piece)
            continue
        text = kit_text.visible("".join(one.text for one in row)).rstrip()
        if text:
            yield Line(text, size=_size(row), align=align, red=_is_red(row))
        row = []


def _size(row: list[Piece]) -> float | None:
    sizes = Counter[float | None]()
    for piece in row:
        sizes[piece.look.size] += len(piece.text.strip())
    size = sizes.most_common(1)[0][0]
    return None if size is None else round(size, 2)


def _is_red(row: list[Piece]) -> bool:
    return sum((1 if piece.look.red else -1) * len(piece.text.strip()) for piece in row) > 0
