"""Accounts: made by one, activated by another; disabled, unlocked, signed out; the three administrators."""

import re

import pytest
from django.contrib.auth import hashers
from django.urls import reverse
from django.utils import timezone
from tests.cast import unchanged

from zhongshu.org.models import Account, Administrator, Confirmation, FailedSignIn
from zhongshu.org.rules import policies
from zhongshu.trail import queries as trail


def last(account: Account) -> tuple[str, str]:
    entry = trail.entries(f"account:{account.pk}").last()
    return entry.verb, entry.by


@pytest.fixture
def keeper(cast):
    return cast.client(cast.sysadmin)


@pytest.fixture
def guard(cast):
    return cast.client(cast.secadmin)


@pytest.fixture
def clerk(cast):
    return Account.objects.get(person=cast.finance_clerk)


@pytest.fixture
def fresh(cast, keeper):
    """An account made by 系统管理员 and not yet activated."""
    keeper.post(reverse("account_creation"), {"login": "newcomer", "display_name": "钟明"})
    return Account.objects.get(login="newcomer")


def test_one_makes_an_account_and_another_activates_it(cast, keeper, guard, fresh):
    assert last(fresh) == ("org.account_created", cast.sysadmin.ref)
    assert "待启用" in guard.get("/accounts/?state=waiting").content.decode()
    assert guard.post(reverse("account_activation", args=[fresh.pk])).headers["Location"] == f"/accounts/{fresh.pk}/"
    fresh.refresh_from_db()
    assert fresh.is_active
    assert last(fresh) == ("org.account_activated", cast.secadmin.ref)


def test_whoever_made_an_account_does_not_activate_it(cast, guard, fresh):
    Account.objects.filter(pk=fresh.pk).update(created_by=cast.secadmin.ref)
    with unchanged():
        response = guard.post(reverse("account_activation", args=[fresh.pk]))
    assert response.status_code == 422
    assert "创建账号和启用账号须由两人分别办理" in response.content.decode()


def test_a_reset_password_is_shown_once_and_ends_the_session(cast, keeper, clerk):
    theirs = cast.client(cast.finance_clerk)
    response = keeper.post(reverse("account_password", args=[clerk.pk]))
    password = re.search(r"<code>(.+?)</code>", response.content.decode())[1]
    clerk.refresh_from_db()
    assert hashers.check_password(password, clerk.password)
    assert last(clerk) == ("org.password_reset", cast.sysadmin.ref)
    assert theirs.get("/").headers["Location"].startswith("/sign-in/")


def settle(browser, verdict="agreed"):
    asked = Confirmation.objects.latest("id")
    return browser.post(reverse("confirmation_settlement", args=[asked.pk]), {"verdict": verdict})


def test_no_administrator_takes_over_another_alone(cast, keeper, guard):
    keeper.post(reverse("account_password", args=[cast.auditor.pk]))
    with unchanged():
        assert "自己提出的操作不能由自己复核" in settle(keeper).content.decode()
    before = Account.objects.get(pk=cast.auditor.pk).password
    shown = settle(guard)
    (password,) = re.findall(r"[A-Za-z0-9]{4}(?:-[A-Za-z0-9]{4}){2}", shown.content.decode())
    now = Account.objects.get(pk=cast.auditor.pk)
    assert now.password != before and hashers.check_password(password, now.password)
    assert last(cast.auditor) == ("org.password_reset", cast.sysadmin.ref)


def test_a_disabled_account_is_out_at_once(cast, keeper, clerk):
    theirs = cast.client(cast.finance_clerk)
    assert theirs.get("/").status_code == 200
    keeper.post(reverse("account_disabling", args=[clerk.pk]))
    assert theirs.get("/").headers["Location"].startswith("/sign-in/")
    assert last(clerk) == ("org.account_disabled", cast.sysadmin.ref)
    with unchanged():
        again = keeper.post(reverse("account_disabling", args=[clerk.pk]))
    assert "该账号已停用" in again.content.decode()


def test_sessions_are_ended_by_force(cast, guard, clerk):
    theirs = cast.client(cast.finance_clerk)
    guard.post(reverse("account_sessions", args=[clerk.pk]))
    assert theirs.get("/").headers["Location"].startswith("/sign-in/")
    assert last(clerk) == ("org.sessions_ended", cast.secadmin.ref)


def test_a_locked_account_is_unlocked_and_another_refused(cast, guard, clerk):
    url = reverse("account_unlocking", args=[clerk.pk])
    with unchanged():
        assert "没有被锁定" in guard.post(url).content.decode()
    now = timezone.now()
    FailedSignIn.objects.bulk_create(FailedSignIn(account=clerk, at=now) for _ in range(policies.DEFAULT.failures))
    assert "已锁定" in guard.get(f"/accounts/{clerk.pk}/").content.decode()
    guard.post(url)
    assert not FailedSignIn.objects.filter(forgiven_at=None).exists()
    assert last(clerk) == ("org.account_unlocked", cast.secadmin.ref)


def test_an_administrator_is_made_and_ended(cast, guard, keeper, fresh):
    url = reverse("account_office", args=[fresh.pk])
    with unchanged():
        assert "该账号没有启用" in guard.post(url, {"role": "auditor"}).content.decode()
    guard.post(reverse("account_activation", args=[fresh.pk]))
    guard.post(url, {"role": "auditor"})
    assert not Administrator.objects.filter(account=fresh).exists()
    settle(keeper)
    made = Administrator.objects.get(account=fresh)
    assert (made.role, made.given_by) == ("auditor", cast.secadmin.ref)
    assert "钟明" in guard.get("/administrators/").content.decode()
    guard.post(reverse("administrator_ending", args=[made.pk]))
    made.refresh_from_db()
    assert made.ended_by == cast.secadmin.ref
    assert trail.entries("org").last().verb == "org.administrator_ended"


def test_an_administrator_sees_no_business_of_the_person_behind_the_account(cast, guard, keeper):
    document = cast.walk(cast.document(), to="handling")
    browser, url = cast.client(cast.finance_chief), f"/matters/{document.pk}/"
    assert browser.get(url).status_code == 200
    guard.post(reverse("account_office", args=[cast.finance_chief.account.pk]), {"role": "auditor"})
    settle(keeper)
    assert browser.get(url).headers["Location"] == f"/sign-in/?next={url}"
    assert cast.client(cast.finance_chief).get(url).status_code == 403
    assert cast.client(cast.finance_chief).get("/").headers["Location"] == "/administration/"


def test_no_account_holds_two_of_the_three_roles(cast, guard, keeper, fresh):
    url = reverse("account_office", args=[fresh.pk])
    guard.post(reverse("account_activation", args=[fresh.pk]))
    guard.post(url, {"role": "auditor"})
    settle(keeper)
    with unchanged():
        response = guard.post(url, {"role": "sysadmin"})
    assert response.status_code == 422
    assert "该账号已是安全审计员，一个账号不得兼任三员中的两员" in response.content.decode()


def test_whoever_does_business_is_no_administrator(cast, guard):
    account = Account.objects.get(person=cast.office_head)
    with unchanged():
        response = guard.post(reverse("account_office", args=[account.pk]), {"role": "auditor"})
    assert "不能同时担任三员和业务角色" in response.content.decode()


def test_the_last_of_a_kind_stays(cast, guard):
    last_auditor = Administrator.objects.get(role="auditor")
    with unchanged():
        response = guard.post(reverse("administrator_ending", args=[last_auditor.pk]), follow=True)
    assert "这是唯一的安全审计员，请先指定接任者。" in response.content.decode()


def test_the_list_costs_the_same_however_long(cast, keeper, django_assert_num_queries):
    keeper.get("/accounts/")
    with django_assert_num_queries(8):
        keeper.get("/accounts/")
    Account.objects.bulk_create(
        Account(login=f"x{n}", display_name=f"甲{n}", created_by="system", created_at=timezone.now()) for n in range(60)
    )
    with django_assert_num_queries(8):
        shown = keeper.get("/accounts/?q=甲").content.decode()
    assert "共60个账号，第1页，共2页" in shown
