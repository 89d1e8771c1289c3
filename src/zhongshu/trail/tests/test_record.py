"""Appending to the trail (记一条留痕)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from zhongshu.trail import actions, queries, rules
from zhongshu.trail.models import Entry, Head

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.django_db
def test_entries_of_a_stream_are_numbered_and_chained():
    assert actions.record("matter:7", "matters.opened", by="person:12", at=MORNING, detail={"kind": "incoming"}) == 1
    assert actions.record("matter:7", "matters.closed", by="person:3", at=MORNING, on_behalf_of="person:1") == 2
    assert actions.record("matter:8", "matters.opened", by="system", at=MORNING) == 1
    first, second = queries.entries("matter:7")
    assert (first.seq, first.verb, first.by, first.at) == (1, "matters.opened", "person:12", MORNING)
    assert first.detail == '{"kind":"incoming"}'
    assert second.digest == rules.seal(
        first.digest, "matter:7", 2, "matters.closed", "person:3", "person:1", "2026-03-02T01:30:00.000000", ""
    )
    head = Head.objects.get(stream="matter:7")
    assert (head.seq, head.digest, head.at) == (2, second.digest, MORNING)
    assert list(queries.verify()) == []


@pytest.mark.django_db
def test_a_clock_set_back_is_refused_and_nothing_is_written():
    actions.record("org", "org.opened", by="system", at=MORNING)
    before = list(Entry.objects.values()), list(Head.objects.values())
    with pytest.raises(rules.ClockSetBack, match="系统时间早于已有记录的时间（2026年3月2日 09:30）"):
        actions.record("org", "org.closed", by="system", at=MORNING - timedelta(minutes=3))
    assert (list(Entry.objects.values()), list(Head.objects.values())) == before


@pytest.mark.django_db
def test_hosts_may_differ_by_a_little_and_the_head_keeps_the_later_time():
    actions.record("org", "org.opened", by="system", at=MORNING)
    actions.record("org", "org.closed", by="system", at=MORNING - timedelta(minutes=1))
    assert Head.objects.get(stream="org").at == MORNING
    assert list(queries.verify()) == []


def test_outside_a_transaction_is_a_programming_error():
    with pytest.raises(rules.OutsideTransaction):
        actions.record("org", "org.opened", by="system", at=MORNING)


@pytest.mark.django_db
def test_an_act_that_fails_leaves_no_trail():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.record("org", "org.opened", by="system", at=MORNING)
        raise ZeroDivisionError
    assert not Entry.objects.exists()
    assert not Head.objects.exists()


@pytest.mark.django_db
def test_few_statements_for_an_entry():
    with CaptureQueriesContext(
        connection,
    ) as statements:
        actions.record("org", "org.opened", by="system", at=MORNING)
    assert len(statements) == {"sqlite": 3, "postgresql": 2}[connection.vendor]


def test_verbs_and_streams_have_chinese_names():
    assert queries.sentence("trail.checkpointed") == "生成留痕校验点"
    assert queries.sentence("unknown.verb") == "其他操作"
    assert queries.stream_name("settings") == "系统设置"


@pytest.mark.postgresql
def test_first_entries_at_the_same_moment_follow_one_another(committed_database):
    together = Barrier(8)

    def act(number: int) -> int:
        try:
            together.wait()
            with transaction.atomic():
                return actions.record("matter:7", "matters.read", by=f"person:{number}", at=MORNING)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(act, range(8))) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert list(queries.verify()) == []
    assert Head.objects.get(stream="matter:7").seq == 8
