"""What the pages of intake cost: while files are read they are asked for every other second, and lists grow."""

import pytest
from django.urls import reverse
from tests.cast import client_of
from tests.papers import library, render

from zhongshu.documents import actions, queries
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
