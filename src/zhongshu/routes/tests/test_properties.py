"""Random acts on random slips: what must hold whatever people do (DESIGN: routes)."""

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhongshu.kit.errors import Refused
from zhongshu.routes import engine
from zhongshu.routes.acts import AddSigners, Complete, HandOver, Return, Start, Terminate, Transfer, Withdraw
from zhongshu.routes.books import apply
from zhongshu.routes.changes import Ended, Fired
from zhongshu.routes.model import ALL, DO, IN_ORDER, ONE, Condition, Slip, Station, Step, Who

PEOPLE = (1, 2, 3, 4, 5)


class World:
    """Rule `post` with key "135" means holders 1, 3 and 5; somebody in `gone` has left."""

    def __init__(self, facts, gone):
        self.facts, self.gone = facts, gone

    def holders(self, who):
        return self.present(tuple(int(digit) for digit in who.key)) if who.rule == "post" else ()

    def present(self, holders):
        return tuple(holder for holder in holders if holder not in self.gone)


@st.composite
def steps(draw):
    made = []
    for index in range(draw(st.integers(1, 6))):
        key = f"s{index}"
        rule = draw(st.sampled_from(["post", "post", "chosen", "handler"])) if index else "post"
        who = {
            "post": Who("post", "".join(map(str, draw(st.permutations(PEOPLE))[: draw(st.integers(1, 4))]))),
            "chosen": Who("chosen"),
            "handler": Who("handler", "s0"),
        }[rule]
        when = (Condition("route", "is", "long"),) if index and draw(st.booleans()) else ()
        completion = draw(st.sampled_from([ONE, ALL, IN_ORDER]))
        made.append(Step(key, f"环节{index}", DO, who, completion, when, None, (f"effect{index}",)))
    return tuple(made)


@st.composite
def an_act(draw, slip):
    """Any act, sensible or not: the engine has to sort that out."""
    tasks = [task.id for task in slip.tasks] or [0]
    open_tasks = [task.id for task in slip.tasks if task.open] or tasks
    task = draw(st.sampled_from(open_tasks * 3 + tasks))
    station = draw(st.sampled_from([station.key for station in slip.stations]))
    who = draw(st.sampled_from(PEOPLE))
    chosen = {s.key: (who, who % 5 + 1) for s in slip.stations if s.step.who.rule == "chosen"}
    choice = draw(st.integers(0, 19))
    if choice < 10:
        return Complete(task, chosen if draw(st.booleans()) else {})
    if choice < 13:
        return Return(task, station, draw(st.booleans()))
    return {
        13: Withdraw(task),
        14: Withdraw(draw(st.sampled_from(tasks))),
        15: Transfer(task, who),
        16: AddSigners(task, (who, who % 5 + 1)),
        17: AddSigners(task, (who,)),
        18: HandOver(who, who % 5 + 1),
        19: Terminate("terminated") if draw(st.integers(0, 9)) == 0 else Complete(task, chosen),
    }[choice]


def check_invariants(before, slip, fired):
    assert slip.ended or any(task.open for task in slip.tasks), "an open slip has an open task"
    assert not slip.ended or not any(task.live for task in slip.tasks), "a closed slip waits for nobody"
    active = [station.key for station in slip.stations if station.active]
    assert len(active) == 1 or slip.ended, "a running slip stands at one station"
    kept = {task.id: task for task in slip.tasks}
    for task in before.tasks:
        if task.outcome:
            now = kept[task.id]
            assert (now.outcome, now.holder, now.round, now.station) == (
                task.outcome,
                task.holder,
                task.round,
                task.station,
            ), "a finished task is never changed"
    assert max(fired.values(), default=0) <= 1, "nothing issued is issued again"
    for task in slip.tasks:
        station = next(s for s in slip.stations if s.key == task.station)
        assert not task.live or (station.active and task.round == station.round), "no task outlives its round"
    live = Counter((task.station, task.holder) for task in slip.tasks if task.live)
    assert max(live.values(), default=0) <= 1, "nobody is asked twice at once"


@settings(max_examples=600, deadline=None, derandomize=False, print_blob=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_people_do(data):
    slip = Slip(tuple(Station(step) for step in data.draw(steps())))
    world = World({"route": data.draw(st.sampled_from(["long", "short"]))}, data.draw(st.sampled_from([(), (2,)])))
    fired: Counter[str] = Counter()
    ends: Counter[tuple[str, int]] = Counter()
    act = Start()
    for _ in range(data.draw(st.integers(5, 30))):
        try:
            changes = engine.advance(slip, act, world)
        except Refused as refusal:
            assert refusal.sentence.endswith("。")
        else:
            before, slip = slip, apply(slip, changes)
            fired.update(name for change in changes if isinstance(change, Fired) for name in change.effects)
            rounds = {station.key: station.round for station in slip.stations}
            ends.update((c.station, rounds[c.station]) for c in changes if isinstance(c, Ended))
            withdrawn = {(task.station, task.round) for task in slip.tasks if task.withdrawn}
            assert all(count == 1 for key, count in ends.items() if key not in withdrawn), "once per round"
            check_invariants(before, slip, fired)
        if slip.ended or not slip.tasks:
            return
        if data.draw(st.booleans()):
            slip = replace(slip, tasks=tuple(replace(t, seen=t.seen or t.open) for t in slip.tasks))
        act = data.draw(an_act(slip))
