"""The words of one paragraph (段落文字): field results without their codes, insertions without deletions."""

from collections.abc import Iterable
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from zhongshu.gongwen.read.docx import symbols
from zhongshu.gongwen.read.docx.names import ALTERNATIVES, VAL, M, W, alternative, is_on
from zhongshu.gongwen.read.docx.styles import Look, Styles, look

# Wrappers that mean nothing for the text.
THROUGH = {
    W + name
    for name in (
        "hyperlink", "smartTag", "customXml", "sdtContent", "fldSimple", "dir", "bdo", "rubyBase", "ruby", "subDoc",
    )
}  # fmt: skip
INSERTED = {f"{W}ins", f"{W}moveTo"}
DELETED = {f"{W}del", f"{W}moveFrom"}
PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
LEAVES = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "",
}  # fmt: skip
LEAVES_OF_TEXT = {f"{W}t", f"{M}t"}
BOX = f"{W}txbxContent"
LETTERING = "{urn:schemas-microsoft-com:vml}textpath"
WATERMARK = "WaterMark"  # in the name that word processors give to such a drawing


class Seen:
    """What the reading of a document came across and has to say (识读提示)."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.revised = False
        self.hidden = False


class Piece(NamedTuple):
    """Words of one look; a newline stands alone."""

    text: str
    look: Look


class Words:
    """The words of a paragraph as they are found: pieces of text, and the text boxes that hang on it."""

    def __init__(self, styles: Styles, seen: Seen) -> None:
        """Take the styles that runs refer to and the book of what was seen."""
        self.pieces: list[Piece] = []
        self.boxes: list[Element] = []  # anchored before any word
        self.late_boxes: list[Element] = []
        self._styles = styles
        self._seen = seen
        # For every field around the present word whether its code is still going on. A field that another paragraph
        # ends is no concern of this one: its result may run over many.
        self._codes: list[bool] = []

    def take(self, parent: Iterable[Element], base: Look) -> None:
        """Add what stands in an element, in words that look like `base` unless they say otherwise."""
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self.take(child, self._look(child, base))
            elif tag in LEAVES_OF_TEXT:
                self._add(child.text or "", base)
            elif tag in LEAVES:
                self._add(LEAVES[tag], base)
            else:
                self._take_rare(child, tag, base)

    def _take_rare(self, child: Element, tag: str, base: Look) -> None:
        if tag in THROUGH or tag.startswith(M):
            self.take(child, base)
        elif tag in INSERTED or tag in DELETED:
            self._seen.revised = True
            self.take(child if tag in INSERTED else (), base)
        elif tag == f"{W}sdt":
            self._take_control(child, base)
        elif tag == f"{W}fldChar":
            self._turn(child.get(f"{W}fldCharType"))
        elif tag == f"{W}sym":
            self._add(symbols.sign(child.get(f"{W}char", ""), child.get(f"{W}font", "")), base)
        else:
            self._take_drawn(child, tag, base)

    def _take_drawn(self, child: Element, tag: str, base: Look) -> None:
        if tag in PICTURES:
            (self.late_boxes if self.pieces else self.boxes).extend(_boxes(child))
        elif tag == ALTERNATIVES:
            self.take(alternative(child), base)

    def _take_control(self, control: Element, base: Look) -> None:
        """A content control (内容控件) that nobody has filled in holds but its own instructions."""
        content = control.find(f"{W}sdtContent")
        if content is not None and not is_on(control.find(f"{W}sdtPr"), "showingPlcHdr"):
            self.take(content, base)

    def _look(self, run: Element, base: Look) -> Look:
        setting = run.find(f"{W}rPr")
        if setting is None:
            return base
        style = setting.find(f"{W}rStyle")
        named = base if style is None else self._styles.words(style.get(VAL)).over(base)
        return look(setting).over(named)

    def _turn(self, kind: str | None) -> None:
        """Follow a field: begin, code, separate, result, end."""
        if kind == "begin":
            self._codes.append(True)
        elif kind == "separate" and self._codes:
            self._codes[-1] = False
        elif kind == "end" and self._codes:
            self._codes.pop()

    def _add(self, text: str, base: Look) -> None:
        if not text or any(self._codes):
            return
        if base.hidden:
            self._seen.hidden = self._seen.hidden or bool(text.strip())
        else:
            # Line ends inside w:t are the writing program's, not the author's.
            self.pieces.append(Piece(text if text == "\n" else text.replace("\r", "").replace("\n", " "), base))


def _boxes(element: Element) -> list[Element]:
    """Return the text boxes in a drawing, and its lettering (艺术字) as if it were one; watermarks are no text."""
    if element.tag == BOX:
        return [element]
    if element.tag == LETTERING:
        return [_box(element.get("string", ""))]
    if WATERMARK in element.get("id", ""):
        return []
    inside = alternative(element) if element.tag == ALTERNATIVES else element
    return [box for child in inside for box in _boxes(child)]


def _box(text: str) -> Element:
    """Return a text box of one paragraph."""
    box = Element(BOX)
    run = SubElement(SubElement(box, f"{W}p"), f"{W}r")
    SubElement(run, f"{W}t").text = text
    return box
