"""记录与留痕不符: what a verification has found is quoted nowhere as if it were valid."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from tests.cast import client_of, verbs

from zhongshu.matters import queries
from zhongshu.matters.actions import checking, reading_files
from zhongshu.matters.models import Task
from zhongshu.matters.queries import signatures
from zhongshu.portal.tests.test_lists import rows_of
from zhongshu.search import actions as search
from zhongshu.search.rules import Filters

SAID, FORGED = "经费已拨付。", "经费不予拨付。"


@pytest.fixture
def task(cast):
    """A task done by a delegate whose opinion was changed behind the system's back, as the daily check has noted."""
    document = cast.walk(cast.document(title="关于防汛的通知"), to="handling")
    cast.at = timezone.now() - timedelta(hours=1)
    cast.delegate(cast.finance_chief, cast.second_leader, until=timezone.now() + timedelta(days=1))
    done = cast.complete(document, "handling", by=cast.second_leader, opinion=SAID)
    search.drain(partial(reading_files.index, at=cast.at))
    Task.objects.filter(pk=done.pk).update(opinion=FORGED)
    check(cast)
    return done


def check(cast):
    checking.note_discrepancies(list(signatures.altered()), by="system", at=cast.tick())
    search.drain(partial(reading_files.index, at=cast.at))


def shown(whom, box):
    return client_of(whom).get(f"/desk/{box}/").content.decode()


@pytest.mark.parametrize(("key", "box"), [("second_leader", "done"), ("finance_chief", "delegated")])
def test_lists_of_what_was_done_mark_it_and_withhold_the_words(cast, task, key, box):
    page = shown(getattr(cast, key), box)
    assert "记录与留痕不符" in page and FORGED not in page and SAID not in page
    Task.objects.filter(pk=task.pk).update(opinion=SAID)
    check(cast)
    page = shown(getattr(cast, key), box)
    assert "记录与留痕不符" not in page and SAID in page
    assert verbs(task.matter)[-2:] == ["matters.discrepancy_found", "matters.discrepancy_cleared"]


def test_what_is_in_doubt_is_found_as_such_and_not_by_its_words(cast, task):
    def found(words):
        return queries.search(cast.registrar, words, cast.at, filters=Filters()).hits

    assert found("经费已拨付") == found("不予拨付") == []
    assert [hit.subject for hit in found("记录与留痕不符")] == [task.matter_id]
    page = client_of(cast.registrar).get("/search/", {"q": "记录与留痕不符"}).content.decode()
    assert "承办意见" in page and "关于防汛的通知" in page
    Task.objects.filter(pk=task.pk).update(opinion=SAID)
    check(cast)
    assert [hit.subject for hit in found("经费已拨付")] == [task.matter_id]


def test_the_workbook_says_so_too(cast, task):
    assert "记录与留痕不符" in rows_of(cast.second_leader, "desk_done")[0]
