"""What figures of efficiency (效率统计) take over many tasks: time, and how far the process grows."""

import statistics
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from zhongshu.config.bench import load, planting
from zhongshu.matters.queries import efficiency
from zhongshu.matters.queries.measures import MATTERS, TASKS, Question
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.portal.queries import efficiency as scopes

RUNS = 5


def measure() -> dict[str, Any]:
    """Ask for a year's figures of the whole organ by person, unit and month; return seconds and MB of each."""
    known, now = org.directory(), timezone.now()
    head = Person.objects.get(pk=planting.KEEPERS)
    scope = scopes.scope(head, now, org.local_day(now), known=known)
    assert scope is not None  # noqa: S101 - the office head sees all of the organ
    found = {}
    for measured, by in ((TASKS, "person"), (TASKS, "unit"), (TASKS, "month"), (MATTERS, "unit")):
        asked = Question(
            measure=measured,
            by=by,
            organ=scope.organ,
            start=datetime(now.year - 1, 1, 1, tzinfo=UTC),
            end=datetime(now.year + 1, 1, 1, tzinfo=UTC),
            places=scope.places,
        )
        found[f"{measured}_{by}"] = _once(asked, now)
    return found


def _once(asked: Question, at: datetime) -> dict[str, float]:
    """Return how much was counted, median seconds and processor seconds, and by how many MB the process grew at most.

    On PostgreSQL the processor seconds are those of its server's processes too where they run on this machine.
    """
    times, taken, grown = [], [], []
    for _ in range(RUNS):
        Path("/proc/self/clear_refs").write_text("5")  # the kernel counts the highest memory of this process anew
        before = _resident("VmRSS")
        began, processor = time.perf_counter(), load.own_seconds()
        whole, groups = efficiency.figures(asked, at)
        times.append(time.perf_counter() - began)
        taken.append(load.own_seconds() - processor)
        grown.append(_resident("VmHWM") - before)
    return {
        "counted": whole.count,
        "groups": len(groups),
        "seconds": round(statistics.median(times), 2),
        "processor_s": round(statistics.median(taken), 2),
        "grown_mb": round(max(grown), 1),
    }


def _resident(which: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(which)) / 1024
