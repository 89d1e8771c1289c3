"""What sending documents takes (分发): to five hundred receivers at once, and the register of all that went out."""

import io
import statistics
import time
from collections.abc import Callable
from importlib import resources
from string import Template
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.utils import timezone

from zhongshu.config.bench import measure, operations, planting
from zhongshu.exchange import actions as exchange
from zhongshu.exchange.rules import Particulars, Receiver
from zhongshu.files import actions as files
from zhongshu.matters.models import Matter
from zhongshu.org.models import Person, Unit

TOWNS = 500
SEES_ALL, SEES_LITTLE = 1, 150  # a registrar, and somebody of a section


def plant(tasks: int, people: int, documents: int) -> None:
    """Plant documents that went out, and five hundred organs that get such."""
    template = Template((resources.files(__package__) / "sending.sql").read_text("utf-8"))
    given = {"first": tasks // planting.TASKS, "towns": TOWNS, "documents": documents}
    text = template.substitute(planting.values(tasks, people) | given)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE n")
        cursor.execute(planting.COUNT.format(max(documents, TOWNS)))
        for statement in text.split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        cursor.execute("UPDATE org_version SET number = number + 1")
        planting.reset_sequences()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(documents: int, runs: int) -> dict[str, Any]:
    """Time pages of the register for who sees all and who sees little, the act that sends, the job that delivers."""
    get = operations.getter(WSGIHandler())
    sessions = {person: operations.session(person) for person in (SEES_ALL, SEES_LITTLE)}
    asked = {"first": "/outgoing/", "last": "/outgoing/?page=200", "found": "/outgoing/?year=2026&genre=notice"}
    pages = {
        f"{name}_{who}": measure.timed(_seen_by(get, sessions[who]), [address] * runs)
        for name, address in asked.items()
        for who in sessions
    }
    return {"documents": documents, "receivers": TOWNS, "pages": pages, **_sent()}


def _seen_by(get: Callable[[str, str], bytes], session: str) -> Callable[[str], bytes]:
    return lambda address: get(address, session)


def _sent() -> dict[str, float]:
    acts, jobs = [], []
    units = Unit.objects.filter(kind=Unit.ORGAN).exclude(pk=1).order_by("pk")
    receivers = [Receiver(unit.name, unit.pk) for unit in units]
    by, stored = Person.objects.get(pk=SEES_ALL), None
    for matter in Matter.objects.filter(kind="outgoing").order_by("pk").select_related("organ")[:5]:
        at = timezone.now()
        stored = stored or files.store(io.BytesIO(b"%PDF-1.4 bench"), name="通知.pdf", by=by.ref, at=at)
        about = Particulars(title=matter.title, genre="notice", label="public", number=matter.number)
        began = time.perf_counter()
        with transaction.atomic():
            sent = exchange.dispatch_within(
                matter,
                sender=matter.organ,
                particulars=about,
                files=[(stored, "通知.pdf")],
                receivers=receivers,
                by=by,
                at=at,
            )
        acts.append(time.perf_counter() - began)
        began = time.perf_counter()
        exchange.deliver(sent.pk, at=timezone.now())
        jobs.append(time.perf_counter() - began)
    return {"act_s": round(statistics.median(acts), 3), "job_s": round(statistics.median(jobs), 3)}
