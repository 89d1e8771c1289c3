"""交办: one lead unit, co-units, and a deadline where there must be one (条例 art. 24 (4))."""

import json
from datetime import date, datetime

import pytest
from django.utils import timezone
from tests.cast import HERE, refused, unchanged

from zhongshu.matters import actions as matters
from zhongshu.matters.models import Grant
from zhongshu.trail.models import Entry


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="assignment")


def test_heads_of_lead_and_co_units_get_it_and_their_leaders_see_it(cast, document):
    task = cast.task(document, "assignment")
    form = {"lead_unit": cast.finance.pk, "co_units": [cast.education.pk], "opinion": "请按批示办理。"}
    response = cast.post(cast.registrar, "completion", task.pk, **form)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    document.refresh_from_db()
    assert document.lead_unit == cast.finance
    assert [row.unit for row in document.co_units.all()] == [cast.education]
    handling = document.tasks.filter(station__key="handling").order_by("order")
    assert [each.holder_id for each in handling] == [
        cast.holder(cast.finance_chief),
        cast.holder(cast.education_chief),
    ]
    assert Grant.objects.filter(matter=document, holder=cast.holder(cast.second_leader)).exists()


def test_without_a_lead_unit_it_is_refused(cast, document):
    task = cast.task(document, "assignment")
    with unchanged():
        response = cast.post(cast.registrar, "completion", task.pk)
    assert "请确定主办单位。" in response.content.decode()
    fields = {"lead_unit": None, "co_units": (cast.finance.pk, cast.education.pk)}
    with refused("须明确一个主办单位"):
        matters.complete(task.pk, by=cast.registrar, at=cast.at, fields=fields)


def test_units_and_deadline_stand_on_the_trail_as_often_as_they_change(cast, document):
    first = {"lead_unit": cast.finance.pk, "co_units": (cast.education.pk,), "due": date(2026, 3, 10)}
    done = cast.complete(document, "assignment", by=cast.registrar, **first)
    matters.withdraw(done.pk, by=cast.registrar, at=cast.tick())
    cast.complete(document, "assignment", by=cast.registrar, **first | {"due": date(2026, 3, 12)})
    entries = Entry.objects.filter(stream=document.stream, by=cast.registrar.ref).order_by("seq")
    units = [json.loads(entry.detail) for entry in entries.filter(verb="matters.units_assigned")]
    assert units == [{"lead": cast.finance.pk, "co_units": [cast.education.pk]}]
    dues = [json.loads(entry.detail)["due"][:10] for entry in entries.filter(verb="matters.due_set")]
    assert dues == ["2026-03-10", "2026-03-12"]


@pytest.mark.parametrize("empty", ["finance", "education"])
def test_a_unit_without_anybody_gets_nothing(cast, document, empty):
    cast.dismiss(getattr(cast, f"{empty}_chief"))
    cast.dismiss(getattr(cast, f"{empty}_clerk"))
    task = cast.task(document, "assignment")
    fields = {"lead_unit": cast.finance.pk, "co_units": (cast.education.pk,)}
    with refused(f"{getattr(cast, empty).name}目前没有在岗人员，不能承办"):
        matters.complete(task.pk, by=cast.registrar, at=cast.tick(), fields=fields)


@pytest.mark.parametrize("urgency", ["urgent", "extra_urgent"])
def test_what_is_urgent_needs_a_deadline(cast, urgency):
    document = cast.walk(cast.document(urgency=urgency), to="assignment")
    with refused("紧急公文必须明确办理时限"):
        cast.complete(document, "assignment", by=cast.registrar)
    cast.complete(document, "assignment", by=cast.registrar, due=date(2026, 3, 3))
    document.refresh_from_db()
    assert document.due_at == datetime(2026, 3, 3, 23, 59, 59, tzinfo=HERE), "until the end of that day"
    assert document.calendar_version.startswith("2026.")


def test_a_deadline_lies_ahead_and_may_be_today(cast, document):
    with refused("办理时限不能早于今天"):
        cast.complete(document, "assignment", by=cast.registrar, due=date(2026, 2, 28))
    cast.complete(document, "assignment", by=cast.registrar, due=date(2026, 3, 2))


@pytest.mark.parametrize(
    ("due", "sentence"),
    [
        (date(2026, 10, 1), "10月1日是国庆节，不是工作日。建议改为10月8日"),
        (date(2026, 3, 7), "3月7日是周六，不是工作日。建议改为3月9日"),
    ],
)
def test_a_deadline_on_a_day_of_rest_is_asked_about_once(cast, document, due, sentence):
    with refused(sentence):
        cast.complete(document, "assignment", by=cast.registrar, due=due)
    cast.complete(document, "assignment", by=cast.registrar, due=due, keep_due=True)
    document.refresh_from_db()
    assert timezone.localdate(document.due_at) == due


def test_a_year_whose_calendar_is_not_known_says_so(cast, document):
    cast.complete(document, "assignment", by=cast.registrar, due=date(2099, 3, 2))
    document.refresh_from_db()
    assert document.calendar_version == "2099.0"
    page = cast.client(cast.registrar).get(f"/matters/{document.pk}/").content.decode()
    assert "2099年放假安排尚未导入，暂按周末推算。" in page


def test_assigning_anew_after_a_return_replaces_the_units(cast, document):
    cast.complete(document, "assignment", by=cast.registrar, co_units=(cast.education.pk,))
    task = cast.task(document, "handling", cast.education_chief)
    matters.give_back(task.pk, to="assignment", by=cast.education_chief, at=cast.tick(), reason="与我局无关。")
    cast.complete(document, "assignment", by=cast.registrar, co_units=(cast.reform.pk,))
    assert [row.unit for row in document.co_units.all()] == [cast.reform]
    waiting = document.tasks.filter(station__key="handling", done_at=None)
    assert {task.holder_id for task in waiting} == {cast.holder(cast.finance_chief), cast.holder(cast.reform_chief)}


def test_other_units_after_a_straight_return_begin_anew(cast):
    document = cast.walk(cast.document(), to="handling")
    task = cast.task(document, "handling", cast.finance_chief)
    matters.give_back(
        task.pk, to="assignment", straight=True, by=cast.finance_chief, at=cast.tick(), reason="应由教育局主办"
    )
    cast.complete(document, "assignment", by=cast.registrar, lead_unit=cast.education.pk, co_units=(cast.reform.pk,))
    asked = document.tasks.filter(station__key="handling", done_at=None)
    assert {row.holder_id for row in asked} == {cast.holder(cast.education_chief), cast.holder(cast.reform_chief)}
