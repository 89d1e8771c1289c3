"""A list as a workbook (导出 Excel): what the page shows, a row to the row, and at its end who took it along, when."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.watermark import copies
from zhongshu.gongwen.watermark.marks import Mark
from zhongshu.kit.errors import Refused
from zhongshu.org import queries as org
from zhongshu.ui import lists
from zhongshu.ui.jinja import full_moment

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 2_000  # rows; more are a job
LIMIT = 200_000
CELL = 32_767  # characters that a cell holds
Report = Callable[[int], None]


def check(count: int) -> None:
    """Refuse what nobody could read and no machine should be made to write."""
    if count > LIMIT:
        raise Refused(f"共{count}行，一次最多导出{LIMIT}行，请先用查询条件缩小范围。")


def make(listed: lists.List, asking: lists.Asking, report: Report = lambda done: None) -> bytes:
    """Return the workbook of a list. `report` hears how many rows are written."""
    import xlsxwriter  # here alone: most processes never write one

    made, rows = BytesIO(), listed.rows(asking)
    # Nothing that somebody typed may become a formula, an address or a number.
    options = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
    with xlsxwriter.Workbook(made, {"constant_memory": True, **options}) as book:
        book.set_properties({"title": listed.title, "created": _here(asking.at)})
        sheet, styles = book.add_worksheet(listed.title[:31]), _styles(book)
        _head(sheet, listed, styles)
        count, is_marked = 0, False
        for count, line in enumerate(lists.lines(listed, rows, asking), 1):
            for place, (column, value) in enumerate(zip(listed.columns, line, strict=True)):
                _write(sheet, count, place, value, styles[column.sort])
            is_marked = is_marked or lists.is_marked(listed, line)
            if count % lists.BATCH == 0:
                report(count)
        if is_marked:
            _mark(sheet, count + 1, lists.watermark(asking), styles["foot"])
        sheet.write_string(count + 2, 0, foot(asking, count), styles["foot"])
    return made.getvalue()


def _mark(sheet: Any, row: int, words: str, style: Any) -> None:
    """Lay the watermark behind the cells, where a screen shows it, and on every page of a print (水印)."""
    mark = Mark(words, Fonts(settings.FONTS))
    sheet.set_background(BytesIO(copies.background(mark)))
    sheet.set_header("&C" + words.replace("&", "&&"))
    sheet.write_string(row, 0, f"水印：{words}", style)


def foot(asking: lists.Asking, count: int, verb: str = "导出") -> str:
    """Return the line at the end: by whom, when, under which conditions, how many."""
    said = [f"{verb}人：{signature(asking)}", f"{verb}时间：{full_moment(asking.at)}"]
    return "　".join([*said, f"条件：{asking.said or '全部'}", f"共{count}行"])


def signature(asking: lists.Asking) -> str:
    """Return who takes something along, with the unit: 王建国（县政府办公室）."""
    person = asking.person
    unit = org.unit_of(person.pk, org.local_day(asking.at), known=asking.known) if person else None
    return asking.user.display_name + (f"（{asking.known.units[unit].short_name}）" if unit else "")


def _styles(book: Any) -> dict[str, Any]:
    cell = {"valign": "top", "border": 1, "border_color": "#BFBFBF"}
    formats = {
        "head": cell | {"bold": True, "bg_color": "#F2F2F2", "align": "center", "text_wrap": True},
        lists.TEXT: cell | {"text_wrap": True, "num_format": "@"},
        lists.NUMBER: cell,
        lists.DAY: cell | {"num_format": "yyyy-mm-dd", "align": "center"},
        lists.MOMENT: cell | {"num_format": "yyyy-mm-dd hh:mm", "align": "center"},
        "foot": {"font_color": "#595959"},
    }
    return {name: book.add_format(given) for name, given in formats.items()}


def _head(sheet: Any, listed: lists.List, styles: dict[str, Any]) -> None:
    for place, column in enumerate(listed.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, styles["head"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第&P页，共&N页")


def _write(sheet: Any, row: int, place: int, value: lists.Value, style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, _here(value), style)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
    elif isinstance(value, int):
        sheet.write_number(row, place, value, style)
    else:
        sheet.write_string(row, place, value[:CELL], style)


def _here(at: datetime) -> datetime:
    """Return a moment by the clock of this place: a workbook knows no zones."""
    return timezone.localtime(at).replace(tzinfo=None)
