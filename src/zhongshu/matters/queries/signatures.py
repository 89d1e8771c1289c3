"""Whether every opinion stands as it was signed (签批核验): the rows of finished tasks beside the trail.

The trail is sealed (HMAC-SM3) and holds of each signature who, for whom, when, whose task, how it ended and the
digest of the words. So a row that somebody has changed behind the system's back is known (T11.7, T11.10).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhongshu.kit import digests
from zhongshu.matters.models import Matter, Task
from zhongshu.routes.model import COMPLETED, RETURNED, TRANSFERRED
from zhongshu.trail import queries as trail
from zhongshu.trail.models import Checkpoint, Entry

# What puts a name under a task, and how the task ends with it.
SIGNING = {
    "matters.completed": COMPLETED,
    "matters.read": COMPLETED,
    "matters.returned": RETURNED,
    "matters.transferred": TRANSFERRED,
}
FOUND, CLEARED = "matters.discrepancy_found", "matters.discrepancy_cleared"
ROW = ("pk", "matter_id", "name", "opinion", "holder_id", "done_by_id", "on_behalf_of_id", "done_at", "outcome")
CHUNK = 200  # matters looked at in one go

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Altered(trail.Finding):
    """One task whose record does not agree with the trail (记录与留痕不符)."""

    matter: int
    task: int


def altered(since: Checkpoint | None = None) -> Iterator[Altered]:
    """Name every task whose row is not what was signed, of all matters or of those with acts after a checkpoint.

    Reads some hundred matters at a time. What looks wrong is looked at again under the lock of its matter, so acts
    going on meanwhile raise no alarm.
    """
    for numbers in _numbers(since):
        for number in dict.fromkeys(found.matter for found in _wrong(numbers)):
            with transaction.atomic():
                Matter.objects.select_for_update().get(pk=number)
                found = _wrong([number])
            yield from found


def doubtful(entries: Iterable[Entry]) -> frozenset[int]:
    """Return the tasks of a matter whose record was found not to agree with the trail and still does not."""
    found: set[int] = set()
    for entry in entries:
        if entry.verb == FOUND:
            found.add(json.loads(entry.detail)["task"])
        elif entry.verb == CLEARED:
            found.discard(json.loads(entry.detail)["task"])
    return frozenset(found)


def doubtful_of(matter: Matter) -> frozenset[int]:
    """Return the same where nobody has read the trail of the matter yet."""
    return doubtful(trail.entries(matter.stream).filter(verb__in=(FOUND, CLEARED)))


def noted() -> dict[int, int]:
    """Return what is known already of the whole house (已登记的不符): {task: matter}."""
    entries = Entry.objects.filter(verb__in=(FOUND, CLEARED)).order_by("id")
    streams = {json.loads(entry.detail)["task"]: int(entry.stream.partition(":")[2]) for entry in entries}
    return {task: streams[task] for task in doubtful(entries)}


def _numbers(since: Checkpoint | None) -> Iterator[list[int]]:
    """Yield the matters in question, some at a time."""
    if since is not None:
        moved = Entry.objects.filter(id__gt=since.upto, stream__startswith="matter:").values_list("stream", flat=True)
        numbers = sorted({int(stream.partition(":")[2]) for stream in moved})
        yield from (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))
        return
    last = 0
    # By pages: an open cursor would stand in the way of the lock.
    while chunk := list(Matter.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield chunk
        last = chunk[-1]


def _wrong(numbers: list[int]) -> list[Altered]:
    streams = [f"matter:{number}" for number in numbers]
    acts = Entry.objects.filter(Q(verb__in=SIGNING) | Q(verb__endswith=".expunged"), stream__in=streams).order_by("id")
    signed: dict[int, Entry] = {}
    blanked: set[str] = set()
    for entry in acts:
        if entry.verb not in SIGNING:
            blanked.add(entry.stream)  # of what was expunged (清除) nobody's words are kept, and the digests stay
        elif task := json.loads(entry.detail).get("task"):  # none where an act was forged: its chain tells of that
            signed[task] = entry
    rows = {row["pk"]: row for row in Task.objects.filter(matter__in=numbers).order_by("pk").values(*ROW)}
    found = [_unlike(task, entry, rows.get(task), entry.stream in blanked) for task, entry in signed.items()]
    unsigned = [row for task, row in rows.items() if task not in signed and _is_signature(row)]
    return [one for one in found if one] + [_finding(row, "标为已办，留痕中没有这次办理。") for row in unsigned]


def _is_signature(row: Row) -> bool:
    return row["done_by_id"] is not None and row["outcome"] == COMPLETED


def _unlike(task: int, entry: Entry, row: Row | None, is_blanked: bool) -> Altered | None:
    """Compare a task with the act that finished it."""
    if row is None:
        matter = int(entry.stream.partition(":")[2])
        return _finding({"pk": task, "matter_id": matter, "name": "", "seq": entry.seq}, "办理记录不见了。")
    detail = json.loads(entry.detail)
    words = digests.sm3(row["opinion"]) if row["opinion"] else ""
    stands = {
        "意见": words == ("" if is_blanked else detail.get("opinion", "")),
        "承办对象": row["holder_id"] == detail.get("held_by", row["holder_id"]),
        "办理人": _ref(row["done_by_id"]) == entry.by,
        "委托人": _ref(row["on_behalf_of_id"]) == entry.on_behalf_of,
        "办理时间": row["done_at"] == entry.at,
        "办理结果": row["outcome"] == SIGNING[entry.verb],
    }
    different = "、".join(name for name, holds in stands.items() if not holds)
    return _finding({**row, "seq": entry.seq}, f"{different}与办理时的留痕不符。") if different else None


def _ref(person: int | None) -> str:
    return f"person:{person}" if person else ""


def _finding(row: Row, text: str) -> Altered:
    name = f"（{row['name']}）" if row["name"] else ""
    sentence = f"事项 {row['matter_id']} 的任务 {row['pk']}{name}：{text}"
    stream = f"matter:{row['matter_id']}"
    return Altered(stream, row.get("seq", 0), "opinion", sentence, row["matter_id"], row["pk"])
