"""One member of the office in the storm: does this and that until the time is up, and writes down what was done.

A line is written after the act has returned: what stands there must be found afterwards, whoever is killed meanwhile.
"""

import json
import os
import random
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import requests
from django.utils import timezone
from tests.cast import Cast
from tests.storm import stage

from zhongshu.kit.errors import Refused
from zhongshu.matters import actions
from zhongshu.matters.models import Task

EARLIER = ("review", "proposal", "instruction", "assignment", "handling")


class Diary:
    """What one process has done, a line each, on the disk before the next act begins."""

    def __init__(self, folder: Path, name: str) -> None:
        self.file = (folder / f"{name}-{os.getpid()}.jsonl").open("a", encoding="utf-8")

    def write(self, verb: str, **about: Any) -> None:
        self.file.write(json.dumps({"verb": verb, **about}) + "\n")
        self.file.flush()


def act_until(end: float, folder: Path, seed: int) -> None:
    """Act through the actions themselves until `end`."""
    chance, cast, diary = random.Random(seed), stage.find(), Diary(folder, "inside")
    acts: list[Callable[[], None]] = [
        lambda: register(cast, diary),
        *[lambda: complete(cast, diary, chance)] * 6,
        *[lambda: give_back(cast, diary, chance)] * 2,
        lambda: withdraw(cast, diary, chance),
        lambda: open_page(cast, chance),
    ]
    while time.monotonic() < end:
        cast.at = timezone.now()
        try:
            chance.choice(acts)()
        except Refused as refusal:
            diary.write("refused", sentence=refusal.sentence)
        except Exception as error:
            diary.write("failed", error=f"{type(error).__name__}: {error}")


def register(cast: Cast, diary: Diary) -> None:
    """签收登记: a number is taken."""
    matter = cast.document(title=f"关于风暴的通知{uuid.uuid4().hex}")
    diary.write("registered", matter=matter.pk, number=matter.number)


def complete(cast: Cast, diary: Diary, chance: random.Random) -> None:
    """办理: somebody whom it waits for signs."""
    task, by = _waiting(chance)
    if task is None:
        return
    token = uuid.uuid4().hex
    fields, chosen, _ = cast.answers(task.station.key, by)
    actions.complete(task.pk, by=by, at=cast.at, opinion=token, fields=fields, chosen=chosen)
    diary.write("completed", task=task.pk, opinion=token)


def give_back(cast: Cast, diary: Diary, chance: random.Random) -> None:
    """退回 to some earlier station."""
    task, by = _waiting(chance)
    if task is not None:
        token, to = uuid.uuid4().hex, chance.choice(EARLIER)
        actions.give_back(task.pk, to=to, straight=chance.random() < 0.5, by=by, at=cast.at, reason=token)
        diary.write("returned", task=task.pk, opinion=token)


def withdraw(cast: Cast, diary: Diary, chance: random.Random) -> None:
    """撤回 of what was done a moment ago."""
    done = list(Task.objects.filter(outcome="completed").select_related("done_by").order_by("-id")[:30])
    if done:
        task = chance.choice(done)
        actions.withdraw(task.pk, by=task.done_by, at=cast.at)
        diary.write("withdrawn", task=task.pk)


def open_page(cast: Cast, chance: random.Random) -> None:
    """打开: from now on the one before cannot withdraw."""
    task, by = _waiting(chance)
    if task is not None:
        actions.see(task.matter_id, by=by, at=cast.at)


def _waiting(chance: random.Random) -> tuple[Any, Any]:
    """Return some open task and somebody whom it waits for."""
    open_tasks = Task.objects.filter(done_at=None, opened_at__isnull=False, station__isnull=False)
    found = list(open_tasks.select_related("station", "holder__person", "holder__post").order_by("-id")[:60])
    if not found:
        return None, None
    task = chance.choice(found)
    return task, task.holder.person or task.holder.post.appointments.earliest("pk").person


def ask_until(end: float, folder: Path, seed: int, addresses: list[str], tokens: dict[str, str]) -> None:
    """Act from outside until `end`: where no answer came, the same form is sent again, as one would."""
    chance, diary = random.Random(seed), Diary(folder, "outside")
    while time.monotonic() < end:
        asked = Asker(chance.choice(addresses), chance.choice(list(tokens.values())))
        items = [one for one in asked.ask("GET", "desk/todo").get("items", ()) if one["name"] in ("批示", "承办")]
        if not items:
            time.sleep(0.2)
            continue
        task, token = chance.choice(items)["id"], uuid.uuid4().hex
        sent = {"opinion": token, "request_key": token}
        if "id" in asked.ask("POST", f"tasks/{task}/completion", sent):
            diary.write("completed", task=task, opinion=token)


class Asker:
    """Another system, which asks until an answer comes: a server that was killed is back in a moment."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.header = address, {"Authorization": f"Bearer {token}"}

    def ask(self, verb: str, path: str, sent: dict[str, Any] | None = None, times: int = 30) -> dict[str, Any]:
        """Return the answer; the same is sent again where none came."""
        for _ in range(times):
            with suppress(requests.RequestException):
                address = f"{self.address}/api/v1/{path}"
                response = requests.request(verb, address, json=sent, headers=self.header, timeout=10)
                if response.status_code < 500:
                    return response.json()  # type: ignore[no-any-return]
            time.sleep(0.5)
        return {}
