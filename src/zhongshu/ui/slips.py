"""The slip, files, chases and trail of a matter as the page draws them (办理单): names instead of numbers.

Nothing here asks the database: it turns what the page has read, and the organisation in memory, into plain dicts.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from zhongshu.files import queries as files
from zhongshu.matters import rules
from zhongshu.matters.models import Attachment, Chase, Matter, Station, Task
from zhongshu.matters.queries import signatures
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes import conditions
from zhongshu.routes.model import SIGN, Condition
from zhongshu.trail import queries as trail
from zhongshu.trail.models import Entry

COMPLETIONS = {"all": "会签", "in_order": "依次办理", "ratio": "按比例"}
ROLES = dict((*rules.DOMAIN_ROLES, *rules.ATTACHMENT_ROLES))
MODES = dict(rules.CHASE_MODES)
Shown = dict[str, Any]


class Slip:
    """What the page shows of a matter to a person at a moment, with names from the organisation `known`."""

    def __init__(
        self,
        known: org.Directory,
        now: datetime,
        matter: Matter,
        person: Person,
        doubtful: frozenset[int] | None = None,
    ) -> None:
        self.known, self.now, self.due_at, self.person = known, now, matter.due_at, person
        self.doubtful = signatures.doubtful_of(matter) if doubtful is None else doubtful
        self.holders = org.holders_of(person.pk, now, known=known)

    def stops(self, stops: Iterable[Any], facts: Mapping[str, Any]) -> list[Shown]:
        """Return the stations for the timeline (办理流程), without those that the facts rule out."""
        return [
            {
                "key": stop.station.key,
                "name": stop.station.name,
                "state": stop.state,
                "note": self._note(stop),
                "tasks": [self.task(task) for task in stop.tasks],
                "added": stop.station.added_at is not None,
                "block": stop.station.block,
                "block_name": stop.station.block_name,
                "branch": stop.station.branch,
            }
            for stop in stops
            if stop.tasks or stop.state == "struck" or not _is_ruled_out(stop.station, facts)
        ]

    def rows(self, stops: Iterable[Any], facts: Mapping[str, Any]) -> list[Shown]:
        """Return the same with the stations of a parallel block (并行) taken together, branch by branch."""
        found: list[Shown] = []
        for block, inside in groupby(self.stops(stops, facts), key=lambda stop: stop["block"]):
            together = list(inside)
            branches = [list(each) for _, each in groupby(together, key=lambda stop: stop["branch"])]
            if not block or len(branches) == 1:  # where the facts rule the others out, nothing stands side by side
                found += together
                continue
            found.append({"block": together[0]["block_name"], "branches": branches})
        return found

    def _note(self, stop: Any) -> str:
        several = COMPLETIONS.get(stop.station.completion, "") if len(stop.tasks) > 1 else ""
        again = f"第{stop.station.round}次办理" if stop.station.round > 1 else ""
        return "，".join(filter(None, (several, again)))

    def task(self, task: Task) -> Shown:
        """Return one task or copy: who did it or whom it waits for, when, with which words."""
        due_at = task.due_at or self.due_at
        return {
            **self.actor(task),
            **self.words(task),
            "added": task.is_added,
            "request": task.request,
            "at": task.done_at,
            "seen_at": task.seen_at,
            "waiting": task.opened_at is None,
            "withdrawn": task.withdrawn_at,
            "light": rules.light(due_at, None, self.now) if due_at else "",
            "light_words": rules.remaining(due_at, self.now) if due_at else "",
        }

    def words(self, task: Task) -> Shown:
        """Return what was done and said: act, opinion; neither of a record that does not agree with the trail."""
        if task.pk in self.doubtful:
            return {"act": "", "opinion": "", "doubtful": True}
        return {"act": self._act(task), "opinion": task.opinion, "doubtful": False}

    @staticmethod
    def _act(task: Task) -> str:
        """A bare signature under what is to be signed is consent (圈阅, 条例 art. 22)."""
        if task.outcome == "completed":
            return "圈阅" if task.kind == SIGN and not task.opinion else ""
        return rules.TASK_OUTCOMES.get(task.outcome, "")

    def actor(self, task: Task) -> Shown:
        """Return who did a task, for whom, or whose it is: who, behalf, unit."""
        if task.done_by is None:
            holder = self.known.holders[task.holder_id]
            who = org.holder_name(task.holder_id, known=self.known)
            return {"who": who, "behalf": "", "unit": self.unit(holder.person_id, self.now)}
        behalf = task.on_behalf_of.name if task.on_behalf_of else ""
        return {"who": task.done_by.name, "behalf": behalf, "unit": self.unit(task.done_by_id, task.done_at)}

    def unit(self, person: int | None, at: datetime | None) -> str:
        """Return the unit that a person belonged to at a moment, by its short name."""
        if person is None or at is None:
            return ""
        day = org.local_day(at)
        unit = org.unit_of(person, day, known=self.known)
        return self.known.on(day).units[unit].short_name if unit else ""

    def waited_for(self, stops: Iterable[Any]) -> list[Shown]:
        """Return whom the matter is waiting for (当前办理人): station and names."""
        current = [(stop.station.name, [t for t in stop.tasks if t.opened_at and not t.done_at]) for stop in stops]
        return [{"station": name, "people": [self.actor(task) for task in tasks]} for name, tasks in current if tasks]

    def chases(self, chases: Iterable[Chase]) -> list[Shown]:
        """Return the reminders (催办情况), each with whether this person is the one to answer it."""
        return [
            {
                "pk": chase.pk,
                "row": chase,
                "mode": MODES[chase.mode],
                "station": chase.task.name,
                "whom": org.holder_name(chase.task.holder_id, known=self.known),
                "may_answer": chase.answered_at is None and self._is_mine(chase.task),
            }
            for chase in chases
        ]

    def _is_mine(self, task: Task) -> bool:
        return task.holder_id in self.holders if task.done_at is None else task.done_by_id == self.person.pk

    def trail(self, entries: Iterable[Entry], stations: Mapping[str, str]) -> list[Shown]:
        """Return the trail (留痕) as sentences: who, behalf, at, words."""
        return [
            {
                "at": entry.at,
                "who": self.reference(entry.by),
                "behalf": self.reference(entry.on_behalf_of) if entry.on_behalf_of else "",
                "words": trail.sentence(entry.verb) + self._detail(json.loads(entry.detail or "{}"), stations),
            }
            for entry in entries
        ]

    def _detail(self, detail: Mapping[str, Any], stations: Mapping[str, str]) -> str:
        station, to = stations.get(detail.get("station", "")), stations.get(str(detail.get("to", "")))
        holders = (*detail.get("holders", ()), detail.get("holder"))
        names = "、".join(org.holder_name(one, known=self.known) for one in holders if one in self.known.holders)
        return "".join(
            (
                f"（{station}）" if station else "",
                f"，退至{to}" if to else "",
                f"：{names}" if names else "",
                f" {detail['number']}" if "number" in detail else "",
            )
        )

    def reference(self, by: str) -> str:
        """Return the name behind a reference such as person:12."""
        kind, _, number = by.partition(":")
        if kind == "person" and int(number) in self.known.people:
            return self.known.people[int(number)].name
        return {"system": "系统", "account": "管理员"}.get(kind, "系统")


def _is_ruled_out(station: Station, facts: Mapping[str, Any]) -> bool:
    """A condition on a fact that is not decided yet leaves the station open."""
    decided = (Condition(**row) for row in station.conditions if facts.get(row["fact"]))
    return not conditions.hold(decided, facts)


def papers(matter: Matter) -> list[tuple[str, list[Shown]]]:
    """Return the files of a matter in groups (材料): title of the role, files.

    What is withheld has neither name nor address.
    """
    groups: dict[str, list[Shown]] = {role: [] for role in ROLES}
    bulky = (f"file__reading__{name}" for name in ("text", "layout", "fields"))
    for kept in matter.attachments.select_related("file__reading", "by").defer(*bulky).order_by("id"):
        groups[kept.role].append(_paper(kept))
    return [(ROLES[role], found) for role, found in groups.items() if found]


def _paper(kept: Attachment) -> Shown:
    if kept.withheld_at:
        return {"withheld": True}
    return {
        "name": kept.name,
        "size": kept.file.size,
        "url": f"/attachments/{kept.pk}/",
        "preview": files.preview_kind(kept.file),
        "pages": f"/attachments/{kept.pk}/pages/" if _has_pages(kept) else "",
        "by": kept.by.name,
        "at": kept.at,
        "note": f"第{kept.version}版" if kept.version > 1 else "",
    }


def _has_pages(kept: Attachment) -> bool:
    """Tell whether a file is looked at page by page: what was read and no browser shows, or not on every machine."""
    reading = getattr(kept.file, "reading", None)
    shown = files.preview_kind(kept.file)
    return bool(reading and not reading.error and (shown == "none" or (shown == "pdf" and reading.pictures)))
