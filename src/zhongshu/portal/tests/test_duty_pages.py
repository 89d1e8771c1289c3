"""Roles and leaders in charge: given and ended by 安全保密管理员."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import unchanged

from zhongshu.org.models import Charge, Role
from zhongshu.trail import queries as trail

TODAY = timezone.localdate


def last() -> tuple[str, str]:
    entry = trail.entries("org").last()
    return entry.verb, entry.by


@pytest.fixture
def guard(cast):
    return cast.client(cast.secadmin)


def role(cast, **changed):
    given = {"key": "archivist", "unit": cast.organ.pk, "on": TODAY(), "post": ""}
    return given | {"person": [cast.holder(cast.finance_clerk)]} | changed


def test_a_role_is_given_to_a_person_and_taken_back(cast, guard):
    assert guard.post("/roles/", role(cast)).headers["Location"] == "/roles/"
    made = Role.objects.get(key="archivist")
    assert (made.holder.person, made.unit) == (cast.finance_clerk, cast.organ)
    assert last() == ("org.role_given", cast.secadmin.ref)
    shown = guard.get(f"/staff/{cast.finance_clerk.pk}/").content.decode()
    assert "档案管理" in shown
    guard.post(reverse("role_ending", args=[made.pk]), {"on": TODAY()})
    made.refresh_from_db()
    assert made.valid_to == TODAY()
    assert last() == ("org.role_ended", cast.secadmin.ref)


def test_a_role_is_given_to_all_in_a_post(cast, guard):
    guard.post("/roles/", role(cast, person=[], post=cast.posts["supervision"].pk))
    assert Role.objects.get(key="archivist").holder.post == cast.posts["supervision"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"person": []}, "请选择授予个人或授予岗位"),
        ({"key": ""}, "请选择角色。"),
        ({"key": "king"}, "所选内容有误"),
        ({"unit": ""}, "请选择适用机构。"),
        ({"person": ["99999"]}, "所选人员不存在或已离岗"),
        ({"on": "1999-01-01"}, "才有效，日期不能早于这一天"),
    ],
)
def test_a_role_that_cannot_be_is_refused(cast, guard, changed, sentence):
    with unchanged():
        response = guard.post("/roles/", role(cast, **changed))
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_the_same_role_is_not_given_twice(cast, guard):
    guard.post("/roles/", role(cast))
    with unchanged():
        assert "已有该角色" in guard.post("/roles/", role(cast)).content.decode()


def test_a_post_sent_as_a_person_is_refused(cast, guard):
    with unchanged():
        response = guard.post("/roles/", role(cast, person=[cast.holder("registry")]))
    assert "请选择一名工作人员。" in response.content.decode()


def test_a_leader_is_put_in_charge_and_relieved(cast, guard):
    form = {"leader": [cast.holder(cast.leader)], "unit": cast.reform.pk, "on": TODAY()}
    assert guard.post("/charges/", form).headers["Location"] == "/charges/"
    made = Charge.objects.get(leader=cast.leader, unit=cast.reform)
    assert last() == ("org.put_in_charge", cast.secadmin.ref)
    with unchanged():
        assert "周立民已分管清河县发展和改革局" in guard.post("/charges/", form).content.decode()
    assert "周立民分管清河县发展和改革局" in guard.get(reverse("charge_ending", args=[made.pk])).content.decode()
    guard.post(reverse("charge_ending", args=[made.pk]), {"on": TODAY()})
    made.refresh_from_db()
    assert made.valid_to == TODAY()
    assert last() == ("org.charge_ended", cast.secadmin.ref)


def test_the_lists_cost_the_same_however_long(cast, guard, django_assert_num_queries):
    for url, count in (("/roles/", 9), ("/charges/", 7)):
        guard.get(url)
        with django_assert_num_queries(count):
            guard.get(url)
