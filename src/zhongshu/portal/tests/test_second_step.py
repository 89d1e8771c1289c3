"""第二步验证 at the door: codes good, wrong, old and used; keys; the lock; and nobody signed in before."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from tests.cast import client_of, unchanged

from zhongshu.jobs.models import Job
from zhongshu.org import actions as org
from zhongshu.org import queries
from zhongshu.org.models import Account, Confirmation, FailedSignIn, SecurityKey, Session
from zhongshu.portal import jobs
from zhongshu.portal.tests.conftest import code, enter, is_in, options_of
from zhongshu.portal.tests.hardware import Key
from zhongshu.trail import actions as trail
from zhongshu.trail.models import Entry

STEP = "/sign-in/second-step/"


@pytest.fixture
def account(cast, protected):
    found = cast.registrar.account
    found.secret = protected(found)
    return found


def verbs(account):
    return list(Entry.objects.filter(stream=f"account:{account.pk}").order_by("seq").values_list("verb", flat=True))


def test_password_and_code_lead_on(client, account):
    assert enter(client, account, next="/documents/").headers["Location"] == STEP
    page = client.get(STEP).content.decode()
    assert "第二步验证" in page
    assert "6位数字" in page
    assert client.post(STEP, {"code": code(account.secret)}).headers["Location"] == "/documents/"
    assert "林晓梅" in client.get("/").content.decode()
    assert verbs(account)[-2:] == ["org.password_accepted", "org.signed_in"]


def test_between_the_steps_nobody_is_signed_in(client, account):
    enter(client, account)
    assert not is_in(client)
    for elsewhere in ("/", "/documents/", "/security/", "/security/code/", "/password/"):
        assert client.get(elsewhere).headers["Location"] == f"/sign-in/?next={elsewhere}"
    assert client.post("/security/code/removal/").headers["Location"].startswith("/sign-in/")
    assert queries.time_code(account)


def test_the_key_of_the_session_changes_at_each_step(client, account):
    client.get("/sign-in/")
    enter(client, account)
    first = client.session.session_key
    client.post(STEP, {"code": code(account.secret)})
    assert client.session.session_key != first
    assert "pending" not in client.session


def test_five_minutes_later_one_begins_anew(client, account):
    enter(client, account)
    session = client.session
    session["pending"] |= {"since": (timezone.now() - timedelta(minutes=5, seconds=1)).isoformat()}
    session.save()
    with unchanged():
        assert client.post(STEP, {"code": code(account.secret)}).headers["Location"] == "/sign-in/"
    assert "超过5分钟" in client.get("/sign-in/").content.decode()


def test_without_the_first_step_there_is_no_second(client, cast):
    assert client.get(STEP).headers["Location"] == "/sign-in/"
    assert client.post(STEP, {"code": "123456"}).headers["Location"] == "/sign-in/"
    assert client.post(f"{STEP}key/", {"answer": "{}"}).headers["Location"] == "/sign-in/"


@pytest.mark.parametrize("later", [-30, 0, 30])
def test_one_step_of_drift_is_allowed(client, account, later):
    enter(client, account)
    assert client.post(STEP, {"code": code(account.secret, later)}).status_code == 302


@pytest.mark.parametrize("later", [-90, 90])
def test_older_and_later_codes_are_refused(client, account, later):
    enter(client, account)
    answer = client.post(STEP, {"code": code(account.secret, later)})
    assert (answer.status_code, is_in(client)) == (422, False)
    assert "动态验证码不正确" in answer.content.decode()
    assert verbs(account)[-1] == "org.sign_in_failed"


@pytest.mark.parametrize("typed", ["{} {}", "{}-{}", "　{}{}　"])
def test_a_code_is_read_however_it_is_typed(client, account, typed):
    enter(client, account)
    now = code(account.secret)
    assert client.post(STEP, {"code": typed.format(now[:3], now[3:])}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "请填写验证码"), ("x" * 41, "验证码过长"), ("abcdef", "不正确"), ("１２３", "不正确"), ("\0", "空字符")],
)
def test_what_is_no_code_is_refused(client, account, typed, sentence):
    enter(client, account)
    answer = client.post(STEP, {"code": typed})
    assert (answer.status_code, is_in(client)) == (422, False)
    assert sentence in answer.content.decode()


def test_a_used_code_is_refused(client, account):
    now = code(account.secret)
    enter(client, account)
    client.post(STEP, {"code": now})
    client.post("/sign-out/")
    enter(client, account)
    answer = client.post(STEP, {"code": now})
    assert answer.status_code == 422
    assert "已经用过" in answer.content.decode()
    assert not is_in(client)


def test_the_fifth_wrong_code_locks_and_the_sixth_attempt_is_refused(client, account):
    enter(client, account)
    for _ in range(4):
        assert client.post(STEP, {"code": "000000"}).status_code == 422
    assert client.post(STEP, {"code": "000000"}).headers["Location"] == "/sign-in/"
    assert "账号已锁定" in client.get("/sign-in/").content.decode()
    assert "账号已锁定" in enter(client, account).content.decode()
    assert client.post(STEP, {"code": code(account.secret)}).headers["Location"] == "/sign-in/"
    assert not is_in(client)
    assert verbs(account)[-3:] == ["org.sign_in_failed", "org.account_locked", "org.sign_in_refused"]


def test_a_right_password_does_not_end_the_row_of_wrong_codes(client, account):
    for _ in range(4):
        enter(client, account)
        client.post(STEP, {"code": "000000"})
    enter(client, account)
    client.post(STEP, {"code": "000000"})
    assert queries.locked_until(account) is not None
    FailedSignIn.objects.update(forgiven_at=timezone.now())
    enter(client, account)
    client.post(STEP, {"code": "000000"})
    client.post(STEP, {"code": code(account.secret)})
    assert not FailedSignIn.objects.filter(forgiven_at=None).exists()


def test_an_account_disabled_between_the_steps_stays_out(client, account):
    enter(client, account)
    Account.objects.filter(pk=account.pk).update(disabled_at=timezone.now())
    assert client.post(STEP, {"code": code(account.secret)}).headers["Location"] == "/sign-in/"
    assert "账号已停用" in client.get("/sign-in/").content.decode()
    assert not Session.objects.exists()


def test_a_new_password_between_the_steps_begins_anew(client, account):
    enter(client, account)
    Account.objects.filter(pk=account.pk).update(sessions_end_before=timezone.now())
    assert client.post(STEP, {"code": code(account.secret)}).headers["Location"] == "/sign-in/"
    assert not is_in(client)


# --- recovery codes --------------------------------------------------------------------------------------


def paper(account):
    now = timezone.now()
    return org.renew_codes(account, begun_at=now, by=account.ref, at=now)


def test_a_code_on_paper_is_good_once(client, account):
    first, *_ = paper(account)
    enter(client, account)
    assert client.post(STEP, {"code": f" {first.replace('-', ' ')} "}).headers["Location"] == "/"
    assert queries.recovery_codes(account).count() == 9
    assert verbs(account)[-2:] == ["org.recovery_code_used", "org.signed_in"]
    client.post("/sign-out/")
    enter(client, account)
    assert "已经用过" in client.post(STEP, {"code": first}).content.decode()
    assert not is_in(client)


def test_codes_of_an_older_set_and_of_others_are_void(client, account, cast, protected):
    old, *_ = paper(account)
    paper(account)
    protected(cast.leader.account)
    others, *_ = paper(cast.leader.account)
    enter(client, account)
    for typed in (old, others, "00000-00000"):
        assert client.post(STEP, {"code": typed}).status_code == 422
    assert queries.recovery_codes(account).count() == 10


# --- security keys ---------------------------------------------------------------------------------------


@pytest.fixture
def at_home(client):
    """A browser under a name for which keys can be made."""
    client.defaults["HTTP_HOST"] = "localhost"
    return client


def register(account, key):
    browser = client_of(account if account.person is None else account.person)
    browser.defaults["HTTP_HOST"] = "localhost"
    options = options_of(browser.get("/security/keys/new/").content.decode())
    return browser.post(
        "/security/keys/new/", {"name": f"第{SecurityKey.objects.count()}把", "answer": key.create(options)}
    )


def show(client, key, **changed):
    options = options_of(client.get(STEP).content.decode())
    return client.post(f"{STEP}key/", {"answer": key.get(options, **changed)})


def test_a_key_leads_on(at_home, account):
    key = Key()
    register(account, key)
    enter(at_home, account)
    assert show(at_home, key).headers["Location"] == "/"
    kept = SecurityKey.objects.get()
    assert (kept.count, kept.used_at is not None) == (1, True)
    assert verbs(account)[-2:] == ["org.password_accepted", "org.signed_in"]


def test_several_keys_are_as_good(at_home, account):
    first, second = Key(), Key()
    register(account, first)
    register(account, second)
    enter(at_home, account)
    assert show(at_home, second).status_code == 302


def test_a_key_of_another_account_is_refused(at_home, account, cast, protected):
    mine, theirs = Key(), Key()
    register(account, mine)
    protected(cast.leader.account)
    register(cast.leader.account, theirs)
    enter(at_home, account)
    answer = show(at_home, theirs)
    assert (answer.status_code, is_in(at_home)) == (422, False)
    assert "安全密钥验证没有通过" in answer.content.decode()
    assert verbs(account)[-1] == "org.sign_in_failed"


def test_a_copied_key_is_found_by_its_counter(at_home, account):
    key = Key()
    register(account, key)
    copy = key.copy()
    enter(at_home, account)
    show(at_home, key)
    at_home.post("/sign-out/")
    enter(at_home, account)
    answer = show(at_home, copy)
    assert (answer.status_code, is_in(at_home)) == (422, False)
    assert "可能被复制过" in answer.content.decode()
    assert verbs(account)[-2:] == ["org.key_doubted", "org.sign_in_failed"]


def test_an_answer_to_another_question_is_refused(at_home, account):
    key = Key()
    register(account, key)
    enter(at_home, account)
    options = options_of(at_home.get(STEP).content.decode())
    at_home.get(STEP)  # a new challenge takes its place
    assert at_home.post(f"{STEP}key/", {"answer": key.get(options)}).status_code == 422
    good = key.get(options_of(at_home.get(STEP).content.decode()))
    assert at_home.post(f"{STEP}key/", {"answer": good}).status_code == 302
    at_home.post("/sign-out/")
    enter(at_home, account)
    assert at_home.post(f"{STEP}key/", {"answer": good}).status_code == 422


@pytest.mark.parametrize("origin", ["https://localhost", "http://localhost:81", "http://evil.example"])
def test_an_answer_from_another_place_is_refused(at_home, account, origin):
    key = Key()
    register(account, key)
    enter(at_home, account)
    assert show(at_home, key, origin=origin).status_code == 422
    assert not is_in(at_home)


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "[]", "null", "x", json.dumps({"id": "a", "rawId": "a", "response": {}}), "9" * 20001, "[" * 9000],
)
def test_what_is_no_answer_is_refused(at_home, account, answer):
    register(account, Key())
    enter(at_home, account)
    assert at_home.post(f"{STEP}key/", {"answer": answer}).status_code == 422
    assert not is_in(at_home)


# --- administrators --------------------------------------------------------------------------------------


def test_an_administrator_without_a_factor_gets_no_further(client, cast, protected):
    account = cast.secadmin
    protected(account, telephone=False)
    assert enter(client, account).headers["Location"] == "/security/"
    assert "必须使用第二步验证" in client.get("/security/").content.decode()
    for elsewhere in ("/administration/", "/accounts/", "/roles/", "/", "/password/"):
        assert client.get(elsewhere).headers["Location"] == "/security/"
    assert client.post(f"/accounts/{account.pk}/sessions/").headers["Location"] == "/security/"
    assert client.get("/security/code/").status_code == 200


def test_a_demonstration_asks_its_administrators_for_nothing(client, cast):
    with transaction.atomic():
        trail.record("settings", "config.demonstration_planted", by="system", at=cast.at)
    answer = client.post("/sign-in/demonstration/", {"account": cast.secadmin.pk, "next": "/administration/"})
    assert answer.headers["Location"] == "/administration/"
    assert client.get("/administration/").status_code == 200


# --- what the office requires, and what was lost ---------------------------------------------------------


def test_the_office_may_ask_everybody(client, cast, protected):
    account = cast.finance_clerk.account
    protected(account, telephone=False)
    now = timezone.now()
    with transaction.atomic():
        values = queries.policy().values() | {"everyone_proves": True}
        org.guarding.set_policy(values, by=cast.secadmin.ref, at=now)
    assert enter(client, account).headers["Location"] == "/security/"
    assert client.get("/documents/").headers["Location"] == "/security/"


def test_who_lost_the_telephone_is_let_in_by_two_administrators(client, account, cast):
    client_of(cast.secadmin).post(f"/accounts/{account.pk}/factors/removal/")
    assert queries.has_factor(account), "one alone decides nothing"
    client_of(cast.sysadmin).post(f"/confirmations/{Confirmation.objects.get().pk}/settlement/", {"verdict": "agreed"})
    assert not queries.has_factor(account)
    assert not queries.recovery_codes(account).exists()
    assert verbs(account)[-1] == "org.factors_removed"
    job = Job.objects.get(task="zhongshu.portal.jobs.tell_of_removed_factors")
    for _ in range(2):  # a job comes at least once
        jobs.tell_of_removed_factors.func(*job.payload["args"])
    assert "已按程序解除您账号的第二步验证" in cast.registrar.notices.get().text
    assert enter(client, account).headers["Location"] == "/"
