"""A slip on which tests act in words: `paper.complete(1)` is holder 1 finishing what waits for them."""

from dataclasses import replace

from zhongshu.routes import engine
from zhongshu.routes.acts import (
    AddSigners,
    Amend,
    Complete,
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
from zhongshu.routes.books import apply
from zhongshu.routes.changes import Fired
from zhongshu.routes.model import DO, ONE, Condition, Slip, Station, Step, Task, Who


class World:
    """Rule `post` with key "12" means holders 1 and 2; whoever is in `gone` has left."""

    def __init__(self, **facts):
        self.facts, self.gone = facts, set()

    def holders(self, who):
        return self.present(tuple(map(int, who.key))) if who.rule == "post" else ()

    def present(self, holders):
        return tuple(holder for holder in holders if holder not in self.gone)


def step(key, who, completion=ONE, *, when=(), effects=(), **more):
    """A step whose holders are the digits of `who`, or `chosen`, or `handler:<station>`; `more` fields of a Step."""
    rule, _, of = who.partition(":")
    means = Who("post", who) if who.isdigit() else Who(rule, of)
    return Step(
        key, f"环节{key}", DO, means, completion, tuple(Condition(*each) for each in when), None, effects, **more
    )


def block(*branches, key="both"):
    """The steps of a parallel block, of which each branch is a list of steps."""
    return [
        replace(each, block=key, block_name="并行办理", branch=number)
        for number, branch in enumerate(branches)
        for each in branch
    ]


class Paper:
    """A running slip. Every act is applied to it; `open` says who has what: {"a": [1, 2]}."""

    def __init__(self, *steps, start=None, **facts):
        self.world, self.fired = World(**facts), []
        self.slip = Slip(tuple(map(Station, steps)))
        self.act(start or Start())

    def act(self, act):
        changes = engine.advance(self.slip, act, self.world)
        self.slip = apply(self.slip, changes)
        self.fired += [name for change in changes if isinstance(change, Fired) for name in change.effects]

    @property
    def open(self):
        found = {}
        for task in self.slip.tasks:
            if task.open:
                found.setdefault(task.station, []).append(task.holder)
        return found

    @property
    def state(self):
        """What each station is: waiting, current, done, skipped or struck."""
        return {station.key: self._word(station) for station in self.slip.stations}

    @staticmethod
    def _word(one):
        if one.struck:
            return "struck"
        return "done" if one.ended else "current" if one.begun else "skipped" if one.skipped else "waiting"

    def task(self, holder) -> Task:
        """The open task of a holder."""
        return next(task for task in self.slip.tasks if task.holder == holder and task.open)

    def done(self, holder) -> Task:
        """The last task that a holder completed."""
        return [task for task in self.slip.tasks if task.holder == holder and task.outcome == "completed"][-1]

    def outcomes(self, holder):
        return [task.outcome for task in self.slip.tasks if task.holder == holder]

    def see(self, holder):
        """A holder opens the page."""
        opened = self.task(holder)
        self.slip = replace(
            self.slip, tasks=tuple(replace(t, seen=True) if t.id == opened.id else t for t in self.slip.tasks)
        )

    def complete(self, *holders, **chosen):
        for holder in holders:
            self.act(Complete(self.task(holder).id, chosen))

    def give_back(self, holder, to, *, straight=False):
        self.act(Return(self.task(holder).id, to, straight))

    def withdraw(self, holder):
        self.act(Withdraw(self.done(holder).id))

    def transfer(self, holder, to):
        self.act(Transfer(self.task(holder).id, to))

    def add(self, holder, *others):
        self.act(AddSigners(self.task(holder).id, others))

    def hand_over(self, holder, to, **only):
        self.act(HandOver(holder, to, **only))

    def terminate(self, outcome="terminated"):
        self.act(Terminate(outcome))

    def remove(self, holder):
        live = next(task for task in self.slip.tasks if task.holder == holder and task.live)
        self.act(RemoveSigner(live.id))

    def suspend(self):
        self.act(Suspend())

    def resume(self):
        self.act(Resume())

    def amend(self, *ahead, struck=""):
        """`ahead`: keys of stations and new steps, in their new order; `struck`: keys with spaces between."""
        self.act(Amend(ahead, frozenset(struck.split())))

    def jump(self, to, *chosen):
        self.act(Jump(to, chosen))
