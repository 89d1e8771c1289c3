"""What is asked of seals (用印申请、印章借用): who asks, who has approved, who seals, what is still to be sealed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from zhongshu.matters import queries as matters
from zhongshu.matters.kinds import Searched
from zhongshu.matters.models import Matter, Run, Task
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes.model import COMPLETED, SIGN
from zhongshu.seals import rules
from zhongshu.seals.models import Application, Keeping, Loan, Seal, Use


def application_of(matter: Matter) -> Application:
    """Return the application of a matter that was found visible."""
    return Application.objects.select_related("matter__opened_by").get(matter=matter)


def loan_of(matter: Matter) -> Loan:
    """Return the loan of a matter that was found visible."""
    return Loan.objects.select_related("matter__opened_by", "seal", "borrower", "companion").get(matter=matter)


def standing(person: Person, organ: int, at: datetime, *, known: org.Directory | None = None) -> str:
    """Return what the applicant is in the organ (申请人身份), a key of rules.APPLICANTS."""
    known, day = known or org.directory(), org.local_day(at)
    for role in ("leader", "office_head"):
        if org.has_role(person.pk, role, at, unit=organ, known=known):
            return role
    unit = org.unit_of(person.pk, day, known=known)
    heads = org.heads(unit, day, known=known) if unit else ()
    if org.holder_of(person.pk, known=known) in heads:
        return "head"
    chiefs = org.people_behind(org.role("office_head", organ, day, known=known), day, known=known)
    return "office_staff" if chiefs & org.people_behind(heads, day, known=known) else "staff"


def approver_of(matter: Matter) -> Person | None:
    """Return who last said yes to what is asked as it stands now (批准人), not the applicant."""
    done = Task.objects.filter(matter=matter, station__run__role=Run.MAIN, outcome=COMPLETED, withdrawn_at=None)
    asked = done.filter(station__key=rules.APPLYING).order_by("-done_at", "-id").first()
    if asked is None or asked.done_at is None:
        return None
    said = done.filter(kind=SIGN, done_at__gte=asked.done_at, id__gt=asked.pk).exclude(done_by=matter.opened_by_id)
    last = said.select_related("done_by").order_by("-done_at", "-id").first()
    return last.done_by if last else None


def live_uses(matter: Matter) -> QuerySet[Use]:
    """Return the lines of the log that stand for a matter: none that is void."""
    return Use.objects.filter(matter=matter, voided_at=None)


def pending(application: Application) -> list[Seal]:
    """Return the seals that were asked for and not yet used (待用印章)."""
    used = live_uses(application.matter).values("seal")
    kept = Keeping.objects.filter(until=None).select_related("keeper")
    left = application.seals.exclude(pk__in=used).prefetch_related(Prefetch("keepings", kept))
    return list(left.order_by("pk"))


def _uses(matter: Matter) -> list[Use]:
    told = ("seal", "applicant", "approver", "witness", "sealed_by")
    return list(Use.objects.filter(matter=matter).select_related(*told).order_by("at", "id"))


def _seals(application: Application) -> list[Seal]:
    kept = Keeping.objects.filter(until=None).select_related("keeper")
    return list(application.seals.prefetch_related(Prefetch("keepings", kept)).order_by("pk"))


def use_part(matter: Matter, person: Person) -> Mapping[str, Any]:
    """Return what the matter page shows of an application: {application, seals, uses, unit}."""
    application = application_of(matter)
    return {
        "application": application,
        "seals": _seals(application),
        "uses": _uses(matter),
        "unit": _unit(matter),
    }


def _unit(matter: Matter) -> str:
    """Return the unit of the applicant on the day of the application (申请单位)."""
    known, day = org.directory(), org.local_day(matter.opened_at)
    unit = org.unit_of(matter.opened_by_id, day, known=known)
    return known.units[unit].short_name if unit else ""


def loan_part(matter: Matter, person: Person) -> Mapping[str, Any]:
    """Return what the matter page shows of a loan: {loan, is_late, uses, unit}."""
    loan = loan_of(matter)
    is_late = loan.is_out and matter.due_at is not None and matter.due_at < timezone.now()
    return {"loan": loan, "is_late": is_late, "uses": _uses(matter), "unit": _unit(matter)}


def use_searchable(matter: Matter) -> Searched:
    """Return what an application can be found by besides (检索内容)."""
    found = application_of(matter)
    return Searched(
        (
            ("用印事由", found.reason),
            ("文件字号", found.document_number),
            ("送往单位", found.sent_to),
            ("印章", "、".join(seal.name for seal in found.seals.order_by("pk"))),
        ),
        numbers=(found.document_number,),
    )


def loan_searchable(matter: Matter) -> Searched:
    """Return what a loan can be found by besides."""
    found = loan_of(matter)
    who = "、".join((found.borrower.name, found.companion.name))
    return Searched((("借用事由", found.reason), ("使用地点", found.place), ("印章", found.seal.name), ("借用人", who)))


def loans(
    person: Person, at: datetime, wanted: Mapping[str, Any], *, known: org.Directory | None = None
) -> QuerySet[Loan]:
    """Return the loans that a person may see, the latest first. wanted: seal, state (asked out late back)."""
    seen = matters.visible_to(person, at, known=known)
    found = Loan.objects.filter(matter__in=seen).select_related("matter", "seal", "borrower", "companion")
    if wanted.get("seal"):
        found = found.filter(seal=wanted["seal"])
    match wanted.get("state"):
        case "asked":
            found = found.filter(out_at=None, matter__closed_at=None)
        case "out":
            found = found.filter(out_at__isnull=False, back_at=None)
        case "late":
            found = found.filter(out_at__isnull=False, back_at=None, matter__due_at__lt=at)
        case "back":
            found = found.filter(back_at__isnull=False)
    return found.order_by("-matter__opened_at", "-matter_id")
