"""The statement behind the figures of efficiency: the same text on both databases but for three words of each.

One pass over the tasks (or matters) of the period; the median is PostgreSQL's own, and taught to SQLite.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

TASKS, MATTERS = "tasks", "matters"
COUNTING = ("", "completed", "terminated")  # a matter that was voided, sent back or withheld is nobody's work
_SECONDS = {"sqlite": "(unixepoch({1}) - unixepoch({0}))", "postgresql": "extract(epoch FROM {1} - {0})"}
_MEDIAN = {"sqlite": "zhongshu_median(s)", "postgresql": "percentile_cont(0.5) WITHIN GROUP (ORDER BY s)"}
_MONTH = {
    "sqlite": "strftime('%%Y-%%m', {}, '+8 hours')",
    "postgresql": "to_char({} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')",
}
_LARGER = {"sqlite": "max", "postgresql": "greatest"}
_SMALLER = {"sqlite": "min", "postgresql": "least"}

_TASKS = """
    SELECT {group} AS g, {seconds} AS s, t.done_at IS NULL AS pending, coalesce(t.due_at, m.due_at) AS due,
           t.done_at AS done_at, CASE WHEN t.outcome = 'returned' THEN 1 ELSE 0 END AS returned,
           CASE WHEN t.round > 1 THEN 1 ELSE 0 END AS again, CAST(NULL AS integer) AS score
    FROM matters_task t JOIN matters_matter m ON m.id = t.matter_id JOIN org_holder h ON h.id = t.holder_id {places}
    WHERE m.organ_id = %s AND t.station_id IS NOT NULL AND t.kind <> 'read' AND t.opened_at >= %s AND t.opened_at < %s
      AND t.outcome IN ('', 'completed', 'returned') AND t.withdrawn_at IS NULL {more}
"""
_MATTERS = """
    SELECT {group} AS g, {seconds} AS s, m.closed_at IS NULL AS pending, m.due_at AS due, m.closed_at AS done_at,
           (SELECT count(*) FROM matters_task t WHERE t.matter_id = m.id AND t.outcome = 'returned') AS returned,
           0 AS again, (SELECT avg(r.score) FROM matters_rating r WHERE r.matter_id = m.id) AS score
    FROM matters_matter m
    WHERE m.organ_id = %s AND m.opened_at >= %s AND m.opened_at < %s
      AND m.outcome IN ('', 'completed', 'terminated') {more}
"""
_FIGURES = """
    SELECT {key} AS g, count(*), sum(CASE WHEN pending THEN 1 ELSE 0 END),
           sum(CASE WHEN coalesce(done_at, {now}) > due THEN 1 ELSE 0 END), sum(returned), sum(again),
           avg(s), {median}, max(s), sum(CASE WHEN done_at <= due THEN 1 ELSE 0 END),
           sum(CASE WHEN done_at IS NOT NULL AND due IS NOT NULL OR due < {now} THEN 1 ELSE 0 END),
           avg(score), count(score)
    FROM counted
"""
_RESTED = "coalesce((SELECT sum({overlap}) FROM matters_suspension p WHERE p.matter_id = m.id), 0)"
_WHO = "coalesce(h.person_id, t.done_by_id, -t.holder_id)"
_GROUPS = {
    "tasks": {
        "person": _WHO,
        "unit": "coalesce(place.unit, 0)",
        "kind": "m.kind",
        "step": "t.name",
        "month": "{month}",
    },
    "matters": {
        "person": "coalesce(m.owner_id, 0)",
        "unit": "coalesce(m.lead_unit_id, 0)",
        "kind": "m.kind",
        "month": "{month}",
    },
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `measure` (tasks or matters), grouped `by`, of an organ, from `start` until before `end`.

    places: person → unit, for posts -holder → unit; whoever is not in it is not counted where `is_bounded`.
    """

    measure: str
    by: str
    organ: int
    start: datetime
    end: datetime
    kind: str = ""
    places: Mapping[int, int] = field(default_factory=dict)
    is_bounded: bool = False


class Median:
    """The median of numbers, as an aggregate of SQLite (中位数)."""

    def __init__(self) -> None:
        self.seen = array("d")

    def step(self, number: float | None) -> None:
        """Take one more number in."""
        if number is not None:
            self.seen.append(number)

    def finalize(self) -> float | None:
        """Return the one in the middle, or the mean of the two."""
        ordered, half = sorted(self.seen), len(self.seen) // 2
        if not ordered:
            return None
        return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def teach(to: BaseDatabaseWrapper) -> None:
    """Let a connection to SQLite know the median; PostgreSQL has its own."""
    if to.vendor == "sqlite":
        to.ensure_connection()
        to.connection.create_aggregate("zhongshu_median", 1, Median)


def statement(question: Question, at: datetime, *, rests: bool) -> tuple[str, list[Any]]:
    """Return the statement that answers a question, and what stands in its places: all together first, then by group.

    rests: whether suspended time has to be taken off.
    """
    now, start, end = map(connection.ops.adapt_datetimefield_value, (at, question.start, question.end))
    of_kind = [question.kind] if question.kind else []
    counted = (_TASKS if question.measure == TASKS else _MATTERS).format(
        group=_group(question),
        seconds=_seconds(question, rests=rests),
        places=_joined(question),
        more=("AND m.kind = %s" if of_kind else "") + _bound(question),
    )
    whole, each = (_FIGURES.format(key=key, now=_moment(), median=_MEDIAN[connection.vendor]) for key in ("NULL", "g"))
    given = [*[now] * (3 if rests else 1), question.organ, start, end, *of_kind, *[now] * 4]
    return f"WITH {_places(question)}counted AS ({counted}) {whole} UNION ALL {each} GROUP BY g", given


def _moment() -> str:
    return "%s" if connection.vendor == "sqlite" else "%s::timestamptz"


def _group(question: Question) -> str:
    opened = "t.opened_at" if question.measure == TASKS else "m.opened_at"
    return _GROUPS[question.measure][question.by].format(month=_MONTH[connection.vendor].format(opened))


def _seconds(question: Question, *, rests: bool) -> str:
    """How long it took or has taken so far, without the time in which the matter rested (用时)."""
    begun, done = ("t.opened_at", "t.done_at") if question.measure == TASKS else ("m.received_at", "m.closed_at")
    stop = f"coalesce({done}, {_moment()})"
    lasted = _SECONDS[connection.vendor].format(begun, stop)
    return f"({lasted} - {_resting(begun, stop)})" if rests else lasted


def _resting(begun: str, stop: str) -> str:
    """The seconds in which the matter rested between two moments (暂停时间)."""
    larger, smaller = _LARGER[connection.vendor], _SMALLER[connection.vendor]
    first, last = f"{larger}(p.at, {begun})", f"{smaller}(coalesce(p.resumed_at, {_moment()}), {stop})"
    overlap = f"{larger}(0, {_SECONDS[connection.vendor].format(first, last)})"
    return _RESTED.format(overlap=overlap)


def _needs_places(question: Question) -> bool:
    return question.measure == TASKS and (question.is_bounded or question.by == "unit")


def _places(question: Question) -> str:
    """The units of people as a table. Whole numbers of ours, so they stand in the statement itself."""
    if not _needs_places(question):
        return ""
    rows = ", ".join(f"({int(who)}, {int(unit)})" for who, unit in question.places.items()) or "(0, 0)"
    return f"place (who, unit) AS (VALUES {rows}), "


def _joined(question: Question) -> str:
    """How the units of people come in; who is outside the bounds falls out."""
    kind = "JOIN" if question.is_bounded else "LEFT JOIN"
    return f"{kind} place ON place.who = {_WHO}" if _needs_places(question) else ""


def _bound(question: Question) -> str:
    """A matter is within the bounds by the unit that leads or by the person who answers for it."""
    if question.measure == TASKS or not question.is_bounded:
        return ""
    units = ", ".join(str(int(unit)) for unit in sorted(set(question.places.values()))) or "NULL"
    people = ", ".join(str(int(who)) for who in sorted(question.places) if who > 0) or "NULL"
    return f" AND (m.lead_unit_id IN ({units}) OR m.owner_id IN ({people}))"
