"""导入交换包 by two persons at the same moment, on PostgreSQL where they truly are at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from tests.cast import Cast, assemble

from zhongshu.exchange import actions
from zhongshu.exchange.models import Delivery, Dispatch, ImportedPackage
from zhongshu.exchange.tests.elsewhere import Elsewhere
from zhongshu.trail.models import Entry

pytestmark = pytest.mark.postgresql


@pytest.fixture
def cast(committed_database) -> Cast:
    return assemble()


def test_two_persons_import_one_document(cast):
    city = Elsewhere(cast)
    city.register()
    content, at = city.letter(), cast.tick()
    people = [cast.registrar, cast.second_registrar] * 4
    together = threading.Barrier(len(people))

    def bring(person):
        try:
            together.wait()
            return actions.import_package(content, organ=cast.organ.pk, by=person, at=at).is_new
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(people)) as pool:
        made = list(pool.map(bring, people))
    assert sorted(made) == [False] * 7 + [True]
    assert (Dispatch.objects.count(), Delivery.objects.count(), ImportedPackage.objects.count()) == (1, 1, 1)
    assert Entry.objects.filter(verb="exchange.imported").count() == 1
