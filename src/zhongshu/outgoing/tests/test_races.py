"""编号 by many at the same moment, on PostgreSQL where they truly are at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from tests.cast import Cast, assemble

from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.numbering import queries as numbering
from zhongshu.outgoing import queries
from zhongshu.outgoing.tests.writing import opened, walk

pytestmark = pytest.mark.postgresql
DOCUMENTS = 50


@pytest.fixture
def cast(committed_database) -> Cast:
    return assemble()


def at_once(cast, tasks):
    """Have every task of 编号 completed at the same moment; return the refusals."""
    series = queries.codes(cast.organ.pk).get()
    at, together = cast.tick(), threading.Barrier(len(tasks))

    def number(task):
        try:
            together.wait()
            matters.complete(task, by=cast.registrar, at=at, fields={"series": series.pk})
            return ""
        except Refused as refusal:
            return refusal.sentence
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return series, [sentence for sentence in pool.map(number, tasks) if sentence]


def test_fifty_documents_at_once_get_fifty_numbers_in_a_row(cast):
    tasks = [cast.task(walk(cast, opened(cast), "numbering"), "numbering").pk for _ in range(DOCUMENTS)]
    series, refusals = at_once(cast, tasks)
    rows = list(numbering.register(series, 2026))
    assert refusals == []
    assert [row.value for row in rows] == list(range(1, DOCUMENTS + 1))
    assert len({row.holder for row in rows}) == DOCUMENTS


def test_two_numberers_of_one_document_take_one_number(cast):
    task = cast.task(walk(cast, opened(cast), "numbering"), "numbering").pk
    series, refusals = at_once(cast, [task] * 8)
    assert len(refusals) == 7
    assert all("已经办理" in sentence for sentence in refusals)
    assert [row.value for row in numbering.register(series, 2026)] == [1]
