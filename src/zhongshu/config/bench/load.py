"""How much the real servers answer to many clients at once (并发访问), and who was busy meanwhile."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from zhongshu.config.bench import processes
from zhongshu.config.bench.operations import session
from zhongshu.matters.models import Task

PEOPLE, WARM_S = 200, 3
STEPS = 20_000  # more than a machine takes in the time
Plan = dict[str, Any]


def prepare(people: int, words: Iterable[str]) -> Plan:
    """Sign people of the staff in, and return whom, which pages and which steps clients can ask for."""
    staff = range(10, min(people, 10 + PEOPLE))
    sessions = {person: session(person) for person in staff}
    tasks = Task.objects.filter(done_at=None, opened_at__isnull=False, holder__in=staff).order_by("matter")
    rows = list(tasks.values_list("id", "matter", "holder"))
    shown = {holder: matter for _, matter, holder in reversed(rows)}
    return {
        "cookie": settings.SESSION_COOKIE_NAME,
        "people": [{"session": sessions[person], "matter": matter} for person, matter in shown.items()],
        # What is looked at stays open, so that its page shows a task to be done.
        "steps": [{"task": pk, "session": sessions[who]} for pk, matter, who in rows if shown[who] != matter][:STEPS],
        "words": [*words] or ["通知"],
    }


def served(plan: Plan, words: Iterable[str]) -> dict[str, Any]:
    """Serve the database with two web processes and a job worker, and measure what is asked for of the server."""
    found: dict[str, Any] = {}
    asked = prepare(plan["people"], words) if plan["clients"] else {}
    with processes.serving() as one:
        if plan["runs"]:
            found["server"] = server(one)
        if plan["clients"]:
            found["load"] = points(one, asked, plan["clients"], plan["seconds"])
    return found


def points(server: processes.Server, plan: Plan, clients: Sequence[int], seconds: float) -> list[dict[str, Any]]:
    """Ask with each number of clients (各档并发)."""
    hosts: list[tuple[str, int]] = [(server.host, server.port)]
    found: list[dict[str, Any]] = []
    warm(plan | {"hosts": hosts})
    for number in clients:
        # A step is taken once: every point has its share of them.
        share = plan | {"hosts": hosts, "steps": plan["steps"][len(found) :: len(clients)]}
        found.append(point(share | {"clients": number, "seconds": seconds}, {"server": server.pid}))
    return found


def warm(plan: Plan) -> None:
    """Let each web process read the organisation once: that is paid after a start and not again."""
    point(plan | {"clients": 2 * len(plan["hosts"]) + 2, "seconds": WARM_S, "steps": []}, {})


def point(plan: Plan, watched: Mapping[str, int], *, meanwhile: Callable[[], object] = lambda: None) -> dict[str, Any]:
    """Ask as planned; return what the clients found and how many processors each of those watched kept busy.

    watched: the first process of a tree by name; clients, the database's processes and the rest of the machine are
    added. A processor fully busy counts 1. What the clients were told was done is looked up afterwards.
    """
    with asking(plan) as clients:
        before = _taken(watched)
        clients.stdin.write("\n")
        clients.stdin.flush()
        meanwhile()
        found = json.loads(clients.stdout.readline())
        after = _taken(watched)
    done = found.pop("done")
    missing = len(done) - Task.objects.filter(pk__in=done, done_at__isnull=False).count()
    return found | {
        "steps": len(done),
        "missing": missing,
        "busy": _busy(found, {name: after[name] - before[name] for name in after}),
    }


@contextmanager
def asking(plan: Plan, inside: Sequence[str] = ()) -> Iterator[Any]:
    """Start the process of the clients; inside the block it is ready and waits for an empty line."""
    command = [*inside, sys.executable, "-m", "zhongshu.config.bench.clients"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as clients:  # noqa: S603
        clients.stdin.write(json.dumps(plan) + "\n")  # type: ignore[union-attr]
        clients.stdin.flush()  # type: ignore[union-attr]
        clients.stdout.readline()  # type: ignore[union-attr]
        yield clients


def own_seconds() -> float:
    """Return the processor seconds of this process and of the database's (处理器用时)."""
    return time.process_time() + _taken({}).get("database", 0.0)


def _taken(watched: Mapping[str, int]) -> dict[str, float]:
    trees = dict(watched)
    if connection.vendor == "postgresql" and (postmaster := processes.parent(_backend())):
        trees["database"] = postmaster
    found = {name: processes.seconds([pid, *processes.descendants(pid)]) for name, pid in trees.items()}
    return found | {"machine": processes.busy_seconds()}


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _busy(found: Mapping[str, Any], taken: dict[str, float]) -> dict[str, float]:
    """Turn processor seconds into busy processors, and tell apart what others on the machine took."""
    taken = {"clients": found["processor_s"]} | taken
    machine = taken.pop("machine")
    taken["others"] = max(machine - sum(taken.values()), 0)
    return {name: round(seconds / found["seconds"], 2) for name, seconds in taken.items()}


def server(one: processes.Server) -> dict[str, Any]:
    """Return seconds to the first page and private MB of the largest web process (启动与内存)."""
    for _ in range(50):
        processes.wait_for(f"http://{one.host}:{one.port}/sign-in/")
    web = [pid for pid in processes.descendants(one.pid) if not processes.is_worker(pid)]
    return {"start_s": one.start_s, "private_mb": round(max(map(processes.private, web)), 1)}
