"""People: the list, registration, posts, leaving, and the account made for a person."""

import re
from datetime import date

import pytest
from django.contrib.auth import hashers
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from tests.cast import GIVEN, unchanged

from zhongshu.org import actions
from zhongshu.org.models import Account, Appointment, Person
from zhongshu.trail import queries as trail

TODAY = timezone.localdate


def last(stream: str = "org") -> tuple[str, str]:
    entry = trail.entries(stream).last()
    return entry.verb, entry.by


@pytest.fixture
def keeper(cast):
    return cast.client(cast.sysadmin)


NEW = {
    "name": "欧阳静",
    "code": "K1",
    "on": "2026-01-05",
    "staff_type": "civil_servant",
    "telephone": "5123456",
    "order": "7",
    "specialties": "文字综合、财务",
}


def test_a_person_is_registered(cast, keeper):
    response = keeper.post(reverse("person_registration"), NEW)
    person = Person.objects.get(code="K1")
    assert response.headers["Location"] == f"/staff/{person.pk}/"
    assert (person.name, person.valid_from, person.staff_type, person.order) == (
        "欧阳静",
        date(2026, 1, 5),
        "civil_servant",
        7,
    )
    assert [one.name for one in person.specialties.order_by("id")] == ["文字综合", "财务"]
    assert last() == ("org.person_created", cast.sysadmin.ref)
    shown = keeper.get(response.headers["Location"]).content.decode()
    assert "人员已登记" in shown
    assert "文字综合、财务" in shown


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "请填写姓名。"),
        ({"code": "registrar"}, "编码“registrar”已被使用"),
        ({"on": "2026-02-30"}, "日期有误"),
        ({"on": "0001-01-01"}, "年份应在1900年至2099年之间"),
        ({"name": "长" * 41}, "姓名最多 40 字"),
        ({"name": "\u200b"}, "没有填写姓名"),
        ({"order": "9" * 30}, "99999"),
        ({"telephone": "1" * 41}, "电话最多 40 字"),
    ],
)
def test_what_cannot_be_registered_is_said_by_the_field(cast, keeper, changed, sentence):
    with unchanged():
        response = keeper.post(reverse("person_registration"), NEW | changed)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_people_are_found_by_name_pinyin_and_page(cast, keeper, django_assert_num_queries):
    keeper.get("/staff/")
    with django_assert_num_queries(6):
        shown = keeper.get("/staff/?q=hht").content.decode()
    assert "黄海涛" in shown
    assert "林晓梅" not in shown
    assert "黄海涛" in keeper.get("/staff/?q=黄海").content.decode()
    assert "没有找到" in keeper.get("/staff/?q=查无此人").content.decode()


def test_a_long_list_costs_the_same_and_has_pages(cast, keeper, django_assert_num_queries):
    with transaction.atomic():
        for n in range(100):
            actions.people.create(code=f"x{n}", name=f"张{n}", order=500 + n, **GIVEN)
    keeper.get("/staff/")
    with django_assert_num_queries(6):
        shown = keeper.get("/staff/?q=张&page=2").content.decode()
    assert "第2页，共4页" in shown
    assert "q=%E5%BC%A0&amp;page=3" in shown


def test_particulars_are_put_right(cast, keeper):
    person = cast.finance_clerk
    form = {"name": "李雪莲", "order": "3", "telephone": "6001", "staff_type": "", "specialties": ""}
    assert keeper.post(reverse("particulars", args=[person.pk]), form).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.telephone, person.order) == ("李雪莲", "6001", 3)
    assert last() == ("org.person_amended", cast.sysadmin.ref)


def test_somebody_gets_a_second_post_and_loses_it(cast, keeper):
    person, post = cast.finance_clerk, cast.posts["reform_clerk"]
    url = reverse("appointments", args=[person.pk])
    assert keeper.post(url, {"post": post.pk, "on": TODAY()}).status_code == 302
    made = Appointment.objects.get(person=person, post=post)
    assert not made.is_main
    with unchanged():
        again = keeper.post(url, {"post": post.pk, "on": TODAY()})
    assert (again.status_code, "已在该岗位任职" in again.content.decode()) == (422, True)
    ending = reverse("appointment_ending", args=[made.pk])
    assert "李雪：县发改局科员" in keeper.get(ending).content.decode()
    with unchanged():
        assert keeper.post(ending, {"on": "2020-01-01"}).status_code == 422
    assert keeper.post(ending, {"on": TODAY()}).headers["Location"] == f"/staff/{person.pk}/"
    made.refresh_from_db()
    assert made.valid_to == TODAY()
    assert last() == ("org.appointment_ended", cast.sysadmin.ref)


def test_leaving_ends_posts_and_the_session_at_once(cast, keeper):
    person = cast.finance_clerk
    theirs = cast.client(person)
    assert theirs.get("/delegations/").status_code == 200
    with unchanged():
        refusal = keeper.post(reverse("departure", args=[person.pk]), {"on": "2099-01-01"})
    assert "不能晚于今天" in refusal.content.decode()
    assert keeper.post(reverse("departure", args=[person.pk]), {"on": TODAY()}).status_code == 302
    person.refresh_from_db()
    assert person.valid_to == TODAY()
    assert last() == ("org.person_left", cast.sysadmin.ref)
    assert theirs.get("/delegations/").headers["Location"].startswith("/sign-in/")
    assert "已离岗" in keeper.get(f"/staff/{person.pk}/").content.decode()
    assert person.name in keeper.get("/staff/?state=gone").content.decode()


def test_an_account_comes_with_a_password_that_is_shown_once(cast, keeper):
    keeper.post(reverse("person_registration"), NEW)
    person = Person.objects.get(code="K1")
    response = keeper.post(reverse("person_account", args=[person.pk]), {"login": "ouyang"})
    account = Account.objects.get(login="ouyang")
    password = re.search(r"<code>(.+?)</code>", response.content.decode())[1]
    assert hashers.check_password(password, account.password)
    assert "no-store" in response.headers["Cache-Control"]
    assert not account.is_active
    assert last(f"account:{account.pk}") == ("org.account_created", cast.sysadmin.ref)
    assert password not in keeper.get(f"/accounts/{account.pk}/").content.decode()
    with unchanged():
        again = keeper.post(reverse("person_account", args=[person.pk]), {"login": "ouyang2"})
    assert "一人只能有一个账号" in again.content.decode()


def test_a_default_login_is_refused_by_its_field(cast, keeper):
    keeper.post(reverse("person_registration"), NEW)
    person = Person.objects.get(code="K1")
    with unchanged():
        response = keeper.post(reverse("person_account", args=[person.pk]), {"login": "admin"})
    assert response.status_code == 422
    assert "常见的默认账号名" in response.content.decode()


def test_a_page_about_somebody_is_no_desk_of_theirs(cast):
    shown = cast.client(cast.sysadmin).get(f"/staff/{cast.leader.pk}/").content.decode()
    assert "data-seek" not in shown
    assert 'href="/notices/"' not in shown
    assert "data-seek" in cast.client(cast.leader).get("/").content.decode()
