"""Finding what was changed behind the system's back (核验留痕). Each test tampers by bare SQL."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from zhongshu.trail import actions, queries
from zhongshu.trail.models import Checkpoint, Entry

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def acts(db):
    """Five acts on each of two matters."""
    for minute in range(5):
        for stream in ("matter:7", "matter:8"):
            actions.record(stream, "matters.completed", by="person:12", at=MORNING + timedelta(minutes=minute))


def take_checkpoint() -> Checkpoint:
    return actions.checkpoint(by="system", at=MORNING + timedelta(hours=1))


def tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def findings(since: Checkpoint | None = None) -> list[tuple[str, int, str]]:
    found = list(queries.verify(since))
    assert all(finding.sentence.endswith("。") for finding in found)
    return [(finding.stream, finding.seq, finding.kind) for finding in found]


def test_an_untouched_record_has_no_findings(acts):
    take_checkpoint()
    assert findings() == []


@pytest.mark.parametrize(
    "column",
    ["verb = 'x'", "\"by\" = 'person:1'", "on_behalf_of = 'person:1'", "detail = '{}'", "at = '2026-03-01 00:00:00'"],
)
def test_a_changed_field_is_named(acts, column):
    tamper(f"UPDATE trail_entry SET {column} WHERE stream = 'matter:7' AND seq = 3")
    assert findings() == [("matter:7", 3, "changed")]


def test_a_row_taken_out_of_the_middle_is_a_gap(acts):
    tamper("DELETE FROM trail_entry WHERE stream = 'matter:7' AND seq IN (2, 3)")
    assert findings() == [("matter:7", 2, "gap")]
    assert [finding.sentence for finding in queries.verify()] == ["事项 7的留痕：第 2 条至第 3 条不见了。"]


def test_a_missing_beginning_is_a_gap(acts):
    tamper("DELETE FROM trail_entry WHERE stream = 'matter:8' AND seq = 1")
    assert findings() == [("matter:8", 1, "gap")]


def test_a_cut_off_tail_is_named_by_the_head(acts):
    tamper("DELETE FROM trail_entry WHERE stream = 'matter:7' AND seq > 3")
    assert findings() == [("matter:7", 4, "tail")]


def test_a_stream_without_entries_is_named(acts):
    tamper("DELETE FROM trail_entry WHERE stream = 'matter:7'")
    assert findings() == [("matter:7", 1, "tail")]


def test_a_lost_head_and_one_set_back_are_named(acts):
    tamper("DELETE FROM trail_head WHERE stream = 'matter:7'")
    tamper(
        "UPDATE trail_head SET seq = 3, digest = "
        "(SELECT digest FROM trail_entry WHERE stream = 'matter:8' AND seq = 3) WHERE stream = 'matter:8'"
    )
    assert findings() == [("matter:8", 3, "tail"), ("matter:7", 0, "missing")]


def test_a_tail_cut_off_together_with_its_head_is_named_by_the_checkpoint(acts):
    take_checkpoint()
    tamper("DELETE FROM trail_entry WHERE stream = 'matter:7' AND seq > 3")
    tamper(
        "UPDATE trail_head SET seq = 3, digest = "
        "(SELECT digest FROM trail_entry WHERE stream = 'matter:7' AND seq = 3) WHERE stream = 'matter:7'"
    )
    assert findings() == [("matter:7", 5, "checkpoint")]


def test_a_stream_gone_whole_is_named_by_the_checkpoint(acts):
    take_checkpoint()
    tamper("DELETE FROM trail_entry WHERE stream = 'matter:7'")
    tamper("DELETE FROM trail_head WHERE stream = 'matter:7'")
    assert findings() == [("matter:7", 5, "checkpoint")]


def test_a_changed_and_a_removed_checkpoint_are_named(acts):
    first = take_checkpoint()
    second = take_checkpoint()
    tamper(f"UPDATE trail_checkpoint SET upto = upto + 1 WHERE id = {first.id}")
    assert findings() == [("settings", 0, "checkpoint")]
    tamper(f"DELETE FROM trail_checkpoint WHERE id = {first.id}")
    assert findings() == [("settings", 0, "checkpoint")] * 2
    tamper(f"DELETE FROM trail_checkpoint WHERE id = {second.id}")
    assert findings() == [("settings", 0, "checkpoint")]


def test_since_a_checkpoint_only_what_came_later_is_read(acts):
    sealed = take_checkpoint()
    actions.record("matter:7", "matters.closed", by="person:1", at=MORNING + timedelta(hours=2))
    actions.record("matter:9", "matters.opened", by="person:1", at=MORNING + timedelta(hours=2))
    assert findings(sealed) == []
    tamper("UPDATE trail_entry SET verb = 'x' WHERE stream = 'matter:7' AND seq = 2")
    assert findings(sealed) == []
    assert findings() == [("matter:7", 2, "changed")]
    tamper("UPDATE trail_entry SET verb = 'x' WHERE stream = 'matter:7' AND seq = 6")
    tamper("DELETE FROM trail_entry WHERE stream = 'matter:9'")
    assert findings(sealed) == [("matter:7", 6, "changed"), ("matter:9", 1, "tail")]


def test_many_heads_are_compared_in_portions(acts, monkeypatch):
    monkeypatch.setattr(queries, "CHUNK", 2)
    take_checkpoint()
    tamper("UPDATE trail_entry SET digest = 'x' WHERE seq = 5")
    assert [kind for _, _, kind in findings()] == ["changed", "changed", "tail", "tail", "checkpoint", "checkpoint"]
    assert Entry.objects.count() == 11
