"""登录安全: setting up what is shown in the second step, taking it away, and where one is signed in."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as Kept
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.cast import client_of, unchanged

from zhongshu.notices.models import Notice
from zhongshu.org import actions as org
from zhongshu.org import queries
from zhongshu.org.models import RecoveryCode, SecurityKey, Session, TimeCode
from zhongshu.org.rules import devices, sealing
from zhongshu.portal.tests.conftest import code, enter, is_in, options_of
from zhongshu.portal.tests.hardware import Key
from zhongshu.trail.models import Entry

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0 Safari/537.36"


def verbs(account):
    return list(Entry.objects.filter(stream=f"account:{account.pk}").order_by("seq").values_list("verb", flat=True))


def browser_of(whom):
    browser = client_of(whom)
    browser.defaults["HTTP_HOST"] = "localhost"
    return browser


def stale(browser):
    session = browser.session
    session["begun"] = (timezone.now() - timedelta(minutes=11)).isoformat()
    session.save()


# --- the telephone ---------------------------------------------------------------------------------------


def secret_on(page):
    return re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")


def test_a_telephone_is_set_up_with_its_first_code(cast):
    browser, account = browser_of(cast.registrar), cast.registrar.account
    page = browser.get("/security/code/").content.decode()
    secret = secret_on(page)
    assert len(secret) == 32
    assert '<svg viewBox="' in page
    assert secret_on(browser.get("/security/code/").content.decode()) == secret
    done = browser.post("/security/code/", {"code": code(secret)}).content.decode()
    codes = re.findall(r"<code>(\d{5}-\d{5})</code>", done)
    assert len(set(codes)) == 10
    kept = TimeCode.objects.get(account=account, ended_at=None)
    assert secret.encode() not in bytes(kept.secret)
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    assert verbs(account) == ["org.time_code_set_up", "org.recovery_codes_made"]
    assert "已启用" in browser.get("/security/").content.decode()
    assert secret_on(browser.get("/security/code/").content.decode()) != secret


def test_a_wrong_first_code_sets_nothing_up(cast):
    browser = browser_of(cast.registrar)
    browser.get("/security/code/")
    with unchanged():
        answer = browser.post("/security/code/", {"code": "000000"})
    assert answer.status_code == 422
    assert "动态验证码不正确" in answer.content.decode()


def test_the_code_that_set_it_up_opens_nothing(client, cast, protected):
    account = cast.registrar.account
    protected(account)
    browser = browser_of(cast.registrar)
    secret = secret_on(browser.get("/security/code/").content.decode())
    now = code(secret)
    browser.post("/security/code/", {"code": now})
    enter(client, account)
    assert "已经用过" in client.post("/sign-in/second-step/", {"code": now}).content.decode()
    assert TimeCode.objects.filter(account=account, ended_at=None).count() == 1


def test_ten_minutes_after_signing_in_nothing_may_be_changed(cast, protected):
    account = cast.registrar.account
    protected(account)
    browser = browser_of(cast.registrar)
    stale(browser)
    assert "如需更改，请重新登录" in browser.get("/security/").content.decode()
    with unchanged():
        for address in ("code/removal/", "recovery-codes/"):
            assert browser.post(f"/security/{address}").headers["Location"] == "/security/"
        for address in ("code/", "keys/new/"):
            assert browser.get(f"/security/{address}").headers["Location"] == "/security/"
    assert "为确认是您本人" in browser.get("/security/").content.decode()


def test_a_telephone_is_taken_away(cast, protected):
    account = cast.registrar.account
    protected(account)
    browser = browser_of(cast.registrar)
    browser.post("/security/code/removal/")
    assert not queries.has_factor(account)
    assert not queries.recovery_codes(account).exists()
    assert verbs(account)[-1] == "org.time_code_removed"
    browser.post("/security/code/removal/")
    assert "已经取消" in browser.get("/security/").content.decode()


def test_an_administrator_keeps_one_factor(cast, protected):
    account = cast.secadmin
    protected(account)
    browser = browser_of(account)
    with unchanged():
        browser.post("/security/code/removal/")
    assert "必须保留一种" in browser.get("/security/").content.decode()
    options = options_of(browser.get("/security/keys/new/").content.decode())
    browser.post("/security/keys/new/", {"name": "抽屉", "answer": Key().create(options)})
    browser.post("/security/code/removal/")
    assert queries.time_code(account) is None
    key = SecurityKey.objects.get()
    with unchanged():
        browser.post(f"/security/keys/{key.pk}/removal/")


def test_setting_one_up_lets_an_administrator_on(client, cast, protected):
    account = cast.auditor
    protected(account, telephone=False)
    enter(client, account)
    secret = secret_on(client.get("/security/code/").content.decode())
    assert "恢复码" in client.post("/security/code/", {"code": code(secret)}).content.decode()
    assert client.get("/administration/").status_code == 200


def test_a_secret_of_another_row_does_not_open(cast, protected):
    sealed = sealing.seal("geheim", "time code of account 1")
    assert sealing.unseal(sealed, "time code of account 1") == "geheim"
    for wrong in (sealed[:-1] + b"x", b"", b"short"):
        with pytest.raises(sealing.NotOurs):
            sealing.unseal(wrong, "time code of account 1")
    with pytest.raises(sealing.NotOurs):
        sealing.unseal(sealed, "time code of account 2")


def test_recovery_codes_are_made_anew(cast, protected):
    account = cast.registrar.account
    protected(account)
    browser = browser_of(cast.registrar)
    old = set(queries.recovery_codes(account).values_list("digest", flat=True))
    page = browser.post("/security/recovery-codes/").content.decode()
    assert len(re.findall(r"<code>(\d{5}-\d{5})</code>", page)) == 10
    assert "只在本页显示一次" in page
    assert not old & set(queries.recovery_codes(account).values_list("digest", flat=True))
    assert verbs(account)[-1] == "org.recovery_codes_made"


# --- keys ------------------------------------------------------------------------------------------------


def register(browser, key, name="抽屉", **changed):
    options = options_of(browser.get("/security/keys/new/").content.decode())
    return browser.post("/security/keys/new/", {"name": name, "answer": key.create(options, **changed)})


def test_a_key_is_registered_and_removed(cast):
    browser, account = browser_of(cast.registrar), cast.registrar.account
    assert "恢复码" in register(browser, Key(), "  随身  携带的 ").content.decode()
    key = SecurityKey.objects.get()
    assert (key.name, key.host, key.account) == ("随身 携带的", "localhost", account)
    assert "随身 携带的" in browser.get("/security/").content.decode()
    assert register(browser, Key(), "另一把").headers["Location"] == "/security/"
    browser.post(f"/security/keys/{key.pk}/removal/")
    key.refresh_from_db()
    assert key.ended_by == account.ref
    assert [one.name for one in queries.security_keys(account)] == ["另一把"]
    assert verbs(account)[-3:] == ["org.recovery_codes_made", "org.key_registered", "org.key_removed"]


@pytest.mark.parametrize(
    ("name", "sentence"), [("", "请填写密钥名称"), ("抽屉", "同名"), ("x" * 41, "40"), ("  ", "请填写密钥名称")]
)
def test_a_key_needs_a_name_of_its_own(cast, name, sentence):
    browser = browser_of(cast.registrar)
    register(browser, Key())
    with unchanged():
        answer = register(browser, Key(), name)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_key_is_registered_once(cast):
    key = Key()
    register(browser_of(cast.registrar), key)
    with unchanged():
        assert "已经登记过" in register(browser_of(cast.leader), key).content.decode()


@pytest.mark.parametrize("origin", ["https://localhost", "http://evil.example"])
def test_a_key_made_elsewhere_is_refused(cast, origin):
    with unchanged():
        answer = register(browser_of(cast.registrar), Key(), origin=origin)
    assert "安全密钥验证没有通过" in answer.content.decode()


def test_one_removes_no_key_of_somebody_else(cast):
    register(browser_of(cast.registrar), Key())
    with unchanged():
        answer = browser_of(cast.leader).post(f"/security/keys/{SecurityKey.objects.get().pk}/removal/")
    assert answer.status_code == 404


@pytest.mark.parametrize("host", ["testserver", "127.0.0.1"])
def test_where_no_key_can_be_made_it_is_said(cast, host):
    browser = browser_of(cast.registrar)
    browser.defaults["HTTP_HOST"] = host
    assert "不能登记安全密钥" in browser.get("/security/").content.decode()
    assert "不能登记安全密钥" in browser.get("/security/keys/new/").content.decode()


# --- devices ---------------------------------------------------------------------------------------------


@pytest.fixture
def account(cast, protected):
    """The registrar's account with a password alone."""
    found = cast.registrar.account
    protected(found, telephone=False)
    return found


def browser(account, agent=WINDOWS):
    made = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR="10.1.2.3")
    enter(made, account)
    return made


def test_the_list_says_where_one_is_signed_in(account):
    here = browser(account)
    browser(account, "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) Version/16.0 Mobile/15E148 Safari/604.1")
    page = here.get("/security/").content.decode()
    assert "Windows 电脑，Chrome 浏览器" in page
    assert "苹果手机，Safari 浏览器" in page
    assert "10.1.2.3" in page
    assert page.count("本机</span>") == 1


def test_one_device_is_signed_out_at_once(account):
    here, there = browser(account), browser(account)
    other = Session.objects.latest("id")
    here.post(f"/security/sessions/{other.pk}/ending/")
    assert there.get("/").headers["Location"].startswith("/sign-in/")
    assert "已在别处结束" in there.get("/sign-in/").content.decode()
    assert here.get("/").status_code == 200
    other.refresh_from_db()
    assert other.ended_by == account.ref
    assert verbs(account)[-1] == "org.session_ended"
    with unchanged():
        here.post(f"/security/sessions/{other.pk}/ending/")
    assert "已经下线" in here.get("/security/").content.decode()


def test_all_others_are_signed_out(account):
    here, *others = (browser(account) for _ in range(3))
    here.post("/security/sessions/ending/")
    assert "2台" in here.get("/security/").content.decode()
    assert [one.get("/").status_code for one in others] == [302, 302]
    assert verbs(account)[-1] == "org.other_sessions_ended"


def test_administrators_sign_out_one_device_or_all(account, cast):
    first, second = browser(account), browser(account)
    page = client_of(cast.sysadmin).get(f"/accounts/{account.pk}/").content.decode()
    assert page.count("Windows 电脑，Chrome 浏览器") >= 2
    row = Session.objects.order_by("id").first()
    client_of(cast.sysadmin).post(f"/accounts/{account.pk}/sessions/{row.pk}/ending/")
    assert (first.get("/").status_code, second.get("/").status_code) == (302, 200)
    client_of(cast.secadmin).post(f"/accounts/{account.pk}/sessions/")
    assert second.get("/").status_code == 302
    assert not queries.open_sessions(account, timezone.now()).exists()
    last = Entry.objects.filter(stream=f"account:{account.pk}").latest("seq")
    assert (last.verb, last.by) == ("org.sessions_ended", cast.secadmin.ref)


def test_nobody_else_signs_anybody_out(account, cast):
    browser(account)
    row = Session.objects.get()
    with unchanged():
        assert client_of(cast.leader).post(f"/security/sessions/{row.pk}/ending/").status_code == 404
        assert client_of(cast.auditor).post(f"/accounts/{account.pk}/sessions/{row.pk}/ending/").status_code == 403


def test_a_new_device_is_told_and_a_known_one_is_not(account, cast):
    here = browser(account)
    told = Notice.objects.filter(person=cast.registrar, about=f"account:{account.pk}")
    assert not told.exists(), "the first device of all is nobody's surprise"
    here.post("/sign-out/")
    enter(here, account)
    assert not told.exists()
    browser(account)
    assert "新设备上登录（Windows 电脑，Chrome 浏览器）" in told.get().text
    assert told.get().link == "/security/"
    assert verbs(account)[-1] == "org.device_seen_first"


def test_signing_out_ends_the_row(account):
    here = browser(account)
    here.post("/sign-out/")
    assert Session.objects.get().ended_by == account.ref
    assert verbs(account)[-1] == "org.signed_out"


def test_last_use_is_noted_once_a_minute(account, django_assert_num_queries):
    here = browser(account)
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    with django_assert_num_queries(2):  # the session and who it belongs to: the row beside it costs no page anything
        here.get("/sign-in/")
    before = Session.objects.get().seen_at
    session = here.session
    session["seen"] = (timezone.now() - timedelta(minutes=2)).isoformat()
    session.save()
    here.get("/security/")
    assert Session.objects.get().seen_at > before


def test_the_key_of_a_session_is_nowhere_in_the_database(account):
    key = browser(account).session.session_key
    assert not Kept.objects.filter(session_key=key).exists()
    assert Kept.objects.filter(session_key=devices.digest(key)).exists()
    assert Session.objects.get().key == devices.digest(key)


def test_the_session_of_a_leaver_is_over(account, cast):
    here, now = browser(account), timezone.now()
    with transaction.atomic():
        org.people.leave(cast.registrar, on=queries.local_day(now), by="system", at=now)
    assert here.get("/").headers["Location"].startswith("/sign-in/")
    assert not queries.open_sessions(type(account).objects.get(pk=account.pk), timezone.now()).exists()
    assert "账号已停用" in enter(here, account).content.decode()
    assert not is_in(here)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Windows 电脑，Chrome 浏览器"),
        ("Mozilla/5.0 (X11; Linux x86_64; UOS) Chrome/87.0", "统信电脑，Chrome 浏览器"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:60.0) Gecko/20100101 Firefox/60.0", "Linux 电脑，Firefox 浏览器"),
        ("Mozilla/5.0 (Linux; Android 12; Pixel) Mobile Safari MicroMessenger/8.0", "安卓手机，微信"),
        ("Mozilla/5.0 (Windows NT 6.1) Chrome/86.0 Safari/537.36 360SE", "Windows 电脑，360 浏览器"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Windows 电脑，Edge 浏览器"),
        ("", "未知设备，未知浏览器"),
        ("curl/8", "未知设备，未知浏览器"),
    ],
)
def test_devices_are_named_in_plain_words(agent, words):
    assert devices.describe(agent) == words


def test_what_is_a_year_old_is_forgotten(account):
    browser(account)
    now = timezone.now()
    Session.objects.update(began_at=now - timedelta(days=366))
    Kept.objects.update(expire_date=now - timedelta(days=1))
    assert org.sessions.sweep(at=now) == 1
    assert not Kept.objects.exists()
