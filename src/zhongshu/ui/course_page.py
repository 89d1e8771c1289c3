"""What the page of a matter shows of its course: rests, jumps, what runs beside it, and the way to the rarer acts."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from zhongshu.matters import kinds, queries, rules
from zhongshu.matters.models import Matter
from zhongshu.matters.queries import course
from zhongshu.org import queries as org
from zhongshu.ui import acts as table
from zhongshu.ui import slips
from zhongshu.ui.jinja import url

ASKED = {"matters.extension_asked", "matters.consulted", "matters.refusal_asked"}
TONES = {"completed": "green", rules.REJECTED: "red"}
# Acts with a page of their own, in the order of the menu: verb, address, words, picture.
MENU = (
    ("extension", "extension", "申请延期", "calendar-event"),
    ("consultation", "consultation", "征求意见", "message"),
    ("amend", "amendment", "调整后续环节", "list-details"),
    ("suspend", "suspension", "暂停办理", "clock"),
    ("resume", "resumption", "恢复办理", "player-play"),
    ("jump", "jumps", "流程跳转", "arrow-forward-up"),
)


class Course:
    """The course of a matter for whom `slip` draws it; `stops` and `acts` are what the page has read already.

    `done` are the verbs of its trail: what never happened is not asked for.
    """

    def __init__(self, matter: Matter, stops: list[Any], acts: Any, slip: slips.Slip, done: Collection[str]) -> None:
        self.matter, self.stops, self.acts, self.slip, self.done = matter, stops, acts, slip, done
        self.sides = course.sides(matter) if ASKED & set(done) else []
        rests = bool(matter.suspended_at)
        self.asked = [] if rests else course.asked_of(self.sides, slip.person, slip.now, known=slip.known)

    def shown(self) -> dict[str, Any]:
        """Return what there is to read: resting, rests, jumps, sides, asked, and the menu as `more`."""
        rests = course.suspensions(self.matter) if "matters.suspended" in self.done else []
        names = {stop.station.key: stop.station.name for stop in self.stops}
        jumps = course.jumps(self.matter) if "matters.jump_asked" in self.done else []
        return {
            "resting": rests[-1] if self.matter.suspended_at and rests else None,
            "rests": rests,
            "jumps": [
                {"row": jump, "to": names.get(jump.to, ""), "verdict": rules.JUMP_VERDICTS.get(jump.verdict, "")}
                for jump in jumps
            ],
            "sides": [self._side(each) for each in self.sides],
            "asked": self.asked,
            "more": list(self._menu()),
        }

    def forms(self) -> dict[str, Any]:
        """Return the forms of what is asked of the person beside the main run."""
        about: dict[str, Any] = {
            "matter": self.matter,
            "person": self.slip.person,
            "at": self.slip.now,
            "known": self.slip.known,
        }
        kind = kinds.get(self.matter.kind)
        return {
            f"side{task.pk}": table.step_form(kind, task.station.key)(  # type: ignore[union-attr]
                task=task, initial={"opinion": queries.draft(task, self.slip.person)}, **about
            )
            for task in self.asked
        }

    def _side(self, each: course.SideRun) -> dict[str, Any]:
        run, is_open = each.run, each.run.ended_at is None
        outcome = "办理中" if is_open else rules.SIDE_OUTCOMES.get(run.outcome, "已终止")
        if run.outcome == "completed" and run.route_key != "consultation":
            outcome = "已同意"
        return {
            "pk": run.pk,
            "key": run.route_key,
            "name": each.side.name,
            "who": self.slip.known.people[each.asker].name,
            "at": run.started_at,
            "reason": run.reason,
            "wish": _wish(run.route_key, run.request),
            "outcome": outcome,
            "tone": "yellow" if is_open else TONES.get(run.outcome, "plain"),
            "tasks": [self.slip.task(task) for stop in each.stops for task in stop.tasks],
            "may_withdraw": is_open and each.asker == self.slip.person.pk,
        }

    def _menu(self) -> Iterable[tuple[str, str, str]]:
        pk, may = self.matter.pk, self.acts.may
        if self.acts.handling and "refusal" in may:
            yield url("refusal", self.acts.handling[0].pk), "申请退办", "arrow-back-up"
        for verb, name, words, picture in MENU:
            if verb in may and (verb != "extension" or self.matter.due_at):
                yield url(name, pk), words, picture
        own = {task.pk for task in self.acts.handling}
        stops = [] if self.matter.suspended_at or self.matter.closed_at else self.stops
        for task in course.removable(stops, self.slip.person, "remove_signer" in may):
            if task.pk not in own:
                name = org.holder_name(task.holder_id, known=self.slip.known)
                yield url("signer_removal", task.pk), f"减签：{name}", "user"
        yield from self._answers()

    def _answers(self) -> Iterable[tuple[str, str, str]]:
        """Yield where a matter that answers this one is begun (答复), by the kinds that do that."""
        for kind in kinds.every() if kinds.get(self.matter.kind).answered else ():
            if kind.answers:
                name, words, picture = kind.answers
                yield f"{url(name)}?answers={self.matter.pk}", words, picture


def _wish(side: str, request: dict[str, Any]) -> str:
    """Say in words what is asked for, as far as it is no text."""
    if side == "extension":
        return f"办理时限由{_day(request['before'])}延至{_day(request['until'])}"
    if side == "consultation":
        return f"请于{_day(request['until'])}前反馈"
    return {"released": "同意不再由其办理", "reassigned": "同意退回上一环节重新安排"}.get(request.get("way", ""), "")


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"
