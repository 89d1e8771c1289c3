"""Reading a workbook of the organisation (识读机构人员工作簿): bytes in, rows and every fault out. Asks no database."""

import hashlib
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from zhongshu.kit import dates
from zhongshu.kit.errors import Refused
from zhongshu.org.models import OrgImport
from zhongshu.org.rules import SYSTEM
from zhongshu.org.rules.administrators import OnePair
from zhongshu.org.rules.sheets import GUIDE, SHEETS, Sheet, Value

LARGEST = 8 * 1024 * 1024  # bytes of the file
KEPT = timedelta(days=30)  # after the check, or after the import was undone
UNPACKED = 120 * 1024 * 1024  # bytes of what is in it
ROWS = 50_000  # of one sheet
_PLACE = re.compile(rb"""<(?:\w+:)?(?:c|row)\b[^>]*?\sr\s*=\s*["']([^"'\d]*)(\d*)([^"']*)""")
_OTHERS = ("content.xml", "xl/workbook.bin")  # of other formats of workbooks, which nothing here looks through


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with the workbook (一处错误): where, by the row's number in the sheet, and what to do."""

    place: int  # of the sheet
    row: int
    column: str
    sentence: str

    @property
    def sheet(self) -> str:
        """The title of the sheet."""
        return SHEETS[self.place].title if self.place < len(SHEETS) else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its number there, and its values by the name of the column."""

    number: int
    values: dict[str, Value]


@dataclass(slots=True)
class Book:
    """What a workbook says: rows by sheet name and key, and every fault found so far."""

    rows: dict[str, dict[tuple[Value, ...], Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def blame(self, sheet: Sheet, row: int, column: str, sentence: str) -> None:
        """Note a fault; `column` is the name of a column, or empty for the whole row."""
        title = sheet.column(column).title if column else ""
        self.faults.append(Fault(SHEETS.index(sheet), row, title, sentence))


def read(content: bytes) -> Book:
    """Read a workbook. Raises Refused for what is no workbook, or too large to be one."""
    import python_calamine

    check_size(content)
    try:
        opened = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        cells = {name: opened.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in opened.sheet_names}
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("工作簿已损坏，不能打开。请在表格软件中另存为 Excel 工作簿后重新上传。") from error
    book = Book()
    titles = [sheet.title for sheet in SHEETS]
    for name in cells:
        if name not in titles and name != GUIDE:
            book.faults.append(Fault(len(SHEETS), 0, name, f"多出工作表“{name}”，请删除，或改为规定的名称。"))
    for sheet in SHEETS:
        if sheet.title in cells:
            book.rows[sheet.name] = _rows(book, sheet, cells[sheet.title])
        else:
            book.rows[sheet.name] = {}
            book.blame(sheet, 0, "", f"缺少工作表“{sheet.title}”。没有内容时也要保留表头。")
    return book


def check_size(content: bytes) -> None:
    """Refuse what is no Excel workbook, and one that would not fit into memory (压缩炸弹)."""
    if len(content) > LARGEST:
        raise Refused(f"文件超过{LARGEST >> 20}MB，请删除图片和空行后重新上传。")
    try:
        packed = zipfile.ZipFile(BytesIO(content))
        members = packed.infolist()
        if sum(one.file_size for one in members) > UNPACKED:
            raise Refused(f"工作簿展开后超过{UNPACKED >> 20}MB，请删除多余内容后重新上传。")
        for one in members:
            if one.filename.lower() in _OTHERS:
                raise Refused("请上传 Excel 工作簿，旧版或其他格式请先在表格软件中另存为工作簿。")
            if one.filename.lower().startswith("xl/"):  # what is a sheet need not be called one
                _check_extent(packed.read(one))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise Refused("请上传 Excel 工作簿，不能加密码。") from error


def _check_extent(sheet: bytes) -> None:
    # A single cell far out would be given a table of that size in memory.
    for letters, number, rest in _PLACE.findall(sheet):
        if rest or len(letters) > 2 or len(number) > 6 or int(number or 0) > ROWS + 1:
            raise Refused(f"工作表内容超过{ROWS}行，或在很远的列里有内容，请删除多余的行和列后重新上传。")


def _rows(book: Book, sheet: Sheet, cells: list[list[Any]]) -> dict[tuple[Value, ...], Row]:
    places = _head(book, sheet, cells[0] if cells else [])
    found: dict[tuple[Value, ...], Row] = {}
    if places is None:
        return found
    for number, line in enumerate(cells[1:], 2):
        if any(cell != "" for cell in line):
            _keep(book, sheet, found, _row(book, sheet, number, places, line))
    return found


def _head(book: Book, sheet: Sheet, head: list[Any]) -> dict[str, int] | None:
    """Return where each column stands, or None with the fault noted."""
    titles = [str(cell).strip().removesuffix("*").strip() for cell in head]
    known = {column.title: column.name for column in sheet.columns}
    missing = [title for title in known if title not in titles]
    strange = [title for title in titles if title and title not in known]
    double = {title for title in titles if title and titles.count(title) > 1}
    for words, wrong in (("缺少列", missing), ("多出列", strange), ("列重复", sorted(double))):
        if wrong:
            named = "、".join(f"“{title}”" for title in wrong)
            book.blame(sheet, 1, "", f"{words}{named}，请按模板的表头填写。")
    if missing or strange or double:
        return None
    return {known[title]: place for place, title in enumerate(titles) if title}


def _row(book: Book, sheet: Sheet, number: int, places: dict[str, int], line: list[Any]) -> Row:
    values: dict[str, Value] = {}
    for column in sheet.columns:
        cell = line[places[column.name]] if places[column.name] < len(line) else ""
        try:
            values[column.name] = value = column.read(cell, column)
            if column.must and value == "":
                raise Refused("没有填写。")
        except Refused as refusal:
            values[column.name] = None
            book.blame(sheet, number, column.name, refusal.sentence)
    return Row(number, values)


def _keep(book: Book, sheet: Sheet, found: dict[tuple[Value, ...], Row], row: Row) -> None:
    key = key_of(sheet, row.values)
    if any(part is None for part in key):
        return
    if key in found:
        book.blame(sheet, row.number, sheet.key[0], f"与第{found[key].number}行重复，请删除其中一行。")
    else:
        found[key] = row  # though something may be wrong with it: others refer to it


def key_of(sheet: Sheet, values: dict[str, Value]) -> tuple[Value, ...]:
    """Return by which values a row is found again."""
    return tuple(values[name] for name in sheet.key)


class BuiltUpon(Refused):
    """An import can no longer be undone (不能撤销导入)."""


# What may have been built upon a row, by its table.
USED = {
    "matters.Task": "任务",
    "matters.Grant": "可见范围",
    "matters.Matter": "事项",
    "org.Account": "账号",
    "org.Delegation": "委托",
    "numbering.Series": "编号",
}
FAR = timedelta(days=366)


def sm3(content: bytes) -> str:
    """Return the SM3 digest of bytes."""
    return hashlib.new("sm3", content).hexdigest()


def check_day(on: date, today: date) -> None:
    """Refuse a day of effect after today, and one long ago: endings and names would hold at once or never."""
    if on > today:
        raise Refused("生效日期不能晚于今天，请到当天再导入。", field="on")
    if on < today - FAR:
        raise Refused(f"生效日期不能早于{dates.show_date(today - FAR)}。", field="on")


def check_open(checked: OrgImport) -> None:
    """Refuse to apply a workbook twice."""
    if checked.applied_at is not None:
        raise Refused("这份工作簿已经导入，无须重复导入。")


def has_lapsed(checked: OrgImport, at: datetime) -> bool:
    """Tell whether it was checked too long ago to be applied."""
    return checked.applied_at is None and checked.checked_at < at - KEPT


def check_kept(checked: OrgImport) -> None:
    """Refuse to apply a workbook whose content has been cleared away."""
    if not checked.content:
        raise Refused(f"这份工作簿检查后{KEPT.days}天没有导入，内容已经清理。请重新上传。")


def check_applied(applied: OrgImport) -> None:
    """Refuse to undo what was never applied, or is undone already."""
    if applied.applied_at is None:
        raise Refused("这份工作簿还没有导入，无须撤销。")
    if applied.undone_at is not None:
        raise Refused("这次导入已经撤销，无须重复撤销。")


def check_same(before: dict[str, Any], now: dict[str, Any]) -> None:
    """Refuse a workbook with faults, and one that would by now do something else than what was shown."""
    if now["faults"]:
        raise Refused(f"工作簿还有{len(now['faults'])}处错误，什么都没有改动。请更正后重新上传。")
    if before != now:
        raise Refused("检查之后机构人员又有变动，什么都没有改动。请重新上传这份工作簿，核对后再导入。")


def check_alone(needs_two: bool, by: str) -> None:
    """Refuse to one person what ends something or changes powers; the machine's keeper works at the machine."""
    if needs_two and by != SYSTEM:
        raise OnePair("导入内容含终止事项或角色、分管变更，须经安全保密管理员复核。")
