"""What an import touches, row by row, before and after (导入变更记录), and how that is undone. Inside a transaction."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, ProtectedError

from zhongshu.org import models
from zhongshu.org.models import OrgImport, OrgImportRow
from zhongshu.org.rules import workbooks

# Tables in the order in which rows are made: taken apart in the reverse one.
TABLES: dict[str, type[Model]] = {
    "unit": models.Unit,
    "unit_name": models.UnitName,
    "edge": models.Edge,
    "post": models.Post,
    "person": models.Person,
    "holder": models.Holder,
    "specialty": models.Specialty,
    "appointment": models.Appointment,
    "role": models.Role,
    "charge": models.Charge,
    "delegation": models.Delegation,
    "account": models.Account,
}
NAMES = {table: name for name, table in TABLES.items()}
NOUNS = {
    "unit": "单位",
    "unit_name": "单位名称",
    "edge": "单位关系",
    "post": "岗位",
    "person": "人员",
    "holder": "承办对象",
    "specialty": "专长",
    "appointment": "任职",
    "role": "角色",
    "charge": "分管",
    "delegation": "委托",
    "account": "账号",
}
# Of an account only what an import may change: people sign in all the time.
PARTS = {"account": ("disabled_at", "sessions_end_before"), "delegation": ("revoked_at", "revoked_by")}
BATCH = 500


def written(row: Model) -> str:
    """Return a row as it is kept in the journal: canonical JSON by column."""
    names = PARTS.get(NAMES[type(row)]) or [field.attname for field in row._meta.concrete_fields]
    values = {name: getattr(row, name) for name in names}
    return json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Journal:
    """Changes rows and remembers how they were."""

    def __init__(self) -> None:
        self.before: dict[tuple[str, int], str] = {}
        self.after: dict[tuple[str, int], str] = {}

    def add(self, rows: Iterable[Any]) -> list[Any]:
        """Make rows of one table and remember that there were none."""
        made = list(rows)
        if made:
            type(made[0]).objects.bulk_create(made, batch_size=BATCH)
        for row in made:
            self.after[NAMES[type(row)], row.pk] = written(row)
        return made

    def change(self, rows: Iterable[Any], fields: Iterable[str], alter: Callable[[Any], None]) -> list[Any]:
        """Change rows of one table."""
        found = list(rows)
        for row in found:
            key = NAMES[type(row)], row.pk
            if key not in self.after:  # else it was made or changed before in this import
                self.before[key] = written(row)
            alter(row)
        if found:
            type(found[0]).objects.bulk_update(found, list(fields), batch_size=BATCH)
        for row in found:
            self.after[NAMES[type(row)], row.pk] = written(row)
        return found

    def drop(self, rows: Iterable[Any]) -> None:
        """Take rows away that are parts of another."""
        found = list(rows)
        for row in found:
            self.before[NAMES[type(row)], row.pk] = written(row)
        for chunk in chunks([row.pk for row in found]):
            type(found[0]).objects.filter(pk__in=chunk).delete()

    def watch(self, row: Any, act: Callable[[], None]) -> None:
        """Let another act change a row, and remember how it was."""
        self.before[NAMES[type(row)], row.pk] = written(row)
        act()
        row.refresh_from_db()
        self.after[NAMES[type(row)], row.pk] = written(row)

    def keep(self, org_import: OrgImport) -> str:
        """Write the journal down (存变更记录) and return its SM3 digest, which stands on the trail."""
        keys = sorted({**self.before, **self.after}, key=lambda key: (list(TABLES).index(key[0]), key[1]))
        rows = [
            OrgImportRow(
                org_import=org_import,
                table=table,
                row=pk,
                before=self.before.get((table, pk), ""),
                after=self.after.get((table, pk), ""),
            )
            for table, pk in keys
        ]
        OrgImportRow.objects.bulk_create(rows, batch_size=BATCH)
        return digest(rows)


def digest(rows: Iterable[OrgImportRow]) -> str:
    """Return the SM3 digest of a journal."""
    return workbooks.sm3("\n".join(f"{row.table}\x1f{row.row}\x1f{row.before}\x1f{row.after}" for row in rows).encode())


def undo(org_import: OrgImport) -> int:
    """Put every row back as it was (还原) and return how many. Raises Refused with what has been built on it since."""
    rows = list(OrgImportRow.objects.filter(org_import=org_import).order_by("id"))
    by_table: dict[str, list[OrgImportRow]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row)
    for table, touched in by_table.items():
        _check_untouched(table, touched)
    added = {table: [row.row for row in by_table[table] if not row.before] for table in TABLES}
    for table in reversed(list(TABLES)[2:]):
        _remove(table, added[table])
    for table in TABLES:
        _restore(TABLES[table], [row for row in by_table[table] if row.before and row.after])
        _bring_back(TABLES[table], [row for row in by_table[table] if row.before and not row.after])
    # Units last: those that stay have just been taken out from below them.
    for chunk in chunks(added["unit"]):
        models.Unit.objects.filter(pk__in=chunk).update(parent=None, organ=None)
    for table in ("unit_name", "unit"):
        _remove(table, added[table])
    return len(rows)


def _check_untouched(table: str, touched: list[OrgImportRow]) -> None:
    standing = TABLES[table]._default_manager.in_bulk([row.row for row in touched])
    for row in touched:
        now = standing.get(row.row)
        if row.after != (written(now) if now else ""):
            raise workbooks.BuiltUpon(f"{NOUNS[table]}“{now or row.row}”在导入之后又有改动，不能撤销导入。")


def _remove(table: str, numbers: list[int]) -> None:
    for chunk in chunks(numbers):
        try:
            TABLES[table]._default_manager.filter(pk__in=chunk).delete()
        except ProtectedError as error:
            blocking = next(iter(error.protected_objects))
            noun = blocking._meta.verbose_name if type(blocking) not in NAMES else NOUNS[NAMES[type(blocking)]]
            raise workbooks.BuiltUpon(
                f"导入的{NOUNS[table]}已被使用（{workbooks.USED.get(blocking._meta.label, noun)}：{blocking}），"
                "不能撤销导入。请另行办理更正。"
            ) from error


def _restore(table: type[Model], rows: list[OrgImportRow]) -> None:
    made = [_row(table, row) for row in rows]
    names = PARTS.get(NAMES[table]) or [field.name for field in table._meta.concrete_fields if not field.primary_key]
    if made:
        table._default_manager.bulk_update(made, names, batch_size=BATCH)


def _bring_back(table: type[Model], rows: list[OrgImportRow]) -> None:
    table._default_manager.bulk_create([_row(table, row) for row in rows], batch_size=BATCH)


def _row(table: type[Model], row: OrgImportRow) -> Any:
    made = table(pk=row.row)
    for name, value in json.loads(row.before).items():
        column: Any = table._meta.get_field(name)
        setattr(made, name, column.to_python(value))
    return made


def chunks(numbers: list[int]) -> Iterator[list[int]]:
    """Yield numbers in portions that a statement takes."""
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]
