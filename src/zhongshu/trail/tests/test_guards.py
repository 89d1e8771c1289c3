"""The database itself refuses changes (留痕防改动保护)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from zhongshu.trail import actions, queries, rules
from zhongshu.trail.models import Entry

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
VERBS = {"sqlite": ["UPDATE", "DELETE"], "postgresql": ["UPDATE", "DELETE", "TRUNCATE"]}
STATEMENTS = {"UPDATE": "UPDATE {} SET at = at", "DELETE": "DELETE FROM {}", "TRUNCATE": "TRUNCATE {}"}


@pytest.fixture
def guarded(db):
    actions.install_guards()
    actions.install_guards()
    actions.checkpoint(by="system", at=MORNING)


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", rules.GUARDED)
def test_every_change_is_refused_in_chinese(guarded, table):
    before = list(Entry.objects.values())
    for verb in VERBS[connection.vendor]:
        with pytest.raises(DatabaseError, match=rules.REFUSAL):
            execute(STATEMENTS[verb].format(table))
    assert list(Entry.objects.values()) == before


def test_appending_goes_on(guarded):
    actions.record("org", "org.opened", by="system", at=MORNING)
    actions.checkpoint(by="system", at=MORNING)
    assert list(queries.verify()) == []


def test_guards_that_are_missing_are_named_once_for_each_table(db):
    assert queries.missing_guards() == [
        "数据库中的留痕没有防改动保护，请在服务器上运行“zhongshu migrate”重新安装。",
        "数据库中的校验点没有防改动保护，请在服务器上运行“zhongshu migrate”重新安装。",
    ]


def test_one_dropped_guard_is_noticed_and_put_back(guarded):
    assert queries.missing_guards() == []
    name = "trail_entry_no_delete"
    execute(f"DROP TRIGGER {name}" + (" ON trail_entry" if connection.vendor == "postgresql" else ""))
    assert len(queries.missing_guards()) == 1
    actions.install_guards()
    assert queries.missing_guards() == []


def test_a_disabled_or_hollow_guard_counts_as_missing(guarded):
    if connection.vendor == "postgresql":
        execute("ALTER TABLE trail_entry DISABLE TRIGGER trail_entry_no_delete")
    else:
        execute("DROP TRIGGER trail_entry_no_delete")
        execute("CREATE TRIGGER trail_entry_no_delete BEFORE DELETE ON trail_entry BEGIN SELECT 1; END")
    assert len(queries.missing_guards()) == 1
