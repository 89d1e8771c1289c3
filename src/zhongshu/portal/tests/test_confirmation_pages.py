"""What needs two administrators: asked for, agreed to, declined, withdrawn, expired; and the security policy."""

from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.utils import timezone
from tests.cast import unchanged

from zhongshu.org import queries
from zhongshu.org.models import Account, Administrator, Confirmation, FailedSignIn, SecurityPolicy
from zhongshu.org.rules import policies
from zhongshu.trail import queries as trail


@pytest.fixture
def keeper(cast):
    return cast.client(cast.sysadmin)


@pytest.fixture
def guard(cast):
    return cast.client(cast.secadmin)


def asked_for(browser, **changed):
    given = {**policies.DEFAULT.values(), **changed}
    given.pop("everyone_proves")
    return browser.post("/security-policy/", given)


def settle(browser, verdict="agreed"):
    return browser.post(f"/confirmations/{Confirmation.objects.latest('id').pk}/settlement/", {"verdict": verdict})


def test_the_policy_is_changed_by_two_and_holds_at_once(cast, guard, keeper):
    assert asked_for(guard, length=12, lock=30).status_code == 302
    assert queries.policy() == policies.DEFAULT
    assert "口令最短长度由8位改为12位；锁定时间由15分钟改为30分钟" in keeper.get("/confirmations/").content.decode()
    assert "口令最短长度由8位改为12位" in guard.get("/security-policy/").content.decode()
    with unchanged():
        assert "自己提出的操作不能由自己复核" in settle(guard).content.decode()
    settle(keeper)
    assert (queries.policy().length, queries.policy().lock) == (12, 30)
    row = SecurityPolicy.objects.get()
    assert row.set_by == cast.secadmin.ref
    verbs = [(entry.verb, entry.by) for entry in trail.entries("org")][-3:]
    assert verbs == [
        ("org.confirmation_asked", cast.secadmin.ref),
        ("org.confirmation_agreed", cast.sysadmin.ref),
        ("org.policy_set", cast.secadmin.ref),
    ]
    clerk = cast.finance_clerk.account
    clerk.password = hashers.make_password("Old-one-1")
    clerk.save()
    browser = cast.client(cast.finance_clerk)
    new = {"old": "Old-one-1", "new": "Short-1-x", "again": "Short-1-x"}
    assert "口令应为12至128位" in browser.post("/password/", new).content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"length": 7}, "口令最短长度应在8至32位之间"),
        ({"failures": 11}, "连续输错几次锁定账号应在3至10次之间"),
        ({"idle": 31}, "无操作自动退出应在5至30分钟之间"),
        ({"lock": ""}, "请填写锁定时间"),
        ({"addresses": "甲"}, "“甲”不是地址或网段"),
        ({"addresses": "10.0.0.0/8"}, "名单中没有您现在使用的地址 127.0.0.1"),
        ({}, "安全策略没有变化"),
    ],
)
def test_a_policy_below_the_standard_or_that_locks_out_is_refused(cast, guard, changed, sentence):
    with unchanged():
        response = asked_for(guard, **changed)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_administrators_come_only_from_where_they_may(cast, guard, keeper):
    asked_for(guard, addresses="127.0.0.0/8\n192.168.1.5")
    settle(keeper)
    guard.get("/administration/")
    assert guard.get("/administration/").status_code == 200
    assert guard.get("/administration/", REMOTE_ADDR="192.168.1.6").headers["Location"].startswith("/sign-in/")
    clerk = cast.client(cast.finance_clerk)
    assert clerk.get("/", REMOTE_ADDR="192.168.1.6").status_code == 200
    Account.objects.filter(pk=cast.auditor.pk).update(password=hashers.make_password("Right-one-1"))
    given = {"login": "auditor", "password": "Right-one-1"}
    refused = cast.client(cast.finance_clerk)
    refused.post("/sign-out/")
    shown = refused.post("/sign-in/", given, REMOTE_ADDR="192.168.1.6").content.decode()
    assert "管理员只能在规定的地址登录" in shown


def test_idle_and_long_sessions_end_by_the_policy(cast, guard, keeper):
    asked_for(guard, idle=5)
    settle(keeper)
    keeper.get("/administration/")  # each process learns of it with its next page
    browser = cast.client(cast.finance_clerk)
    session = browser.session
    session["seen"] = (timezone.now() - timedelta(minutes=6)).isoformat()
    session.save()
    assert browser.get("/").headers["Location"].startswith("/sign-in/")


def test_declined_withdrawn_and_expired_operations_do_nothing(cast, guard, keeper):
    asked_for(guard, lock=30)
    settle(keeper, "declined")
    asked_for(guard, lock=30)
    asked = Confirmation.objects.latest("id")
    with unchanged():
        assert "无须重复提出" in asked_for(guard, lock=30).content.decode()
        assert "只能撤回自己提出" in keeper.post(f"/confirmations/{asked.pk}/withdrawal/").content.decode()
    guard.post(f"/confirmations/{asked.pk}/withdrawal/")
    with unchanged():
        assert "此项操作已经撤回" in settle(keeper).content.decode()
    asked_for(guard, lock=30)
    Confirmation.objects.filter(verdict="").update(expires_at=timezone.now())
    with unchanged():
        assert "已超过复核期限" in settle(keeper).content.decode()
    assert queries.policy() == policies.DEFAULT
    shown = keeper.get("/confirmations/").content.decode()
    assert "已过期" in shown and "不同意" in shown and "撤回" in shown
    assert asked_for(guard, lock=30).status_code == 302


def test_whom_it_concerns_does_not_agree_to_it(cast, guard, keeper):
    now = timezone.now()
    FailedSignIn.objects.bulk_create(FailedSignIn(account=cast.sysadmin, at=now) for _ in range(5))
    guard.post(f"/accounts/{cast.sysadmin.pk}/unlocking/")
    with unchanged():
        assert "涉及本人账号的操作不能由本人复核" in settle(keeper).content.decode()
    settle(cast.client(cast.auditor))
    assert not FailedSignIn.objects.filter(forgiven_at=None).exists()


def test_what_was_asked_by_who_has_left_office_is_not_carried_out(cast, guard, keeper):
    asked_for(guard, length=12)
    Administrator.objects.filter(account=cast.secadmin).update(ended_at=timezone.now())
    with unchanged():
        assert "已不再担任安全保密管理员" in settle(keeper).content.decode()
    assert settle(keeper, "declined").status_code == 302
    assert (Confirmation.objects.get().verdict, queries.policy()) == ("declined", policies.DEFAULT)


def test_what_waits_is_counted_on_the_first_page(cast, guard, keeper):
    asked_for(guard, lock=30)
    for browser in (guard, keeper, cast.client(cast.auditor)):
        shown = browser.get("/administration/").content.decode()
        assert "待复核操作</span><b>1</b>" in shown


def test_what_can_no_longer_be_done_is_said_when_it_is_agreed_to(cast, guard, keeper):
    fresh = Account.objects.create(
        login="zhong", display_name="钟明", created_by="system", created_at=cast.at, activated_at=cast.at
    )
    guard.post(f"/accounts/{fresh.pk}/office/", {"role": "auditor"})
    Account.objects.filter(pk=fresh.pk).update(disabled_at=cast.at)
    with unchanged():
        assert "该账号没有启用" in settle(keeper).content.decode()
    assert not Administrator.objects.filter(account=fresh).exists()
