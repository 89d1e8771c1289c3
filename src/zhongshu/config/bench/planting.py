"""Filling an empty database for the bench, by `planting.sql`: the same text for either database."""

import json
from dataclasses import asdict
from datetime import date
from importlib import resources
from string import Template

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from zhongshu.documents import kind
from zhongshu.org import queries as org

TASKS = 5  # per matter: four done, the fifth (承办) open in every other matter
UNITS = 100
KEEPERS = 4  # three registrars and the office head

COUNT = (
    "CREATE TEMPORARY TABLE n AS "
    "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {}) SELECT i FROM c"
)
STEPS = (
    "CREATE TEMPORARY TABLE step "
    "(position integer, key text, name text, kind text, completion text, who text, conditions text)"
)


def plant(tasks: int, people: int) -> None:
    """Plant an organ with `people` in 100 units and tasks / 5 matters of eight stations each."""
    template = Template((resources.files(__package__) / "planting.sql").read_text("utf-8"))
    text = template.substitute(values(tasks, people))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(COUNT.format(max(tasks // TASKS, people * 20)))
        cursor.execute(STEPS)
        cursor.executemany("INSERT INTO step VALUES (%s, %s, %s, %s, %s, %s, %s)", _steps())
        for statement in text.split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        reset_sequences()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if not org.role("registrar", 1, date(2026, 6, 1)):
        raise RuntimeError("the bench planted an organ without registrars")


def reset_sequences() -> None:
    """Let new ids follow on the highest there are; SQLite does so by itself."""
    models = set(apps.get_models())
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def _steps() -> list[tuple[int | str, ...]]:
    steps = kind.INCOMING.loaded_route.steps
    return [
        (
            position,
            step.key,
            step.name,
            step.kind,
            step.completion,
            json.dumps(asdict(step.who)),
            json.dumps([asdict(condition) for condition in step.when]),
        )
        for position, step in enumerate(steps, 1)
    ]


def values(tasks: int, people: int) -> dict[str, object]:
    """Return the dollar names of `planting.sql`. Only the two that reckon with dates and JSON differ by database."""
    year, is_postgresql = timezone.now().year, connection.vendor == "postgresql"
    stamp = f"make_timestamptz({year}, 1 + i % 12, 1 + i % 28, 8, 0, 0)"
    if not is_postgresql:
        stamp = f"'{year}-' || substr('0' || (1 + i % 12), -2) || '-' || substr('0' || (1 + i % 28), -2) || ' 08:00:00'"
    return {
        "people": people,
        "matters": tasks // TASKS,
        "units": UNITS,
        "keepers": KEEPERS,
        "tasks": TASKS,
        "day": "'2026-01-05'",
        "at": "timestamptz '2026-01-05 01:00:00+00'" if is_postgresql else "'2026-01-05 01:00:00'",
        "stamp": stamp,
        "who": "who::jsonb" if is_postgresql else "who",
        "conditions": "conditions::jsonb" if is_postgresql else "conditions",
    }
