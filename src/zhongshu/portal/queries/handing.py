"""What somebody has in hand (移交清单), what must be seen to besides, and what became of a hand-over."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhongshu.matters import kinds, rules
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Draft, HandOver, HandOverPiece, Matter, Station, Task
from zhongshu.matters.queries.planned import planned
from zhongshu.org import queries as org
from zhongshu.org import rules as terms
from zhongshu.org.models import Person

_AFTER_TASKS = {"copies": 1, "planned": 2, "owned": 3}
PARTS = {
    HandOverPiece.TASK: "未办任务",
    HandOverPiece.COPY: "未阅传阅件",
    HandOverPiece.OWNER: "主办事项",
    HandOverPiece.PLANNED: "后续环节",
    HandOverPiece.MERGED: "接收人原有的任务",
}


@dataclass(slots=True)
class Thing:
    """One kind of thing that can be handed over (移交项目): key, title, the matters concerned as they are drawn."""

    key: str
    title: str
    matters: list[dict[str, Any]] = field(default_factory=list)


def things(leaver: Person, reader: Person, at: datetime, known: org.Directory) -> list[Thing]:
    """Return what a person has in hand or will have: tasks by kind of matter, copies, later steps, matters owned.

    Empty kinds are left out. What the reader may not see is counted and named by its kind alone.
    """
    holder = org.holder_of(leaver.pk, known=known)
    waiting = Task.objects.filter(holder=holder, done_at=None)
    tasks = list(waiting.select_related("matter").order_by("matter__due_at", "id"))
    owned = Matter.objects.filter(owner=leaver, closed_at=None).order_by("due_at", "id")
    found = [_of_task(task) for task in tasks]
    found += [("planned", "后续环节", row.run.matter, _when(row)) for row in planned(holder)]
    found += [("owned", "主办事项", matter, "责任人") for matter in owned]
    numbers = {matter.pk for *_, matter, _ in found}
    seen = set(matters.visible_to(reader, at, known=known).filter(pk__in=numbers).values_list("pk", flat=True))
    made: dict[str, Thing] = {}
    for key, title, matter, step in found:
        _put(made.setdefault(key, Thing(key, title)), matter, seen, step)
    return sorted(made.values(), key=lambda thing: _AFTER_TASKS.get(thing.key, 0))


def _of_task(task: Task) -> tuple[str, str, Matter, str]:
    if task.station_id is None:
        return "copies", "未阅传阅件", task.matter, ""
    kind = kinds.get(task.matter.kind)
    return f"tasks_{kind.key}", f"{kind.name}未办任务", task.matter, task.name


def _when(row: Station) -> str:
    return f"{row.name}（办结后送回）" if row.begun_at else row.name


def _put(thing: Thing, matter: Matter, seen: set[int], step: str) -> None:
    shown = matter.pk in seen
    row = {
        "number": matter.pk,
        "title": (matter.title or rules.WITHHELD) if shown else f"{kinds.get(matter.kind).name}{rules.WITHHELD}",
        "mark": matter.number if shown else "",
        **_guarded(matter, shown),
        "is_seen": shown,
        "due_at": matter.due_at,
        "step": step,
    }
    if all(other["number"] != matter.pk or other["step"] != step for other in thing.matters):
        thing.matters.append(row)


def _guarded(matter: Matter, is_seen: bool) -> dict[str, Any]:
    """Return how far a matter may be known (密级标志、知悉范围); of what the reader may not see, nothing."""
    return {
        "label": matter.label if is_seen else "public",
        "is_limited": is_seen and matter.restricted_at is not None,
    }


def reminders(leaver: Person, at: datetime, known: org.Directory) -> list[tuple[str, list[str]]]:
    """Return what somebody must take over besides (需另行接替的事项): posts, roles, charges, delegations, drafts."""
    day, holder = org.local_day(at), org.holder_of(leaver.pk, known=known)
    names = dict(terms.ROLES)
    posts = [row for row in known.appointments if row.person_id == leaver.pk and _at_last(row, leaver, day)]
    roles = [row for row in known.roles if row.holder_id == holder and _at_last(row, leaver, day)]
    charges = [row for row in known.charges if row.leader_id == leaver.pk and _at_last(row, leaver, day)]
    drafts = Draft.objects.filter(person=leaver, task__done_at=None).exclude(text="").count()
    found = [
        ("担任的岗位", [org.holder_name(known.holder_of_post[row.post_id], known=known) for row in posts]),
        ("授予的角色", [f"{known.units[row.unit_id].short_name}{names[row.key]}" for row in roles]),
        ("分管的机构", [known.units[row.unit_id].short_name for row in charges]),
        ("委托他人代办", [known.people[one].name for one in org.delegates_of(leaver.pk, at, known=known)]),
        ("受他人委托代办", _principals(leaver, at, known)),
        ("没有提交的意见草稿", [f"{drafts}份，不随任务移交"] if drafts else []),
    ]
    return [(title, lines) for title, lines in found if lines]


def _at_last(row: Any, leaver: Person, day: Any) -> bool:
    """Tell whether something holds today, or held until the person left (离岗前)."""
    return row.holds(day) or (leaver.valid_to is not None and row.valid_to == leaver.valid_to)


def _principals(leaver: Person, at: datetime, known: org.Directory) -> list[str]:
    given = (row for row in known.delegations.get(leaver.pk, ()) if row.runs(at))
    return [known.people[number].name for number in dict.fromkeys(row.principal_id for row in given)]


def hand_overs(limit: int) -> list[HandOver]:
    """Return the latest hand-overs (移交记录), with the people named."""
    found = HandOver.objects.select_related("leaver", "to", "by", "undone_by").order_by("-at", "-id")
    return list(found[:limit])


def hand_over(number: int) -> HandOver | None:
    """Return one hand-over, or None."""
    named = HandOver.objects.select_related("leaver", "to", "by", "undone_by", "undoes", "undone_through")
    return named.filter(pk=number).first()


def pieces(row: HandOver, reader: Person, at: datetime, known: org.Directory) -> list[dict[str, Any]]:
    """Return what went with a hand-over, each with what became of it (移交明细)."""
    found = list(row.pieces.select_related("task", "matter").order_by("matter", "id"))
    back = _returned(row)
    numbers = {piece.matter_id for piece in found}
    seen = set(matters.visible_to(reader, at, known=known).filter(pk__in=numbers).values_list("pk", flat=True))
    return [
        {
            "number": piece.matter_id,
            "is_seen": piece.matter_id in seen,
            "title": (piece.matter.title or rules.WITHHELD) if piece.matter_id in seen else rules.WITHHELD,
            "mark": piece.matter.number if piece.matter_id in seen else "",
            **_guarded(piece.matter, piece.matter_id in seen),
            "part": PARTS[piece.part],
            "state": _state(piece, row, back),
        }
        for piece in found
    ]


def _place(piece: HandOverPiece) -> tuple[int, str, int | None]:
    return piece.matter_id, piece.part, piece.task.station_id if piece.task else None


def _returned(row: HandOver) -> set[tuple[int, str, int | None]] | None:
    """Return what has gone back, or None while the hand-over stands."""
    back = HandOver.objects.filter(undoes=row).first()
    if back is None:
        return None
    return {_place(piece) for piece in back.pieces.select_related("task")}


def _state(piece: HandOverPiece, row: HandOver, back: set[tuple[int, str, int | None]] | None) -> str:
    if back is not None and _place(piece) in back:
        return "已退回"
    left = "" if back is None else "，未退回"
    if piece.part == HandOverPiece.MERGED:
        return f"已并入{left}"
    if piece.part == HandOverPiece.OWNER:
        return f"由{row.to.name}负责{left}"
    if piece.part == HandOverPiece.PLANNED:
        return f"轮到时由{row.to.name}办理{left}"
    if piece.task and piece.task.done_at:
        done = {"completed": "已办", "transferred": "已转出"}.get(piece.task.outcome, "已终止")
        return f"{done}{left}"
    return f"未办{left}"
