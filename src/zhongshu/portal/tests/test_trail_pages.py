"""The trail as 安全保密管理员 and 安全审计员 read it, each their part, and as the latter proves and exports it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from tests.cast import unchanged

from zhongshu.org.models import Administrator
from zhongshu.portal.views import trail as views
from zhongshu.trail import actions as trail
from zhongshu.trail.models import Checkpoint, Entry
from zhongshu.ui.pages import BoundedPaginator

TITLE = "关于做好春耕备耕工作的通知"


@pytest.fixture
def auditor(cast):
    return cast.client(cast.auditor)


@pytest.fixture
def guard(cast):
    return cast.client(cast.secadmin)


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(title=TITLE), to="instruction")


def read(client, query: str = "") -> str:
    return client.get(f"/trail/entries/{query}").content.decode()


def test_acts_are_sentences_with_names_and_without_titles(cast, guard, document):
    shown = read(guard)
    assert "登记收文" in shown
    assert "林晓梅" in shown
    assert f"事项 {document.pk}" in shown
    assert TITLE not in shown
    assert "documents.registered" not in shown.split("<tbody>")[1]


def is_read(client, verb: str) -> bool:
    return "没有符合条件的记录" not in read(client, f"?verb={verb}")


def test_nobody_reads_their_own_kind(cast, guard, auditor, document):
    cast.client(cast.sysadmin).post("/accounts/new/", {"login": "newcomer", "display_name": "新账号"})
    created = Entry.objects.get(verb="org.account_created", by=cast.sysadmin.ref)
    guard.post(f"/accounts/{created.stream.partition(':')[2]}/activation/")
    auditor.post("/trail/checkpoints/")
    readers = {
        "org.account_created": auditor,
        "org.account_activated": auditor,
        "trail.checkpointed": guard,
        "documents.registered": guard,
    }
    for verb, reader in readers.items():
        assert Entry.objects.filter(verb=verb).exists()
        assert [is_read(one, verb) for one in (guard, auditor)] == [reader is guard, reader is auditor]
    assert "系统管理员、安全保密管理员的操作记录" in read(auditor)
    assert "用户和安全审计员的操作记录" in read(guard)


def test_what_a_former_administrator_does_is_a_users(cast, guard, auditor):
    account, at = cast.sysadmin, cast.tick()
    Administrator.objects.filter(account=account).update(ended_at=at, ended_by="system")
    with transaction.atomic():
        for moment, verb in ((at - timedelta(minutes=1), "org.signed_in"), (at, "org.signed_out")):
            trail.record(f"account:{account.pk}", verb, by=account.ref, at=moment)
    assert [is_read(one, "org.signed_in") for one in (guard, auditor)] == [False, True]
    assert [is_read(one, "org.signed_out") for one in (guard, auditor)] == [True, False]


def test_a_long_trail_is_neither_counted_nor_shown_to_its_end(cast, guard, document, monkeypatch):
    monkeypatch.setattr(BoundedPaginator, "MOST", 60)
    shown = read(guard, "?page=9")
    assert "只列最近的60条，更早的请缩小查询范围，第2页，共2页" in shown
    assert shown.split("<tbody>")[1].count("<tr>") == 10


def test_acts_are_found_by_object_person_act_and_day(cast, auditor, guard, document):
    assert "授予角色" not in read(guard, f"?stream=matter&number={document.pk}").split("<tbody>")[1]
    given = read(guard, "?stream=org&verb=org.role_given").split("<tbody>")[1]
    assert "授予角色" in given
    assert "对象：林晓梅" in given or "对象：县政府办公室收文岗" in given
    assert "登记收文" not in given
    cast.dismiss(cast.office_head)
    theirs = read(guard, "?actor=王建国").split("<tbody>")[1]
    assert "王建国" in theirs
    assert "林晓梅" not in theirs
    auditor.post("/trail/checkpoints/")
    assert "生成留痕校验点" in read(guard, "?actor=auditor").split("<tbody>")[1]
    assert "任职" in read(guard, "?actor=系统").split("<tbody>")[1]
    assert "没有符合条件的记录" in read(guard, "?actor=查无此人")
    tomorrow = timezone.localdate() + timedelta(days=400)
    assert "没有符合条件的记录" in read(guard, f"?first={tomorrow}")
    assert "没有符合条件的记录" in read(guard, "?last=2020-01-01")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?number=3", "请同时选择对象"),
        ("?first=2026-02-30", "日期有误"),
        ("?verb=nothing", "nothing"),
    ],
)
def test_a_wrong_filter_is_said_by_its_field(auditor, query, sentence):
    response = auditor.get(f"/trail/entries/{query}")
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_page_of_the_trail_costs_the_same(cast, guard, document, django_assert_num_queries):
    read(guard)
    with django_assert_num_queries(9):
        shown = read(guard, "?page=2")
    assert "第2页" in shown


def test_a_sound_trail_is_proved_with_its_count(auditor, document):
    count = Entry.objects.count()
    with unchanged():
        shown = auditor.post("/trail/verification/").content.decode()
    assert "未发现异常" in shown
    assert f"核验{count}条记录" in shown


def test_a_changed_act_is_named(auditor, document):
    with connection.cursor() as cursor:
        for name in ("trail_entry_update", "trail_entry_delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + _on_table())
        cursor.execute("UPDATE trail_entry SET verb = 'matters.read' WHERE stream = %s AND seq = 2", [document.stream])
    shown = auditor.post("/trail/verification/").content.decode()
    assert "发现异常" in shown
    assert f"事项 {document.pk}的留痕：第 2 条（阅知）被改动过" in shown


def _on_table() -> str:
    return " ON trail_entry" if connection.vendor == "postgresql" else ""


def test_too_many_acts_are_not_verified_while_one_waits(auditor, document, monkeypatch):
    monkeypatch.setattr(views, "LIMIT", 10)
    response = auditor.post("/trail/verification/")
    assert response.status_code == 422
    assert "请选择较近的校验点" in response.content.decode()


def test_a_checkpoint_is_taken_verified_from_and_exported(cast, auditor, document):
    assert auditor.post("/trail/checkpoints/").headers["Location"] == "/trail/verification/"
    made = Checkpoint.objects.get()
    entry = Entry.objects.filter(stream="settings").latest("seq")
    assert (entry.verb, entry.by) == ("trail.checkpointed", cast.auditor.ref)
    assert "核验0条记录" in auditor.post("/trail/verification/", {"since": made.pk}).content.decode()
    export = auditor.get(reverse("checkpoint", args=[made.pk]))
    assert export.headers["Content-Disposition"].startswith('attachment; filename="checkpoint-')
    assert export.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert export.headers["Cache-Control"] == "private, no-store"
    assert made.digest in export.content.decode()
    assert auditor.post("/trail/verification/", {"since": "99999"}).status_code == 422


def test_a_checkpoint_that_is_refused_is_said(auditor):
    with transaction.atomic():
        trail.record("settings", "trail.checkpointed", by="system", at=timezone.now() + timedelta(days=1))
    with unchanged():
        page = auditor.post("/trail/checkpoints/", follow=True).content.decode()
    assert "系统时间早于已有记录的时间" in page
