"""From SQLite to PostgreSQL by the command of the console: everything is there, or nothing is used."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from tests.installation import empty_database, environment_of, run

from zhongshu.config import digests, move

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Environment of an office on SQLite with its demonstration data."""
    environment = environment_of(tmp_path_factory.mktemp("var"))
    assert run(environment, "migrate")[0] == 0
    code, said = run(environment, "demo", "--people", 60, "--matters", 30)
    assert code == 0, said
    return environment


@pytest.fixture
def target(postgresql_server):
    return empty_database(postgresql_server)


def database(environment):
    return closing(sqlite3.connect(Path(environment["ZHONGSHU_VAR"], "zhongshu.sqlite3")))


def count(environment, table):
    with database(environment) as connection:
        return connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]


def test_everything_arrives_and_is_proved(planted, target):
    code, said = run(planted, "move", "--to", target)
    assert code == 0, said
    assert "条数和校验值两边一致" in said and "留痕完整" in said and "迁移完成" in said
    there = {**planted, "DATABASE_URL": target}
    assert run(there, "migrate") == (0, "数据库已是最新，无需升级。\n")
    code, said = run(there, "doctor")
    assert "正常  留痕防改动保护" in said
    with psycopg.connect(target) as connection:
        for table in ("matters_matter", "org_person", "files_storedfile", "search_entry"):
            assert connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] == count(planted, table)
        last = connection.execute("SELECT verb FROM trail_entry ORDER BY id DESC LIMIT 1").fetchone()[0]
        entries, tokens = (
            connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0]
            for name in ("search_entry", "search_grams")
        )
        assert (last, entries) == ("config.database_moved", tokens)
        highest = connection.execute("SELECT MAX(id) FROM matters_matter").fetchone()[0]
        follows = connection.execute("SELECT nextval(pg_get_serial_sequence('matters_matter', 'id'))").fetchone()[0]
        assert follows == highest + 1
    assert count(planted, "trail_entry") > 0
    code, said = run(planted, "move", "--to", target)
    assert (code, "目标数据库不是空的" in said) == (1, True)


def test_it_is_refused_while_somebody_works(planted, target):
    with database(planted) as connection:
        connection.execute(
            "INSERT INTO jobs_process (kind, host, pid, begun_at, seen_at) VALUES ('web', 'a', 1, ?, datetime('now'))",
            ["2026-01-01 00:00:00"],
        )
        connection.commit()
        code, said = run(planted, "move", "--to", target)
        connection.execute("DELETE FROM jobs_process")
        connection.commit()
    assert (code, "还有 1 个进程在运行" in said) == (1, True)
    assert untouched(target)


def untouched(target):
    with psycopg.connect(target) as connection:
        return connection.execute("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


@pytest.mark.parametrize("to", ["sqlite:///x", "postgresql://nobody@127.0.0.1:1/none"])
def test_a_target_that_cannot_be_is_refused(planted, to):
    code, said = run(planted, "move", "--to", to)
    assert code == 1
    assert re.search("只能迁移到 PostgreSQL|目标数据库连接不上", said)


def test_what_was_interrupted_is_begun_again(planted, target):
    with psycopg.connect(target) as connection:
        connection.execute(f"COMMENT ON SCHEMA public IS '{move.MARK}'")
        connection.execute("CREATE TABLE left_over (id bigint)")
    assert run({**planted, "DATABASE_URL": target}, "serve", "--port", "1")[0] == 1
    code, said = run(planted, "move", "--to", target)
    assert (code, "上次迁移没有完成" in said) == (0, True), said
    with psycopg.connect(target) as connection:
        assert connection.execute("SELECT to_regclass('left_over')").fetchone() == (None,)


def test_what_differs_is_named_and_not_used(monkeypatch):
    with pytest.raises(move.NotMoved, match="org_person（2 条，1 条）"):
        move._compare({"org_person": [2, "ab"], "org_unit": [1, "c"]}, {"org_person": [1, "ab"], "org_unit": [1, "c"]})


def test_what_postgresql_cannot_hold_stops_the_move(planted, target):
    with database(planted) as connection:
        kept = connection.execute("SELECT name FROM org_person WHERE id = 1").fetchone()[0]
        connection.execute("UPDATE org_person SET name = 'a' || char(0) || 'b' WHERE id = 1")
        connection.commit()
        code, said = run(planted, "move", "--to", target)
        connection.execute("UPDATE org_person SET name = ? WHERE id = 1", [kept])
        connection.commit()
    assert (code, "表 org_person 中有一条记录不能写入" in said) == (1, True), said
    with psycopg.connect(target) as connection:
        assert connection.execute("SELECT COUNT(*) FROM org_unit").fetchone() == (0,)
    assert run(planted, "move", "--to", target)[0] == 0


def test_digests_do_not_depend_on_the_order():
    rows = [(1, "甲", None), (2, "乙", {"b": 1, "a": 2})]
    assert digests.total(rows) == digests.total(reversed(rows))
    assert digests.total(rows) != digests.total([(1, "甲", None), (2, "乙", {"b": 1, "a": 3})])
    assert digests.total([("", None)]) != digests.total([(None, "")])
