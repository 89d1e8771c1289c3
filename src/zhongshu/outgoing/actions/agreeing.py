"""Countersigning (会签): who is asked, who agrees, and that nothing goes on over somebody who does not."""

from zhongshu.matters.kinds import Step
from zhongshu.org import queries as org
from zhongshu.outgoing import queries
from zhongshu.outgoing.models import Countersignature, OutgoingDocument
from zhongshu.outgoing.queries import agreeing as agreed
from zhongshu.outgoing.rules import agreeing
from zhongshu.trail import actions as trail

NO = "no"


def check_asked(step: Step) -> None:
    """Refuse to pass over whoever did not agree the last time (重新会签)."""
    asked = set(step.chosen.get("countersign", ()))
    left = [one for one in _opposed(step) if one.task.holder_id not in asked]
    agreeing.check_asked_again([one.task.done_by.name for one in left if one.task.done_by])


def ask(step: Step) -> None:
    """Keep whether others are to countersign, which the route asks."""
    document = queries.document_of(step.matter)
    OutgoingDocument.objects.filter(pk=document.pk).update(countersigned=bool(step.chosen.get("countersign")))


def check(step: Step) -> None:
    """Refuse a disagreement without words."""
    agreeing.check_words(step.fields.get("agrees") != NO, step.opinion.strip())


def carry_out(step: Step) -> None:
    """Keep whether somebody agrees, and with which version, and put it on the trail; the words stand on the task."""
    document = queries.document_of(step.matter)
    version, agrees = queries.latest(document), step.fields.get("agrees") != NO
    Countersignature.objects.create(task_id=step.number, document=document, version=version, agrees=agrees)
    detail = {"task": step.number, "version": version.order, "agrees": agrees}
    trail.record(step.matter.stream, "outgoing.countersigned", by=step.by.ref, at=step.at, detail=detail)


def check_agreed(step: Step) -> None:
    """Refuse to go on while somebody does not agree (条例 arts. 16 (4), 20 (3)). Raises Refused."""
    opposed = [one.task.done_by.name for one in _opposed(step) if one.task.done_by]
    agreeing.check_agreed(opposed, queries.document_of(step.matter).direction)


def _opposed(step: Step) -> list[Countersignature]:
    return agreed.opposed(queries.document_of(step.matter), org.local_day(step.at))
