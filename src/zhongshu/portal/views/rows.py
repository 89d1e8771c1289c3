"""What a row of the desk says (工作台条目), ready to be drawn.

Each function returns: url, title, urgency (0–3), label, behalf, notes, step, day and at (what is shown of a
moment, and the moment), light (a colour, or nothing) and words beside it; unseen for a task nobody has opened;
is_limited for what only a list of people may know (知悉范围);
doubtful for what was done otherwise than its record says (记录与留痕不符);
tick: the number of a task that may be done together with others, or None; chase: where whoever has it is reminded.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhongshu.matters import kinds, queries, rules
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.ui.acts import step_form
from zhongshu.ui.forms import asks_opinion_alone
from zhongshu.ui.jinja import day, moment, url


def _matter(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every row says of its matter."""
    return {
        "url": url("matter", row["matter_id"]),
        "title": row["title"] or rules.WITHHELD,
        "urgency": row["urgency"],
        "label": row["label"],
        "is_limited": row["restricted_at"] is not None,
    }


def waiting(task: Mapping[str, Any], known: org.Directory, mine: set[int], now: datetime) -> dict[str, Any]:
    """Return the row of an open task (待办、待阅): from whom, since when, until when, and for whom if not oneself."""
    return {
        **_matter(task),
        "step": task["name"],
        "unseen": task["seen_at"] is None,
        "tick": task["id"] if _goes_with_others(task) else None,
        "behalf": "" if task["holder_id"] in mine else org.holder_name(task["holder_id"], known=known),
        "notes": (
            task["number"],
            f"{_giver(task['given_by'], known)} {moment(task['opened_at'])}送来",
            "已打开" if task["seen_at"] else "未打开",
        ),
        **_deadline(task["due"], now),
    }


def _goes_with_others(task: Mapping[str, Any]) -> bool:
    """Copies are read together; what needs more than an opinion, or must be read by itself, is done by itself."""
    kind, station = kinds.get(task["matter_kind"]), task["station_key"] or ""
    if rules.why_not_in_bulk(task["urgency"], task["restricted_at"], station, kind.one_by_one):
        return False
    return not station or asks_opinion_alone(step_form(kind, station))


def waited_for(task: Mapping[str, Any], person: Person, known: org.Directory, now: datetime) -> dict[str, Any]:
    """Return the row of a task that one waits for (我在等谁): who has it, since when, and where to remind them."""
    matter = Matter(
        pk=task["matter_id"], kind=task["matter_kind"], opened_by_id=task["opened_by"], organ_id=task["organ"]
    )
    chase = not task["suspended_at"] and queries.may_chase(matter, person, now, known)
    days = (timezone.localdate(now) - timezone.localdate(task["opened_at"])).days
    return {
        **_matter(task),
        "behalf": "",
        "step": org.holder_name(task["holder_id"], known=known),
        "notes": (
            task["number"],
            task["name"],
            f"{moment(task['opened_at'])}送达，已等{days}天" if days else f"{moment(task['opened_at'])}送达",
            "已暂停办理" if task["suspended_at"] else "已打开" if task["seen_at"] else "未打开",
        ),
        "chase": url("matter", task["matter_id"]) + "#chase" if chase else "",
        **_deadline(task["due"], now),
    }


def passed_on(
    task: Mapping[str, Any], delegates: str, known: org.Directory, now: datetime, doubtful: Collection[int]
) -> dict[str, Any]:
    """Return the row of a task that a delegate may do or has done (我委托的)."""
    row = {
        **_matter(task),
        "step": task["name"],
        "behalf": "",
    }
    if task["done_at"] is None:
        return row | {"notes": (task["number"], f"可由{delegates}代办"), **_deadline(task["due"], now)}
    return row | {
        "notes": (task["number"], f"{known.people[task['done_by_id']].name}代办", _said(task, doubtful)),
        "doubtful": task["id"] in doubtful,
        "day": moment(task["done_at"]),
        "at": task["done_at"],
        "words": rules.OUTCOMES.get(task["outcome_of_matter"], "在办"),
    }


def due(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return the row of what is due on a day (时限日历): a task of one's own, or a matter that one answers for."""
    return {
        **_matter(row),
        "behalf": "",
        "step": row["step"] or "本人负责的事项",
        "notes": (row["number"], kinds.get(row["kind"]).name),
        **_deadline(row["due_at"], now),
    }


def _said(task: Mapping[str, Any], doubtful: Collection[int]) -> str:
    """Return the beginning of an opinion; nothing of a record that does not agree with the trail (记录与留痕不符)."""
    opinion: str = "" if task["id"] in doubtful else task["opinion"]
    return opinion if len(opinion) <= 60 else opinion[:60] + "…"


def finished(task: Mapping[str, Any], known: org.Directory, doubtful: Collection[int]) -> dict[str, Any]:
    """Return the row of a finished task (已办): what one wrote, when, and what has become of the matter."""
    principal = task["on_behalf_of_id"]
    return {
        **_matter(task),
        "step": task["name"],
        "behalf": known.people[principal].name if principal else "",
        "notes": (task["number"], _said(task, doubtful)),
        "doubtful": task["id"] in doubtful,
        "day": moment(task["done_at"]),
        "at": task["done_at"],
        "words": rules.OUTCOMES.get(task["outcome_of_matter"], "在办"),
    }


def begun(matter: Matter, now: datetime) -> dict[str, Any]:
    """Return the row of a matter that one has opened (我发起): its lead unit and how it stands."""
    lead = f"主办：{matter.lead_unit.short_name}" if matter.lead_unit else ""
    kind = kinds.get(matter.kind).name
    row = {
        "url": url("matter", matter.pk),
        "title": matter.title or kind,
        "urgency": matter.urgency,
        "label": matter.label,
        "is_limited": matter.restricted_at is not None,
        "notes": (matter.number, kind, day(matter.opened_at), lead),
        "step": rules.OUTCOMES.get(matter.outcome, "在办"),
    }
    return row if matter.closed_at else row | _deadline(matter.due_at, now)


def _deadline(due_at: datetime | None, now: datetime) -> dict[str, Any]:
    return {
        "day": day(due_at),
        "at": due_at,
        "light": rules.light(due_at, None, now),
        "words": rules.remaining(due_at, now),
    }


def _giver(ref: str, known: org.Directory) -> str:
    """Return who gave a task, from "person:12"; nobody when the system itself did."""
    kind, _, number = ref.partition(":")
    return known.people[int(number)].name if kind == "person" else ""
