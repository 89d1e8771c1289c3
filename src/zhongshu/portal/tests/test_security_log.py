"""The security log: who reads what, found by person, kind, result and day; and the sealed file of it."""

import json

import pytest
from tests.cast import unchanged

from zhongshu.org.rules import security
from zhongshu.portal.views import security_log as views
from zhongshu.trail import queries as trail


@pytest.fixture
def events(cast):
    document = cast.document(label="work_secret", uploads=(cast.upload(cast.registrar),))
    cast.client(cast.registrar).get(f"/matters/{document.pk}/")
    cast.client(cast.outsider).get(f"/matters/{document.pk}/")
    cast.client(cast.sysadmin).get("/desk/todo/")
    return document


def read(browser, **asked):
    return browser.get("/security-log/", asked).content.decode()


def test_each_reads_what_is_theirs_to_read(cast, events):
    guard, auditor = cast.client(cast.secadmin), cast.client(cast.auditor)
    users, administrators = read(guard), read(auditor)
    assert "查看受控事项" in users and f"事项 {events.pk}" in users and cast.outsider.name in users
    assert "页面 " not in users
    assert "页面 （不在导航中）" in administrators and "查看受控事项" not in administrators


def test_the_log_is_narrowed(cast, events):
    guard = cast.client(cast.secadmin)
    assert "查看受控事项" not in read(guard, result="bad")
    assert "访问被拒绝</td>" in read(guard, result="bad")
    assert "访问被拒绝</td>" not in read(guard, kind="reading")
    assert cast.outsider.name not in read(guard, actor=cast.registrar.name)
    assert "查看受控事项</td>" in read(guard, matter=events.pk)
    assert "没有符合条件的记录" in read(guard, matter=10**9)
    assert "没有符合条件的记录" in read(guard, last="2020-01-01")
    assert guard.get("/security-log/", {"kind": "x"}).status_code == 422


def test_the_file_is_sealed_and_a_changed_line_is_found(cast, events):
    response = cast.client(cast.secadmin).post("/security-log/export/?kind=reading")
    text = b"".join(response).decode()
    *lines, seal = map(json.loads, text.splitlines())
    assert seal["lines"] == len(lines) == 1
    assert (lines[0]["words"], lines[0]["about"]) == ("查看受控事项", f"事项 {events.pk}")
    assert security.is_genuine(text)
    for wrong in (text.replace(cast.registrar.name, "别人"), text.split("\n", 1)[1], text + "{}\n", ""):
        assert not security.is_genuine(wrong)
    entry = trail.entries("settings").last()
    assert (entry.verb, entry.by) == ("org.security_log_exported", cast.secadmin.ref)


def test_what_is_too_much_for_a_file_is_said(cast, events, monkeypatch):
    monkeypatch.setattr(views, "LINES", 1)
    with unchanged():
        page = cast.client(cast.secadmin).post("/security-log/export/", follow=True).content.decode()
    assert "符合条件的记录超过1条，请缩小日期范围后再导出。" in page
