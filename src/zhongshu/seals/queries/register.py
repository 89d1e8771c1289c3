"""The register of seals (印章登记簿): which there are, who keeps each, where each is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.org.models import Holder, Person, Unit
from zhongshu.seals import rules
from zhongshu.seals.models import Ending, Keeping, Loan, Seal


def organ_of(person: Person, at: datetime, *, known: org.Directory | None = None) -> int | None:
    """Return the organ whose register a person works with, or None for somebody of no unit."""
    known = known or org.directory()
    unit = org.unit_of(person.pk, org.local_day(at), known=known)
    return org.organ_of(unit, known=known) if unit else None


def organs_of(person: Person, at: datetime, *, known: org.Directory | None = None) -> list[int]:
    """Return the organs whose seals a person may ask for (可申请用印的机关): their own first, then those above it."""
    known = known or org.directory()
    unit = org.unit_of(person.pk, org.local_day(at), known=known)
    upward = [int(part) for part in reversed(known.units[unit].path.split("/")) if part] if unit else []
    return [one for one in upward if known.units[one].kind == Unit.ORGAN]


def keeps(person: Person, organ: int | None, at: datetime, *, known: org.Directory | None = None) -> bool:
    """Tell whether a person keeps the register of an organ (印章管理)."""
    return organ is not None and org.has_role(person.pk, rules.KEEPER, at, unit=organ, known=known)


def keepers(at: datetime, *, known: org.Directory | None = None) -> set[int]:
    """Return everybody who keeps the register of seals of some organ (各机关的印章管理人员)."""
    known, day = known or org.directory(), org.local_day(at)
    given = [holders for (key, _), holders in known.on(day).roles.items() if key == rules.KEEPER]
    return {person for holders in given for person in org.people_behind(holders, day, known=known)}


def _told(found: QuerySet[Seal]) -> QuerySet[Seal]:
    """With each seal come who keeps it now, the loan on which it is out, and how it ended."""
    kept = Keeping.objects.filter(until=None).select_related("keeper")
    out = Loan.objects.filter(out_at__isnull=False, back_at=None).select_related("matter", "borrower", "companion")
    return found.select_related("organ").prefetch_related(
        Prefetch("keepings", kept), Prefetch("loans", out), Prefetch("endings", Ending.objects.order_by("at", "id"))
    )


def register(
    person: Person, at: datetime, wanted: Mapping[str, Any], *, known: org.Directory | None = None
) -> QuerySet[Seal]:
    """Return the seals of the person's organ and those above it, in use first. wanted: q, kind, state (see `state`)."""
    found = _told(Seal.objects.filter(organ__in=organs_of(person, at, known=known)))
    if wanted.get("q"):
        found = found.filter(name__icontains=wanted["q"])
    if wanted.get("kind"):
        found = found.filter(kind=wanted["kind"])
    match wanted.get("state"):
        case "in_use":
            found = found.filter(stopped_at=None)
        case "out":
            found = found.filter(loans__out_at__isnull=False, loans__back_at=None)
        case "stopped":
            found = found.filter(stopped_at__isnull=False)
    return found.order_by("organ", F("stopped_at").asc(nulls_first=True), "used_since", "pk")


def seal_for(person: Person, number: int, at: datetime) -> Seal | None:
    """Return a seal that the person may look at, or None."""
    return _told(Seal.objects.filter(organ__in=organs_of(person, at))).filter(pk=number).first()


def offered(person: Person, at: datetime, *, known: org.Directory | None = None) -> list[Seal]:
    """Return the seals that a person may ask for (可申请的印章): those in use, of their organ and of those above it.

    Not those that are electronic alone: they go on what an organ sends out, never on paper.
    """
    organs = organs_of(person, at, known=known)
    found = _told(Seal.objects.filter(organ__in=organs, stopped_at=None, is_electronic=False)).order_by(
        "used_since", "pk"
    )
    return sorted(found, key=lambda seal: organs.index(seal.organ_id))


def usable(organ: int) -> list[Seal]:
    """Return the seals of an organ that are in use (在用印章), in the order in which they came into use."""
    return list(_told(Seal.objects.filter(organ=organ, stopped_at=None)).order_by("used_since", "pk"))


def locked(seals: Iterable[int]) -> list[Seal]:
    """Return seals, locked until the transaction ends, in the order of their numbers; each as it is told of."""
    numbers = sorted(set(seals))
    list(Seal.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    return list(_told(Seal.objects.filter(pk__in=numbers)).order_by("pk"))


def state(seal: Seal, at: datetime) -> tuple[str, str]:
    """Return in words where a seal is (印章状态), and its colour."""
    if seal.stopped_at is not None:
        last = list(seal.endings.all())[-1]
        return f"已{dict(rules.ENDINGS)[last.what]}", "plain"
    if loan := seal.loan:
        is_late = loan.matter.due_at is not None and loan.matter.due_at < at
        return ("借出超期未还", "red") if is_late else ("借出", "yellow")
    return "在用", "green"


def person_of(holder: int) -> Person | None:
    """Return the person that a holder is, or None for a post."""
    return Holder.objects.select_related("person").get(pk=holder).person


def waiting(seal: Seal) -> QuerySet[Matter]:
    """Return what has been asked of a seal and is not over (在办的用印和借用申请), the latest first."""
    asked = Matter.objects.filter(seal_application__seals=seal) | Matter.objects.filter(seal_loan__seal=seal)
    return asked.filter(closed_at=None).order_by("-opened_at", "-pk")
