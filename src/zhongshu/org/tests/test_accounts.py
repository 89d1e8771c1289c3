"""Accounts: made by one, activated by another; disabled, unlocked, passwords."""

from itertools import pairwise

import pytest
from django.contrib.auth import hashers

from zhongshu.org import actions, queries
from zhongshu.org.models import Account, PastPassword
from zhongshu.org.rules import passwords
from zhongshu.org.tests.conftest import NOW, PASSWORD, TODAY, after, refused, written


def create(office, **fields):
    given = {"login": "wjg", "person": office.people["wang"], "by": office.sysadmin.ref, "at": NOW}
    return actions.create_account(**given | fields)


def test_an_account_comes_with_a_one_time_password_and_is_not_yet_active(office):
    account, password = create(office)
    assert hashers.check_password(password, account.password)
    assert (account.display_name, account.is_active, account.must_change_password) == ("王建国", False, True)
    assert passwords.must_change(account, NOW)
    wang = office.people["wang"]
    stream = f"account:{account.pk}"
    assert written(stream) == ("org.account_created", office.sysadmin.ref, {"person": wang.pk})
    assert account.ref == wang.ref
    assert queries.find_account(" ＷＪＧ ") == queries.account_of(wang.ref) == account
    assert queries.account_of("system") is queries.account_of("account:x") is queries.find_account("\x00") is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"login": "admin"}, "常见的默认账号名"),
        ({"login": "a b"}, "账号应为2至64个汉字、字母、数字"),
        ({"login": "auditor"}, "账号“auditor”已被使用"),
        ({"login": "AUDITOR"}, "账号“auditor”已被使用"),
    ],
)
def test_what_cannot_be_a_login_is_refused(office, fields, sentence):
    with refused(sentence):
        create(office, **fields)


def test_nobody_has_two_accounts_or_one_after_leaving(office):
    create(office)
    with refused("王建国已有账号，一人只能有一个账号"):
        create(office, login="wjg2")
    actions.leave(office.people["zhao"], on=TODAY, by=office.sysadmin.ref, at=NOW)
    with refused("赵明已离岗，不能开设账号"):
        create(office, login="zm", person=office.people["zhao"])


def test_whoever_makes_an_account_does_not_activate_it(office):
    account, _ = create(office)
    with refused("只能由安全保密管理员办理"):
        actions.activate_account(account, by=office.sysadmin.ref, at=NOW)
    Account.objects.filter(pk=account.pk).update(created_by=office.secadmin.ref)
    with refused("创建账号和启用账号须由两人分别办理"):
        actions.activate_account(account, by=office.secadmin.ref, at=NOW)
    Account.objects.filter(pk=account.pk).update(created_by=office.sysadmin.ref)
    actions.activate_account(account, by=office.secadmin.ref, at=NOW)
    assert Account.objects.get(pk=account.pk).is_active
    assert written(f"account:{account.pk}") == ("org.account_activated", office.secadmin.ref, {})
    with refused("该账号已在使用"):
        actions.activate_account(account, by=office.secadmin.ref, at=NOW)


def test_a_disabled_account_loses_its_sessions_and_may_come_back(office, account):
    actions.disable_account(account, by=office.sysadmin.ref, at=after(hours=1))
    account.refresh_from_db()
    assert not passwords.session_holds(account, begun_at=after(minutes=59))
    assert written(f"account:{account.pk}") == ("org.account_disabled", office.sysadmin.ref, {})
    with refused("该账号已停用，无须重复停用"):
        actions.disable_account(account, by=office.sysadmin.ref, at=after(hours=2))
    actions.activate_account(account, by=office.secadmin.ref, at=after(hours=3))
    account.refresh_from_db()
    assert not passwords.session_holds(account, begun_at=after(minutes=59))
    assert passwords.session_holds(account, begun_at=after(hours=3))


def test_administrators_in_office_are_not_disabled(office):
    with refused("不能对自己的账号办理此项操作"):
        actions.disable_account(office.sysadmin, by=office.sysadmin.ref, at=NOW)
    with refused("该账号是安全审计员"):
        actions.disable_account(office.auditor, by=office.sysadmin.ref, at=NOW)


def test_sessions_are_ended_by_force(office, account):
    actions.end_sessions(account, by=office.secadmin.ref, at=after(hours=1))
    assert not passwords.session_holds(account, begun_at=after(minutes=59))
    assert passwords.session_holds(account, begun_at=after(hours=1))
    assert written(f"account:{account.pk}")[0] == "org.sessions_ended"


def test_a_forgotten_password_is_replaced_for_once(office, account):
    password = actions.reset_password(account, by=office.sysadmin.ref, at=after(hours=1))
    account.refresh_from_db()
    assert hashers.check_password(password, account.password)
    assert passwords.must_change(account, after(hours=1))
    assert not passwords.session_holds(account, begun_at=after(minutes=59))
    assert written(f"account:{account.pk}") == ("org.password_reset", office.sysadmin.ref, {})


def test_no_administrator_takes_over_the_account_of_another(office):
    with refused("安全保密管理员的口令须经另一位管理员复核后重置"):
        actions.reset_password(office.secadmin, by=office.sysadmin.ref, at=NOW)
    assert actions.reset_password(office.secadmin, by="system", at=NOW)


def change(account, new, old=PASSWORD, at=None):
    actions.change_password(account, old=old, new=new, at=at or after(hours=1))


def test_a_password_is_changed_and_kept_in_the_history(account):
    change(account, "Qiuyue-2026")
    account.refresh_from_db()
    assert hashers.check_password("Qiuyue-2026", account.password)
    assert not passwords.must_change(account, after(hours=1))
    assert PastPassword.objects.filter(account=account).count() == 2
    assert written(f"account:{account.pk}") == ("org.password_changed", account.ref, {})


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("Ab1-xyz", "口令应为8至128位，现有7位"),
        ("Ab1-" * 40, "口令应为8至128位，现有160位"),
        ("abcdefg1", "至少三类"),
        ("ABCD12345", "至少三类"),
        ("Lixuemei-1", "不能含有账号或姓名"),
        ("李雪梅Ab12345", "不能含有账号或姓名"),
        ("Abc-1234\x07", "看不见的控制字符"),
        (PASSWORD, "最近5次用过的口令相同"),
    ],
)
def test_a_weak_password_is_refused(account, new, sentence):
    with refused(sentence):
        change(account, new)


def test_a_password_is_not_changed_without_the_present_one(account):
    with refused("原口令不正确"):
        change(account, "Qiuyue-2026", old="Chunfeng-2025")


def test_the_last_five_passwords_are_not_used_again(account):
    used = [PASSWORD, *(f"Qiuyue-{number}" for number in range(1, 6))]
    for hours, (old, new) in enumerate(pairwise(used), 1):
        change(account, new, old=old, at=after(hours=hours))
        account.refresh_from_db()
    assert PastPassword.objects.filter(account=account).count() == 5
    with refused("最近5次"):
        change(account, used[1], old=used[-1], at=after(hours=9))
    change(account, PASSWORD, old=used[-1], at=after(hours=9))


def test_a_password_grows_old_after_ninety_days(account):
    assert not passwords.must_change(account, after(days=90))
    assert passwords.must_change(account, after(days=90, seconds=1))


def test_one_time_passwords_keep_the_rules_themselves():
    made = {passwords.one_time() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        passwords.check(password, login="lixuemei", name="李雪梅")
