"""Undoing a hand-over within its day (撤销移交): what the heir has not dealt with goes back to whom it came from.

A task's outcome is for good, so this is a hand-over the other way round, linked to the one that it undoes.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhongshu.kit.errors import Refused
from zhongshu.matters import rules
from zhongshu.matters.actions import handover
from zhongshu.matters.actions.handover import Move
from zhongshu.matters.models import HandOver, HandOverPiece, Matter, Run
from zhongshu.matters.queries import leaving
from zhongshu.org import queries as org
from zhongshu.org.models import Person

REASON = "撤销移交"


@transaction.atomic(durable=True)
def hand_back(number: int, *, by: Person, at: datetime) -> HandOver:
    """Undo a hand-over of this day (撤销移交) as far as the heir has not dealt with it; return the record of it.

    Raises Refused for whoever is not office head there, on a later day, the second time, and when nothing is left that
    could go back.
    """
    done = HandOver.objects.select_for_update(of=("self",)).select_related("leaver", "to").get(pk=number)
    rules.check_may_be_undone(done, at)
    leaving.check_may(done.leaver, by, at)
    pieces = list(done.pieces.select_related("task", "matter").order_by("matter", "id"))
    move = Move(org.holder_of(done.to_id), org.holder_of(done.leaver_id), by, at)
    matters = {piece.matter_id for piece in pieces}
    locked = Matter.objects.select_for_update(of=("self",)).filter(pk__in=matters).order_by("pk")
    returned = [
        piece
        for matter in list(locked)
        for piece in _one_matter(matter, [one for one in pieces if one.matter_id == matter.pk], done, move)
    ]
    if not returned:
        raise Refused("接收人已经办理或另行转出，没有可以退回的工作。")
    HandOver.objects.filter(pk=done.pk).update(undone_by=by, undone_at=at)
    back = HandOver(leaver=done.to, to=done.leaver, reason=REASON, by=by, at=at, undoes=done)
    return handover.record(back, returned)


def _one_matter(matter: Matter, pieces: Sequence[HandOverPiece], done: HandOver, move: Move) -> list[HandOverPiece]:
    open_tasks = {piece.task_id: piece for piece in pieces if rules.is_untouched(piece, move.holder)}
    keys = [key for piece in pieces if piece.part == HandOverPiece.PLANNED for key in piece.stations]
    numbers = [number for number, piece in open_tasks.items() if number and piece.part == HandOverPiece.TASK]
    returned: list[HandOverPiece] = []
    for run in Run.objects.filter(matter=matter, ended_at=None).order_by("pk") if numbers or keys else ():
        # What has begun since was the heir's turn.
        still = run.stations.filter(key__in=keys).exclude(begun_at__gt=done.at).values_list("key", flat=True)
        returned += handover.pass_on(matter, run, move, tasks=numbers, stations=list(still))
    copies = [number for number, piece in open_tasks.items() if number and piece.part == HandOverPiece.COPY]
    returned += handover.pass_copies(matter, copies, move)
    owns = any(piece.part == HandOverPiece.OWNER for piece in pieces) and matter.closed_at is None
    if owns and Matter.objects.filter(pk=matter.pk, owner=done.to).update(owner=done.leaver):
        returned.append(HandOverPiece(matter=matter, part=HandOverPiece.OWNER))
    if returned:
        handover.note(matter, "matters.handed_back", move)
    return returned
