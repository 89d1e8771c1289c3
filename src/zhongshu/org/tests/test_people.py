"""People: taken on, amended, leaving."""

from datetime import date, timedelta

import pytest

from zhongshu.org import actions, queries
from zhongshu.org.models import Appointment, Charge, Delegation, Holder, Person, Role
from zhongshu.org.rules import passwords
from zhongshu.org.tests.conftest import NOW, PASSWORD, START, TODAY, after, make_administrator, refused, written


def create(office, **fields):
    given = {"code": "new", "name": "曾国华", "on": TODAY, "staff_type": "reference"}
    return actions.create_person(**given | fields, by=office.sysadmin.ref, at=NOW)


def test_a_person_gets_a_holder_pinyin_and_specialties(office):
    person = create(office, telephone="0871-1234567", specialties=["文字综合", "财务", "财务"])
    assert person.pinyin == "zengguohua zgh"
    assert Holder.objects.get(person=person)
    assert [row.name for row in person.specialties.order_by("id")] == ["文字综合", "财务"]
    assert written("org") == ("org.person_created", office.sysadmin.ref, {"person": person.pk})


def test_what_is_noted_of_a_person_is_amended(office):
    person = create(office, specialties=["财务"])
    noted = {"name": "曾国荣", "staff_type": "civil_servant", "order": 7, "specialties": ["档案"]}
    actions.amend_person(person, **noted, by=office.sysadmin.ref, at=NOW)
    person.refresh_from_db()
    assert (person.name, person.pinyin, person.order) == ("曾国荣", "zengguorong zgr", 7)
    assert [row.name for row in person.specialties.all()] == ["档案"]
    assert written("org") == ("org.person_amended", office.sysadmin.ref, {"person": person.pk})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "wang"}, "编码“wang”已被使用"),
        ({"name": ""}, "没有填写姓名"),
        ({"name": "曾" * 10_000}, "姓名最多 40 字，现有 10000 字"),
        ({"staff_type": "robot"}, "人员类别不在可选范围内"),
        ({"specialties": [" "]}, "没有填写专长"),
    ],
)
def test_what_cannot_be_a_person_is_refused(office, fields, sentence):
    with refused(sentence):
        create(office, **fields)


def test_a_long_name_of_two_readings_still_fits(office):
    assert len(create(office, name="覃" + "壮" * 39).pinyin) <= Person._meta.get_field("pinyin").max_length


def test_whoever_leaves_loses_everything_in_one_act(office, account):
    li, secadmin = office.people["li"], office.secadmin.ref
    given = {"on": START, "by": secadmin, "at": NOW}
    actions.give_role(li.holder, "supervisor", office.units["office"], **given)
    actions.put_in_charge(li, office.units["general"], **given)
    span = {"ends_at": after(days=9), "by": secadmin, "at": NOW}
    actions.delegate(office.people["wang"], to=li, begins_at=NOW, **span)
    actions.delegate(li, to=office.people["zhao"], begins_at=after(days=8), **span)
    actions.leave(li, on=TODAY, by=office.sysadmin.ref, at=after(hours=1))
    assert li.valid_to == TODAY
    for rows in (Appointment.objects.filter(person=li), Role.objects.all(), Charge.objects.all()):
        assert {row.valid_to for row in rows} == {TODAY}
    assert {row.revoked_at for row in Delegation.objects.all()} == {after(hours=1)}
    account.refresh_from_db()
    assert account.disabled_at == account.sessions_end_before == after(hours=1)
    assert not passwords.session_holds(account, begun_at=NOW)
    assert written("org") == ("org.person_left", office.sysadmin.ref, {"person": li.pk, "on": "2026-03-02"})
    assert written(f"account:{account.pk}")[0] == "org.account_disabled"
    with pytest.raises(passwords.SignInRefused, match="账号已停用"):
        actions.sign_in("lixuemei", PASSWORD, address="10.0.0.1", at=after(hours=2))
    with refused("李雪梅已离岗，账号不能启用"):
        actions.activate_account(account, by=secadmin, at=after(hours=2))


def test_a_leaving_noted_late_counts_from_its_day(office):
    qin, friday = office.people["qin"], date(2026, 2, 27)
    actions.leave(qin, on=friday, by=office.sysadmin.ref, at=NOW)
    assert queries.people_of(office.holder("qin"), friday - timedelta(days=1)) == (qin.pk,)
    assert queries.people_of(office.holder("qin"), friday) == ()


def test_an_appointment_still_to_come_never_holds(office):
    qin = office.people["qin"]
    given = {"by": office.sysadmin.ref, "at": NOW}
    coming = actions.appoint(qin, office.posts["clerk"], on=date(2026, 4, 1), **given)
    actions.leave(qin, on=TODAY, **given)
    coming.refresh_from_db()
    assert coming.valid_to == coming.valid_from
    assert queries.people_of(office.holder("clerk"), date(2026, 4, 1)) == ()


def test_leaving_tomorrow_twice_or_before_coming_is_refused(office):
    qin, given = office.people["qin"], {"by": office.sysadmin.ref, "at": NOW}
    for on, sentence in [(date(2026, 3, 3), "离岗日期不能晚于今天"), (date(2024, 3, 3), "从2025年1月1日起才有效")]:
        with refused(sentence):
            actions.leave(qin, on=on, **given)
    actions.leave(qin, on=TODAY, **given)
    with refused("覃勇已于2026年3月2日终止"):
        actions.leave(qin, on=TODAY, **given)


def test_an_administrator_in_office_does_not_leave(office, account):
    make_administrator(office, account)
    with refused("该账号是安全审计员，请先由安全保密管理员解除"):
        actions.leave(office.people["li"], on=TODAY, by=office.sysadmin.ref, at=NOW)
