"""`python -m tests.storm.troupe FOLDER SECONDS INSIDE OUTSIDE ADDRESS…`: all the members at once; some are killed.

The office is loaded once and each member is a fork of it, on a connection of its own.
"""

import json
import os
import random
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import django

KILL_EVERY = 0.7


def main(folder: Path, seconds: float, inside: int, outside: int, addresses: list[str]) -> None:
    """Let the members act, and kill one of those inside every now and then; another takes their place."""
    from django.db import connections
    from tests.storm import actor

    tokens = json.loads((folder / "tokens.json").read_text("utf-8"))
    end, chance = time.monotonic() + seconds, random.Random(20261121)
    connections.close_all()

    def member(number: int) -> int:
        pid = os.fork()
        if pid:
            return pid
        if number < inside:
            actor.act_until(end, folder, seed=chance.randrange(2**31) + os.getpid())
        else:
            actor.ask_until(end, folder, os.getpid(), addresses, tokens)
        connections.close_all()
        os._exit(0)

    members = {member(number): number for number in range(inside + outside)}
    killed = 0
    while time.monotonic() < end - 1:
        time.sleep(KILL_EVERY)
        victim = chance.choice([pid for pid, number in members.items() if number < inside])
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        number, killed = members.pop(victim), killed + 1
        members[member(number)] = number
    for pid in members:
        os.waitpid(pid, 0)
    print(json.dumps({"killed": killed}))


if __name__ == "__main__":
    django.setup()
    where, how_long, within, without, *servers = sys.argv[1:]
    main(Path(where), float(how_long), int(within), int(without), servers)
