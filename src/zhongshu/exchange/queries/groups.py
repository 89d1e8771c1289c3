"""Reading the groups of receivers that an organ keeps (收文单位组)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from zhongshu.exchange.models import Group, GroupMember
from zhongshu.kit import digests
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.org.queries.snapshot import UnitRow

KEEPER = "registrar"
Member = tuple[int | None, str]  # an organ of this system or None, and its name


def keepers_organs(person: Person, at: datetime, *, known: org.Directory | None = None) -> list[int]:
    """Return the organs whose groups a person keeps, in protocol order."""
    return org.organs_with_role(person.pk, (KEEPER,), at, known=known or org.directory())


def groups(organs: Iterable[int]) -> QuerySet[Group]:
    """Return the groups of some organs that are in use, by name, with their members in order."""
    members = Prefetch("members", GroupMember.objects.order_by("order", "id"))
    found = Group.objects.filter(organ__in=list(organs), ended_at=None).select_related("organ", "by")
    return found.prefetch_related(members).order_by("organ", "name", "id")


def group_for(person: Person, number: int, at: datetime) -> Group | None:
    """Return a group that the person keeps, or None."""
    return groups(keepers_organs(person, at)).filter(pk=number).first()


def group_base(group: Group) -> str:
    """Return a digest of how a group stands (组的现状), by which a change begun from another state is known."""
    members = group.members.order_by("order", "id").values_list("name", flat=True)
    return digests.sm3("\n".join([group.name, *members]))


def members_of(organ: int) -> dict[str, list[Member]]:
    """Return who is in the groups of an organ (组成员): {name of the group: members}, for whoever addresses a text."""
    return {group.name: [(one.unit_id, one.name) for one in group.members.all()] for group in groups([organ])}


def organs_by_name(day: date, *, known: org.Directory | None = None) -> Mapping[str, Sequence[UnitRow]]:
    """Return the organs of a day by each name that they go by (机关名称): the full one and the short one."""
    found: dict[str, list[UnitRow]] = {}
    for unit in org.organs(day, known=known):
        for name in {unit.name, unit.short_name} - {""}:
            found.setdefault(name, []).append(unit)
    return found
