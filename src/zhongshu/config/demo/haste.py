"""Planting in haste (快速装入): what guards against a power cut costs time and guards nothing in an empty database."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection

from zhongshu.matters.actions import indexing

# Said to the database before, and when all stands: then it lies on the disk, and every act is safe again.
HURRIED = {"sqlite": ("PRAGMA synchronous=OFF",), "postgresql": ("SET synchronous_commit = off",)}
SETTLED = {
    "sqlite": ("PRAGMA synchronous=FULL", "PRAGMA wal_checkpoint(TRUNCATE)"),
    "postgresql": ("SET synchronous_commit = on", "CHECKPOINT"),
}


@contextmanager
def hurried() -> Iterator[None]:
    """Let the database not wait for the disk, and the index not be called at every act, until all is planted."""
    _say(HURRIED)
    try:
        with indexing.at_leisure():
            yield
    finally:
        _say(SETTLED)
        os.sync()


def _say(statements: Mapping[str, tuple[str, ...]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
