"""Reading deliveries (送达): what waits to be signed for, what became of a document at its receivers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from zhongshu.documents import rules as documents
from zhongshu.exchange import rules
from zhongshu.exchange.models import Delivery, Dispatch, Reminder
from zhongshu.gongwen import numbers
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.org.models import Person

OUTCOMES = ("receipt", "rejection", "recall")
IS_RECALLED = Q(recall__isnull=False)
IS_REJECTED = Q(recall=None) & (Q(rejection__isnull=False) | Q(receipt__isnull=False, matter__outcome="returned"))
# Said by what is excluded: a delivery without a matter has no outcome to compare.
IS_SIGNED = Q(recall=None, rejection=None, receipt__isnull=False) & (Q(matter=None) | ~Q(matter__outcome="returned"))
IS_WAITING = Q(matter=None, recall=None, rejection=None, receipt=None)  # few have no matter, which is an index
IS_STANDING = IS_WAITING | IS_SIGNED
IN_STATE = {
    rules.WAITING: IS_WAITING,
    rules.SIGNED: IS_SIGNED,
    rules.REJECTED: IS_REJECTED,
    rules.RECALLED: IS_RECALLED,
}


def told(found: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """With each delivery come its dispatch and what became of it."""
    return found.select_related("dispatch__peer", "dispatch__matter", "unit", "matter", *OUTCOMES)


def organs_of(person: Person, kind: str, at: datetime, *, known: org.Directory | None = None) -> list[int]:
    """Return the organs for which a person signs for documents of a register (可签收的机关), in protocol order."""
    return org.organs_with_role(person.pk, (documents.KEEPERS[kind],), at, known=known or org.directory())


def received_by(person: Person, at: datetime, *, known: org.Directory | None = None) -> QuerySet[Delivery]:
    """Return the deliveries that a person may see at the receiver's (visible_to): those who sign for them.

    Telegrams are for the confidential registrars alone. What was signed for is seen as its matter is: not when that is
    restricted to others or lies in quarantine.
    """
    return coming_to(person, at, known=known).filter(delivered_at__isnull=False)


def coming_to(person: Person, at: datetime, *, known: org.Directory | None = None) -> QuerySet[Delivery]:
    """Return the same, with those that are still on their way (未送达): a package is looked at before it arrives."""
    known = known or org.directory()
    papers = _come_for(person, documents.INCOMING, at, known)
    wires = _come_for(person, documents.TELEGRAM, at, known)
    return Delivery.objects.filter(papers | wires, _seen(person, at, known))


def _come_for(person: Person, kind: str, at: datetime, known: org.Directory) -> Q:
    organs = organs_of(person, kind, at, known=known)
    return Q(unit__in=organs, dispatch__is_telegram=kind == documents.TELEGRAM)


def _seen(person: Person, at: datetime, known: org.Directory) -> Q:
    own = matters.visible_to(person, at, known=known).filter(pk=OuterRef("matter"))
    return Q(matter=None) | Q(Exists(own))


def deliveries(
    person: Person, kind: str, at: datetime, wanted: Mapping[str, Any], *, known: org.Directory | None = None
) -> QuerySet[Delivery]:
    """Return what came for a register through the exchange, the latest first. wanted: q, state, urgency, organ."""
    known, state = known or org.directory(), wanted.get("state")
    found = Delivery.objects.filter(_come_for(person, kind, at, known), delivered_at__isnull=False)
    if state != rules.WAITING:  # what waits has no matter that somebody might not see
        found = found.filter(_seen(person, at, known))
    if state:
        found = found.filter(IN_STATE[state])
    if wanted.get("q"):
        found = found.filter(_matching(wanted["q"]))
    if wanted.get("organ"):
        found = found.filter(unit=wanted["organ"])
    if wanted.get("urgency"):
        found = found.filter(dispatch__urgency=wanted["urgency"])
    return told(found).order_by("-delivered_at", "-id")


def _matching(words: str) -> Q:
    found = Q(dispatch__title__icontains=words) | Q(dispatch__sender_name__icontains=words)
    return found | Q(dispatch__number__icontains=numbers.normalise(words))


def pending(person: Person, kind: str, at: datetime, *, known: org.Directory | None = None) -> QuerySet[Delivery]:
    """Return what waits for a person to sign for it (待签收), as the person keeps the register of a kind that day."""
    return deliveries(person, kind, at, {"state": rules.WAITING}, known=known)


def waiting(person: Person, at: datetime, *, known: org.Directory | None = None) -> dict[str, int]:
    """Return how much waits for a person to sign for it by register (待签收件数)."""
    known = known or org.directory()
    kinds = {kind: organs_of(person, kind, at, known=known) for kind in (documents.INCOMING, documents.TELEGRAM)}
    if not any(kinds.values()):
        return dict.fromkeys(kinds, 0)
    own = {
        kind: Count("pk", filter=Q(unit__in=organs, dispatch__is_telegram=kind == documents.TELEGRAM))
        for kind, organs in kinds.items()
    }
    units = {organ for organs in kinds.values() for organ in organs}
    return Delivery.objects.filter(IS_WAITING, unit__in=units, delivered_at__isnull=False).aggregate(**own)


def is_open(delivery: Delivery) -> bool:
    """Tell whether a delivery still waits for its receiver, who may read its files until then."""
    return delivery.delivered_at is not None and rules.state(delivery) == rules.WAITING


def delivery_for(person: Person, number: int, at: datetime) -> Delivery | None:
    """Return a delivery that the person may see at the receiver's, or None."""
    return told(received_by(person, at)).filter(pk=number).first()


def delivered_to(person: Person, dispatch: int, at: datetime) -> list[int]:
    """Return the numbers of the deliveries of a dispatch that are a person's to see at the receiver's."""
    return list(received_by(person, at).filter(dispatch=dispatch).order_by("id").values_list("pk", flat=True))


def deliveries_of(matter: Matter) -> QuerySet[Delivery]:
    """Return what became of a document at its receivers (分发情况), of a matter that was found visible.

    Each with `reminded`: how often it was chased. Main receivers first, in the order in which they were named.
    """
    sent = Delivery.objects.filter(dispatch__matter=matter).annotate(reminded=Count("reminders"))
    return told(sent).order_by("dispatch", "-role", "id")


def counts(matter: Matter, **only: Any) -> dict[str, int]:
    """Return how many receivers of a document, `only` some of them, are in each of `rules.STATES` (签收统计)."""
    sums = {state: Count("pk", filter=where) for state, where in IN_STATE.items()}
    return Delivery.objects.filter(dispatch__matter=matter, **only).aggregate(**sums)


def sends(person: Person, dispatch: Dispatch, at: datetime, *, known: org.Directory | None = None) -> bool:
    """Tell whether a person acts for the sender: its registrars, of telegrams the confidential ones as well."""
    if dispatch.sender_id is None:
        return False
    roles = ("registrar", "confidential_registrar") if dispatch.is_telegram else ("registrar",)
    known = known or org.directory()
    return any(org.has_role(person.pk, role, at, unit=dispatch.sender_id, known=known) for role in roles)


def signs(person: Person, delivery: Delivery, at: datetime, *, known: org.Directory | None = None) -> bool:
    """Tell whether a person signs for a delivery (签收人员): who keeps the register of its organ that day."""
    role = rules.keeper_of(delivery.dispatch)
    return delivery.unit_id is not None and org.has_role(person.pk, role, at, unit=delivery.unit_id, known=known)


def overdue(at: datetime) -> QuerySet[Delivery]:
    """Return what ought to have been signed for by now and is to be chased today (逾期未签收), if not too often."""
    today = org.midnight(org.local_day(at))
    chased = Reminder.objects.filter(delivery=OuterRef("pk"), at__gte=today)
    late = Delivery.objects.filter(IS_WAITING, due_at__lte=at, unit__isnull=False, delivered_at__isnull=False)
    by_itself = Count("reminders", filter=Q(reminders__by=None))
    return late.filter(~Exists(chased)).annotate(asked=by_itself).filter(asked__lt=rules.MOST_REMINDERS)


def last_copy(matter: Matter) -> int:
    """Return the last copy number that was given to receivers of a document (已编份号), 0 for none."""
    last = Delivery.objects.filter(dispatch__matter=matter).order_by(F("last_copy").desc(nulls_last=True)).first()
    return last.last_copy or 0 if last else 0


def locked(numbers_of_deliveries: Iterable[int]) -> list[Delivery]:
    """Return deliveries as they stand, locked in the order of their numbers against whoever acts on them as well."""
    numbers = list(numbers_of_deliveries)
    list(Delivery.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values_list("pk"))
    # Asked once more: what another has written while this one waited for the lock is seen only now.
    return list(states_of(numbers).select_related("dispatch__sender"))


def states_of(numbers_of_deliveries: Iterable[int]) -> QuerySet[Delivery]:
    """Return deliveries as they stand now, in the order of their numbers."""
    return told(Delivery.objects.filter(pk__in=list(numbers_of_deliveries))).order_by("pk")
