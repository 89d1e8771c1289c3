"""The operations that are timed, each through the whole stack as a browser would ask for it, or as an action."""

import io
import random
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.utils import timezone

from zhongshu.config.bench import measure, planting, searching
from zhongshu.documents import actions as documents
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Task
from zhongshu.org.models import Account, Person
from zhongshu.ui import identity

RUNS = 200


def pages_and_acts(tasks: int, people: int, runs: int = RUNS) -> dict[str, Any]:
    """Time desk, matter page, a step and a new matter; each with the same statements in bare SQL and the ratio."""
    handler, picked = WSGIHandler(), random.Random(7)  # noqa: S311 - the same sample each time
    staff = [picked.randint(10, people) for _ in range(runs)]
    sessions = {person: session(person) for person in {*staff}}
    mine = {person: _open_task(person) for person in {*staff}}
    get = getter(handler)
    fresh = _open_tasks(picked, tasks, runs * 4)
    return {
        "desk": _reading(lambda person: get("/", sessions[person]), staff),
        "matter": _reading(lambda person: get(f"/matters/{mine[person].matter_id}/", sessions[person]), staff),
        "step": _writing(_step, [next(fresh) for _ in range(runs * 2)]),
        "open": _writing(_register, list(range(runs * 2))),
    }


def searches(texts: int, language: searching.Language, runs: int = RUNS) -> dict[str, Any]:
    """Index texts for the first matters and time the search page, a new text, and count what they take up."""
    began = time.perf_counter()
    count = searching.plant(texts, language)
    planted = time.perf_counter() - began
    get, sessions = getter(WSGIHandler()), {}
    for person in (searching.SEES_ALL, searching.SEES_LITTLE):
        sessions[person] = session(person)
    return {
        "texts": count,
        "planting_s": round(planted, 1),
        "bytes_per_text": searching.size(count),
        "pages": searching.pages(lambda address, person: get(address, sessions[person]), language, count, runs),
        "indexing_ms": searching.indexing(language, runs),
    }


def _reading(operation: Callable[[Any], Any], arguments: list[Any]) -> dict[str, Any]:
    for argument in arguments[: len(arguments) // 10]:
        operation(argument)
    found = measure.timed(operation, arguments)
    statements: list[list[measure.Statement]] = []
    for argument in arguments:
        statements.append([])
        with measure.recorded(statements[-1]):
            operation(argument)
    bare = measure.timed(measure.replay, statements)
    return _beside(found, bare)


def _writing(operation: Callable[[Any], Any], arguments: list[Any]) -> dict[str, Any]:
    """Half of the arguments is done for real, the other half is recorded, rolled back and done in bare SQL.

    In bare SQL stand the writes alone: what it takes to put the same rows there.
    """
    half = len(arguments) // 2
    for argument in arguments[: len(arguments) // 10]:
        operation(argument)
    found = measure.timed(operation, arguments[len(arguments) // 10 : half])
    bare = measure.timed(measure.replay, arguments[half:], lambda argument: _recorded(operation, argument))
    return _beside(found, bare)


def _recorded(operation: Callable[[Any], Any], argument: Any) -> list[measure.Statement]:
    """Do the operation, roll it back and return its writes, ready to be done again with the same ids."""
    statements: list[measure.Statement] = []
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined] # an outermost action inside a block, as tests have it
    with around:
        with measure.recorded(statements):
            operation(argument)
        transaction.set_rollback(True)
    planting.reset_sequences()
    return measure.writes(statements)


def _beside(found: measure.Timing, bare: measure.Timing) -> dict[str, Any]:
    return {
        **found,
        "bare_wall_ms": bare["wall_ms"],
        "bare_cpu_ms": bare["cpu_ms"],
        "wall_ratio": round(found["wall_ms"] / bare["wall_ms"], 2),
    }


# --- the operations --------------------------------------------------------------------------------------


def session(person: int) -> str:
    """Sign a person in and return the session's key (登录)."""
    now = timezone.now().isoformat()
    account = Account.objects.get(person=person)
    kept = import_module(settings.SESSION_ENGINE).SessionStore()
    kept["_auth_user_id"] = str(account.pk)
    kept["_auth_user_backend"] = identity.BACKEND
    kept["_auth_user_hash"] = account.get_session_auth_hash()
    kept["begun"] = kept["seen"] = now
    kept["administrator"] = ""
    kept.save()
    return str(kept.session_key)


def getter(handler: WSGIHandler) -> Callable[[str, str], bytes]:
    """Return a function that asks for a page the way the server does, without a network between."""

    def get(address: str, session: str) -> bytes:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}",
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
        }
        answered: list[str] = []
        start: Any = lambda status, headers: answered.append(status)  # noqa: E731
        body = b"".join(handler(environ, start))
        if answered != ["200 OK"]:
            raise RuntimeError(f"{path}: {answered}")
        return body

    return get


def _open_task(person: int) -> Task:
    return Task.objects.filter(holder=person, done_at=None, opened_at__isnull=False).order_by("id")[0]


def _open_tasks(picked: random.Random, tasks: int, count: int) -> Iterator[tuple[int, Person]]:
    """Yield open tasks all over the table with their holders, each once."""
    last = tasks // planting.TASKS // 2
    for matter in picked.sample(range(1, last), min(count, last - 1)):
        task = Task.objects.select_related("holder__person").filter(matter=matter, done_at=None).first()
        if task and task.holder.person:
            yield task.pk, task.holder.person


def _step(argument: tuple[int, Person]) -> None:
    task, person = argument
    matters.complete(task, by=person, at=timezone.now(), opinion="已按要求办理完毕，情况见附件。")


def _register(number: int) -> None:
    details = {
        "title": f"关于开展第{number}项专项检查的通知",
        "sender": "市人民政府办公室",
        "sender_number": "",
        "genre": "notice",
        "dated": None,
        "urgency": "none",
        "copies": 1,
        "copy_number": "",
        "signed_for_by": "人员1",
    }
    by = Person.objects.get(pk=1)
    documents.register(kind="incoming", organ=1, label="public", details=details, by=by, at=timezone.now())
