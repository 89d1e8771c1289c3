"""What a workbook would change (导入变更方案), and whether it hangs together. Pure: the present state is given."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhongshu.kit import dates
from zhongshu.org.rules.sheets import BY_NAME, SHEETS, Sheet, Value, shown
from zhongshu.org.rules.workbooks import Book, Row

Values = dict[str, Any]  # as the columns of the sheet read them
Key = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A row that is in the system: its number, and its values as the workbook would say them."""

    pk: int
    values: Values


@dataclass(frozen=True, slots=True)
class Present:
    """The organisation as it stands: rows by sheet and key, codes used before and over, who is an administrator."""

    rows: dict[str, dict[Key, Known]]
    over: dict[str, set[str]]  # by sheet: codes of what has ended
    administrators: set[str]  # codes of people in one of the three offices


@dataclass(slots=True)
class Plan:
    """What an import does: rows by sheet name. `absent` counts what is not in the workbook and goes on all the same."""

    on: date
    added: dict[str, list[Values]] = field(default_factory=dict)
    changed: dict[str, list[tuple[Known, Values]]] = field(default_factory=dict)
    ended: dict[str, list[Known]] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    absent: dict[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not any(rows for kind in (self.added, self.changed, self.ended) for rows in kind.values())

    @property
    def needs_two(self) -> bool:
        """Whether the security administrator must agree: something ends, or powers change (standards: 三员矩阵)."""
        powers = any(kind.get(name) for kind in (self.added, self.changed) for name in ("roles", "charges"))
        return powers or any(self.ended.values())


def draw(book: Book, present: Present, *, on: date, ends_absent: bool) -> Plan:
    """Compare a workbook with the present state (比对); whatever does not hang together is added to its faults."""
    plan = Plan(on)
    for sheet in SHEETS:
        _compare(plan, book, sheet, present, ends_absent)
    wanted = _wanted(book, present, ends_absent)
    for check in (_check_units, _check_references, _check_mains, _check_powers):
        check(book, wanted, present)
    _check_leavers(book, plan, present)
    return plan


def _compare(plan: Plan, book: Book, sheet: Sheet, present: Present, ends_absent: bool) -> None:
    known, name = present.rows[sheet.name], sheet.name
    added, changed, same = [], [], 0
    for key, row in book.rows[name].items():
        mine = known.get(key)
        values = _completed(row.values, mine, plan.on)
        row.values.update(values)
        if mine is None:
            _check_new(book, sheet, row, present.over.get(name, set()))
            added.append(values)
        elif mine.values == values:
            same += 1
        else:
            _check_fixed(book, sheet, row, mine)
            changed.append((mine, values))
    rest = [row for key, row in known.items() if key not in book.rows[name]]
    plan.added[name], plan.changed[name], plan.unchanged[name] = added, changed, same
    plan.ended[name], plan.absent[name] = (rest, 0) if ends_absent else ([], len(rest))


def _completed(values: Values, mine: Known | None, on: date) -> Values:
    """Return values with what an empty cell stands for."""
    begins = values["valid_from"] or (mine.values["valid_from"] if mine else on)
    full = values | {"valid_from": begins}
    if "short_name" in full:
        full["short_name"] = full["short_name"] or str(full["name"] or "")[:40]
    return full


def _check_new(book: Book, sheet: Sheet, row: Row, over: set[str]) -> None:
    code = row.values.get("code")
    if code in over:
        book.blame(sheet, row.number, "code", f"编码“{code}”已用于已终止的{sheet.title}，请换一个编码。")


def _check_fixed(book: Book, sheet: Sheet, row: Row, mine: Known) -> None:
    for name in (*sheet.fixed, "valid_from"):
        before, now = mine.values[name], row.values[name]
        if before != now and now is not None:
            said = dates.show_date(before) if isinstance(before, date) else _term(sheet, name, before)
            book.blame(sheet, row.number, name, f"已登记为“{said}”，不能改动。如需变更，请用新的编码另行登记。")


def _term(sheet: Sheet, name: str, value: Value) -> str:
    return dict(sheet.column(name).terms).get(str(value), str(value))


def _wanted(book: Book, present: Present, ends_absent: bool) -> dict[str, dict[Key, Values]]:
    """Return the state after the import, by sheet and key."""
    after: dict[str, dict[Key, Values]] = {}
    for sheet in SHEETS:
        stay = {} if ends_absent else {key: row.values for key, row in present.rows[sheet.name].items()}
        after[sheet.name] = stay | {key: row.values for key, row in book.rows[sheet.name].items()}
    return after


Wanted = dict[str, dict[Key, Values]]


def _check_units(book: Book, wanted: Wanted, present: Present) -> None:
    sheet, units = BY_NAME["units"], wanted["units"]
    for row in book.rows["units"].values():
        parent = row.values["parent"]
        if parent == "" and row.values["kind"] == "section":
            book.blame(sheet, row.number, "parent", "内设机构须隶属于一个单位，请填写上级编码。")
        elif parent and (parent,) not in units:
            book.blame(sheet, row.number, "parent", f"没有编码为“{parent}”的单位，请核对。")
        elif parent and _is_circle(str(row.values["code"]), units):
            book.blame(sheet, row.number, "parent", "上级单位循环：逐级向上又回到本单位，请核对上级编码。")


def _is_circle(code: str, units: dict[Key, Values]) -> bool:
    seen = {code}
    above = units[(code,)]["parent"]
    while above and (above,) in units:
        if above in seen:
            return above == code
        seen.add(str(above))
        above = units[(above,)]["parent"]
    return False


# Which column of which sheet names a row of which other.
REFERENCES = (
    ("posts", "unit", "units"),
    ("appointments", "person", "people"),
    ("appointments", "post", "posts"),
    ("roles", "unit", "units"),
    ("charges", "leader", "people"),
    ("charges", "unit", "units"),
)


def _check_references(book: Book, wanted: Wanted, present: Present) -> None:
    for name, column, target in REFERENCES:
        for key, row in book.rows[name].items():
            _check_reference(book, name, row, column, wanted[target], target, key not in present.rows[name])
    for key, row in book.rows["roles"].items():
        target = "posts" if row.values["holder_kind"] == "post" else "people"
        _check_reference(book, "roles", row, "holder", wanted[target], target, key not in present.rows["roles"])


def _check_reference(
    book: Book, name: str, row: Row, column: str, targets: dict[Key, Values], target: str, is_new: bool
) -> None:
    code, sheet = row.values[column], BY_NAME[name]
    if code is None:
        return
    found, noun = targets.get((code,)), BY_NAME[target].title
    if found is None:
        book.blame(sheet, row.number, column, f"没有编码为“{code}”的{noun}，请核对，或先在“{noun}”表中登记。")
    elif is_new and _begins(row.values) < _begins(found):
        begun = dates.show_date(_begins(found))
        book.blame(sheet, row.number, "valid_from", f"{noun}“{code}”从{begun}起才有，起始日期不能早于这一天。")


def _begins(values: Values) -> date:
    begins = values["valid_from"]
    return begins if isinstance(begins, date) else date.max


def _check_mains(book: Book, wanted: Wanted, present: Present) -> None:
    mains = Counter(values["person"] for values in wanted["appointments"].values() if values["is_main"])
    for row in book.rows["appointments"].values():
        if row.values["is_main"] and mains[row.values["person"]] > 1:
            book.blame(
                BY_NAME["appointments"], row.number, "is_main", "一人只能有一个主要岗位，请核对该人员的其他任职。"
            )


def _check_powers(book: Book, wanted: Wanted, present: Present) -> None:
    """Refuse business for the three administrators, of their own or through a post."""
    behind: dict[Value, set[Value]] = defaultdict(set)
    for values in wanted["appointments"].values():
        behind[values["post"]].add(values["person"])
    people: dict[str, Callable[[Values], set[Value]]] = {
        "roles": lambda one: behind[one["holder"]] if one["holder_kind"] == "post" else {one["holder"]},
        "charges": lambda one: {one["leader"]},
    }
    for name, column in (("roles", "holder"), ("charges", "leader")):
        for row in book.rows[name].values():
            if present.administrators & people[name](row.values):
                book.blame(BY_NAME[name], row.number, column, "三员不能同时担任业务角色，请另选人员。")


def _check_leavers(book: Book, plan: Plan, present: Present) -> None:
    for one in plan.ended["people"]:
        if one.values["code"] in present.administrators:
            sentence = f"{one.values['name']}是三员之一，不能办理离岗，请先由安全保密管理员解除。"
            book.blame(BY_NAME["people"], 0, "code", sentence)


def outcome(book: Book, plan: Plan) -> dict[str, Any]:
    """Return what is shown of a checked workbook, as JSON holds it: counts by sheet, every change, every fault."""
    kinds: dict[str, dict[str, Any]] = {"added": plan.added, "changed": plan.changed, "ended": plan.ended}
    counts: dict[str, dict[str, int]] = {
        sheet.name: {kind: len(rows[sheet.name]) for kind, rows in kinds.items()}
        | {"unchanged": plan.unchanged[sheet.name], "absent": plan.absent[sheet.name]}
        for sheet in SHEETS
    }
    return {
        "counts": counts,
        "changes": [] if book.faults else list(_changes(plan)),
        "faults": [[one.sheet, one.row, one.column, one.sentence] for one in book.faults],
        "needs_two": plan.needs_two,
        "is_empty": plan.is_empty,
    }


def _changes(plan: Plan) -> Iterator[list[str]]:
    """Yield sheet, kind and, in words, what changes."""
    for sheet in SHEETS:
        yield from ([sheet.name, "added", called(sheet, one), ""] for one in plan.added[sheet.name])
        for known, values in plan.changed[sheet.name]:
            yield [sheet.name, "changed", called(sheet, values), _difference(sheet, known.values, values)]
        yield from ([sheet.name, "ended", called(sheet, one.values), ""] for one in plan.ended[sheet.name])


def _difference(sheet: Sheet, before: Values, now: Values) -> str:
    differing = (column for column in sheet.columns if before[column.name] != now[column.name])
    return "；".join(
        f"{column.title}：{shown(before[column.name], column) or '空'} → {shown(now[column.name], column) or '空'}"
        for column in differing
    )


def called(sheet: Sheet, values: Values) -> str:
    """Return how a row is called in a list of changes: 财政局（CZJ）."""
    codes = "、".join(str(shown(values[name], sheet.column(name))) for name in sheet.key)
    return f"{values['name']}（{codes}）" if values.get("name") else codes
