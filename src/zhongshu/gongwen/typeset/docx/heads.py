"""What stands above the text (版头、标题、主送机关), for each of the four formats."""

from typing import Any

from zhongshu.gongwen.typeset.docx import styles
from zhongshu.gongwen.typeset.docx.xml import CELL, PITCH, add, bare, columns, give, put, twips
from zhongshu.gongwen.typeset.plan import Plan
from zhongshu.gongwen.typeset.titles import width

POINT = 25.4 / 72
ACROSS = 442.2  # points of the 版心
LARGEST, LEAST = 62.0, 40.0
LETTER_RULE = 170.0  # millimetres, centred on the sheet
# Where the mark begins below the 版心's top, in millimetres.
MARK_AT = {"general": 35.0, "minutes": 35.0, "order": 20.0}


def write(document: Any, plan: Plan) -> None:
    """Write everything above the body."""
    if plan.form == "letter":
        _letter(document, plan)
    elif plan.form != "plain":
        _general(document, plan)
    if plan.title and plan.form != "order":
        title(document, plan.title, styles.HEADING)
        if plan.adopted:
            give(document.add_paragraph(plan.adopted), styles.ADOPTED)
        empty(document, 1)
    if plan.recipients:
        give(document.add_paragraph(plan.recipients), styles.RECIPIENTS)


def title(document: Any, lines: tuple[str, ...], style: str) -> None:
    """Write a title whose lines were broken by sense: they stay one paragraph."""
    paragraph = give(document.add_paragraph(), style)
    for number, line in enumerate(lines):
        run = paragraph.add_run(line)
        if number < len(lines) - 1:
            run.add_break()


def empty(document: Any, count: int) -> None:
    """Leave lines of the grid empty."""
    for _ in range(count):
        give(document.add_paragraph(), styles.BODY)


def _general(document: Any, plan: Plan) -> None:
    rows = max((row + 1 for _, _, row in plan.corners), default=0)
    depth = MARK_AT[plan.form]
    rows = max(rows, int(depth / (PITCH * 25.4 / 1440)))
    _corners(document, plan, rows)
    _mark(document, plan, before=max(twips(depth) - rows * PITCH, 0))
    empty(document, 2)
    if plan.form == "minutes" and plan.date:
        _line(document, plan.number, align="center")
        ruled = _line(document, f"　{plan.author}\t{plan.date}")
    elif plan.upward:
        ruled = _signers(document, plan)
    else:
        ruled = _line(document, plan.number, align="center")
    if plan.form == "order":
        empty(document, 2)
        return
    _underline(ruled, space=11)
    empty(document, 2)


def _corners(target: Any, plan: Plan, rows: int) -> None:
    """Write 份号, 密级 and 紧急程度 on their lines; only the figures of 份号 are not in 黑体 (7.2.1–3)."""
    texts = {row: (kind, text) for kind, text, row in plan.corners}
    for row in range(rows):
        kind, text = texts.get(row, ("", ""))
        give(target.add_paragraph(text), styles.BODY if kind in ("copy", "") else styles.CORNER)


def _mark(target: Any, plan: Plan, *, before: int) -> None:
    if len(plan.marks) > 1:
        _stack(target, plan, before)
        return
    (words,) = plan.marks
    size = max(LEAST, min(LARGEST, ACROSS * 0.98 / width(words)))
    paragraph = _sized(give(target.add_paragraph(), styles.MARK), size, before)
    _drawn(paragraph.add_run(words), size, min(1.0, ACROSS * 0.98 / (width(words) * size)))


def _stack(document: Any, plan: Plan, before: int) -> None:
    """Write the names of several organs one above the other, as wide as the longest, and 文件 beside their middle."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT

    _sized(give(document.add_paragraph(), styles.BODY), max(before / 20, 1), 0)
    count = len(plan.marks)
    size = max(24.0, min(40.0, 227 / (count * 1.2)))
    beside = min(LARGEST, max(size * 1.5, LEAST))
    widest = max(map(width, plan.marks))
    column = min(ACROSS - 2.6 * beside, widest * size + 4)
    table = document.add_table(1, 2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    bare(table)
    columns(table, column * POINT, 2.5 * beside * POINT)
    left, right = table.rows[0].cells
    right.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, name in enumerate(plan.marks):
        paragraph = left.paragraphs[0] if number == 0 else left.add_paragraph()
        give(paragraph, styles.MARK)
        _sized(paragraph, size * 1.2, 0)
        put(paragraph._p.get_or_add_pPr(), "w:jc", val="distribute")
        _drawn(paragraph.add_run(name), size, min(1.0, (column - 4) / (widest * size)))
    give(right.paragraphs[0], styles.MARK)
    _drawn(_sized(right.paragraphs[0], beside, 0).add_run(plan.mark_end), beside, 1.0)


def _sized(paragraph: Any, points: float, before: int) -> Any:
    """Give a paragraph a line of so many points, and what is free above it in twips."""
    put(paragraph._p.get_or_add_pPr(), "w:spacing", before=before, after=0, line=round(points * 20), lineRule="exact")
    return paragraph


def _drawn(run: Any, points: float, ratio: float) -> None:
    """Set a run in its size, drawn narrower where it would not fit."""
    properties = run._r.get_or_add_rPr()
    if ratio < 1:
        put(properties, "w:w", val=max(round(ratio * 100), 1))
    put(properties, "w:sz", val=round(points * 2))


def _line(document: Any, words: str, *, align: str = "", end: int = 27) -> Any:
    """Write a line of 发文字号, as tall as its characters: what is below is measured from their foot."""
    paragraph = give(document.add_paragraph(words), styles.NUMBER)
    properties = paragraph._p.get_or_add_pPr()
    add(put(properties, "w:tabs"), "w:tab", val="right", pos=round(end * CELL))
    put(properties, "w:spacing", before=PITCH - 320, after=0, line=320, lineRule="exact")
    if align:
        put(properties, "w:jc", val=align)
    return paragraph


def _signers(document: Any, plan: Plan) -> Any:
    """Write 签发人 in their rows, and 发文字号 at the left of the last one (7.2.5–6)."""
    rows = plan.signers or (("",),)
    widest = max(map(_wide, rows))
    for number, row in enumerate(rows):
        is_last = number == len(rows) - 1
        paragraph = _line(document, f"　{plan.number if is_last else ''}\t")
        paragraph.add_run("签发人：" if number == 0 else "　　　　")
        for place, name in enumerate(row):
            paragraph.add_run("　" * bool(place))
            add(paragraph.add_run(name)._r.get_or_add_rPr(), "w:rFonts", eastAsia=styles.KAI)
        if missing := round(widest - _wide(row)):
            paragraph.add_run("　" * missing)
    return paragraph


def _wide(names: tuple[str, ...]) -> float:
    """Return how wide names stand one 字 apart."""
    return sum(width(name) + 1 for name in names) - 1


def _underline(paragraph: Any, *, space: int) -> None:
    borders = put(paragraph._p.get_or_add_pPr(), "w:pBdr")
    add(borders, "w:bottom", val="single", sz=16, space=space, color=styles.RED)


def _letter(document: Any, plan: Plan) -> None:
    """Write a letter's head: mark and double rules belong to its first page alone (10.1)."""
    from docx.shared import Mm

    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = Mm(30)
    header = section.first_page_header
    header.is_linked_to_previous = False
    _mark(header, plan, before=0)
    header.paragraphs[0]._p.getparent().remove(header.paragraphs[0]._p)
    _rule(give(header.add_paragraph(), styles.NUMBER), "thickThinSmallGap", before=twips(4))
    section.first_page_footer.is_linked_to_previous = False
    _rule(section.first_page_footer.paragraphs[0], "thinThickSmallGap", before=0)
    rows = max((row + 1 for _, _, row in plan.corners), default=0) or int(bool(plan.number))
    texts = {row: (kind, text) for kind, text, row in plan.corners}
    for row in range(rows):
        kind, text = texts.get(row, ("", ""))
        line = _line(document, "", end=28)
        if text:
            corner = line.add_run(text)
            if kind != "copy":
                give(corner, styles.RUN_IN[0])
        line.add_run(f"\t{plan.number if row == 0 else ''}")
    empty(document, 2)


def _rule(paragraph: Any, kind: str, *, before: int) -> None:
    """Draw a red double rule of 170 mm under an empty paragraph."""
    give(paragraph, styles.NUMBER)
    properties = paragraph._p.get_or_add_pPr()
    put(properties, "w:spacing", before=before, after=0, line=20, lineRule="exact")
    put(properties, "w:ind", left=-twips(8), right=-twips(6))
    borders = put(properties, "w:pBdr")
    add(borders, "w:bottom", val=kind, sz=36, space=0, color=styles.RED)
