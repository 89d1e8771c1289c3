"""What the pages of intake cost: while files are read they are asked for every other second, and lists grow."""

import pytest
from django.db import connection
from django.urls import reverse
from tests.cast import client_of
from tests.papers import library, render

from zhongshu.documents import actions, queries
from zhongshu.documents.models import Arrival
from zhongshu.files import queries as files

SURE = render.as_text(library.letter("notice")).decode()
OTHER = render.as_text(library.letter("request")).decode()


@pytest.fixture
def compared(monkeypatch) -> list[int]:
    """How many texts were compared with what is there, each time."""
    counts: list[int] = []
    alike = files.alike

    def counted(sought):
        counts.append(len(sought))
        return alike(sought)

    monkeypatch.setattr(files, "alike", counted)
    return counts


def test_while_files_are_read_nothing_is_compared(cast, compared):
    batch = cast.take_in({"来文.txt": SURE, "另文.txt": OTHER, "又一份.txt": f"{SURE}\n。"}, read=False)
    first, second, third = batch.arrivals.order_by("pk")
    for arrival in (first, second):
        actions.read(arrival.pk, at=cast.tick())
    part = client_of(cast.registrar).get(reverse("intake_progress", args=[batch.pk])).content.decode()
    assert ("已识读2个，共3个" in part, part.count("无疑义"), compared) == (True, 0, [])
    actions.read(third.pk, at=cast.tick())
    part = client_of(cast.registrar).get(reverse("intake_progress", args=[batch.pk])).content.decode()
    assert ("登记无疑义的2件" in part, "与本批另一文件字号相同" in part, compared) == (True, True, [3])


def test_the_page_of_one_file_compares_that_one(cast, compared):
    batch = cast.take_in({"来文.txt": SURE, "另文.txt": OTHER, "又一份.txt": SURE, "改.txt": f"{SURE}\n此件公开。"})
    first, _, same, near = batch.arrivals.order_by("pk")
    together = queries.rows(batch)
    queries.compare(together, cast.registrar, cast.tick())
    compared.clear()
    for arrival, expected in ((first, False), (same, True), (near, True)):
        row = queries.row(arrival, cast.registrar, cast.tick())
        assert row.likes == next(each.likes for each in together if each.arrival == arrival)
        assert bool(row.likes) is expected
    assert compared == [1, 1, 1]
    assert "与本批另一文件" in client_of(cast.registrar).get(f"/arrivals/{same.pk}/").content.decode()


def plan(found) -> str:
    """How the database goes about it, where none of the tables is worth a look at all of it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        return found.explain()


def test_a_page_of_the_list_counts_its_own_batches(cast):
    for number in range(3):
        batch = cast.take_in({f"{number}.txt": f"{SURE}{number}", "机密.txt": f"机密★10年\n第{number}号通知"})
        Arrival.objects.create(intake=batch, name="坏.pdf", error="文件是空的。")
    found = queries.intakes(cast.registrar, "incoming", cast.organ.pk, cast.tick())
    told = [(each.files, each.waits, each.held, each.lost) for each in found[:2]]
    steps = plan(found[:2])
    assert told == [(3, 1, 1, 1)] * 2
    assert "documents_intake_list" in steps
    assert "TEMP B-TREE FOR ORDER BY" not in steps
    assert "Sort" not in steps


def test_the_list_of_what_is_withheld_has_an_index_of_its_own(cast):
    cast.take_in({"机密.txt": "机密★10年\n关于做好专项行动的通知"})
    assert "documents_withheld_list" in plan(queries.withheld(cast.confidential, cast.organ.pk, cast.tick())[:20])
