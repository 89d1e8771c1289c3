"""Random acts on random slips: what must hold whatever people do (DESIGN: routes)."""

from collections import Counter
from dataclasses import replace

from hypothesis import event, given, settings
from hypothesis import strategies as st

from zhongshu.kit.errors import Refused
from zhongshu.routes import engine, places
from zhongshu.routes.acts import (
    AddSigners,
    Amend,
    Complete,
    Decline,
    HandOver,
    Jump,
    RemoveSigner,
    Resume,
    Return,
    Start,
    Suspend,
    Terminate,
    Transfer,
    Withdraw,
)
from zhongshu.routes.books import Books, apply
from zhongshu.routes.changes import Ended, Fired
from zhongshu.routes.model import ALL, DO, IN_ORDER, ONE, RATIO, Condition, Slip, Station, Step, Who

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
def a_step(draw, key, rules=("post",), **more):
    who = {
        "post": Who("post", "".join(map(str, draw(st.permutations(PEOPLE))[: draw(st.integers(1, 4))]))),
        "chosen": Who("chosen"),
        "handler": Who("handler", "s0"),
    }[draw(st.sampled_from(rules))]
    when = (Condition("route", "is", "long"),) if key != "s0" and draw(st.booleans()) else ()
    completion = draw(st.sampled_from([ONE, ALL, IN_ORDER, RATIO]))
    ratio = draw(st.integers(1, 100)) if completion == RATIO else 0
    return Step(key, f"环节{key}", DO, who, completion, when, None, (f"effect-{key}",), ratio, **more)


@st.composite
def steps(draw):
    """Up to six units, of which some are parallel blocks of two or three branches with one or two steps each."""
    made = []
    for index in range(draw(st.integers(1, 5))):
        rules = ("post", "post", "chosen", "handler") if made else ("post",)
        required = draw(st.booleans())
        if made and draw(st.integers(0, 2)) == 0:
            for branch in range(draw(st.integers(2, 3))):
                for _ in range(draw(st.integers(1, 2))):
                    place = {"block": f"b{index}", "block_name": "并行办理", "branch": branch}
                    made.append(draw(a_step(f"s{len(made)}", rules, **place)))
        else:
            made.append(draw(a_step(f"s{len(made)}", rules, required=required)))
    return tuple(made)


@st.composite
def an_amendment(draw, slip):
    """What lies ahead in another order, with something new and something struck; blocks are sometimes torn apart."""
    lying = places.ahead(Books(slip))
    units = draw(st.permutations(places.units(lying)))
    ahead = [station.key for unit in units for station in unit]
    if draw(st.booleans()):
        new = draw(a_step(f"n{len(slip.stations)}", ("post", "handler")))
        if lying and draw(st.booleans()):
            beside = draw(st.sampled_from(lying)).step
            new = replace(new, block=beside.block, block_name=beside.block_name, branch=beside.branch)
        ahead.insert(draw(st.integers(0, len(ahead))), new)
    struck = draw(st.sets(st.sampled_from([station.key for station in lying]))) if lying else ()
    return Amend(tuple(ahead), frozenset(struck))


@st.composite
def a_hand_over(draw, slip):
    """Some of what somebody has now and will have, given to another."""
    who = draw(st.sampled_from(PEOPLE))
    tasks = draw(st.sets(st.sampled_from([task.id for task in slip.tasks] or [0])))
    stations = draw(st.sets(st.sampled_from([station.key for station in slip.stations])))
    return HandOver(who, who % 5 + 1, frozenset(tasks), frozenset(stations))


@st.composite
def an_act(draw, slip):
    """Any act, sensible or not: the engine has to sort that out."""
    tasks = [task.id for task in slip.tasks] or [0]
    open_tasks = [task.id for task in slip.tasks if task.open] or tasks
    task = draw(st.sampled_from(open_tasks * 3 + tasks))
    station = draw(st.sampled_from([station.key for station in slip.stations]))
    who = draw(st.sampled_from(PEOPLE))
    chosen = {s.key: (who, who % 5 + 1) for s in slip.stations if s.step.who.rule == "chosen"}
    if slip.resting and draw(st.booleans()):
        return Resume()
    choice = draw(st.integers(0, 30))
    if choice < 14:
        return Complete(task, chosen if draw(st.integers(0, 3)) else {}, draw(st.integers(0, 9)) == 0)
    if choice < 18:
        return Return(task, station, draw(st.booleans()))
    return {
        18: Withdraw(task),
        19: Withdraw(draw(st.sampled_from(tasks))),
        20: Withdraw(draw(st.sampled_from([t.id for t in slip.tasks if t.outcome == "completed"] or tasks))),
        21: Transfer(task, who),
        22: AddSigners(task, (who, who % 5 + 1)),
        23: RemoveSigner(task),
        24: HandOver(who, who % 5 + 1),
        25: Jump(station, draw(st.sampled_from([(), (who,)]))),
        26: draw(an_amendment(slip)),
        27: Suspend(),
        28: draw(a_hand_over(slip)),
        29: Decline(task, "rejected") if draw(st.integers(0, 9)) == 0 else Complete(task, chosen),
        30: Terminate("terminated") if draw(st.integers(0, 9)) == 0 else Complete(task, chosen),
    }[choice]


def check_invariants(before, slip, fired):
    assert slip.ended or any(task.open for task in slip.tasks), "an open slip has an open task"
    assert not slip.ended or not any(task.live for task in slip.tasks), "a closed slip waits for nobody"
    check_places(slip)
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
    stations = {station.key: station for station in slip.stations}
    for task in before.tasks:
        check_duty(task, slip, stations)
    for task in slip.tasks:
        station = stations[task.station]
        assert not task.live or (station.active and task.round == station.round), "no task outlives its round"
    live = Counter((task.station, task.holder) for task in slip.tasks if task.live)
    assert max(live.values(), default=0) <= 1, "nobody is asked twice at once"


def check_duty(task, slip, stations):
    """Where a round has ended, whoever had to sign in any case has signed, or whoever took over from them."""
    given = [t for t in slip.tasks if (t.station, t.round) == (task.station, task.round) and t.id != task.id]
    now = next(t for t in slip.tasks if t.id == task.id)
    if task.must and task.live and now.outcome == "transferred":
        assert any(t.must and (t.live or t.outcome == "completed") for t in given), "the duty is passed on"
    if task.must and now.outcome == "cancelled" and task.live:
        assert slip.ended or not stations[task.station].ended, "no round ends over an added signer"


def check_places(slip):
    """Where a slip stands: at one station, or in a block at most once in each branch; struck stations never begin."""
    active = [station for station in slip.stations if station.active]
    assert not any(station.struck and (station.begun or station.ended) for station in slip.stations), "struck"
    assert all(any(t.open for t in slip.tasks if t.station == each.key) for each in active) or slip.ended, "asked"
    if not any(station.step.block for station in slip.stations):
        assert len(active) == 1 or slip.ended, "a running slip without blocks stands at one station"
    for place in {(station.step.block, station.step.branch) for station in active if station.step.block}:
        assert len([s for s in active if (s.step.block, s.step.branch) == place]) == 1, "once in each branch"


def check_struck_steps(before, slip):
    was = {station.key: station for station in before.stations}
    for station in slip.stations:
        old = was.get(station.key)
        assert not (station.struck and station.step.required), "what is required stays"
        assert old is None or old.struck == station.struck or not (old.begun or old.ended), "what has begun stays"
    assert set(was) <= {station.key for station in slip.stations}, "no station is lost"


def finish(slip, world):
    """Let everybody complete whatever waits; the slip must come to its end."""
    chosen = {s.key: (1,) for s in slip.stations if s.step.who.rule == "chosen"}
    if slip.resting:
        slip = apply(slip, engine.advance(slip, Resume(), world))
    for _ in range(100):
        task = next(task for task in slip.tasks if task.open)
        try:
            slip = apply(slip, engine.advance(slip, Complete(task.id, chosen), world))
        except Refused as refusal:
            assert "目前没有可办理的人员" in refusal.sentence
            event("nobody to act")
            return
        check_places(slip)
        if slip.ended:
            assert not any(task.live for task in slip.tasks)
            left = [station.key for station in slip.stations if not station.passed]
            assert not left, "nothing was left out"
            return
    raise AssertionError("the slip goes round and round")


@settings(max_examples=max(600, settings.default.max_examples))
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
            event(type(act).__name__)
            before, slip = slip, apply(slip, changes)
            fired.update(name for change in changes if isinstance(change, Fired) for name in change.effects)
            rounds = {station.key: station.round for station in slip.stations}
            ends.update((c.station, rounds[c.station]) for c in changes if isinstance(c, Ended))
            withdrawn = {(task.station, task.round) for task in slip.tasks if task.withdrawn}
            assert all(count == 1 for key, count in ends.items() if key not in withdrawn), "once per round"
            check_invariants(before, slip, fired)
            check_struck_steps(before, slip)
            assert not before.resting or isinstance(act, Resume | HandOver | Terminate), "what rests is left alone"
        if slip.ended or not slip.tasks:
            return
        if data.draw(st.booleans()):
            slip = replace(slip, tasks=tuple(replace(t, seen=t.seen or t.open) for t in slip.tasks))
        act = data.draw(an_act(slip))
    finish(slip, world)
