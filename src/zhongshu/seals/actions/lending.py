"""Lending a seal (印章借出): handed out by its keeper, taken back, and whoever has it is reminded on the day."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from zhongshu.kit.errors import Refused
from zhongshu.matters.actions import telling
from zhongshu.matters.rules import end_of_day
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.org.rules import SYSTEM
from zhongshu.seals import queries, rules
from zhongshu.seals.models import Keeping, Loan
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction


def hand_out(loan: Loan, *, by: Person, at: datetime) -> None:
    """Note that the keeper has handed a seal out (交出印章), inside the act of the station."""
    check_transaction()
    (seal,) = queries.locked([loan.seal_id])
    rules.check_in_hand(seal, by)
    Loan.objects.filter(pk=loan.pk).update(out_at=at, out_by=by)
    detail = {"seal": seal.pk, "borrower": loan.borrower_id, "companion": loan.companion_id}
    trail.record(loan.matter.stream, "seals.handed_out", by=by.ref, at=at, detail=detail)


def take_back(loan: Loan, *, by: Person, at: datetime) -> None:
    """Note that the keeper has a seal back (收回印章), inside the act of the station."""
    check_transaction()
    (seal,) = queries.locked([loan.seal_id])
    keeping = seal.keeping
    if keeping is None or keeping.keeper_id != by.pk:
        keeper = keeping.keeper.name if keeping else "保管人"
        raise rules.NotInHand(f"{seal}由{keeper}保管，应由{keeper}收回。请将任务转办给{keeper}。")
    if not Loan.objects.filter(pk=loan.pk, out_at__isnull=False, back_at=None).update(back_at=at, back_by=by):
        raise Refused("该印章没有借出，或者已登记归还。")
    trail.record(loan.matter.stream, "seals.taken_back", by=by.ref, at=at, detail={"seal": seal.pk})


def remind(*, at: datetime) -> int:
    """Remind whoever has a seal on the day when it is due back, and each day after (归还提醒); return of how many."""
    due = _unreminded(org.local_day(at)).filter(matter__due_at__lte=end_of_day(org.local_day(at)))
    return sum(_remind(number, at=at) for number in due.order_by("pk").values_list("pk", flat=True))


def _unreminded(day: date) -> QuerySet[Loan]:
    fresh = Q(reminded_on=None) | Q(reminded_on__lt=day)
    return Loan.objects.filter(fresh, out_at__isnull=False, back_at=None)


@transaction.atomic(durable=True)
def _remind(number: int, *, at: datetime) -> bool:
    """Of two jobs at the same moment one finds the loan reminded of already."""
    day = org.local_day(at)
    if not _unreminded(day).filter(pk=number).update(reminded_on=day):
        return False
    loan = Loan.objects.select_related("matter", "seal").get(pk=number)
    keeper = Keeping.objects.filter(seal=loan.seal, until=None).values_list("keeper", flat=True)
    late = loan.matter.due_at is not None and loan.matter.due_at < at
    words = f"{loan.seal}{'借出超期未还' if late else '应于今日归还'}，归还时间{rules.moment(loan.matter.due_at)}"
    people = {loan.borrower_id, loan.companion_id, *keeper}
    telling.send(loan.matter, people, words, kind="chase", at=at)
    trail.record(loan.matter.stream, "seals.reminded", by=SYSTEM, at=at, detail={"loan": number})
    return True
