"""Delegation: by oneself, or by 安全保密管理员 for somebody who cannot."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import unchanged

from zhongshu.org.models import Delegation
from zhongshu.trail import queries as trail

TODAY = timezone.localdate


def last() -> tuple[str, str]:
    entry = trail.entries("org").last()
    return entry.verb, entry.by


def form(cast, **changed):
    given = {"to": [cast.holder(cast.finance_clerk)], "begins_at": TODAY(), "ends_at": TODAY() + timedelta(days=6)}
    return given | {"reason": "出差"} | changed


def test_one_delegates_from_now_to_the_end_of_a_day_and_revokes(cast):
    chief = cast.client(cast.finance_chief)
    before = timezone.now()
    assert chief.post("/delegations/", form(cast)).headers["Location"] == "/delegations/"
    given = Delegation.objects.get()
    assert before <= given.begins_at <= timezone.now()
    assert timezone.localtime(given.ends_at).date() == TODAY() + timedelta(days=7)
    assert (given.principal, given.delegate, given.reason) == (cast.finance_chief, cast.finance_clerk, "出差")
    assert last() == ("org.delegated", cast.finance_chief.ref)
    assert "有效" in chief.get("/delegations/").content.decode()
    theirs = cast.client(cast.finance_clerk)
    assert "黄海涛" in theirs.get("/delegations/").content.decode()
    revocation = reverse("delegation_revocation", args=[given.pk])
    with unchanged():
        assert theirs.post(revocation).status_code == 404
    chief.post(revocation)
    given.refresh_from_db()
    assert given.revoked_by == cast.finance_chief.ref
    assert last() == ("org.delegation_revoked", cast.finance_chief.ref)
    with unchanged():
        again = chief.post(revocation, follow=True)
    assert "该委托已经结束" in again.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"to": []}, "请选择受托人。"),
        ({"begins_at": "2020-01-01"}, "开始日期不能早于今天"),
        ({"ends_at": "2020-01-01"}, "结束时间应晚于开始时间"),
        ({"ends_at": "2099-01-01"}, "一次委托最长180天"),
        ({"ends_at": "2026-02-30"}, "日期有误"),
        ({"reason": "长" * 201}, "委托事由最多 200 字"),
    ],
)
def test_a_delegation_that_cannot_be_is_refused(cast, changed, sentence):
    with unchanged():
        response = cast.client(cast.finance_chief).post("/delegations/", form(cast, **changed))
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_nobody_delegates_to_oneself(cast):
    with unchanged():
        response = cast.client(cast.finance_clerk).post("/delegations/", form(cast))
    assert "不能委托给本人" in response.content.decode()


def test_secadmin_delegates_for_somebody_and_revokes(cast):
    guard = cast.client(cast.secadmin)
    principal = {"principal": [cast.holder(cast.finance_chief)]}
    assert guard.post("/office-delegations/", form(cast, **principal)).status_code == 302
    given = Delegation.objects.get()
    assert (given.principal, given.made_by) == (cast.finance_chief, cast.secadmin.ref)
    assert "黄海涛" in guard.get("/office-delegations/").content.decode()
    with unchanged():
        assert "无须重复委托" in guard.post("/office-delegations/", form(cast, **principal)).content.decode()
    guard.post(reverse("office_delegation_revocation", args=[given.pk]))
    assert last() == ("org.delegation_revoked", cast.secadmin.ref)
