"""登录: by account and password, after a session has ended, and from the list of a demonstration."""

from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.cast import client_of

from zhongshu.org import actions as org
from zhongshu.org.models import Account
from zhongshu.trail import actions as trail
from zhongshu.trail.models import Entry

PASSWORD = "Chunfeng-2026"


@pytest.fixture
def account(cast) -> Account:
    """The account of the registrar, with PASSWORD set just now."""
    found = Account.objects.get(person=cast.registrar)
    with transaction.atomic():
        org.accounts.set_password(
            found, password_hash=hashers.make_password(PASSWORD), one_time=False, by=found.ref, at=timezone.now()
        )
    return found


@pytest.fixture
def planted(cast):
    """The mark that a demonstration leaves on its database."""
    with transaction.atomic():
        trail.record("settings", "config.demonstration_planted", by="system", at=cast.at)


def enter(client: Client, password: str = PASSWORD, **fields):
    return client.post("/sign-in/", {"login": "registrar", "password": password} | fields)


def verbs(account: Account) -> list[str]:
    return list(Entry.objects.filter(stream=f"account:{account.pk}").order_by("seq").values_list("verb", flat=True))


def test_the_right_password_leads_to_the_desk(client, account):
    assert enter(client).headers["Location"] == "/"
    page = client.get("/").content.decode()
    assert "工作台" in page
    assert "林晓梅" in page
    assert 'href="/password/"' in page
    assert verbs(account)[-1] == "org.signed_in"


def test_a_wrong_password_is_told_and_kept(client, account):
    answer = enter(client, "falsch")
    assert answer.status_code == 422
    assert "口令不正确" in answer.content.decode()
    assert "falsch" not in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert verbs(account)[-1] != "org.signed_in"


def test_nothing_filled_in_asks_for_both(client, account):
    page = client.post("/sign-in/", {"login": "", "password": ""}).content.decode()
    assert "请填写账号。" in page
    assert "请填写口令。" in page


def test_signing_in_leads_on_to_where_one_wanted_to_go(client, account):
    answer = client.get("/documents/")
    assert answer.headers["Location"] == "/sign-in/?next=/documents/"
    assert enter(client, next="/documents/").headers["Location"] == "/documents/"


def test_signing_in_never_leads_to_another_machine(client, account):
    assert enter(client, next="https://example.org/").headers["Location"] == "/"


def test_a_session_that_has_ended_says_so(client, account):
    enter(client)
    session = client.session
    session["seen"] = (timezone.now() - timedelta(hours=2)).isoformat()
    session.save()
    assert client.get("/").headers["Location"].startswith("/sign-in/")
    assert "登录已超时" in client.get("/sign-in/").content.decode()
    assert "登录已超时" not in client.get("/sign-in/").content.decode()


def test_signing_out_ends_the_session(client, account):
    enter(client)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert client.get("/").status_code == 302


def test_a_form_without_its_token_is_refused(account):
    careful = Client(enforce_csrf_checks=True)
    assert enter(careful).status_code == 403
    assert "页面已过期" in enter(careful).content.decode()


def test_a_new_password_is_set_and_asks_to_sign_in_again(client, account):
    enter(client)
    new = {"old": PASSWORD, "new": "Qiufeng-2027", "again": "Qiufeng-2027"}
    assert client.post("/password/", new).headers["Location"] == "/sign-in/"
    assert "口令已修改" in client.get("/sign-in/").content.decode()
    assert enter(client, "Qiufeng-2027").status_code == 302
    assert "org.password_changed" in verbs(account)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"again": "Anders-2027"}, "两次输入的新口令不一致"),
        ({"new": "kurz", "again": "kurz"}, "口令"),
        ({"old": "falsch"}, "原口令"),
    ],
)
def test_a_refused_password_changes_nothing(client, account, fields, sentence):
    enter(client)
    before, hashed = verbs(account), Account.objects.get(pk=account.pk).password
    answer = client.post("/password/", {"old": PASSWORD, "new": "Qiufeng-2027", "again": "Qiufeng-2027"} | fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Account.objects.get(pk=account.pk).password == hashed
    assert verbs(account) == before


def test_a_one_time_password_must_be_changed_first(client, account):
    Account.objects.filter(pk=account.pk).update(must_change_password=True)
    assert enter(client).headers["Location"] == "/password/"
    for elsewhere in ("/", "/documents/", "/desk/todo/", "/people/pick/"):
        assert client.get(elsewhere).headers["Location"] == "/password/"
    assert client.post("/uploads/").headers["Location"] == "/password/"
    assert "请先设置新口令" in client.get("/password/").content.decode()


# --- demonstration ---------------------------------------------------------------------------------------


def test_a_demonstration_lists_its_people_and_lets_one_in(client, cast, planted):
    page = client.get("/sign-in/").content.decode()
    assert "演示系统" in page
    assert (
        page.index("林晓梅") < page.index("王建国") < page.index("周立民") < page.index("李雪") < page.index("审计员")
    )
    number = Account.objects.get(person=cast.leader).pk
    answer = client.post("/sign-in/demonstration/", {"account": number, "next": "/documents/"})
    assert answer.headers["Location"] == "/documents/"
    assert "周立民" in client.get("/").content.decode()
    assert verbs(Account.objects.get(pk=number))[-1] == "org.signed_in"


def test_a_one_time_password_is_changed_on_a_demonstration_too(client, account, planted):
    Account.objects.filter(pk=account.pk).update(must_change_password=True)
    assert enter(client).headers["Location"] == "/password/"


@pytest.mark.parametrize("number", ["", "0", "x", "999999"])
def test_a_demonstration_knows_only_its_own_people(client, cast, planted, number):
    assert client.post("/sign-in/demonstration/", {"account": number}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_without_demonstration_data_there_is_no_such_door(client, cast):
    assert "演示系统" not in client.get("/sign-in/").content.decode()
    number = Account.objects.get(person=cast.leader).pk
    assert client.post("/sign-in/demonstration/", {"account": number}).status_code == 404


@pytest.mark.parametrize("elsewhere", [{"REMOTE_ADDR": "10.0.0.7"}, {"HTTP_HOST": "oa.example.org"}])
def test_from_elsewhere_there_is_no_such_door(client, cast, planted, settings, elsewhere):
    settings.ALLOWED_HOSTS = ["*"]
    assert "演示系统" not in client.get("/sign-in/", **elsewhere).content.decode()
    number = Account.objects.get(person=cast.leader).pk
    assert client.post("/sign-in/demonstration/", {"account": number}, **elsewhere).status_code == 404


def test_whoever_is_signed_in_goes_to_the_desk(cast):
    assert client_of(cast.registrar).get("/sign-in/").headers["Location"] == "/"


def test_notices_are_marked_read(cast):
    cast.document(urgency="urgent")
    browser = client_of(cast.second_registrar)
    assert "全部标为已读" in browser.get("/notices/").content.decode()
    first = cast.second_registrar.notices.order_by("id").first()
    browser.post("/notices/readings/", {"id": first.pk})
    first.refresh_from_db()
    assert first.read_at
    assert browser.post("/notices/readings/").headers["Location"] == "/notices/"
    assert not cast.second_registrar.notices.filter(read_at=None).exists()
    assert "全部标为已读" not in browser.get("/notices/").content.decode()
