"""What stands below the text (署名、成文日期、附注、出席名单、版记)."""

from collections.abc import Sequence
from typing import Any

from zhongshu.gongwen.typeset.docx import heads, paper, styles
from zhongshu.gongwen.typeset.docx.xml import PITCH, add, bare, columns, give, indent, put
from zhongshu.gongwen.typeset.plan import Imprint, Plan
from zhongshu.gongwen.typeset.titles import width

ACROSS, WIDE = 28, 156.0  # of the 版心, in 字 and in millimetres
SEAL_LINES = 4  # of the grid from one row of seals to the next


def sign(document: Any, plan: Plan) -> None:
    """Write who signs and when, as it is sealed (7.3.5); what belongs together stays on one page."""
    begun = len(document.paragraphs)
    if plan.form == "minutes":
        pass
    elif plan.sealing == "chop":
        _chopped(document, plan)
    elif len(plan.stamps) > 1:
        _sealed_together(document, plan)
    elif plan.stamps:
        _sealed(document, plan)
    else:
        _unsealed(document, plan)
    if plan.note:
        indent(give(document.add_paragraph(plan.note), styles.NOTE), left=2)
    for paragraph in document.paragraphs[max(begun - 1, 0) : -1]:
        put(paragraph._p.get_or_add_pPr(), "w:keepNext")


def call_roll(document: Any, plan: Plan) -> None:
    """Write 出席, 请假 and 列席 of minutes: label in 黑体, second lines after the colon (10.3)."""
    for number, (label, persons) in enumerate(plan.roll):
        if number == 0:
            heads.empty(document, 1)
        paragraph = give(document.add_paragraph(), styles.BODY)
        give(paragraph.add_run(f"{label}："), styles.RUN_IN[0])
        paragraph.add_run(persons)
        indent(paragraph, left=2 + len(label) + 1, hanging=len(label) + 1)


def _sealed(document: Any, plan: Plan) -> None:
    """One organ with its seal: date four 字 from the right, name centred above it (7.3.5.1)."""
    name, date = "".join(plan.signature), plan.date
    middle = max(4 + width(date) / 2, width(name) / 2 + 2)
    heads.empty(document, 2)
    for words, style in ((name, styles.SIGNED), (date, styles.DATED)):
        _at_right(give(document.add_paragraph(words), style), middle - width(words) / 2)


def _sealed_together(document: Any, plan: Plan) -> None:
    """Several organs in rows, each over the place of its seal; the date is under the last."""
    from docx.enum.table import WD_TABLE_ALIGNMENT

    count = len(plan.stamps)
    across = plan.abreast
    rows = -(-count // across)
    heads.empty(document, 1)
    table = document.add_table(rows, across)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    bare(table)
    columns(table, *[WIDE / across] * across)
    lacking = rows * across - count
    for number, one in enumerate(plan.stamps):
        row, column = divmod(number, across)
        cell = table.cell(row, column + (lacking if row == rows - 1 else 0))
        _centred(cell.paragraphs[0], "\n".join(one.lines), styles.SIGNED)
        if number == count - 1:
            _centred(cell.add_paragraph(), plan.date, styles.DATED)
    for row in table.rows:
        add(row._tr.get_or_add_trPr(), "w:trHeight", val=SEAL_LINES * PITCH, hRule="atLeast")
        add(row._tr.get_or_add_trPr(), "w:cantSplit")


def _centred(paragraph: Any, words: str, style: str) -> None:
    give(paragraph, style)
    paragraph.add_run(words)
    put(paragraph._p.get_or_add_pPr(), "w:jc", val="center")


def _unsealed(document: Any, plan: Plan) -> None:
    """Without seals: names two 字 from the right, the date two behind the first name's beginning (7.3.5.2)."""
    date = width(plan.date)
    start = ACROSS - 2 - max([*map(width, plan.signature), date + 2 if date else 0], default=0)
    heads.empty(document, 1)
    for name in plan.signature:
        indent(give(document.add_paragraph(name), styles.SIGNED), left=start)
    if plan.date:
        indent(give(document.add_paragraph(plan.date), styles.DATED), left=start + 2 * bool(plan.signature))


def _chopped(document: Any, plan: Plan) -> None:
    """With chops: two lines empty, the post two 字 before the place of the chop, the date below (7.3.5.3)."""
    heads.empty(document, 2)
    for number, one in enumerate(plan.hands):
        if number:
            heads.empty(document, 1)
        paragraph = give(document.add_paragraph(f"{one.post}　　"), styles.SIGNED)
        add(paragraph.add_run(one.name)._r.get_or_add_rPr(), "w:rFonts", eastAsia=styles.KAI)
        _at_right(paragraph, 4)
    heads.empty(document, 1)
    _at_right(give(document.add_paragraph(plan.date), styles.DATED), 4)


def _at_right(paragraph: Any, right: float) -> None:
    put(paragraph._p.get_or_add_pPr(), "w:jc", val="right")
    indent(paragraph, right=max(right, 0))


def imprint(document: Any, one: Imprint | None) -> None:
    """Write 版记 at the foot of the last page (7.4): a table that stands there wherever the text ends."""
    if one is None:
        return
    rows = _rows(one)
    table = document.add_table(len(rows), 1)
    columns(table, WIDE)
    paper.float_at(table, horizontal="margin", vertical="margin", x="center", y="bottom")
    if one.ruled:
        _rules(table)
    for row, lines in zip(table.rows, rows, strict=True):
        for number, (words, after) in enumerate(lines):
            paragraph = row.cells[0].paragraphs[0] if number == 0 else row.cells[0].add_paragraph()
            give(paragraph, styles.IMPRINT)
            _list(paragraph, words) if after is None else _ends(paragraph, words, after)
    last = give(document.add_paragraph(), styles.BODY)  # a table may not be the last thing in a document
    put(last._p.get_or_add_pPr(), "w:snapToGrid", val=0)
    put(last._p.get_or_add_pPr(), "w:spacing", before=0, after=0, line=20, lineRule="exact")


def _rows(one: Imprint) -> Sequence[Sequence[tuple[str, str | None]]]:
    """Return the rows between the lines: lists of organs, then what has something at its right end."""
    lists: list[tuple[str, str | None]] = [
        (f"{label}：{words}", None) for label, words in (("主送", one.recipients), ("抄送", one.copied_to)) if words
    ]
    rows = [lists] if lists else []
    if one.printer or one.printed:
        rows.append([(one.printer, one.printed)])
    if one.copies:
        rows.append([("", one.copies)])
    return rows


def _list(paragraph: Any, words: str) -> None:
    paragraph.add_run(words)
    indent(paragraph, left=1 + 3, right=1, hanging=3)


def _ends(paragraph: Any, words: str, after: str) -> None:
    paragraph.add_run(f"{words}\t{after}")
    indent(paragraph, left=1)
    tabs = put(paragraph._p.get_or_add_pPr(), "w:tabs")
    add(tabs, "w:tab", val="right", pos=8844 - 280)


def _rules(table: Any) -> None:
    """Draw the lines: first and last 0.35 mm, those between 0.25 mm (7.4.1)."""
    borders = put(table._tbl.tblPr, "w:tblBorders")
    for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 6)):
        add(borders, f"w:{side}", val="single", sz=eighths, space=0, color="000000")
