"""Posts, who is in them, roles and leaders in charge."""

from datetime import date

import pytest

from zhongshu.org import actions, queries
from zhongshu.org.models import Appointment, Holder, Role
from zhongshu.org.tests.conftest import NOW, TODAY, make_administrator, refused, written

TOMORROW = date(2026, 3, 3)


@pytest.fixture
def given(office):
    return {"on": TODAY, "by": office.sysadmin.ref, "at": NOW}


@pytest.fixture
def secured(office):
    return {"on": TODAY, "by": office.secadmin.ref, "at": NOW}


def test_a_post_has_a_pool(office, given):
    post = actions.create_post(office.units["desk"], code="new", name="发文岗", **given)
    assert Holder.objects.get(post=post)
    detail = {"post": post.pk, "unit": office.units["desk"].pk}
    assert written("org") == ("org.post_created", office.sysadmin.ref, detail)
    with refused("编码“new”已被使用"):
        actions.create_post(office.units["desk"], code="new", name="发文岗", **given)


def test_a_post_ends_when_it_is_empty_with_its_roles(office, given, secured):
    post = office.posts["clerk"]
    role = actions.give_role(post.holder, "archivist", office.units["office"], **secured)
    actions.end_post(post, **given)
    role.refresh_from_db()
    assert post.valid_to == role.valid_to == TODAY
    assert written("org") == ("org.post_ended", office.sysadmin.ref, {"post": post.pk, "on": "2026-03-02"})
    with refused("岗位“收文岗”还有2人任职"):
        actions.end_post(office.posts["registry"], **given)
    with refused("该岗位已于2026年3月2日终止"):
        actions.appoint(office.people["zhao"], post, **given)


def test_the_first_post_is_the_main_one_until_another_is(office, given):
    zhou, first, second = office.people["zhou"], office.posts["general_chief"], office.posts["director"]
    assert actions.appoint(zhou, first, **given).is_main
    assert not actions.appoint(zhou, office.posts["clerk"], **given).is_main
    assert actions.appoint(zhou, second, is_main=True, **given).is_main
    assert list(Appointment.objects.filter(person=zhou, is_main=True).values_list("post", flat=True)) == [second.pk]
    assert queries.unit_of(zhou.pk, TODAY) == office.units["office"].pk
    detail = {"person": zhou.pk, "post": second.pk}
    assert written("org") == ("org.appointed", office.sysadmin.ref, detail)


def test_an_appointment_ends_on_its_day_and_not_twice(office, given):
    appointment = Appointment.objects.get(person=office.people["wang"])
    actions.end_appointment(appointment, **given | {"on": TOMORROW})
    assert queries.people_of(office.holder("director"), TODAY) == (office.people["wang"].pk,)
    assert queries.people_of(office.holder("director"), TOMORROW) == ()
    assert written("org")[0] == "org.appointment_ended"
    with refused("该任职已于2026年3月3日终止"):
        actions.end_appointment(appointment, **given | {"on": TOMORROW})


def test_an_appointment_of_today_made_by_mistake_never_held(office, given):
    actions.end_appointment(actions.appoint(office.people["zhao"], office.posts["clerk"], **given), **given)
    assert queries.people_of(office.holder("clerk"), TODAY) == ()
    assert actions.appoint(office.people["zhao"], office.posts["clerk"], **given)


def test_nobody_is_appointed_twice_or_after_leaving(office, given):
    with refused("王建国已在该岗位任职"):
        actions.appoint(office.people["wang"], office.posts["director"], **given)
    actions.leave(office.people["zhao"], **given)
    with refused("赵明已于2026年3月2日终止"):
        actions.appoint(office.people["zhao"], office.posts["clerk"], **given)


def test_a_role_is_given_by_the_security_administrator_alone(office, given, secured):
    holder, organ = office.people["wang"].holder, office.units["office"]
    role = actions.give_role(holder, "office_head", organ, **secured)
    detail = {"holder": holder.pk, "role": "office_head", "unit": organ.pk}
    assert written("org") == ("org.role_given", office.secadmin.ref, detail)
    with refused("王建国已有该角色"):
        actions.give_role(holder, "office_head", organ, **secured)
    with refused("角色不在可选范围内"):
        actions.give_role(holder, "emperor", organ, **secured)
    for by in (office.sysadmin.ref, "system"):
        with refused("只能由安全保密管理员办理"):
            actions.give_role(holder, "leader", organ, **secured | {"by": by})
    actions.end_role(role, **secured)
    assert Role.objects.get().valid_to == TODAY
    assert written("org")[0] == "org.role_ended"


def test_a_leader_is_put_in_charge_once(office, secured):
    zhou, unit = office.people["zhou"], office.units["general"]
    charge = actions.put_in_charge(zhou, unit, **secured)
    detail = {"leader": zhou.pk, "unit": unit.pk}
    assert written("org") == ("org.put_in_charge", office.secadmin.ref, detail)
    with refused("周县长已分管综合科"):
        actions.put_in_charge(zhou, unit, **secured)
    actions.end_charge(charge, **secured)
    assert written("org")[0] == "org.charge_ended"
    with refused("该分管关系已于2026年3月2日终止"):
        actions.end_charge(charge, **secured)


def test_administrators_get_no_business_by_any_door(office, account, given, secured):
    li, organ = office.people["li"], office.units["office"]
    make_administrator(office, account)
    sentence = "不能同时担任三员和业务角色"
    with refused(sentence):
        actions.give_role(li.holder, "leader", organ, **secured)
    with refused(sentence):
        actions.give_role(office.posts["registry"].holder, "registrar", organ, **secured)
    with refused(sentence):
        actions.put_in_charge(li, organ, **secured)
    actions.give_role(office.posts["director"].holder, "office_head", organ, **secured)
    with refused(sentence):
        actions.appoint(li, office.posts["director"], **given)
