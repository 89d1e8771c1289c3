"""The story of one incoming document or telegram (一件来文的经过), from its arrival to where it stands today."""

from collections.abc import Generator
from datetime import date, datetime
from random import Random
from typing import Any

from zhongshu.calendars import queries as calendars
from zhongshu.config.demo import chases, courses, hours, papers, words
from zhongshu.config.demo.plots import Plot
from zhongshu.config.demo.stage import Cast, Story, open_task, station_key, still_open
from zhongshu.documents import actions as documents
from zhongshu.documents import queries as registers
from zhongshu.documents.models import Leg
from zhongshu.documents.rules import REVIEW_QUESTIONS, TELEGRAM
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter, Task
from zhongshu.org.models import Person

# Office minutes that a station takes; work in a bureau takes days.
MINUTES = {"review": (10, 120), "proposal": (20, 200), "instruction": (30, 400), "handling": (300, 1200)}
SLOW = 8000  # minutes; as long as it takes until the head of the bureau has gone

Moment = Generator[datetime, None, datetime]  # a part of a story that returns when it ended


class Incoming:
    """One document on its way. `tell` yields the moments at which something happens and does it then."""

    def __init__(self, cast: Cast, plot: Plot, seed: int) -> None:
        self.cast, self.plot, self.fate = cast, plot, plot.fate
        self.rng = Random(f"{seed}/{plot.number}")  # noqa: S311
        self.left = set(plot.fate.incidents)
        self.matter: Matter
        self.keeper = cast.one("confidential" if self.fate.kind == TELEGRAM else "registrars", self.rng)

    def tell(self) -> Story:
        """Tell what becomes of the document, up to where it waits today."""
        at = yield from self.wait(self.plot.arrives)
        self.matter = self._register(at)
        if self.takes_place("duplicate"):
            at = yield from self._register_twice(at)
        while (task := open_task(self.matter)) and not self._halts(key := station_key(task)):
            if befalls := courses.befalling(self, key):
                at = yield from befalls(self, at)
                continue
            if self.fate.kind == TELEGRAM and key in ("instruction", "handling"):
                at = yield from self._carry(task, at)
            at = yield from self.wait(hours.later(at, self._minutes(key)))
            if self.fate.ending and self.fate.at == key:
                return self._end(at)
            self._act(self._still(task, at), key, at)
        yield from self._aftermath(at)

    def _halts(self, station: str) -> bool:
        return self.fate.halt == station and "proposal_returned" not in self.left

    def _still(self, task: Task, at: datetime) -> Task:
        """Return the task, or the one that took its place when whoever had it left or handed it over."""
        is_moved = task.holder_id in self.cast.handed or self.cast.has_left(task, at)
        return (open_task(self.matter) or task) if is_moved else task

    def still(self) -> Task:
        """Return what the document waits for, which may have changed hands meanwhile."""
        return open_task(self.matter)  # type: ignore[return-value]  # asked only while it waits

    def wait(self, at: datetime) -> Moment:
        """Let the others go on until a moment has come."""
        yield at
        return at

    def _minutes(self, station: str) -> int:
        minutes = self.rng.randrange(*MINUTES.get(station, (20, 240)))
        if station != "handling":
            return minutes
        return round(minutes * self.plot.pace) + (SLOW if "slow" in self.left else 0)

    def takes_place(self, incident: str) -> bool:
        """Tell whether something is to happen, and that it has now happened."""
        if incident not in self.left:
            return False
        self.left.remove(incident)
        return True

    # --- arrival and ends ---------------------------------------------------------------------------------

    def _register(self, at: datetime, *, again: bool = False) -> Matter:
        letter = self.plot.letter
        return documents.register(
            kind=self.fate.kind,
            organ=self.cast.organ,
            label=self.rng.choices(("public", "internal", "work_secret"), (55, 38, 7))[0],
            details=letter.details(self.keeper.name) | {"confirmed": again},
            uploads=self._original(at),
            by=self.keeper,
            at=at,
        )

    def _register_twice(self, at: datetime) -> Moment:
        """The same paper comes a second time and is registered again by mistake."""
        at = yield from self.wait(hours.later(at, 50))
        copy = self._register(at, again=True)
        at = yield from self.wait(hours.later(at, 20))
        documents.void(copy.pk, reason=words.VOIDED, by=self.keeper, at=at)
        return at

    def _carry(self, task: Task, at: datetime) -> Moment:
        """A courier takes the telegram to whoever must see it; the one before has come back by then."""
        at = yield from self.wait(hours.later(at, 15))
        for leg in Leg.objects.filter(document=self.matter.pk, back_at=None):
            documents.take_back(leg.pk, by=self.keeper, at=at)
        receiver = self.cast.actor(task, at, self.rng).name
        courier = self.rng.choice(words.COURIERS)
        documents.give_to_courier(self.matter.pk, courier=courier, receiver=receiver, copies=1, by=self.keeper, at=at)
        return at

    def _end(self, at: datetime) -> None:
        match self.fate.ending:
            case "voided":
                documents.void(self.matter.pk, reason=words.VOIDED, by=self.keeper, at=at)
            case "returned":
                documents.send_back(self.matter.pk, reason=words.SENT_BACK, by=self.keeper, at=at)
            case "terminated":
                chief = self.cast.one("office_head", self.rng)
                matters.terminate(self.matter.pk, reason=words.TERMINATED, by=chief, at=at)

    # --- at the stations ----------------------------------------------------------------------------------

    def _act(self, task: Task, station: str, at: datetime) -> None:
        by = self.cast.actor(task, at, self.rng)
        if not getattr(self, f"_turn_{station}", self._straight_on)(task, by, at):
            opinion, fields, chosen = getattr(self, f"_at_{station}", self._at_signing)(task, by, at)
            matters.complete(task.pk, by=by, at=at, opinion=opinion, fields=fields, chosen=chosen)

    def _straight_on(self, task: Task, by: Person, at: datetime) -> bool:
        return False

    def _at_review(self, task: Task, by: Person, at: datetime) -> Any:
        handling = "for_information" if self.fate.to_read else "for_action"
        return "", {"handling_type": handling} | {key: True for key, _ in REVIEW_QUESTIONS}, {}

    def _at_proposal(self, task: Task, by: Person, at: datetime) -> Any:
        leaders = self._leaders()
        names = "、".join(f"{leader.name}同志" for leader in leaders)
        opinion = self.rng.choice(words.PROPOSAL).format(leader=names, lead=self._lead().short_name)
        fields: dict[str, Any] = self._units(at)
        if "alternatives" in self.left:
            fields |= {"asks_decision": True, "alternatives": self.rng.choice(words.ALTERNATIVES)}
        return opinion, fields, {"instruction": tuple(self.cast.holder(leader) for leader in leaders)}

    def _at_instruction(self, task: Task, by: Person, at: datetime) -> Any:
        offered = list(registers.offered_alternatives(self.matter).values_list("pk", flat=True))
        fields = {"alternative": self.rng.choice(offered)} if offered else {}
        return self.rng.choice(words.INSTRUCTION), fields, {}

    def _at_assignment(self, task: Task, by: Person, at: datetime) -> Any:
        return self.rng.choice(words.ASSIGNMENT), self._units(at), {}

    def _at_signing(self, task: Task, by: Person, at: datetime) -> Any:
        """What the office or the registrar has put on the slip: a review."""
        return self.rng.choice(words.REVIEWED), {}, {}

    def _at_handling(self, task: Task, by: Person, at: datetime) -> Any:
        lead = self.cast.office.teams[self._lead().code]
        return self.rng.choice(words.HANDLING if by in lead else words.HELPING), {}, {}

    def _at_reply(self, task: Task, by: Person, at: datetime) -> Any:
        return self.rng.choice(words.REPLY), {"uploads": [self._report(by, at)]}, {}

    def _at_circulation(self, task: Task, by: Person, at: datetime) -> Any:
        return self.rng.choice(words.CIRCULATION), {"readers": self._readers(by)}, {}

    def _at_closing(self, task: Task, by: Person, at: datetime) -> Any:
        return self.rng.choice(words.CLOSING), {"uploads": papers.evidence(self.plot.number, by=by, at=at)}, {}

    # --- turns of the way; each tells whether it took the task ---------------------------------------------

    def _turn_proposal(self, task: Task, by: Person, at: datetime) -> bool:
        if self.takes_place("dissent"):
            deputy = self.cast.one("office_deputies", self.rng)
            documents.dissent(self.matter.pk, words=words.DISSENT, by=deputy, at=at)
        if self.takes_place("withdrawn"):
            opinion, fields, chosen = self._at_proposal(task, by, at)
            matters.complete(task.pk, by=by, at=at, opinion=opinion, fields=fields, chosen=chosen)
            matters.withdraw(task.pk, by=by, at=at)
            return True
        return False

    def _turn_instruction(self, task: Task, by: Person, at: datetime) -> bool:
        if self.takes_place("proposal_returned"):
            matters.give_back(task.pk, to="proposal", by=by, at=at, reason=words.PROPOSAL_RETURNED)
            return True
        if self.takes_place("added_signer"):
            other = next(one for one in self.cast.office.people["leaders"] if one not in (by, *self._leaders()))
            matters.add_signers(task.pk, holders=(self.cast.holder(other),), by=by, at=at, reason=words.ADDED)
            if self.takes_place("removed_signer"):
                added = Task.objects.get(matter=self.matter, is_added=True, done_at=None)
                matters.remove_signer(added.pk, by=by, at=at)
        return False

    def _turn_handling(self, task: Task, by: Person, at: datetime) -> bool:
        self.takes_place("slow")
        if self.takes_place("declined"):
            matters.give_back(task.pk, to="assignment", by=by, at=at, reason=words.DECLINED)
            return True
        if self.takes_place("transferred"):
            return self._pass_on(task, by, at)
        if self.fate.halt != "handling" and "answered" in self.left:
            chases.chase(self, task, at)
            chases.answer(self, task, by, at)
        return False

    def _pass_on(self, task: Task, by: Person, at: datetime) -> bool:
        if team := self.cast.colleagues(by, at):
            to = self.cast.holder(self.rng.choice(team[-2:]))
            matters.transfer(task.pk, to=to, by=by, at=at, reason=words.TRANSFERRED)
        return bool(team)

    # --- who and when -------------------------------------------------------------------------------------

    def _lead(self) -> Any:
        return self.cast.unit(self.plot.lead)

    def _leaders(self) -> list[Person]:
        leaders = self.cast.office.people["leaders"]
        first = self.plot.leader % len(leaders)
        count = 2 if "two_leaders" in self.fate.incidents else 1
        return [leaders[first], leaders[(first + 1) % len(leaders)]][:count]

    def _units(self, at: datetime) -> dict[str, Any]:
        co_units = [self.cast.unit(name).pk for name in self.plot.letter.co_units if name != self.plot.lead]
        return {"lead_unit": self._lead().pk, "co_units": co_units, "due": self._due(at), "keep_due": True}

    def _due(self, at: datetime) -> date:
        if self.plot.due and self.plot.due >= at.date():
            return self.plot.due
        days = 3 if self.plot.letter.urgency in ("flash", "extra_urgent") else self.rng.randrange(7, 14)
        return calendars.add_workdays(at.date(), days)

    def _readers(self, by: Person) -> list[int]:
        people = self.cast.office.people
        office = [*people["section_chiefs"], *people["office_deputies"], *people["registrars"], *people["supervisors"]]
        others = [*people["leaders"], *people["clerks"][:12], *people["archivists"], *people["confidential"]]
        some = self.rng.sample([*office, *others], self.plot.readers)
        return [self.cast.holder(person) for person in some if person != by]

    def _original(self, at: datetime) -> list[str]:
        """What waits today has its text with it; of what is done, every third."""
        if not self.fate.halt and self.plot.number % 3:
            return []
        letter = self.plot.letter
        content = papers.text(letter.title, letter.sender_number, words.ORIGINAL, letter.sender)
        return [papers.upload("来文原件.txt", content, by=self.keeper, at=at)]

    def _report(self, by: Person, at: datetime) -> str:
        title = f"关于{self.plot.letter.sender_number}办理情况的报告"
        content = papers.text(title, self.rng.choice(words.HANDLING), f"承办单位：{self._lead().name}")
        return papers.upload("办理情况报告.txt", content, by=by, at=at)

    # --- what happens around the stations -----------------------------------------------------------------

    def _aftermath(self, at: datetime) -> Story:
        """What happens while it waits: passed on, co-units done, circulated, read, reminded of."""
        if self.takes_place("clerk") or self.takes_place("to_deputy"):
            at = yield from self.wait(hours.later(at, 60))
            task = open_task(self.matter)
            if task:
                self._pass_on(task, self.cast.actor(task, at, self.rng), at)
        if self.takes_place("helped"):
            at = yield from self._helping(at)
        if self.takes_place("circulated"):
            at = yield from self.wait(hours.later(at, 45))
            matters.circulate(self.matter.pk, holders=self._readers(self.keeper), by=self.keeper, at=at)
        at = yield from self._reading(at)
        at = yield from chases.later(self, at)
        if open_task(self.matter):
            yield from courses.standing(self, at)
        elif self.takes_place("rated"):
            yield from courses.rate(self, at)

    def _helping(self, at: datetime) -> Moment:
        """The co-units have given their opinions; the lead unit has not."""
        open_tasks = Task.objects.filter(matter=self.matter, station__key="handling", done_at=None)
        for number in list(open_tasks.order_by("order", "id").values_list("pk", flat=True))[1:]:
            at = yield from self.wait(hours.later(at, 100))
            if task := still_open(number):
                helper = self.cast.actor(task, at, self.rng)
                matters.complete(number, by=helper, at=at, opinion=self.rng.choice(words.HELPING))
        return at

    def _reading(self, at: datetime) -> Moment:
        copies = Task.objects.filter(matter=self.matter, station=None, done_at=None)
        for place, number in enumerate(list(copies.order_by("id").values_list("pk", flat=True))):
            if place % 3 and (self.fate.halt or self.fate.days):
                continue
            at = yield from self.wait(hours.later(at, self.rng.randrange(10, 90)))
            opinion = self.rng.choice(words.REMARK) if self.takes_place("remark") else ""
            if copy := still_open(number):
                matters.tick_read(number, by=self.cast.actor(copy, at, self.rng), at=at, opinion=opinion)
        return at
