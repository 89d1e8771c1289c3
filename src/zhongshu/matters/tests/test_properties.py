"""Random acts by random people through the spine and the database: what must hold whatever they do (DESIGN §4)."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.cast import PEOPLE, QUESTIONS, Cast, assemble

from zhongshu.kit.errors import Refused
from zhongshu.matters import actions
from zhongshu.matters.models import Matter, Task
from zhongshu.trail import queries as trail

STATIONS = ("review", "proposal", "instruction", "assignment", "handling", "reply")
ACTORS = [attribute for attribute, _, _ in PEOPLE]

IDLE = """
    SELECT m.id FROM matters_matter m WHERE m.closed_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM matters_task t WHERE t.matter_id = m.id AND t.station_id IS NOT NULL
        AND t.opened_at IS NOT NULL AND t.done_at IS NULL)
"""
UNFINISHED = """
    SELECT t.id FROM matters_task t JOIN matters_matter m ON m.id = t.matter_id
    WHERE m.closed_at IS NOT NULL AND t.station_id IS NOT NULL AND t.done_at IS NULL
"""
TWICE_NUMBERED = "SELECT text FROM numbering_number GROUP BY text HAVING COUNT(*) > 1"
TWICE_ASKED = """
    SELECT station_id, holder_id FROM matters_task WHERE done_at IS NULL
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
            "complete": lambda: self._complete(task, by, at),
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
        name = draw(st.sampled_from(["complete"] * 8 + ["return"] * 2 + [*acts]))
        event(name)
        acts[name]()

    def _somebody(self, draw, task):
        """Usually whoever the task waits for, sometimes anybody."""
        person = task.holder.person or (task.holder.post.appointments.earliest("pk").person)
        return person if draw(st.integers(0, 4)) else getattr(self.cast, draw(st.sampled_from(ACTORS)))

    def _complete(self, task, by, at) -> None:
        if task.station is None:
            return actions.tick_read(task.pk, by=by, at=at)
        cast = self.cast
        fields = QUESTIONS | {"handling_type": "for_action", "lead_unit": cast.finance.pk, "due": None}
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


@settings(max_examples=100, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_people_do(furnished, data):
    office = Office(furnished)
    for _ in range(data.draw(st.integers(6, 14))):
        office.act(data.draw)
        if office.is_closed():
            return
    office.end()
