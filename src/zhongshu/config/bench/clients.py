"""Clients in a process of their own (并发访问): `python -m zhongshu.config.bench.clients`, a plan in, figures out.

The plan comes as one line of JSON; "ready" is answered, and an empty line starts it, so that whoever measures
knows when it begins. Nothing of Django is loaded: what this process costs is what asking costs.

Each client asks one page after another as different people who are signed in, over a connection that it keeps. With
several hosts it goes round them as a balancer does: a host that cannot be reached is left out for a second, and the
request goes to the next; one that was already on its way is lost and counted as such.
"""

import json
import statistics
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from itertools import count
from typing import Any
from urllib.parse import quote

MIX = ("desk", "matter", "desk", "register", "matter", "search", "desk", "matter", "register", "step")
TOKEN = "b" * 32  # what keeps forms of other sites out is the same in cookie and head
LEFT_OUT = 1.0  # seconds
TIMEOUT = 30
Plan = dict[str, Any]


class Client(threading.Thread):
    """One client: its people, its connections, and what it found: (seconds since the start, page, ms, outcome)."""

    def __init__(self, number: int, plan: Plan, begin: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.plan, self.begin, self.number, self.turn = plan, begin, number, number
        self.people = plan["people"][number :: plan["clients"]] or plan["people"]
        self.steps = plan["steps"][number :: plan["clients"]]
        self.connections: dict[int, HTTPConnection] = {}
        self.out_until: dict[int, float] = {}
        self.found: list[tuple[float, str, float, str]] = []
        self.done: list[int] = []

    def run(self) -> None:
        self.begin.wait()
        start = time.perf_counter()
        for number in count():
            began = time.perf_counter()
            if began - start > self.plan["seconds"]:
                return
            page = MIX[(number + self.number) % len(MIX)]
            page = "desk" if page == "step" and not self.steps else page
            outcome = self._step() if page == "step" else self._read(page, self.people[number % len(self.people)])
            self.found.append((began - start, page, (time.perf_counter() - began) * 1000, outcome))

    def _read(self, page: str, person: dict[str, Any]) -> str:
        word = self.plan["words"][self.turn % len(self.plan["words"])]
        ways = {"desk": "/", "matter": f"/matters/{person['matter']}/", "register": "/documents/"}
        way = ways.get(page) or "/search/?q=" + quote(word)
        return self._ask(200, "GET", way, None, {"Cookie": f"{self.plan['cookie']}={person['session']}"})

    def _step(self) -> str:
        step = self.steps.pop()
        head = {
            "Cookie": f"{self.plan['cookie']}={step['session']}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = f"request_key=bench{step['task']}&opinion=" + quote("已按要求办理完毕，情况见附件。")
        outcome = self._ask(302, "POST", f"/tasks/{step['task']}/completion/", body, head)
        if not outcome:
            self.done.append(step["task"])
        return outcome

    def _ask(self, status: int, *request: Any) -> str:
        """Ask once; return "" when it was answered as it should, or what was wrong."""
        host = self._connected()
        if host is None:
            return "unreached"
        connection = self.connections[host]
        try:
            connection.request(*request)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            self.connections.pop(host).close()
            return "lost"
        return "" if answer.status == status else str(answer.status)

    def _connected(self) -> int | None:
        """Return the number of the next host with a connection to it, or None when there is none."""
        for _ in self.plan["hosts"]:
            self.turn += 1
            host = self.turn % len(self.plan["hosts"])
            if host in self.connections:
                return host
            if self.out_until.get(host, 0) < time.perf_counter():
                name, port = self.plan["hosts"][host]
                connection = HTTPConnection(name, port, timeout=TIMEOUT)
                try:
                    connection.connect()
                except OSError:
                    self.out_until[host] = time.perf_counter() + LEFT_OUT
                else:
                    self.connections[host] = connection
                    return host
        return None


def ask(plan: Plan, begin: threading.Barrier) -> dict[str, Any]:
    """Let all clients ask for the time planned; return counts, ms and processor seconds of this process."""
    clients = [Client(number, plan, begin) for number in range(plan["clients"])]
    for client in clients:
        client.start()
    begin.wait()
    began, processor = time.perf_counter(), time.process_time()
    for client in clients:
        client.join()
    lasted, taken = time.perf_counter() - began, time.process_time() - processor
    found = [one for client in clients for one in client.found]
    return {
        "clients": plan["clients"],
        "requests": len(found),
        "per_second": round(sum(1 for one in found if not one[3]) / lasted, 1),
        **_quantiles([one[2] for one in found if not one[3]]),
        "pages": {page: _quantiles([one[2] for one in found if one[1] == page and not one[3]]) for page in set(MIX)},
        "failed": Counter(one[3] for one in found if one[3]),
        "by_second": [sum(1 for one in found if int(one[0]) == second and not one[3]) for second in range(int(lasted))],
        "done": [task for client in clients for task in client.done],
        "seconds": lasted,
        "processor_s": taken,
    }


def _quantiles(times: list[float]) -> dict[str, float]:
    if len(times) < 2:
        return {"p50_ms": round(sum(times), 1), "p95_ms": round(sum(times), 1)}
    return {"p50_ms": round(statistics.median(times), 1), "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1)}


def main() -> None:
    """Read the plan, say that all is ready, wait for the word, ask, and print what was found."""
    plan = json.loads(sys.stdin.readline())
    begin = threading.Barrier(plan["clients"] + 1)
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(ask(plan, begin)), flush=True)


if __name__ == "__main__":
    main()
