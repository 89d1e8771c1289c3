"""The API (接口): who comes in with which token, that it does what the pages do and keeps to its description."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import unchanged

from zhongshu.matters.models import Matter, Task
from zhongshu.org import actions
from zhongshu.org.models import Account, Token
from zhongshu.org.rules import tokens
from zhongshu.trail.models import Entry

pytestmark = pytest.mark.django_db
EVERY = [key for key, _ in tokens.scopes_of("")]
READS = {
    "desk": "desk/counts",
    "matters": "matters",
    "search": "search?q=通知",
    "org": "org/me",
}


def token(whom, scopes=EVERY, days=30):
    account = whom if isinstance(whom, Account) else Account.objects.get(person=whom)
    made, secret = actions.make_token(account, name="测试", scopes=scopes, days=days, by=account.ref, at=timezone.now())
    Token.objects.filter(pk=made.pk).update(used_at=timezone.now())  # so that its first use changes nothing more
    return secret


def api(secret):
    return Client(headers={"authorization": f"Bearer {secret}"} if secret else {})


def get(secret, path):
    return api(secret).get(f"/api/v1/{path}")


def post(secret, path, sent):
    return api(secret).post(f"/api/v1/{path}", sent, content_type="application/json")


# --- tokens -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scope", "path"), READS.items())
def test_a_token_is_good_for_what_was_ticked_and_for_nothing_else(cast, scope, path):
    assert get(token(cast.finance_chief, [scope]), path).status_code == 200
    for other in READS.values():
        if other != path:
            refused = get(token(cast.finance_chief, [scope]), other)
            assert refused.status_code == 403
            assert refused.json()["sentence"] == "该访问凭证的使用范围不包括这项操作。"


@pytest.mark.parametrize("secret", ["", "zs_nonsense", "x" * 500])
def test_without_a_token_that_holds_nobody_comes_in(cast, secret):
    answer = get(secret, "desk/counts")
    assert answer.status_code == 401
    assert answer.json()["sentence"] == "访问凭证无效、已过期或已撤销，请重新生成。"


def test_a_session_is_no_token(cast):
    assert cast.client(cast.finance_chief).get("/api/v1/desk/counts").status_code == 401


def test_a_token_ends_by_itself(cast):
    secret = token(cast.finance_chief)
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert get(secret, "desk/counts").status_code == 401


def test_a_revoked_token_is_over_at_once(cast):
    secret = token(cast.finance_chief)
    client = cast.client(cast.finance_chief)
    assert client.post(reverse("token_revocation", args=[Token.objects.get().pk])).status_code == 302
    assert get(secret, "desk/counts").status_code == 401
    assert Entry.objects.filter(verb="org.token_revoked").count() == 1


def test_the_token_of_a_leaver_is_worth_nothing(cast):
    secret = token(cast.finance_clerk)
    assert get(secret, "desk/counts").status_code == 200
    cast.at = timezone.now()
    cast.dismiss(cast.finance_clerk)
    assert get(secret, "desk/counts").status_code == 401


def test_what_is_kept_of_a_token_does_not_open_anything(cast):
    secret = token(cast.finance_chief)
    kept = Token.objects.get()
    assert secret not in (kept.digest, kept.name)
    assert get(kept.digest, "desk/counts").status_code == 401
    assert all(secret not in entry.detail for entry in Entry.objects.all())


def test_one_makes_a_token_on_the_page_and_sees_it_once(cast):
    client = cast.client(cast.finance_chief)
    page = client.post(reverse("tokens"), {"name": "档案系统", "scopes": ["desk", "matters"], "days": "90"})
    secret = page.content.decode().split("<code>")[1].split("</code>")[0]
    assert get(secret, "org/me").status_code == 403
    assert get(secret, "desk/counts").status_code == 200
    assert secret not in client.get(reverse("tokens")).content.decode()
    assert Token.objects.get().used_at is not None


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": "", "scopes": ["desk"], "days": "30"}, "请填写名称"),
        ({"name": "甲", "days": "30"}, "请选择使用范围"),
        ({"name": "甲", "scopes": ["webhooks"], "days": "30"}, "所选内容有误"),
        ({"name": "甲", "scopes": ["desk"], "days": "9999"}, "所选内容有误"),
    ],
)
def test_a_token_without_name_scope_or_end_is_refused(cast, sent, sentence):
    with unchanged():
        page = cast.client(cast.finance_chief).post(reverse("tokens"), sent)
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_the_two_administrators_who_watch_get_no_token(cast):
    for account in (cast.secadmin, cast.auditor):
        assert tokens.scopes_of(account.administrations.get().role) == ()
        with unchanged():
            sent = {"name": "甲", "scopes": ["desk"], "days": "30"}
            assert cast.client(account).post(reverse("tokens"), sent).status_code == 422


def test_the_system_administrator_watches_over_all_tokens(cast):
    secret = token(cast.finance_chief)
    client = cast.client(cast.sysadmin)
    assert "黄海涛" in client.get(reverse("office_tokens")).content.decode()
    client.post(reverse("office_token_revocation", args=[Token.objects.get().pk]))
    assert get(secret, "desk/counts").status_code == 401


def test_webhooks_are_for_the_system_administrator(cast):
    assert get(token(cast.sysadmin, ["webhooks"]), "webhooks").json() == []
    with pytest.raises(tokens.BadToken):
        token(cast.finance_chief, ["webhooks"])
    with pytest.raises(tokens.BadToken):
        token(cast.sysadmin, ["desk"])


# --- reads and acts ---------------------------------------------------------------------------------------------


@pytest.fixture
def matter(cast):
    return cast.walk(cast.document(), to="handling")


def test_what_one_may_not_see_does_not_exist(cast, matter):
    secret = token(cast.education_chief)
    assert get(secret, "matters").json()["count"] == 0
    for path in (f"matters/{matter.pk}", f"matters/{matter.pk}/trail"):
        assert get(secret, path).status_code == 404
    task = cast.task(matter, "handling")
    with unchanged():
        assert post(secret, f"tasks/{task.pk}/completion", {"opinion": "办。"}).status_code == 404
        assert post(secret, f"matters/{matter.pk}/termination", {"reason": "不办了。"}).status_code == 404


def test_completing_a_task_is_the_act_of_the_page(cast, matter):
    secret, task = token(cast.finance_chief), cast.task(matter, "handling")
    answer = post(secret, f"tasks/{task.pk}/completion", {"opinion": "已拨付。", "request_key": "a1"})
    assert answer.json() == {"id": matter.pk, "state": "open"}
    task.refresh_from_db()
    assert (task.opinion, task.done_by, task.outcome) == ("已拨付。", cast.finance_chief, "completed")
    entry = Entry.objects.filter(stream=matter.stream).latest("seq")
    assert (entry.verb, entry.by) == ("matters.completed", cast.finance_chief.ref)
    with unchanged():
        assert (
            post(secret, f"tasks/{task.pk}/completion", {"opinion": "已拨付。", "request_key": "a1"}).status_code == 200
        )
        again = post(secret, f"tasks/{task.pk}/completion", {"opinion": "再来。"})
    assert (again.status_code, "已经办理" in again.json()["sentence"]) == (422, True)


def test_the_fields_of_a_station_are_checked_by_its_own_form(cast):
    matter = cast.walk(cast.document(), to="assignment")
    task = cast.task(matter, "assignment")
    secret = token(cast.registrar)
    with unchanged():
        answer = post(secret, f"tasks/{task.pk}/completion", {"lead_unit": "999999"})
    assert (answer.status_code, answer.json()["field"]) == (422, "lead_unit")
    assert post(secret, f"tasks/{task.pk}/completion", {"lead_unit": str(cast.finance.pk)}).status_code == 200
    assert Matter.objects.get(pk=matter.pk).lead_unit == cast.finance


@pytest.mark.parametrize(
    ("act", "field", "sent"),
    [
        ("return", "reason", {"to": "assignment", "straight": "no"}),
        ("refusal", "reason", {}),
        ("termination", "reason", {}),
        ("suspension", "reason", {}),
        ("jumps", "reason", {"to": "closing"}),
        ("extension", "reason", {"until": "2026-04-01"}),
        ("consultation", "question", {"until": "2026-04-01"}),
    ],
)
def test_a_reason_of_signs_that_nobody_sees_is_none(cast, matter, act, field, sent):
    of_task = act in ("return", "refusal")
    path = f"tasks/{cast.task(matter, 'handling').pk}" if of_task else f"matters/{matter.pk}"
    secret = token(cast.finance_chief if of_task else cast.registrar)
    with unchanged():
        answer = post(secret, f"{path}/{act}", sent | {field: "\u200b"})
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_transferring_circulating_and_reading(cast, matter):
    chief, clerk = token(cast.finance_chief), token(cast.finance_clerk)
    found = get(chief, "org/people?q=李雪").json()
    assert post(chief, f"matters/{matter.pk}/circulation", {"people": [found[0]["holder"]]}).status_code == 200
    copy = get(clerk, "desk/to_read").json()["items"][0]
    assert post(clerk, f"tasks/{copy['id']}/reading", {}).status_code == 200
    task = cast.task(matter, "handling")
    sent = {"people": [found[0]["holder"]], "reason": "请办理。"}
    assert post(chief, f"tasks/{task.pk}/transfer", sent).status_code == 200
    assert Task.objects.filter(matter=matter, holder=found[0]["holder"], done_at=None, station__key="handling").exists()


def test_amending_a_slip_is_the_act_of_the_page(cast, matter):
    secret, handlers, path = token(cast.registrar), token(cast.finance_chief), f"matters/{matter.pk}/amendment"
    shown = get(secret, f"matters/{matter.pk}/ahead").json()
    new = {"new0_name": "会计核算", "new0_people": [cast.holder(cast.finance_clerk)], "new0_days": 2}
    sent = {"seen": shown["seen"], "place": ["new0", *(one["key"] for one in shown["ahead"])], **new}
    assert get(token(cast.outsider), f"matters/{matter.pk}/ahead").status_code == 404
    with unchanged():
        assert "操作权限" in post(handlers, path, sent).json()["sentence"]
        assert "后续环节已有变化" in post(secret, path, sent | {"seen": "x"}).json()["sentence"]
        assert "后续环节已有变化" in post(secret, path, sent | {"place": ["new0"]}).json()["sentence"]
        assert "要有名称和办理人" in post(secret, path, sent | {"new0_name": ""}).json()["sentence"]
        assert "1至365的整数" in post(secret, path, sent | {"new0_days": "x"}).json()["sentence"]
        assert "必经环节" in post(secret, path, sent | {"struck": ["closing"]}).json()["sentence"]
        assert post(secret, path, sent | {"place": {"a": 1}}).status_code == 422
    assert post(secret, path, sent).json() == {"id": matter.pk, "state": "open"}
    row = matter.runs.get().stations.get(name="会计核算")
    assert (row.chosen, row.due_days) == ([cast.holder(cast.finance_clerk)], 2)
    entry = Entry.objects.filter(stream=matter.stream).latest("seq")
    assert (entry.verb, entry.by) == ("matters.amended", cast.registrar.ref)


def test_nothing_lies_ahead_of_what_is_closed(cast):
    closed, secret = cast.walk(cast.document(), to="closed"), token(cast.registrar)
    with unchanged():
        answer = get(secret, f"matters/{closed.pk}/ahead")
    assert (answer.status_code, answer.json()["sentence"]) == (422, "该事项没有正在进行的流程。")


def test_one_matter_shows_slip_files_and_what_one_may_do(cast, matter):
    shown = get(token(cast.finance_chief), f"matters/{matter.pk}").json()
    states = {station["key"]: station["state"] for station in shown["slip"]}
    assert (states["instruction"], states["handling"], states["closing"]) == ("done", "current", "waiting")
    assert shown["tasks"] == [cast.task(matter, "handling").pk]
    assert "attach" in shown["acts"]
    words = [entry["words"] for entry in get(token(cast.finance_chief), f"matters/{matter.pk}/trail").json()]
    assert words[0] == "立项"


def test_a_file_goes_up_in_pieces_and_comes_down_as_it_was(cast, matter):
    secret, body = token(cast.finance_chief), "拨付凭证".encode()
    begun = post(secret, "uploads", {"name": "凭证.txt", "size": len(body)}).json()
    piece = api(secret).put(
        f"/api/v1/uploads/{begun['id']}", body, content_type="application/octet-stream", headers={"upload-offset": "0"}
    )
    assert piece.json()["received"] == len(body)
    sent = {"uploads": [begun["id"]], "role": "evidence"}
    assert post(secret, f"matters/{matter.pk}/attachments", sent).status_code == 200
    kept = get(secret, f"matters/{matter.pk}").json()["attachments"][0]
    assert b"".join(get(secret, f"attachments/{kept['id']}").streaming_content) == body
    assert get(token(cast.education_chief), f"attachments/{kept['id']}").status_code == 404


def test_a_name_with_a_mark_of_secrecy_is_not_taken(cast):
    secret = token(cast.finance_chief)
    with unchanged():
        answer = post(secret, "uploads", {"name": "机密★一年.txt", "size": 3})
    assert answer.status_code == 422
    assert "涉密" in answer.json()["sentence"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe", b'{"opinion": {"a": 1}}', b'{"opinion": "\\u0000"}'])
def test_a_body_that_is_no_form_gets_a_sentence(cast, matter, body):
    task, secret = cast.task(matter, "handling"), token(cast.finance_chief)
    with unchanged():
        answer = api(secret).post(f"/api/v1/tasks/{task.pk}/completion", body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.json()["sentence"]


def test_an_address_that_is_none_gets_a_sentence(cast):
    answer = get(token(cast.finance_chief), "nothing/here")
    assert (answer.status_code, answer.json()["sentence"]) == (404, "没有这个地址，请核对接口说明。")
