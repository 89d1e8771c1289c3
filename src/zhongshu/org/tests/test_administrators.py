"""The three administrators and the first set-up."""

import pytest
from django.contrib.auth import hashers
from django.db import IntegrityError, transaction

from zhongshu.org import actions, queries
from zhongshu.org.models import Account, Administrator, Unit
from zhongshu.org.tests.conftest import NOW, START, TODAY, after, make_administrator, refused, written
from zhongshu.trail import queries as trail


@pytest.mark.django_db
def test_an_empty_system_is_set_up_with_three_administrators():
    first = actions.bootstrap("中共云河县委办公室", short_name="县委办", number_code="云委办", at=NOW)
    organ = Unit.objects.get()
    assert (first.organ, organ.kind, organ.code, organ.number_code) == (organ, "organ", "1", "云委办")
    assert [(login, title) for login, title, _ in first.sheets] == [
        ("sysadmin", "系统管理员"),
        ("secadmin", "安全保密管理员"),
        ("auditor", "安全审计员"),
    ]
    for login, _, password in first.sheets:
        account = Account.objects.get(login=login)
        assert hashers.check_password(password, account.password)
        assert account.is_active and account.must_change_password
        assert queries.administrator_role(account) == login
    assert [row.role for row in queries.administrators()] == ["sysadmin", "secadmin", "auditor"]
    assert list(trail.verify()) == []


def test_a_second_set_up_is_refused(office):
    with refused("系统里已有机关或账号"):
        actions.bootstrap("云河县人民政府办公室", at=NOW)


def test_an_administrator_is_made_by_the_security_administrator(office, account):
    made = make_administrator(office, account)
    assert (made.given_by, made.given_at) == (office.secadmin.ref, NOW)
    detail = {"account": account.pk, "role": "auditor"}
    assert written("org") == ("org.administrator_made", office.secadmin.ref, detail)
    with refused("只能由安全保密管理员提出"):
        make_administrator(office, account, by=office.sysadmin.ref)


def test_no_account_has_two_of_the_three(office, account):
    make_administrator(office, account)
    with refused("该账号已是安全审计员，一个账号不得兼任三员中的两员"):
        make_administrator(office, account, role="sysadmin")
    with refused("不能对自己的账号办理"):
        make_administrator(office, office.secadmin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Administrator.objects.create(account=account, role="sysadmin", given_by="system", given_at=NOW)


def test_no_person_has_two_of_the_three_by_two_accounts(office, account):
    Account.objects.filter(pk=office.sysadmin.pk).update(display_name="李雪梅")
    with refused("同名人员已任系统管理员，不得再任安全审计员"):
        make_administrator(office, account)


def test_whoever_has_business_is_no_administrator(office, account):
    given = {"on": START, "by": office.secadmin.ref, "at": NOW}
    role = actions.give_role(office.posts["registry"].holder, "registrar", office.units["office"], **given)
    with refused("李雪梅不能同时担任三员和业务角色"):
        make_administrator(office, account)
    actions.end_role(role, **given | {"on": TODAY})
    charge = actions.put_in_charge(office.people["li"], office.units["general"], **given)
    with refused("李雪梅不能同时担任三员和业务角色"):
        make_administrator(office, account)
    actions.end_charge(charge, **given | {"on": TODAY})
    assert make_administrator(office, account)


def test_an_account_out_of_use_has_no_powers(office, account):
    actions.disable_account(account, by=office.sysadmin.ref, at=NOW)
    account.refresh_from_db()
    with refused("该账号没有启用"):
        make_administrator(office, account)


def test_an_office_ends_but_not_that_of_the_last(office, account):
    last = Administrator.objects.get(account=office.auditor)
    given = {"by": office.secadmin.ref, "at": after(hours=1)}
    with refused("这是唯一的安全审计员"):
        actions.end_administrator(last, **given)
    make_administrator(office, account)
    actions.end_administrator(last, **given)
    assert (last.ended_by, last.ended_at) == (office.secadmin.ref, after(hours=1))
    assert queries.administrator_role(office.auditor) == ""
    assert written("org")[0] == "org.administrator_ended"
    assert written(f"account:{office.auditor.pk}")[0] == "org.sessions_ended"
    with refused("该管理员已被解除"):
        actions.end_administrator(last, **given)


def test_the_powers_of_a_disabled_account_are_gone(office, account):
    made = make_administrator(office, account, role="sysadmin")
    Account.objects.filter(pk=made.account_id).update(disabled_at=NOW)
    with refused("只能由系统管理员办理"):
        actions.end_unit(office.units["town"], on=TODAY, by=account.ref, at=NOW)
