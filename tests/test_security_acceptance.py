"""The checks of a secure system (安全验收, GB/T 22239-2019 level 3), each through the door.

T11.8, that a restored backup has the counts and digests of the original, stands in tests/test_vault.py.
"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.cast import Cast, client_of, verbs
from tests.papers import library, render
from tests.test_access import ROWS, everything

from zhongshu.config import cli, schedules
from zhongshu.files import queries as files
from zhongshu.files.models import StoredFile
from zhongshu.files.rules.kinds import OLE
from zhongshu.files.tests.conftest import package
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Chase, Task
from zhongshu.matters.queries import signatures
from zhongshu.org.models import Account
from zhongshu.trail import queries as trail
from zhongshu.trail import rules
from zhongshu.trail.models import Entry


def noted(account) -> list[tuple[str, dict]]:
    """Return verb and detail of what the security log says of an account."""
    rows = Entry.objects.filter(stream=f"security:{account.pk}").order_by("seq")
    return [(row.verb, json.loads(row.detail or "{}")) for row in rows]


def test_whoever_may_not_know_a_paper_is_told_it_does_not_exist_and_noted(cast: Cast):
    """T11.4."""
    document = cast.document(label="work_secret")
    client = client_of(cast.outsider)
    assert client.get(f"/matters/{document.pk}/").status_code == 404
    assert client.get(f"/matters/{document.pk}/").status_code == 404
    ((verb, detail),) = noted(cast.outsider.account)
    assert (verb, detail["about"], detail["address"]) == ("org.access_refused", f"matter:{document.pk}", "127.0.0.1")
    assert client.get("/matters/999999/").status_code == 404
    assert len(noted(cast.outsider.account)) == 1


def test_a_reminder_on_a_paper_that_may_not_be_known_does_not_exist_and_asking_is_noted(cast: Cast):
    document = cast.walk(cast.document(label="work_secret"), to="handling")
    task = cast.task(document, "handling", cast.finance_chief)
    matters.chase(document.pk, tasks=[task.pk], mode="phone", words="请报。", by=cast.registrar, at=cast.tick())
    client, address = client_of(cast.outsider), f"/chases/{Chase.objects.get().pk}/answer/"
    assert client.post(address, {"words": "已办"}).status_code == 404
    ((verb, detail),) = noted(cast.outsider.account)
    assert (verb, detail["about"]) == ("org.access_refused", f"matter:{document.pk}")
    assert client.post("/chases/999999/answer/", {"words": "已办"}).status_code == 404
    assert len(noted(cast.outsider.account)) == 1


def test_a_file_whose_name_bears_the_mark_of_a_secret_does_not_come_in(cast: Cast):
    sent = json.dumps({"name": "（秘密）专项行动.pdf", "size": 5})
    answer = client_of(cast.registrar).post("/uploads/", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (
        422,
        "文件名带有国家秘密标志，不能上传。涉密文件请改办纸质件跟踪卡。",
    )


def test_whose_office_it_is_not_is_refused_and_noted(cast: Cast):
    client = client_of(cast.sysadmin)
    assert client.get("/desk/todo/").status_code == 403
    ((verb, detail),) = noted(cast.sysadmin)
    assert (verb, detail["about"]) == ("org.access_refused", "page:desk")


def test_reading_a_labelled_paper_is_one_entry_an_hour(cast: Cast):
    document = cast.document(label="internal", uploads=(cast.upload(cast.registrar),))
    client = client_of(cast.registrar)
    for _ in range(3):
        assert client.get(f"/matters/{document.pk}/").status_code == 200
    ((verb, detail),) = noted(cast.registrar.account)
    assert (verb, detail["about"], detail["label"]) == ("org.paper_viewed", f"matter:{document.pk}", "internal")


def test_reading_a_public_paper_is_not_noted(cast: Cast):
    document = cast.document()
    client_of(cast.registrar).get(f"/matters/{document.pk}/")
    assert noted(cast.registrar.account) == []


def test_taking_a_labelled_paper_along_is_noted(cast: Cast):
    document = cast.document(label="work_secret", uploads=(cast.upload(cast.registrar),))
    paper = document.attachments.get()
    client = client_of(cast.registrar)
    assert b"".join(client.get(f"/attachments/{paper.pk}/"))
    assert noted(cast.registrar.account)[0][0] == "org.paper_downloaded"
    assert noted(cast.registrar.account)[0][1]["about"] == f"attachment:{paper.pk}"


def test_what_is_downloaded_says_whose_copy_it_is(cast: Cast):
    """T11.5: user, time and address stand over every page; what is kept has not changed by a byte."""
    plain = render.as_pdf(library.LETTERS[0])
    document = cast.document(label="work_secret", uploads=(cast.upload(cast.registrar, "通知.pdf", plain),))
    paper = document.attachments.get()
    copied = client_of(cast.registrar).get(f"/attachments/{paper.pk}/", REMOTE_ADDR="192.0.2.15")
    with pypdfium2.PdfDocument(b"".join(copied)) as pages:
        shown = [page.get_textpage().get_text_bounded() for page in pages]
    today = timezone.localtime().strftime("%Y-%m-%d")
    assert shown and all(f"{cast.registrar.name} {today}" in page and "192.0.2.15" in page for page in shown)
    with files.open_bytes(paper.file) as kept:
        assert kept.read() == plain


def tried(login: str, password: str):
    return Client().post("/sign-in/", {"login": login, "password": password})


def test_the_sixth_wrong_password_finds_the_account_locked(cast: Cast):
    """T11.1."""
    account = cast.finance_clerk.account
    Account.objects.filter(pk=account.pk).update(password=hashers.make_password("Right-one-1"))
    for _ in range(5):
        tried(account.login, "Wrong-one-1")
    assert "账号已锁定" in tried(account.login, "Right-one-1").content.decode()
    verbs = list(Entry.objects.filter(stream=f"account:{account.pk}").order_by("seq").values_list("verb", flat=True))
    assert verbs[-2:] == ["org.account_locked", "org.sign_in_refused"]
    shown = cast.client(cast.secadmin).get("/security-log/", {"kind": "door", "result": "bad"}).content.decode()
    assert "锁定账号" in shown and "登录被拒绝" in shown


def test_a_session_idle_for_31_minutes_is_over(cast: Cast):
    """T11.2: a page leads to the door, as browsers want it instead of a bare 401."""
    client = client_of(cast.finance_clerk)
    session = client.session
    session["seen"] = (timezone.now() - timedelta(minutes=31)).isoformat()
    session.save()
    response = client.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in/?next=/")


def test_a_row_changed_in_the_database_is_named_and_alarms(cast: Cast):
    """T11.3."""
    entry = Entry.objects.filter(stream="org").order_by("seq")[2]
    with connection.cursor() as cursor:
        for table, name, _ in rules.guards(connection.vendor):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" * (connection.vendor == "postgresql")))
        cursor.execute("UPDATE trail_entry SET verb = 'org.person_left' WHERE id = %s", [entry.pk])
    assert [(one.seq, one.kind) for one in trail.verify()] == [(entry.seq, "changed")]
    schedules.checkpoint.func()
    assert trail.alarm() is not None
    assert "核验发现异常" in cast.client(cast.auditor).get("/administration/").content.decode()


EXE = b"MZ\x90\x00" + bytes(600)
PACKAGE_TYPE = '<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
BAD_FILES = {
    "宏.docx": (package("word/document.xml", "word/vbaProject.bin"), "中带有宏，可能携带病毒"),
    "改名的宏.docx": (package("word/document.xml", **{"[Content_Types].xml": PACKAGE_TYPE}), "中带有宏，可能携带病毒"),
    "旧版宏.doc": (OLE + bytes(512) + "_VBA_PROJECT".encode("utf-16-le"), "中带有宏，可能携带病毒"),
    "旧版宏.xls": (OLE + bytes(512) + "_VBA_PROJECT_CUR".encode("utf-16-le"), "中带有宏，可能携带病毒"),
    "程序.pdf": (EXE, "文件内容与后缀不符"),
    "程序带标识.pdf": (EXE + b"%PDF-1.7", "文件内容与后缀不符"),
    "网页.pdf": (b"<html><script>alert(1)</script> %PDF-1.7", "文件内容与后缀不符"),
    "网页.docx": (b"<html></html>", "文件内容与后缀不符"),
    "网页.doc": (b"<html></html>", "文件内容与后缀不符"),
    "脚本.jpg": (b"#!/bin/sh\n", "文件内容与后缀不符"),
    **dict.fromkeys(
        ("模板.docm", "台账.xlsm", "网页.html", "矢量.svg", "脚本.js", "程序.exe"), (EXE, "不接收这种文件")
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_may_do_harm_is_refused_in_words(name: str, cast: Cast):
    """T11.6: through the address by which every file comes."""
    client, (content, words) = client_of(cast.registrar), BAD_FILES[name]
    begun = client.post("/uploads/", json.dumps({"name": name, "size": len(content)}), "application/json")
    if begun.status_code == 201:
        address = f"/uploads/{begun.json()['id']}/"
        begun = client.put(address, content, "application/octet-stream", headers={"Upload-Offset": "0"})
    assert begun.status_code == 422
    assert words in begun.json()["error"]
    assert not StoredFile.objects.exists()


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "opinion": ({"opinion": "经费已拔付。"}, "意见"),
    "no opinion": ({"opinion": ""}, "意见"),
    "time": ({"done_at": F("done_at") + timedelta(microseconds=1)}, "办理时间"),
    "outcome": ({"outcome": "returned"}, "办理结果"),
    "holder": ({"holder": F("holder") - 1}, "承办对象"),
    "signer": ({"done_by": F("done_by") + 1}, "办理人"),
    "principal": ({"on_behalf_of": F("done_by")}, "委托人"),
}


def finished(cast: Cast) -> Task:
    document = cast.walk(cast.document(), to="handling")
    return cast.complete(document, "handling", by=cast.finance_chief, opinion="经费已拨付。")


def verified(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Return exit code and words of `zhongshu verify`."""
    code = cli.main(["verify"])
    return code, capsys.readouterr().out


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_changed_of_a_signature_is_named(change: str, cast: Cast, capsys: pytest.CaptureFixture[str]):
    """T11.10: opinion, holder, signer, time and outcome."""
    task, (fields, name) = finished(cast), CHANGES[change]
    assert verified(capsys)[0] == 0
    Task.objects.filter(pk=task.pk).update(**fields)
    code, said = verified(capsys)
    assert code == 1
    assert f"事项 {task.matter_id} 的任务 {task.pk}（承办）：{name}与办理时的留痕不符。" in said


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_byte_of_an_opinion_changed_is_named(data: st.DataObject, cast: Cast):
    """T11.10, as a property."""
    task = Task.objects.filter(station__key="handling", outcome="completed").first() or finished(cast)
    Task.objects.filter(pk=task.pk).update(opinion="经费已拨付。")
    assert list(signatures.altered()) == []
    body = bytearray("经费已拨付。".encode())
    body[data.draw(st.integers(0, len(body) - 1))] ^= 1 << data.draw(st.integers(0, 6))
    changed = body.decode(errors="replace").replace("\0", "?")
    assume(changed != "经费已拨付。")
    Task.objects.filter(pk=task.pk).update(opinion=changed)
    assert [one.task for one in signatures.altered()] == [task.pk]


def test_what_is_done_that_nobody_did_or_gone_that_somebody_did_is_named(cast: Cast):
    task = finished(cast)
    waiting = Task.objects.get(matter=task.matter_id, done_at=None)
    Task.objects.filter(pk=waiting.pk).update(done_at=task.done_at, done_by=cast.leader, outcome="completed")
    assert [one.task for one in signatures.altered()] == [waiting.pk]
    Task.objects.filter(pk=task.pk).delete()
    assert [(one.task, one.sentence.partition("：")[2]) for one in signatures.altered()] == [
        (task.pk, "办理记录不见了。"),
        (waiting.pk, "标为已办，留痕中没有这次办理。"),
    ]


def test_a_record_that_does_not_agree_with_the_trail_is_not_shown_as_valid(cast: Cast):
    """T11.7: the daily check finds it, the auditor is told, the page and the slip say so until it agrees again."""
    task = finished(cast)
    Task.objects.filter(pk=task.pk).update(opinion="经费不予拨付。")
    page = f"/matters/{task.matter_id}/"
    for _ in range(2):
        assert schedules.checkpoint.func() == {"findings": 1}
    shown = client_of(cast.registrar).get(page).content.decode()
    assert "记录与留痕不符" in shown and "经费不予拨付" not in shown
    assert verbs(task.matter).count("matters.discrepancy_found") == 1
    auditor = cast.client(cast.auditor)
    assert "核验发现异常" in auditor.get("/administration/").content.decode()
    told = auditor.post("/trail/verification/", {"since": ""}).content.decode()
    assert f"任务 {task.pk}（承办）：意见与办理时的留痕不符" in told
    Task.objects.filter(pk=task.pk).update(opinion=task.opinion)
    assert schedules.checkpoint.func() == {"findings": 0}
    shown = client_of(cast.registrar).get(page).content.decode()
    assert "不作为办理依据" not in shown and "经费已拨付。" in shown
    assert verbs(task.matter)[-1] == "matters.discrepancy_cleared"


def test_whoever_leaves_is_out_the_same_day(cast: Cast):
    """T11.9."""
    theirs, keeper = client_of(cast.finance_clerk), cast.client(cast.sysadmin)
    assert theirs.get("/").status_code == 200
    keeper.post(f"/staff/{cast.finance_clerk.pk}/departure/", {"on": timezone.localdate().isoformat()})
    assert theirs.get("/").headers["Location"].startswith("/sign-in/")
    account = Account.objects.get(person=cast.finance_clerk)
    assert account.disabled_at is not None
    Account.objects.filter(pk=account.pk).update(password=hashers.make_password("Right-one-1"))
    assert "账号已停用" in tried(account.login, "Right-one-1").content.decode()


def test_no_form_is_taken_that_our_pages_did_not_give_out(cast: Cast):
    """Every address that takes forms asks for the token of its page; the programming interface takes no session."""
    found = everything(cast)
    for role in ("registrar", "sysadmin", "secadmin"):
        client = Client(enforce_csrf_checks=True)
        client.cookies = client_of(getattr(cast, role)).cookies
        given = {}
        for method, name, sample, _ in ROWS:
            if method in ("POST", "PUT"):
                answer = getattr(client, method.lower())(reverse(name, args=found[sample]))
                given[name] = answer.status_code
        assert given == dict.fromkeys(given, 403), role
        assert client.post("/api/v1/tasks/1/completion", {}, "application/json").status_code == 401


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_every_answer_says_how_it_wants_to_be_treated(cast: Cast):
    for answer in (Client().get("/sign-in/"), client_of(cast.registrar).get("/"), Client().get("/nowhere/")):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "object-src 'none'" in policy and "unsafe" not in policy


def test_over_https_cookies_and_pages_stay_there():
    """As the settings stand with ZHONGSHU_HTTPS=1, in a process of their own."""
    script = (
        "import django; django.setup()\n"
        "from django.conf import settings as s\n"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)\n"
        "from django.test import Client\n"
        "print(Client().get('/sign-in/').status_code)\n"
        "from django.middleware.security import SecurityMiddleware\n"
        "from django.http import HttpResponse\n"
        "from django.test import RequestFactory\n"
        "print(SecurityMiddleware(lambda r: HttpResponse())(RequestFactory().get('/', secure=True))"
        ".headers['Strict-Transport-Security'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"ZHONGSHU_HTTPS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True", "True", "Lax", "301", "max-age=31536000"]
