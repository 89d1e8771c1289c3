"""Messages to people (消息)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from zhongshu.notices import actions, queries
from zhongshu.notices.models import Notice
from zhongshu.org.models import Person
from zhongshu.trail.rules import OutsideTransaction

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.fixture
def people(db):
    return [
        Person.objects.create(code=str(number), name=f"张{number}", valid_from=date(2020, 1, 1)).pk
        for number in range(3)
    ]


def tell(people, text="批示：关于防汛工作的请示", **changes):
    actions.tell(people, **{"text": text, "link": "/matters/7/", "about": "matter:7", "at": NOW} | changes)


def test_everybody_is_told_once_in_two_statements(people):
    with CaptureQueriesContext(connection) as statements:
        tell([people[0], people[1], people[0]], urgent=True)
    assert len(statements) == 2  # the messages, and who wants them elsewhere
    assert [queries.counts(person, [person])[0] for person in people] == [1, 1, 0]
    notice = queries.inbox(people[0]).get()
    assert (notice.text, notice.link, notice.about) == ("批示：关于防汛工作的请示", "/matters/7/", "matter:7")
    assert (notice.at, notice.read_at, notice.is_urgent) == (NOW, None, True)


def test_nobody_to_tell_is_no_error(people):
    tell([])
    assert not Notice.objects.exists()


def test_a_long_title_is_shortened(people):
    tell(people[:1], text="长" * 10_000)
    assert queries.inbox(people[0]).get().text == "长" * 199 + "…"


def test_rolled_back_with_the_act(people):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(people)
        raise ZeroDivisionError
    assert not Notice.objects.exists()


def test_outside_a_transaction_is_a_programming_error():
    with pytest.raises(OutsideTransaction):
        tell([1])


def test_the_latest_stands_first(people):
    tell(people, text="一")
    tell(people, text="二")
    assert [notice.text for notice in queries.inbox(people[0])] == ["二", "一"]


def test_read_once_and_only_by_its_owner(people):
    tell(people[:2])
    mine, theirs = Notice.objects.order_by("id").values_list("id", flat=True)
    assert actions.read(people[0], [mine, theirs], at=NOW + timedelta(hours=1)) == 1
    assert actions.read(people[0], [mine], at=NOW + timedelta(hours=2)) == 0
    assert Notice.objects.get(pk=mine).read_at == NOW + timedelta(hours=1)
    assert [queries.counts(person, [person])[0] for person in people] == [0, 1, 0]


def test_withheld_messages_are_blank_and_the_others_stay(people):
    tell(people[:2])
    tell(people[:1], about="matter:70")
    assert actions.withhold("matter:7", at=NOW) == 2
    assert [notice.text for notice in queries.inbox(people[0])] == ["批示：关于防汛工作的请示", ""]
    assert queries.inbox(people[1]).get().link == "/matters/7/"


def test_counting_uses_the_index_of_the_unread(people):
    explained = Notice.objects.filter(person_id=1, read_at=None).explain()
    if connection.vendor == "sqlite":
        assert "notices_notice_unread" in explained
