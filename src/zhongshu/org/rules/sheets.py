"""The workbook of the whole organisation (机构人员工作簿): its sheets and columns, and how one cell is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms
from zhongshu.org.rules import ROLES, STAFF_TYPES, UNIT_KINDS

Value = str | int | bool | date | None
Read = Callable[[object, "Column"], Value]
HOLDER_KINDS: Terms = (("person", "人员"), ("post", "岗位"))
YES, NO = "是", "否"
HIGHEST = 99_999
FIRST_YEAR, LAST_YEAR = 1900, 2099
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_SEPARATORS = re.compile(r"[、,，;；\s]+")
_EXCEL_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


@dataclass(frozen=True, slots=True)
class Column:
    """A column (列): its title on the sheet, its name here, how a cell of it is read, and what to say of it."""

    title: str
    name: str
    read: Read
    must: bool = False
    limit: int = 0
    terms: Terms = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet (工作表): `key` are the columns by which a row is found again, `fixed` those that never change."""

    title: str
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    fixed: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(one for one in self.columns if one.name == name)


def _words(cell: object) -> str:
    """Return a cell as one clean line: a number without its idle decimals, for codes are often typed as numbers."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    words = text.clean_line(str(cell), 10_000, "")
    if words in _EXCEL_ERRORS:
        raise Refused("单元格里的公式有错误，请改为文字或数字。")
    return words


def read_text(cell: object, column: Column) -> str:
    """Read a line of text."""
    words = _words(cell)
    if len(words) > column.limit:
        raise Refused(f"最多{column.limit}字，现有{len(words)}字，请缩短。")
    return words


def read_list(cell: object, column: Column) -> str:
    """Read several words, whatever stands between them; kept with 、 between them, each once."""
    words = dict.fromkeys(filter(None, _SEPARATORS.split(_words(cell))))
    for word in words:
        if len(word) > column.limit:
            raise Refused(f"“{word[:20]}…”超过{column.limit}字，请缩短。")
    return "、".join(words)


def read_flag(cell: object, column: Column) -> bool:
    """Read 是 or 否; nothing is 否."""
    words = _words(cell)
    if isinstance(cell, bool) or words in ("", YES, NO):
        return cell is True or words == YES
    raise Refused(f"应填“{YES}”或“{NO}”，现为“{words[:20]}”。")


def read_order(cell: object, column: Column) -> int:
    """Read where something stands in lists (排序号); nothing is 0."""
    words = _words(cell) or "0"
    if not words.isascii() or not words.isdigit() or int(words) > HIGHEST:
        raise Refused(f"应填0至{HIGHEST}的整数，现为“{words[:20]}”。")
    return int(words)


def read_term(cell: object, column: Column) -> str:
    """Read one of a list of words; returns its key."""
    words = _words(cell)
    known = {said: key for key, said in column.terms} | {"": ""}
    if words not in known:
        raise Refused(f"“{words[:20]}”不在可选范围内，应填{'、'.join(said for _, said in column.terms)}之一。")
    return known[words]


def read_day(cell: object, column: Column) -> date | None:
    """Read a day: a date cell, or text such as 2026-01-05 or 2026年1月5日."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if not isinstance(cell, date):
        words = _words(cell)
        if not words:
            return None
        found = _DAY.fullmatch(words)
        try:
            cell = date(*map(int, found.groups())) if found else None
        except ValueError:
            cell = None
        if cell is None:
            raise Refused(f"日期有误：“{words[:20]}”，请写成“2026-01-05”。")
    if not FIRST_YEAR <= cell.year <= LAST_YEAR:
        raise Refused(f"年份应在{FIRST_YEAR}年至{LAST_YEAR}年之间，现为{cell.year}年。")
    return cell


def shown(value: Value, column: Column) -> str | int | date | None:
    """Return a value as it stands in a cell: the reverse of reading."""
    if column.read is read_flag:
        return YES if value else NO
    if column.read is read_term:
        return dict(column.terms).get(str(value), "")
    return value


def _code(title: str, name: str, help: str = "") -> Column:
    return Column(title, name, read_text, must=True, limit=64, help=help)


_ORDER = Column("排序号", "order", read_order, help="数字小的排在前面，不填为0")
_FROM = Column("起始日期", "valid_from", read_day, help="新增的不填时，从导入生效之日起；已有的不能改")

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "单位",
        "units",
        (
            _code("单位编码", "code", "本系统内不重复，今后不变，作为识别单位的依据"),
            Column("单位名称", "name", read_text, must=True, limit=100, help="全称"),
            Column("单位简称", "short_name", read_text, limit=40, help="不填时同全称"),
            Column("单位类别", "kind", read_term, must=True, terms=UNIT_KINDS, help="机关有自己的代字和登记簿"),
            Column("上级编码", "parent", read_text, limit=64, help="上级单位的单位编码；内设机构必填"),
            Column("机关代字", "number_code", read_text, limit=20),
            _ORDER,
            _FROM,
        ),
        key=("code",),
        fixed=("kind",),
    ),
    Sheet(
        "岗位",
        "posts",
        (
            _code("岗位编码", "code", "本系统内不重复，今后不变"),
            _code("单位编码", "unit", "岗位所在的单位"),
            Column("岗位名称", "name", read_text, must=True, limit=60),
            Column("主要负责人", "is_head", read_flag, help="是或否，不填为否"),
            _ORDER,
            _FROM,
        ),
        key=("code",),
        fixed=("unit",),
    ),
    Sheet(
        "人员",
        "people",
        (
            _code("人员编码", "code", "本系统内不重复，今后不变，如工号；不要用身份证号"),
            Column("姓名", "name", read_text, must=True, limit=40),
            Column("人员类别", "staff_type", read_term, terms=STAFF_TYPES),
            Column("电话", "telephone", read_text, limit=40),
            Column("专长", "specialties", read_list, limit=40, help="多项之间用顿号隔开"),
            _ORDER,
            _FROM,
        ),
        key=("code",),
    ),
    Sheet(
        "任职",
        "appointments",
        (
            _code("人员编码", "person"),
            _code("岗位编码", "post"),
            Column("主要岗位", "is_main", read_flag, help="是或否；一人最多一个主要岗位"),
            _FROM,
        ),
        key=("person", "post"),
    ),
    Sheet(
        "角色",
        "roles",
        (
            Column("授予对象", "holder_kind", read_term, must=True, terms=HOLDER_KINDS, help="人员或岗位"),
            _code("对象编码", "holder", "人员编码或岗位编码"),
            Column("角色", "key", read_term, must=True, terms=ROLES),
            _code("单位编码", "unit", "角色在哪个单位内有效"),
            _FROM,
        ),
        key=("holder_kind", "holder", "key", "unit"),
    ),
    Sheet(
        "分管",
        "charges",
        (
            _code("领导编码", "leader", "分管领导的人员编码"),
            _code("单位编码", "unit", "所分管的单位，含其下级"),
            _FROM,
        ),
        key=("leader", "unit"),
    ),
)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
GUIDE = "填写说明"
