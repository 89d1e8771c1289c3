"""The trail as 安全审计员 reads, proves, seals and exports it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from tests.cast import unchanged

from zhongshu.portal.views import trail as views
from zhongshu.trail.models import Checkpoint, Entry

TITLE = "关于做好春耕备耕工作的通知"


@pytest.fixture
def auditor(cast):
    return cast.client(cast.auditor)


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(title=TITLE), to="instruction")


def read(client, query: str = "") -> str:
    return client.get(f"/trail/entries/{query}").content.decode()


def test_acts_are_sentences_with_names_and_without_titles(cast, auditor, document):
    shown = read(auditor)
    assert "登记收文" in shown
    assert "林晓梅" in shown
    assert f"事项 {document.pk}" in shown
    assert TITLE not in shown
    assert "documents.registered" not in shown.split("<tbody>")[1]


def test_acts_are_found_by_object_person_act_and_day(cast, auditor, document):
    assert "授予角色" not in read(auditor, f"?stream=matter&number={document.pk}").split("<tbody>")[1]
    given = read(auditor, "?stream=org&verb=org.role_given").split("<tbody>")[1]
    assert "授予角色" in given
    assert "对象：林晓梅" in given or "对象：县政府办公室收文岗" in given
    assert "登记收文" not in given
    cast.dismiss(cast.office_head)
    theirs = read(auditor, "?actor=王建国").split("<tbody>")[1]
    assert "王建国" in theirs
    assert "林晓梅" not in theirs
    auditor.post("/trail/checkpoints/")
    assert "生成留痕校验点" in read(auditor, "?actor=auditor").split("<tbody>")[1]
    assert "任职" in read(auditor, "?actor=系统").split("<tbody>")[1]
    assert "没有符合条件的记录" in read(auditor, "?actor=查无此人")
    tomorrow = timezone.localdate() + timedelta(days=400)
    assert "没有符合条件的记录" in read(auditor, f"?first={tomorrow}")
    assert "没有符合条件的记录" in read(auditor, "?last=2020-01-01")


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


def test_a_page_of_the_trail_costs_the_same(cast, auditor, document, django_assert_num_queries):
    read(auditor)
    with django_assert_num_queries(7):
        shown = read(auditor, "?page=2")
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
    assert made.digest in export.content.decode()
    assert auditor.post("/trail/verification/", {"since": "99999"}).status_code == 422
