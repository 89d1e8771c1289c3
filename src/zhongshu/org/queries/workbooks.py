"""The organisation as a workbook (机构人员工作簿): the present state as its rows, and the file itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.db.models import Q, QuerySet

from zhongshu.org import models
from zhongshu.org.rules import sheets
from zhongshu.org.rules.planning import Known, Present, Values
from zhongshu.org.rules.sheets import GUIDE, SHEETS, Column, Sheet, Value
from zhongshu.org.rules.workbooks import key_of

# What each column is called in the tables.
COLUMNS: dict[str, dict[str, str]] = {
    "units": {"parent": "parent__code"},
    "posts": {"unit": "unit__code"},
    "people": {},
    "appointments": {"person": "person__code", "post": "post__code"},
    "roles": {"unit": "unit__code"},
    "charges": {"leader": "leader__code", "unit": "unit__code"},
}
TABLES: dict[str, Any] = {
    "units": models.Unit,
    "posts": models.Post,
    "people": models.Person,
    "appointments": models.Appointment,
    "roles": models.Role,
    "charges": models.Charge,
}
ORDER: dict[str, tuple[str, ...]] = {
    "units": ("path", "order"),
    "posts": ("unit__path", "order", "id"),
    "people": ("order", "id"),
    "appointments": ("person__order", "person_id", "-is_main", "id"),
    "roles": ("id",),
    "charges": ("leader__order", "id"),
}
APART = ("specialties", "holder_kind", "holder")  # columns that are no column of their table


def present(day: date) -> Present:
    """Return everything that holds on a day or will, as a workbook would say it: one query a table, three more."""
    rows = {sheet.name: {key_of(sheet, one.values): one for one in _known(sheet, day)} for sheet in SHEETS}
    over = {
        name: set(TABLES[name].objects.filter(valid_to__lte=day).values_list("code", flat=True))
        for name in ("units", "posts", "people")
    }
    offices = models.Administrator.objects.filter(ended_at=None, account__person__isnull=False)
    return Present(rows, over, set(offices.values_list("account__person__code", flat=True)))


def _known(sheet: Sheet, day: date) -> Iterator[Known]:
    names = [column.name for column in sheet.columns if column.name not in APART]
    paths = [COLUMNS[sheet.name].get(name, name) for name in names]
    more = {"people": ["id"], "roles": ["holder__person__code", "holder__post__code"]}.get(sheet.name, [])
    special = _specialties() if sheet.name == "people" else {}
    rows = _holding(TABLES[sheet.name].objects, day).order_by(*ORDER[sheet.name])
    for pk, *values in rows.values_list("id", *paths, *more).iterator(chunk_size=2000):
        found = {name: value if value is not None else "" for name, value in zip(names, values, strict=False)}
        if sheet.name == "people":
            found["specialties"] = "、".join(special.get(pk, ()))
        if sheet.name == "roles":
            person, post = values[len(names) :]
            found |= {"holder_kind": "person" if person else "post", "holder": person or post}
        yield Known(pk, found)


def _holding(rows: Any, day: date) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.filter(Q(valid_to=None) | Q(valid_to__gt=day))
    return found


def _specialties() -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for person, name in models.Specialty.objects.order_by("id").values_list("person_id", "name"):
        found[person].append(name)
    return found


def workbook(state: Present | None, *, at: datetime) -> bytes:
    """Return the workbook (导出机构人员): the present state, or without one the empty template; both explained."""
    import xlsxwriter  # here alone: most processes never write one

    made = BytesIO()
    # Nothing that somebody typed may become a formula, an address or a number.
    options = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": "机构人员", "created": at.replace(tzinfo=None)})
        formats = _formats(book)
        for sheet in SHEETS:
            known = state.rows[sheet.name].values() if state else ()
            _write(book.add_worksheet(sheet.title), sheet, (one.values for one in known), formats)
        _explain(book.add_worksheet(GUIDE), formats)
    return made.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "border_color": "#BFBFBF", "valign": "top"}
    head = cell | {"bold": True, "bg_color": "#F2F2F2", "align": "center"}
    return {
        "head": book.add_format(head),
        "must": book.add_format(head | {"font_color": "#B42318"}),
        "text": book.add_format(cell | {"num_format": "@"}),
        "day": book.add_format(cell | {"num_format": "yyyy-mm-dd", "align": "center"}),
        "wrap": book.add_format(cell | {"text_wrap": True}),
    }


def _write(page: Any, sheet: Sheet, rows: Iterable[Values], formats: dict[str, Any]) -> None:
    for place, column in enumerate(sheet.columns):
        is_day = column.read is sheets.read_day
        page.set_column(place, place, 14 if is_day or column.limit < 40 else 22, formats["day" if is_day else "text"])
        title = f"{column.title}*" if column.must else column.title
        page.write_string(0, place, title, formats["must" if column.must else "head"])
        _offer(page, place, column)
    page.freeze_panes(1, 0)
    for number, values in enumerate(rows, 1):
        for place, column in enumerate(sheet.columns):
            _put(page, number, place, sheets.shown(values[column.name], column), formats)


def _offer(page: Any, place: int, column: Column) -> None:
    """Let a cell with few possible words be chosen from a list."""
    words = [said for _, said in column.terms] or ([sheets.YES, sheets.NO] if column.read is sheets.read_flag else [])
    if words:
        page.data_validation(1, place, 5000, place, {"validate": "list", "source": words, "error_type": "warning"})


def _put(page: Any, row: int, place: int, value: Value, formats: dict[str, Any]) -> None:
    if isinstance(value, date):
        page.write_datetime(row, place, datetime(value.year, value.month, value.day), formats["day"])  # noqa: DTZ001
    elif isinstance(value, int):
        page.write_number(row, place, value, formats["text"])
    elif value:
        page.write_string(row, place, str(value), formats["text"])


def _explain(page: Any, formats: dict[str, Any]) -> None:
    heads = ("工作表", "列", "必填", "说明")
    for place, (words, width) in enumerate(zip(heads, (10, 14, 8, 70), strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, words, formats["head"])
    lines = [
        (sheet.title, one.title, "必填" if one.must else "", _about(one)) for sheet in SHEETS for one in sheet.columns
    ]
    lines += [("", "", "", words) for words in RULES]
    for number, line in enumerate(lines, 1):
        for place, words in enumerate(line):
            page.write_string(number, place, words, formats["wrap"])
    page.freeze_panes(1, 0)


RULES = (
    "六张表都要保留，没有内容时留下表头。表头后带 * 的列必填。",
    "按编码识别：编码已有的修改，没有的新增。没有列出的，只有在导入时勾选“终止未列出的内容”才终止；任何内容都不删除。",
    "全部正确才导入；有一处错误，什么都不会改动。",
    "账号不随人员导入，由系统管理员另行创建、安全保密管理员启用。",
)


def _about(column: Column) -> str:
    choices = "、".join(said for _, said in column.terms)
    return "；".join(filter(None, (column.help, f"可填：{choices}" if choices else "")))
