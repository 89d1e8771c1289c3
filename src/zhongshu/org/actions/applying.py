"""Carrying out what a workbook changes (执行导入), table by table and many rows at a time. Inside a transaction."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from zhongshu.kit import pinyin
from zhongshu.org.actions.journal import Journal, chunks
from zhongshu.org.models import (
    Appointment,
    Charge,
    Edge,
    Holder,
    Person,
    Post,
    Role,
    Specialty,
    Unit,
    UnitName,
)
from zhongshu.org.rules.planning import Known, Plan, Values

ENDING = {
    "charges": Charge,
    "roles": Role,
    "appointments": Appointment,
    "people": Person,
    "posts": Post,
    "units": Unit,
}


def carry_out(plan: Plan, journal: Journal) -> None:
    """Do all that a plan says, and let the journal remember it: first what ends, then units before what is in them."""
    for name, table in ENDING.items():
        _end(journal, _rows(table, plan.ended[name]), plan.on)
    _end_with_units(journal, plan)
    _units(journal, plan)
    _posts(journal, plan)
    _people(journal, plan)
    _relations(journal, plan)


def _rows(table: Any, known: Iterable[Known]) -> list[Any]:
    return list(table.objects.in_bulk([one.pk for one in known]).values())


def _end(journal: Journal, rows: Iterable[Any], on: date) -> None:
    def alter(row: Any) -> None:
        row.valid_to = max(row.valid_from, on)

    journal.change((row for row in rows if row.valid_to is None or row.valid_to > on), ("valid_to",), alter)


def _end_with_units(journal: Journal, plan: Plan) -> None:
    for chunk in chunks([one.pk for one in plan.ended["units"]]):
        _end(journal, UnitName.objects.filter(unit__in=chunk), plan.on)
        _end(journal, Edge.objects.filter(upper__in=chunk), plan.on)
        _end(journal, Edge.objects.filter(lower__in=chunk), plan.on)


def _alter(journal: Journal, table: Any, changed: list[tuple[Known, Values]], names: tuple[str, ...]) -> list[Any]:
    """Change rows to what the workbook says of the columns named."""
    wanted = {known.pk: values for known, values in changed}

    def alter(row: Any) -> None:
        for name in names:
            setattr(row, name, wanted[row.pk][name])

    return journal.change(_rows(table, (known for known, _ in changed)), names, alter)


UNIT = ("name", "short_name", "number_code", "order")


def _units(journal: Journal, plan: Plan) -> None:
    renamed = [(known, values) for known, values in plan.changed["units"] if _is_renamed(known, values)]
    _alter(journal, Unit, plan.changed["units"], UNIT)
    journal.add(
        Unit(code=one["code"], kind=one["kind"], valid_from=one["valid_from"], **{name: one[name] for name in UNIT})
        for one in plan.added["units"]
    )
    _place(journal, plan)
    units = {unit.code: unit for unit in Unit.objects.all()} if renamed or plan.added["units"] else {}
    _rename(journal, renamed, plan.on)
    journal.add(_name(units[str(one["code"])].pk, one, one["valid_from"]) for one in plan.added["units"])


def _is_renamed(known: Known, values: Values) -> bool:
    return any(known.values[name] != values[name] for name in ("name", "short_name"))


def _name(unit: int, values: Values, begins: Any) -> UnitName:
    return UnitName(unit_id=unit, name=values["name"], short_name=values["short_name"], valid_from=begins)


def _rename(journal: Journal, renamed: list[tuple[Known, Values]], on: date) -> None:
    """Give units other names from a day on; one that began that day or later never held."""
    for chunk in chunks([known.pk for known, _ in renamed]):
        _end(journal, UnitName.objects.filter(unit__in=chunk, valid_to=None), on)
    journal.add(_name(known.pk, values, on) for known, values in renamed)


def _place(journal: Journal, plan: Plan) -> None:
    """Put units below those above them: parent, organ and path of every unit that moves, and of all below it."""
    moved = [values for _, values in plan.changed["units"]] + plan.added["units"]
    if not moved:
        return
    units = {unit.code: unit for unit in Unit.objects.all()}
    by_pk = {unit.pk: unit for unit in units.values()}
    parents = {str(values["code"]): values["parent"] for values in moved}

    def parent_of(unit: Unit) -> Unit | None:
        if unit.code in parents:
            return units.get(str(parents[unit.code]))
        return by_pk.get(unit.parent_id or 0)

    places = {unit.pk: _placed(unit, parent_of) for unit in units.values()}

    def alter(unit: Unit) -> None:
        unit.parent_id, unit.organ_id, unit.path = places[unit.pk]

    astray = [unit for unit in by_pk.values() if (unit.parent_id, unit.organ_id, unit.path) != places[unit.pk]]
    journal.change(astray, ("parent", "organ", "path"), alter)


def _placed(unit: Unit, parent_of: Any) -> tuple[int | None, int | None, str]:
    """Return parent, organ and path of a unit."""
    line, above = [unit], parent_of(unit)
    while above is not None:
        line.append(above)
        above = parent_of(above)
    organ = next((one.pk for one in line if one.kind == Unit.ORGAN), line[-1].pk)
    path = "".join(f"/{one.pk}" for one in reversed(line)) + "/"
    return (line[1].pk if len(line) > 1 else None), (None if unit.kind == Unit.ORGAN else organ), path


def _posts(journal: Journal, plan: Plan) -> None:
    _alter(journal, Post, plan.changed["posts"], ("name", "is_head", "order"))
    units = _numbers(Unit) if plan.added["posts"] else {}
    made = journal.add(
        Post(
            unit_id=units[one["unit"]],
            **{name: one[name] for name in ("code", "name", "is_head", "order", "valid_from")},
        )
        for one in plan.added["posts"]
    )
    journal.add(Holder(post=post) for post in made)


PERSON = ("name", "staff_type", "telephone", "order")


def _people(journal: Journal, plan: Plan) -> None:
    changed, wanted = plan.changed["people"], {known.pk: values for known, values in plan.changed["people"]}

    def alter(person: Person) -> None:
        for name in PERSON:
            setattr(person, name, wanted[person.pk][name])
        person.pinyin = pinyin.search_text(person.name)

    journal.change(_rows(Person, (known for known, _ in changed)), (*PERSON, "pinyin"), alter)
    made = journal.add(_person(one) for one in plan.added["people"])
    journal.add(Holder(person=person) for person in made)
    respecialised = [one for one in changed if one[0].values["specialties"] != one[1]["specialties"]]
    for chunk in chunks([known.pk for known, _ in respecialised]):
        journal.drop(Specialty.objects.filter(person__in=chunk))
    said = [(known.pk, values) for known, values in respecialised]
    said += [(person.pk, values) for person, values in zip(made, plan.added["people"], strict=True)]
    journal.add(
        Specialty(person_id=pk, name=name)
        for pk, values in said
        for name in filter(None, str(values["specialties"]).split("、"))
    )


def _person(values: Values) -> Person:
    given = {name: values[name] for name in (*PERSON, "code", "valid_from")}
    return Person(pinyin=pinyin.search_text(str(values["name"])), **given)


def _relations(journal: Journal, plan: Plan) -> None:
    _alter(journal, Appointment, plan.changed["appointments"], ("is_main",))
    if not any(plan.added[name] for name in ("appointments", "roles", "charges")):
        return
    units, posts, people = _numbers(Unit), _numbers(Post), _numbers(Person)
    journal.add(
        Appointment(
            person_id=people[one["person"]],
            post_id=posts[one["post"]],
            is_main=one["is_main"],
            valid_from=one["valid_from"],
        )
        for one in plan.added["appointments"]
    )
    behind = {"person": _numbers(Holder, "person__code"), "post": _numbers(Holder, "post__code")}
    journal.add(
        Role(
            holder_id=behind[str(one["holder_kind"])][one["holder"]],
            key=one["key"],
            unit_id=units[one["unit"]],
            valid_from=one["valid_from"],
        )
        for one in plan.added["roles"]
    )
    journal.add(
        Charge(leader_id=people[one["leader"]], unit_id=units[one["unit"]], valid_from=one["valid_from"])
        for one in plan.added["charges"]
    )


def _numbers(table: Any, column: str = "code") -> dict[Any, int]:
    return dict(table.objects.values_list(column, "pk"))
