"""Random acts by random people through the spine and the database: what must hold whatever they do (DESIGN §4)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import event, given
from hypothesis import strategies as st
from tests.cast import PEOPLE, QUESTIONS, Cast, assemble

from zhongshu.kit.errors import Refused
from zhongshu.matters import actions
from zhongshu.matters.models import Jump, Matter, Run, Task
from zhongshu.matters.queries import slips
from zhongshu.routes import places
from zhongshu.routes.books import Books
from zhongshu.trail import queries as trail

STATIONS = ("review", "proposal", "instruction", "assignment", "handling", "reply")
DUE = date(2026, 12, 1)
ACTORS = [attribute for attribute, _, _ in PEOPLE]

IDLE = """
    SELECT m.id FROM matters_matter m WHERE m.closed_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM matters_task t WHERE t.matter_id = m.id AND t.station_id IS NOT NULL
        AND t.opened_at IS NOT NULL AND t.done_at IS NULL)
"""
RESTING = """
    SELECT m.id FROM matters_matter m WHERE (m.suspended_at IS NOT NULL) <> EXISTS (
        SELECT 1 FROM matters_suspension s WHERE s.matter_id = m.id AND s.resumed_at IS NULL)
"""
LEFT_OPEN = """
    SELECT m.id FROM matters_matter m WHERE m.closed_at IS NOT NULL AND (m.suspended_at IS NOT NULL
    OR EXISTS (SELECT 1 FROM matters_run r WHERE r.matter_id = m.id AND r.ended_at IS NULL))
"""
OVER = """
    SELECT t.id FROM matters_task t JOIN matters_station s ON s.id = t.station_id JOIN matters_run r ON r.id = s.run_id
    WHERE r.ended_at IS NOT NULL AND t.done_at IS NULL
"""
STANDING = """
    SELECT r.id FROM matters_run r WHERE r.ended_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM matters_task t JOIN matters_station s ON s.id = t.station_id
        WHERE s.run_id = r.id AND t.opened_at IS NOT NULL AND t.done_at IS NULL)
"""
STRUCK = """
    SELECT id FROM matters_station
    WHERE struck_at IS NOT NULL AND (is_required OR begun_at IS NOT NULL OR ended_at IS NOT NULL)
"""
ALONE = "SELECT id FROM matters_jump WHERE verdict = 'approved' AND settled_by_id = asked_by_id"
ASKED_IN_VAIN = """
    SELECT j.id FROM matters_jump j JOIN matters_run r ON r.id = j.run_id
    WHERE r.ended_at IS NOT NULL AND j.settled_at IS NULL
"""
REJECTED = """
    SELECT s.id FROM matters_station s JOIN matters_run r ON r.id = s.run_id
    WHERE r.role = 'side' AND r.outcome <> 'completed' AND s.fired_at IS NOT NULL
"""
UNFINISHED = """
    SELECT t.id FROM matters_task t JOIN matters_matter m ON m.id = t.matter_id
    WHERE m.closed_at IS NOT NULL AND t.station_id IS NOT NULL AND t.done_at IS NULL
"""
TWICE_NUMBERED = "SELECT text FROM numbering_number GROUP BY text HAVING COUNT(*) > 1"
TWICE_ASKED = """
    SELECT station_id, holder_id FROM matters_task
    WHERE done_at IS NULL AND (station_id IS NOT NULL OR name = '传阅')  -- the results of two consultations are two
    GROUP BY matter_id, station_id, holder_id HAVING COUNT(*) > 1
"""
TWO_PLACES = """
    SELECT run_id FROM matters_station WHERE begun_at IS NOT NULL AND ended_at IS NULL
    AND run_id IN (SELECT id FROM matters_run WHERE ended_at IS NULL) GROUP BY run_id HAVING COUNT(*) > 1
"""
OUTLIVED = """
    SELECT t.id FROM matters_task t JOIN matters_station s ON s.id = t.station_id
    WHERE t.done_at IS NULL AND (t.round <> s.round OR s.begun_at IS NULL OR s.ended_at IS NOT NULL)
"""
UNSEEN = """
    SELECT t.id FROM matters_task t WHERE NOT EXISTS (
        SELECT 1 FROM matters_grant g WHERE g.matter_id = t.matter_id AND g.holder_id = t.holder_id)
"""
FINISHED = """
    SELECT id, holder_id, station_id, round, outcome, opinion, done_at, done_by_id, on_behalf_of_id
    FROM matters_task WHERE done_at IS NOT NULL AND matter_id = %s
"""
NEVER = {
    "an open matter waits for somebody": IDLE,
    "a closed one for nobody but readers": UNFINISHED,
    "no number is issued twice": TWICE_NUMBERED,
    "nobody is asked twice at once": TWICE_ASKED,
    "a slip stands at one station": TWO_PLACES,
    "no task outlives its round": OUTLIVED,
    "whoever has a task may see the matter": UNSEEN,
    "what rests has a record of it": RESTING,
    "nothing of a closed matter rests or runs on": LEFT_OPEN,
    "a run that is over waits for nobody": OVER,
    "a run that is not, beside the main one as well, waits for somebody": STANDING,
    "what has begun or is required is not struck off": STRUCK,
    "nobody jumps alone": ALONE,
    "no jump waits when its run is over": ASKED_IN_VAIN,
    "what was not agreed to has no effect": REJECTED,
}


def rows(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


class Office:
    """The cast with one document; `act` does something, sensible or not."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.document = cast.document(title="随机办理")
        self.finished: dict[int, tuple] = {}

    def is_closed(self) -> bool:
        return Matter.objects.get(pk=self.document.pk).closed_at is not None

    def end(self) -> None:
        """Leave nothing open to the next example."""
        cast = self.cast
        actions.terminate(self.document.pk, by=cast.office_head, at=cast.tick(), reason="不再办理。")
        self.check()

    def act(self, draw) -> None:
        before = Task.objects.count(), trail.entries(self.document.stream).count()
        try:
            self._act(draw)
        except (Jump.DoesNotExist, Run.DoesNotExist):
            event("not there")
        except Refused as refusal:
            assert refusal.sentence.endswith("。")
            assert (Task.objects.count(), trail.entries(self.document.stream).count()) == before
            event("refused")
        self.check()

    def _act(self, draw) -> None:
        cast, at = self.cast, self.cast.tick()
        tasks = list(Task.objects.filter(matter=self.document).order_by("id"))
        waiting = [task for task in tasks if task.opened_at and not task.done_at] or tasks
        task = draw(st.sampled_from(waiting * 4 + tasks))
        by = self._somebody(draw, task)
        done = draw(st.sampled_from([each for each in tasks if each.done_by_id] or tasks))
        to, straight = draw(st.sampled_from(STATIONS)), draw(st.booleans())
        other = getattr(cast, draw(st.sampled_from(ACTORS)))
        holder = cast.holder(other)
        common = {"by": by, "at": at}
        acts = {
            "complete": lambda: self._complete(draw, task, by, at),
            "return": lambda: actions.give_back(task.pk, to=to, straight=straight, reason="退回重办。", **common),
            "withdraw": lambda: actions.withdraw(done.pk, by=done.done_by or by, at=at),
            "transfer": lambda: actions.transfer(task.pk, to=holder, **common),
            "add": lambda: actions.add_signers(task.pk, holders=(holder,), **common),
            "circulate": lambda: actions.circulate(self.document.pk, holders=[holder], **common),
            "read": lambda: actions.tick_read(task.pk, opinion="已阅。", **common),
            "hand over": lambda: actions.hand_over(by, to=other, by=cast.office_head, at=at, reason="调动。"),
            "see": lambda: actions.see(self.document.pk, **common),
            "chase": lambda: actions.chase(self.document.pk, tasks=[task.pk], mode="phone", words="", **common),
            "terminate": lambda: actions.terminate(self.document.pk, reason="不再办理。", **common),
        }
        acts |= self._rarer(draw, task, holder, common)
        name = draw(st.sampled_from(["complete"] * 10 + ["return"] * 2 + ["resume"] * 2 + [*acts]))
        event(name)
        acts[name]()

    def _rarer(self, draw, task, holder, common):
        """What changes the course of the matter: usually by whoever may."""
        cast, pk, at = self.cast, self.document.pk, common["at"]
        keeper = {"by": draw(st.sampled_from([cast.office_head, cast.registrar])), "at": at}
        to = draw(st.sampled_from(STATIONS))
        run = Run.objects.filter(matter=self.document, role=Run.SIDE).order_by("-id").first()
        jump = Jump.objects.order_by("-id").first()
        until = date(2027, 1, 1) + timedelta(days=draw(st.integers(0, 99)))
        verdict = draw(st.sampled_from(["approved", "rejected"]))
        return {
            "suspend": lambda: actions.suspend(pk, reason="等待批复。", **keeper),
            "resume": lambda: actions.resume(pk, **keeper),
            "amend": lambda: self._amend(draw, holder, keeper),
            "remove": lambda: actions.remove_signer(task.pk, **keeper),
            "ask jump": lambda: actions.ask_jump(pk, to=to, holders=(holder,), reason="交办有误。", **keeper),
            "settle jump": lambda: actions.settle_jump(jump.pk if jump else 0, verdict=verdict, **keeper),
            "extend": lambda: actions.ask_extension(pk, until=until, reason="数据未齐。", **common),
            "consult": lambda: actions.consult(pk, holders=[holder], until=until, question="请提意见。", **common),
            "refuse": lambda: actions.ask_refusal(task.pk, reason="不属于职责。", **common),
            "take back": lambda: actions.withdraw_request(run.pk if run else 0, **common),
        }

    def _amend(self, draw, holder, keeper) -> None:
        slip = slips.load_slip(slips.main_run(self.document), Matter.objects.get(pk=self.document.pk))[0]
        ahead = [station.key for station in places.ahead(Books(slip))]
        struck = frozenset(key for key in ahead if draw(st.integers(0, 3)) == 0)
        new = actions.NewStep("会计核算", "do", (holder,), draw(st.sampled_from(["one", "all"])))
        wanted = [*draw(st.permutations(ahead)), *([new] if draw(st.booleans()) else [])]
        actions.amend(self.document.pk, ahead=wanted, struck=struck, seen=slips.outlook(slip), **keeper)

    def _somebody(self, draw, task):
        """Usually whoever the task waits for, sometimes anybody."""
        person = task.holder.person or (task.holder.post.appointments.earliest("pk").person)
        return person if draw(st.integers(0, 4)) else getattr(self.cast, draw(st.sampled_from(ACTORS)))

    def _complete(self, draw, task, by, at) -> None:
        if task.station is None:
            return actions.tick_read(task.pk, by=by, at=at)
        cast = self.cast
        fields = QUESTIONS | {"handling_type": "for_action", "lead_unit": cast.finance.pk, "due": DUE}
        fields["verdict"] = draw(st.sampled_from(["approved", "released", "reassigned", "rejected"]))
        chosen = {"instruction": (cast.holder(cast.leader), cast.holder(cast.second_leader))}
        actions.complete(
            task.pk,
            by=by,
            at=at,
            opinion="已办理。",
            fields=fields | {"co_units": (cast.education.pk,)},
            chosen=chosen if task.station.key == "proposal" else {},
        )
        return None

    def check(self) -> None:
        for sentence, query in NEVER.items():
            assert not rows(query), sentence
        now = {row[0]: row for row in rows(FINISHED, self.document.pk)}
        for number, row in self.finished.items():
            assert now.get(number) == row, "what is finished never changes"
        self.finished = now


@pytest.fixture
def furnished(db):
    """One cast for all the examples; in the end the whole trail is proved."""
    cast = assemble()
    yield cast
    assert not list(trail.verify())


def count_anew():
    """Let the database see how much there is by now: within one long transaction it does not look by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE matters_matter, matters_run, matters_station, matters_task, matters_grant")


@given(st.data())
def test_whatever_people_do(furnished, data):
    count_anew()
    office = Office(furnished)
    for _ in range(data.draw(st.integers(6, 14))):
        office.act(data.draw)
        if office.is_closed():
            return
    office.end()
