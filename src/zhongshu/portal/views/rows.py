"""What a row of the desk says (工作台条目), ready to be drawn.

Each function returns: url, title, urgency (0–3), label, behalf, notes, step, day and at (what is shown of a
moment, and the moment), light (a colour, or nothing) and words beside it; unseen for a task nobody has opened.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhongshu.matters import kinds, rules
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.ui.jinja import day, moment, url

WITHHELD = "（标题不予显示）"


def waiting(task: Mapping[str, Any], known: org.Directory, mine: set[int], now: datetime) -> dict[str, Any]:
    """Return the row of an open task (待办、待阅): from whom, since when, until when, and for whom if not oneself."""
    return {
        "url": url("matter", task["matter_id"]),
        "title": task["title"] or WITHHELD,
        "urgency": task["urgency"],
        "label": task["label"],
        "step": task["name"],
        "unseen": task["seen_at"] is None,
        "behalf": "" if task["holder_id"] in mine else org.holder_name(task["holder_id"], known=known),
        "notes": (
            task["number"],
            f"{_giver(task['given_by'], known)} {moment(task['opened_at'])}送来",
            "已打开" if task["seen_at"] else "未打开",
        ),
        **_deadline(task["due_at"], now),
    }


def finished(task: Mapping[str, Any], known: org.Directory) -> dict[str, Any]:
    """Return the row of a finished task (已办): what one wrote, when, and what has become of the matter."""
    principal, opinion = task["on_behalf_of_id"], task["opinion"]
    return {
        "url": url("matter", task["matter_id"]),
        "title": task["matter__title"] or WITHHELD,
        "urgency": task["matter__urgency"],
        "label": task["matter__label"],
        "step": task["name"],
        "behalf": known.people[principal].name if principal else "",
        "notes": (task["matter__number"], opinion if len(opinion) <= 60 else opinion[:60] + "…"),
        "day": moment(task["done_at"]),
        "at": task["done_at"],
        "words": rules.OUTCOMES.get(task["matter__outcome"], "在办"),
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
