"""The styles of an official document (公文样式): whoever edits the file finds each part under its own name."""

from dataclasses import dataclass
from typing import Any

from zhongshu.gongwen.typeset.docx.xml import PITCH, put

LATIN = "Times New Roman"
FANG, KAI, HEI, SONG, TITLE = "仿宋", "楷体", "黑体", "宋体", "方正小标宋简体"
RED = "E60012"
CLOSER = -5  # twentieths of a point, so that 28 characters of 三号 fill a line

BODY, MARK, CORNER, NUMBER = "公文正文", "发文机关标志", "公文版头", "发文字号"
HEADINGS = ("一级标题", "二级标题", "三级标题", "四级标题")
RUN_IN = ("一级标题文字", "二级标题文字")
HEADING, ADOPTED, RECIPIENTS, NOTE = "公文标题", "题注", "主送机关", "附注"
ENCLOSED, LABEL, ENCLOSURE = "附件说明", "附件标号", "附件标题"
SIGNED, DATED, IMPRINT, PAGE, CELLS, CAPTION = "署名", "成文日期", "版记", "页码", "表格文字", "表题图题"


@dataclass(frozen=True, slots=True)
class Type:
    """How a style is set: font, size in points, line in twips, alignment, what it is based on."""

    font: str = FANG
    size: float = 16
    line: int = PITCH
    align: str = ""
    base: str = BODY
    color: str = ""
    outline: int | None = None
    page: bool = False  # begins a page


PARAGRAPHS = {
    CORNER: Type(HEI),
    MARK: Type(TITLE, 62, align="center", color=RED),
    NUMBER: Type(line=320),
    HEADING: Type(TITLE, 22, 700, "center"),
    ADOPTED: Type(KAI, align="center"),
    RECIPIENTS: Type(align="both"),
    HEADINGS[0]: Type(HEI, outline=0),
    HEADINGS[1]: Type(KAI, outline=1),
    HEADINGS[2]: Type(outline=2),
    HEADINGS[3]: Type(outline=3),
    ENCLOSED: Type(),
    SIGNED: Type(),
    DATED: Type(),
    NOTE: Type(),
    LABEL: Type(HEI, page=True),
    ENCLOSURE: Type(TITLE, 22, 700, "center"),
    IMPRINT: Type(size=14, line=420),
    PAGE: Type(SONG, 14, 280),
    CELLS: Type(size=14, line=0, align="center"),
    CAPTION: Type(HEI, align="center"),
}


def define(document: Any) -> None:
    """Put the styles into a document."""
    from docx.enum.style import WD_STYLE_TYPE

    styles = document.styles
    normal = styles["Normal"]
    _letters(normal.element.get_or_add_rPr(), Type(), close=CLOSER)
    body = styles.add_style(BODY, WD_STYLE_TYPE.PARAGRAPH)
    body.base_style = normal
    _lines(body, Type(align="both"))
    for name, wanted in PARAGRAPHS.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.quick_style = styles[wanted.base], True
        _lines(style, wanted)
        is_grid = wanted.size == 16
        _letters(style.element.get_or_add_rPr(), wanted, close=CLOSER if is_grid else 0)
    for name, font in zip(RUN_IN, (HEI, KAI), strict=True):
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        _fonts(style.element.get_or_add_rPr(), font)


def _lines(style: Any, wanted: Type) -> None:
    properties = style.element.get_or_add_pPr()
    if wanted.page:
        put(properties, "w:pageBreakBefore")
    put(properties, "w:widowControl", val=0)  # a page has twenty-two lines
    put(properties, "w:autoSpaceDE", val=0)
    put(properties, "w:autoSpaceDN", val=0)
    rule = {"line": wanted.line, "lineRule": "exact"} if wanted.line else {"line": 240, "lineRule": "auto"}
    put(properties, "w:spacing", before=0, after=0, **rule)
    if wanted.align:
        put(properties, "w:jc", val=wanted.align)
    if wanted.outline is not None:
        put(properties, "w:outlineLvl", val=wanted.outline)


def _letters(properties: Any, wanted: Type, *, close: int) -> None:
    _fonts(properties, wanted.font)
    if wanted.color:
        put(properties, "w:color", val=wanted.color)
    put(properties, "w:spacing", val=close)
    put(properties, "w:sz", val=round(wanted.size * 2))
    put(properties, "w:szCs", val=round(wanted.size * 2))


def _fonts(properties: Any, font: str) -> None:
    put(properties, "w:rFonts", ascii=LATIN, hAnsi=LATIN, cs=LATIN, eastAsia=font)
