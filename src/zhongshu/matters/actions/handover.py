"""What somebody who leaves has in hand, handed over in one act to one or several people, and taken back (工作移交)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.matters import rules
from zhongshu.matters.actions import indexing, opening, passage
from zhongshu.matters.models import HandOver, HandOverPiece, Matter, Run, Station, Task
from zhongshu.matters.queries import leaving
from zhongshu.matters.queries.planned import planned
from zhongshu.matters.queries.slips import World, load_slip
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes import acts, engine, model
from zhongshu.trail import actions as trail

REASON_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Share:
    """What one heir takes over (移交份额): tasks on matters of `kinds` (None: all), copies, ownership, later steps."""

    to: Person
    kinds: frozenset[str] | None = None
    copies: bool = True
    owned: bool = True
    planned: bool = True

    def takes(self, matter: Matter) -> bool:
        """Tell whether the tasks on a matter belong to this share."""
        return self.kinds is None or matter.kind in self.kinds


@dataclass(frozen=True, slots=True)
class Move:
    """From whom to whom something goes: holder numbers, by whom, when."""

    holder: int
    heir: int
    by: Person
    at: datetime


@transaction.atomic(durable=True)
def hand_over(leaver: Person, *, to: Person, by: Person, at: datetime, reason: str) -> int:
    """Hand all that waits for `leaver` over to `to` (工作移交): tasks, unread copies, matters owned, steps to come.

    Returns how many matters were touched. Post pools are not: whoever holds the post goes on with them. Raises Refused
    for whoever is not office head there.
    """
    made = _divide(leaver, [Share(to)], (), by, at, reason)
    return len(set(HandOverPiece.objects.filter(hand_over__in=made).values_list("matter", flat=True)))


@transaction.atomic(durable=True)
def divide(
    leaver: Person,
    *,
    shares: Sequence[Share],
    stay: Collection[int] = (),
    by: Person,
    at: datetime,
    reason: str,
) -> list[HandOver]:
    """Hand what waits for `leaver` over in shares (分项移交), all in one act; matters in `stay` are left.

    Returns one record for each heir who got something. Raises Refused for whoever is not office head there, and when
    nothing is left to hand over.
    """
    return _divide(leaver, shares, stay, by, at, reason)


def _divide(
    leaver: Person, shares: Sequence[Share], stay: Collection[int], by: Person, at: datetime, reason: str
) -> list[HandOver]:
    leaving.check_may(leaver, by, at)
    rules.check_reason(reason, "移交")
    for share in shares:
        _check_heir(leaver, share.to, at)
    matters = _matters_of(leaver, shares, stay)
    made = [_hand(leaver, share, matters, by, at, reason) for share in shares]
    handed = [row for row in made if row is not None]
    if not handed:
        raise Refused(f"{leaver.name}名下没有需要移交的工作。")
    return handed


def _check_heir(leaver: Person, to: Person, at: datetime) -> None:
    if leaver.pk == to.pk:
        raise Refused("移交人和接收人不能是同一人。", field="to")
    if not org.people_of(org.holder_of(to.pk), org.local_day(at)):
        raise Refused(f"{to.name}已离岗，不能接收移交。", field="to")


def _matters_of(leaver: Person, shares: Sequence[Share], stay: Collection[int]) -> list[Matter]:
    """Return the matters concerned, locked in one order for all shares."""
    holder = org.holder_of(leaver.pk)
    concerned = Q(pk__in=Task.objects.filter(holder=holder, done_at=None).values("matter"))
    if any(share.owned for share in shares):
        concerned |= Q(owner=leaver, closed_at=None)
    if any(share.planned for share in shares):
        concerned |= Q(pk__in={row.run.matter_id for row in planned(holder)})
    found = Matter.objects.select_for_update(of=("self",)).filter(concerned).exclude(pk__in=list(stay))
    return list(found.order_by("pk"))


def _hand(
    leaver: Person, share: Share, matters: Sequence[Matter], by: Person, at: datetime, reason: str
) -> HandOver | None:
    move = Move(org.holder_of(leaver.pk), org.holder_of(share.to.pk), by, at)
    pieces = [piece for matter in matters for piece in _one_matter(matter, share, move)]
    if not pieces:
        return None
    reason = text.clean_text(reason, REASON_LIMIT, "移交原因", field="reason")
    return record(HandOver(leaver=leaver, to=share.to, reason=reason, by=by, at=at), pieces)


def record(row: HandOver, pieces: Sequence[HandOverPiece]) -> HandOver:
    """Write a hand-over and what went with it, and say so in the trail of the organisation."""
    row.save(force_insert=True)
    for piece in pieces:
        piece.hand_over = row
    HandOverPiece.objects.bulk_create(pieces)
    trail.record(
        "org",
        "matters.tasks_handed_back" if row.undoes_id else "matters.tasks_handed_over",
        by=row.by.ref,
        at=row.at,
        detail={
            "from": row.leaver_id,
            "to": row.to_id,
            "matters": len({piece.matter_id for piece in pieces}),
            "record": row.pk,
        },
    )
    return row


def _one_matter(matter: Matter, share: Share, move: Move) -> list[HandOverPiece]:
    pieces: list[HandOverPiece] = []
    tasks, stations = None if share.takes(matter) else (), None if share.planned else ()
    for run in Run.objects.filter(matter=matter, ended_at=None).order_by("pk"):
        pieces += pass_on(matter, run, move, tasks=tasks, stations=stations)
    if share.copies:
        unread = Task.objects.filter(matter=matter, station=None, holder=move.holder, done_at=None)
        pieces += pass_copies(matter, unread.values_list("pk", flat=True), move)
    if share.owned and matter.closed_at is None:
        owned = Matter.objects.filter(pk=matter.pk, owner__holder=move.holder)
        if owned.update(owner=share.to):
            pieces.append(HandOverPiece(matter=matter, part=HandOverPiece.OWNER))
    if pieces:
        note(matter, "matters.handed_over", move)
    return pieces


def note(matter: Matter, verb: str, move: Move) -> None:
    """Let the heir see the matter, and record on it that something went from one to the other."""
    opening.grant(matter, [move.heir], reason="handover", at=move.at)
    detail = {"from": move.holder, "to": move.heir}
    trail.record(matter.stream, verb, by=move.by.ref, at=move.at, detail=detail)
    indexing.touch(matter, at=move.at)


def pass_on(
    matter: Matter,
    run: Run,
    move: Move,
    *,
    tasks: Collection[int] | None = None,
    stations: Collection[str] | None = None,
) -> list[HandOverPiece]:
    """Give what somebody has on a run, now and to come, to the heir: all of it, or only `tasks` and `stations`."""
    slip, places, rows = load_slip(run, matter)
    had = [task for task in slip.tasks if task.live and task.holder == move.holder]
    going = [task for task in had if tasks is None or task.id in tasks]
    later = [key for key, row in places.items() if move.holder in row.to_come and (stations is None or key in stations)]
    if not going and not later:
        return []
    named = None if tasks is None and stations is None else frozenset([*later, *(task.station for task in going)])
    world = World(matter, move.at)
    act = acts.HandOver(move.holder, move.heir, frozenset(task.id for task in going), named)
    pieces = _to_come(matter, [places[key] for key in later], move)
    changes = engine.advance(slip, act, world)
    passage.write(run, matter, slip, changes, places, rows, by=move.by, at=move.at, known=world.known)
    return _given_anew(matter, [rows[task.id] for task in going], move) + pieces


def _to_come(matter: Matter, later: Sequence[Station], move: Move) -> list[HandOverPiece]:
    """Return the pieces for later stations: where the heir is asked in any case, nothing of it can go back."""
    keys: dict[str, list[str]] = {HandOverPiece.PLANNED: [], HandOverPiece.MERGED: []}
    for row in later:
        keys[HandOverPiece.MERGED if move.heir in row.to_come else HandOverPiece.PLANNED].append(row.key)
    return [HandOverPiece(matter=matter, part=part, stations=found) for part, found in keys.items() if found]


def _given_anew(matter: Matter, had: Sequence[Task], move: Move) -> list[HandOverPiece]:
    """Return a piece for each task: the heir's new one, or the old one where the heir had the same already."""
    stations: Mapping[int | None, Task] = {
        task.station_id: task
        for task in Task.objects.filter(
            matter=matter, holder=move.heir, station__isnull=False, given_by=move.by.ref, given_at=move.at
        )
    }
    return [
        HandOverPiece(matter=matter, part=HandOverPiece.TASK, task=stations[task.station_id])
        if task.station_id in stations
        else HandOverPiece(matter=matter, part=HandOverPiece.MERGED, task=task)
        for task in had
    ]


def pass_copies(matter: Matter, numbers: Collection[int], move: Move) -> list[HandOverPiece]:
    """Unread circulated copies: the old ones end as transferred, the heir gets one unless there is one already."""
    # Asked again under the lock: what has been read meanwhile stays read.
    copies = list(Task.objects.filter(pk__in=list(numbers), done_at=None))
    if not copies:
        return []
    Task.objects.filter(pk__in=[copy.pk for copy in copies]).update(done_at=move.at, outcome=model.TRANSFERRED)
    if Task.objects.filter(matter=matter, station=None, holder=move.heir, done_at=None).exists():
        return [HandOverPiece(matter=matter, part=HandOverPiece.MERGED, task=copy) for copy in copies]
    new = Task.objects.create(
        matter=matter,
        name=copies[0].name,
        kind=model.READ,
        holder_id=move.heir,
        given_by=move.by.ref,
        given_at=move.at,
        opened_at=move.at,
    )
    return [HandOverPiece(matter=matter, part=HandOverPiece.COPY, task=new)]
