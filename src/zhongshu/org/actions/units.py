"""Units (机构): established, renamed, abolished, related. Inside an open transaction."""

from datetime import date, datetime

from zhongshu.org import queries, rules
from zhongshu.org.actions import changes
from zhongshu.org.models import Appointment, Charge, Edge, Post, Role, Unit, UnitName
from zhongshu.trail import actions as trail


def create(
    *,
    code: str,
    name: str,
    kind: str,
    on: date,
    by: str,
    at: datetime,
    parent: Unit | None = None,
    short_name: str = "",
    number_code: str = "",
    order: int = 0,
) -> Unit:
    """Establish an organ (设立机关) or an internal unit of one (设立内设机构) from the day `on`.

    `kind` is organ or section, `number_code` the organ's 机关代字. Raises BadOrganisation.
    """
    changes.begin()
    rules.known(rules.UNIT_KINDS, kind, "机构类别", field="kind")
    rules.check_parent(kind == Unit.ORGAN, parent is not None, parent is not None and _is_over(parent, on))
    code, name = rules.name(code, 64, "机构编码", field="code"), rules.name(name, 100, "机构名称")
    short_name = rules.name(short_name or name, 40, "机构简称", field="short_name")
    rules.check_free(Unit.objects.filter(code=code).exists(), code)
    unit = Unit.objects.create(
        code=code,
        kind=kind,
        parent=parent,
        organ_id=None if kind == Unit.ORGAN or parent is None else parent.organ_id or parent.pk,
        name=name,
        short_name=short_name,
        number_code=number_code and rules.name(number_code, 20, "机关代字", field="number_code"),
        order=order,
        valid_from=on,
    )
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    UnitName.objects.create(unit=unit, name=name, short_name=short_name, valid_from=on)
    trail.record("org", "org.unit_created", by=by, at=at, detail={"unit": unit.pk, "kind": kind})
    return unit


def _is_over(unit: Unit, on: date) -> bool:
    return unit.valid_to is not None and unit.valid_to <= on


def rename(unit: Unit, *, name: str, on: date, by: str, at: datetime, short_name: str = "") -> None:
    """Give a unit another name (更名) from the day `on`, today or earlier; the names before are kept."""
    changes.begin()
    rules.check_holds(unit.valid_from, unit.valid_to, on, "该机构")
    rules.check_not_future(on, queries.local_day(at), "更名日期")
    name = rules.name(name, 100, "机构名称")
    short_name = rules.name(short_name or name, 40, "机构简称", field="short_name")
    present = UnitName.objects.get(unit=unit, valid_to=None)
    rules.check_holds(present.valid_from, None, on, "现名称")
    changes.end_all(UnitName.objects.filter(pk=present.pk), on)
    UnitName.objects.create(unit=unit, name=name, short_name=short_name, valid_from=on)
    unit.name, unit.short_name = name, short_name
    unit.save(update_fields=["name", "short_name"])
    trail.record("org", "org.unit_renamed", by=by, at=at, detail={"unit": unit.pk})


def end(unit: Unit, *, on: date, by: str, at: datetime) -> None:
    """Abolish a unit (撤销机构) from the day `on`, with its posts, roles and leaders in charge.

    Raises BadOrganisation while units stand below it or people are in its posts.
    """
    changes.begin()
    rules.check_holds(unit.valid_from, unit.valid_to, on, "该机构")
    left = changes.running(on)
    children = Unit.objects.filter(left, parent=unit).count()
    people = Appointment.objects.filter(left, post__unit=unit).values("person").distinct().count()
    rules.check_unit_empty(children, people, unit.name)
    for rows in (
        Unit.objects.filter(pk=unit.pk),
        UnitName.objects.filter(unit=unit),
        Post.objects.filter(unit=unit),
        Role.objects.filter(unit=unit),
        Role.objects.filter(holder__post__unit=unit),
        Charge.objects.filter(unit=unit),
        Edge.objects.filter(upper=unit),
        Edge.objects.filter(lower=unit),
    ):
        changes.end_all(rows, on)
    unit.refresh_from_db()
    trail.record("org", "org.unit_ended", by=by, at=at, detail={"unit": unit.pk, "on": on.isoformat()})


def relate(upper: Unit, lower: Unit, *, kind: str, on: date, by: str, at: datetime) -> Edge:
    """Relate two organs beside the tree: `dual` leadership (双重领导) or professional `guidance` (业务指导)."""
    changes.begin()
    rules.known(rules.EDGE_KINDS, kind, "机构关系", field="kind")
    for unit in (upper, lower):
        rules.check_holds(unit.valid_from, unit.valid_to, on, unit.name)
    exists = Edge.objects.filter(changes.running(on), upper=upper, lower=lower, kind=kind).exists()
    rules.check_relation(upper.pk == lower.pk, exists)
    edge = Edge.objects.create(upper=upper, lower=lower, kind=kind, valid_from=on)
    detail = {"upper": upper.pk, "lower": lower.pk, "kind": kind}
    trail.record("org", "org.units_related", by=by, at=at, detail=detail)
    return edge


def end_relation(edge: Edge, *, on: date, by: str, at: datetime) -> None:
    """End a relation between two organs (解除机构关系) from the day `on`."""
    changes.begin()
    rules.check_holds(edge.valid_from, edge.valid_to, on, "该机构关系")
    changes.end_all(Edge.objects.filter(pk=edge.pk), on)
    detail = {"upper": edge.upper_id, "lower": edge.lower_id, "kind": edge.kind}
    trail.record("org", "org.relation_ended", by=by, at=at, detail=detail)
