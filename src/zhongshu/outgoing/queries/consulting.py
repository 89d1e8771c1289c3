"""What consulted sides said of a text (征求意见情况), who has not answered, and what became of each opinion."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zhongshu.matters import rules as matters
from zhongshu.matters.models import Attachment, Matter, Run, Task
from zhongshu.matters.queries import signatures
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing.models import ConsultedOpinion, Version
from zhongshu.outgoing.rules import consulting as rules

TASK, LETTER = "task", "letter"
GIVEN, WAITING, OVERDUE, ENDED = "given", "waiting", "overdue", "ended"
STATES = {WAITING: "待反馈", OVERDUE: rules.OVERDUE, ENDED: "已结束征求意见，未反馈"}
ORDER = (OVERDUE, WAITING, ENDED, GIVEN)


@dataclass(frozen=True, slots=True)
class Opinion:
    """One side that was consulted. key: of the task here, or of its letter; state: GIVEN WAITING OVERDUE ENDED.

    version: number of the text that it was asked about, 0 for a letter; decided: what became of the opinion, if that
    is settled.
    """

    key: str
    state: str
    unit: str
    who: str
    day: date | None
    due: date | None
    words: str
    version: int
    task: int
    letter: Attachment | None
    decided: ConsultedOpinion | None

    @property
    def verdict(self) -> str:
        """What became of it in words, of what was not said why there is nothing."""
        if self.state != GIVEN:
            return STATES[self.state]
        return dict(rules.VERDICTS)[self.decided.verdict] if self.decided else ""

    @property
    def reason(self) -> str:
        """Why it was not wholly adopted."""
        return self.decided.reason if self.decided else ""

    @property
    def whose(self) -> str:
        """Who it is in a sentence."""
        return self.unit or self.who


def opinions(matter: Matter, at: datetime, *, known: org.Directory | None = None) -> list[Opinion]:
    """Return all who were consulted on a document: who has not answered first, the overdue before the others."""
    known = known or org.directory()
    kept = list(ConsultedOpinion.objects.filter(document_id=matter.pk).select_related("letter", "decided_by", "by"))
    decided = {one.task_id: one for one in kept if one.task_id}
    asked = list(_asked(matter))
    doubtful = signatures.doubtful_of(matter) if asked else frozenset()
    versions = list(Version.objects.filter(document_id=matter.pk).order_by("order")) if asked else []
    found = [_here(task, decided.get(task.pk), versions, task.pk in doubtful, at, known) for task in asked]
    found += [_letter(one) for one in kept if not one.task_id]
    return sorted(found, key=lambda one: ORDER.index(one.state))


def _asked(matter: Matter) -> QuerySet[Task]:
    return (
        Task.objects.filter(matter=matter, station__run__role=Run.SIDE, station__run__route_key=rules.CONSULTATION)
        .filter(withdrawn_at=None)
        .exclude(outcome="transferred")
        .select_related("station__run", "done_by")
        .order_by("pk")
    )


def _here(
    task: Task,
    decided: ConsultedOpinion | None,
    versions: list[Version],
    is_doubtful: bool,
    at: datetime,
    known: org.Directory,
) -> Opinion:
    state = _state(task, at)
    day = org.local_day(task.done_at if state == GIVEN and task.done_at else at)
    people = [task.done_by_id] if task.done_by_id else list(org.people_of(task.holder_id, day, known=known))
    unit = org.unit_of(people[0] or 0, day, known=known) if people else None
    return Opinion(
        key=f"{TASK}-{task.pk}",
        state=state,
        unit=known.on(day).units[unit].name if unit else "",
        who=task.done_by.name if task.done_by else org.holder_name(task.holder_id, known=known),
        day=day if state == GIVEN else None,
        due=org.local_day(task.due_at) if task.due_at else None,
        words=matters.DOUBTFUL if is_doubtful else task.opinion,
        version=_asked_about(task, versions).order,
        task=task.pk,
        letter=None,
        decided=decided,
    )


def _state(task: Task, at: datetime) -> str:
    if task.done_at is not None:
        return GIVEN if task.outcome == "completed" else ENDED
    return OVERDUE if task.due_at and task.due_at < at else WAITING


def _letter(one: ConsultedOpinion) -> Opinion:
    return Opinion(
        f"{LETTER}-{one.pk}", GIVEN, one.organ, "", one.given_on, None, one.words, 0, 0, one.letter,
        one if one.verdict else None,
    )  # fmt: skip


def _asked_about(task: Task, versions: list[Version]) -> Version:
    """Return the text that somebody was asked about: the one in force when the consultation began."""
    begun = task.station.run.started_at  # type: ignore[union-attr]
    return next((one for one in reversed(versions) if one.at <= begun), versions[0])


def asked_version(matter: Matter, person: Person, at: datetime) -> Version | None:
    """Return the version that a person is consulted about now (征求意见稿), or None for whoever is not."""
    task = _asked(matter).filter(done_at=None, holder__in=org.holders_of(person.pk, at)).first()
    if task is None:
        return None
    versions = Version.objects.filter(document_id=matter.pk).select_related("by").order_by("order")
    return _asked_about(task, list(versions))


def undecided(found: Iterable[Opinion]) -> list[str]:
    """Return whose opinions nobody has decided upon (未处理的意见)."""
    return [one.whose for one in found if one.state == GIVEN and not one.decided]


def waiting(found: Iterable[Opinion]) -> list[str]:
    """Return who has not answered and still has time (待反馈)."""
    return [one.whose for one in found if one.state == WAITING]


def overdue(found: Iterable[Opinion]) -> list[Opinion]:
    """Return who has not answered in time (逾期未反馈)."""
    return [one for one in found if one.state == OVERDUE]


def dissent(found: Iterable[Opinion]) -> list[Opinion]:
    """Return what was not wholly adopted: its reasons go with the document (未采纳意见)."""
    return [one for one in found if one.decided and one.decided.verdict in rules.DISSENTING]


def counted(found: Iterable[Opinion]) -> str:
    """Return in a sentence how many said what (征求意见汇总): 共5条：采纳3，不采纳1，逾期未反馈1."""
    found = list(found)
    said = [one.verdict or "待处理" for one in found]
    named = (*(words for _, words in rules.VERDICTS), "待处理", *STATES.values())
    parts = [f"{words}{said.count(words)}" for words in named if words in said]
    return f"共{len(found)}条：{'，'.join(parts)}" if found else ""
