"""Timing one operation many times, and the same statements in bare SQL beside it."""

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import Any

from django.db import connection

Statement = tuple[str, Any]
Timing = dict[str, float]


def timed(
    operation: Callable[[Any], Any], arguments: Iterable[Any], prepare: Callable[[Any], Any] = lambda one: one
) -> Timing:
    """Run the operation over the prepared arguments; return medians and 95th percentile in ms: cpu, wall, wall_p95.

    What `prepare` does is not timed.
    """
    cpu, wall = [], []
    gc.collect()
    for argument in map(prepare, arguments):
        began_cpu, began = time.process_time(), time.perf_counter()
        operation(argument)
        cpu.append((time.process_time() - began_cpu) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return {
        "cpu_ms": round(statistics.median(cpu), 3),
        "wall_ms": round(statistics.median(wall), 3),
        "wall_p95_ms": round(statistics.quantiles(wall, n=20)[-1], 3),
        "runs": len(wall),
    }


@contextmanager
def recorded(into: list[Statement]) -> Any:
    """Write down every statement that is executed meanwhile, transaction statements left out."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            into.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def writes(statements: Iterable[Statement]) -> list[Statement]:
    """Leave out what only reads."""
    return [one for one in statements if not one[0].lstrip().upper().startswith("SELECT")]


def replay(statements: list[Statement]) -> None:
    """Execute statements on the raw connection in one durable transaction (reads: without one), fetching all rows."""
    raw = connection.connection
    cursor = raw.cursor()
    is_sqlite = connection.vendor == "sqlite"
    changes = any(writes([one]) for one in statements)
    if changes:
        cursor.execute("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
    for sql, params in statements:
        cursor.execute(_raw(sql) if is_sqlite else sql, params or ())
        if cursor.description:
            cursor.fetchall()
    if changes:
        cursor.execute("COMMIT")


def _raw(sql: str) -> str:
    """SQLite's own cursor wants ? where Django writes %s."""
    return sql.replace("%s", "?").replace("%%", "%")
