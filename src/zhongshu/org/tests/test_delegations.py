"""Delegation: given for a while and taken back."""

from datetime import timedelta

import pytest

from zhongshu.org import actions, queries
from zhongshu.org.models import Delegation
from zhongshu.org.tests.conftest import NOW, TODAY, after, make_administrator, refused, written


def delegate(office, principal="li", to="zhao", **fields):
    given = {"begins_at": NOW, "ends_at": after(days=5), "by": office.people[principal].ref, "at": NOW}
    return actions.delegate(office.people[principal], to=office.people[to], **given | fields)


def test_a_delegation_is_made_by_the_principal(office):
    given = delegate(office, reason="外出培训")
    assert (given.made_by, given.made_at, given.reason) == (office.people["li"].ref, NOW, "外出培训")
    detail = {"delegation": given.pk, "principal": office.people["li"].pk, "delegate": office.people["zhao"].pk}
    assert written("org") == ("org.delegated", office.people["li"].ref, detail)
    assert list(queries.delegations_of(office.people["zhao"].pk)) == [given]


def test_the_security_administrator_delegates_for_somebody_who_cannot(office):
    assert delegate(office, by=office.secadmin.ref).made_by == office.secadmin.ref
    for by in (office.sysadmin.ref, office.people["zhao"].ref):
        with refused("只能由委托人本人或安全保密管理员"):
            delegate(office, to="qin", by=by)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends_at": NOW}, "结束时间应晚于开始时间"),
        ({"begins_at": after(days=-9), "ends_at": after(days=-1)}, "结束时间已过"),
        ({"ends_at": after(days=180, seconds=1)}, "一次委托最长180天"),
        ({"to": "li"}, "不能委托给本人"),
        ({"reason": "事" * 201}, "委托事由最多 200 字"),
    ],
)
def test_what_cannot_be_a_delegation_is_refused(office, fields, sentence):
    with refused(sentence):
        delegate(office, **fields)


def test_nothing_is_delegated_to_somebody_who_has_left(office):
    actions.leave(office.people["zhao"], on=TODAY, by=office.sysadmin.ref, at=NOW)
    with refused("赵明在委托开始之日已不在岗"):
        delegate(office)


def test_nothing_is_delegated_to_an_administrator(office, account):
    make_administrator(office, account)
    with refused("三员不得代办业务"):
        delegate(office, principal="wang", to="li")


def test_nothing_is_delegated_to_somebody_who_is_away(office):
    delegate(office, "zhao", "qin")
    with refused("赵明在此期间已把自己的工作委托给他人"):
        delegate(office, "li", "zhao", begins_at=after(days=4), ends_at=after(days=6))
    assert delegate(office, "li", "zhao", begins_at=after(days=5), ends_at=after(days=6))


def test_the_same_is_not_delegated_twice(office):
    delegate(office)
    with refused("此期间已委托给该人员"):
        delegate(office, begins_at=after(days=1))
    assert delegate(office, to="qin"), "two delegates may share the work"


def test_a_delegation_is_revoked_once_and_by_whoever_may(office):
    given, li = delegate(office), office.people["li"].ref
    with refused("只能由委托人本人或安全保密管理员"):
        actions.revoke(given, by=office.people["zhao"].ref, at=after(hours=1))
    actions.revoke(given, by=li, at=after(hours=1))
    assert Delegation.objects.get().revoked_by == li
    assert written("org") == ("org.delegation_revoked", li, {"delegation": given.pk})
    with refused("该委托已经结束"):
        actions.revoke(given, by=li, at=after(hours=2))
    assert delegate(office, begins_at=after(hours=2), at=after(hours=2))


def test_a_delegation_that_is_over_is_not_revoked(office):
    given = delegate(office, ends_at=after(hours=1))
    with refused("该委托已经结束"):
        actions.revoke(given, by=office.people["li"].ref, at=NOW + timedelta(hours=1))
