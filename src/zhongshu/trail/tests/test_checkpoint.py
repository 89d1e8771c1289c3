"""Daily checkpoints (校验点)."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections, transaction

from zhongshu.trail import actions, queries, rules

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.django_db
def test_a_checkpoint_seals_the_heads_that_moved_and_continues_the_one_before():
    actions.record("matter:7", "matters.opened", by="person:12", at=MORNING)
    actions.record("matter:8", "matters.opened", by="person:12", at=MORNING)
    first = actions.checkpoint(by="system", at=MORNING)
    actions.record("matter:8", "matters.closed", by="person:12", at=MORNING)
    second = actions.checkpoint(by="system", at=MORNING + timedelta(days=1))
    assert {stream: seq for stream, (seq, _) in json.loads(first.heads).items()} == {
        "matter:7": 1,
        "matter:8": 1,
        "settings": 1,
    }
    heads = json.loads(second.heads)
    assert heads == {stream: [2, queries.entries(stream).get(seq=2).digest] for stream in ("matter:8", "settings")}
    assert second.digest == rules.seal(first.digest, rules.instant(second.at), second.upto, second.heads)
    assert list(queries.entries("settings").values_list("verb", flat=True)) == ["trail.checkpointed"] * 2


@pytest.mark.django_db
def test_the_export_shows_what_is_sealed():
    actions.record("matter:7", "matters.opened", by="person:12", at=MORNING)
    sealed = actions.checkpoint(by="system", at=MORNING)
    lines = queries.export_checkpoint(sealed).splitlines()
    assert lines[:5] == [
        "中枢留痕校验点",
        "生成时间：2026年3月2日 09:30:00",
        f"覆盖至记录：{sealed.upto}",
        "封存链数：2",
        f"校验值（HMAC-SM3）：{sealed.digest}",
    ]
    assert f"matter:7\t1\t{queries.entries('matter:7').get().digest}" in lines


@pytest.mark.postgresql
def test_an_act_between_its_head_and_its_entry_is_waited_for(committed_database):
    with transaction.atomic():
        actions.record("settings", "settings.changed", by="system", at=MORNING)

    def checkpoint():
        try:
            return actions.checkpoint(by="system", at=MORNING)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(actions.LOCK_HEAD, ["settings", rules.FIRST, MORNING])
            sealing = pool.submit(checkpoint)
            waits = False
            while not waits:
                cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
                (waits,) = cursor.fetchone()
            last = actions.record("settings", "settings.changed", by="system", at=MORNING)
        assert json.loads(sealing.result().heads)["settings"][0] == last + 1
