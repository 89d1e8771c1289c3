"""The demonstration: the same for the same seed, whole, in every state, and only into an empty database."""

import os
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from tests.installation import empty_database, environment_of, run

from zhongshu.config.demo import hours, planting, plots
from zhongshu.documents import queries as documents
from zhongshu.documents.models import IncomingDocument, Intake, Leg
from zhongshu.kit.errors import Refused
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Chase, HandOver, Jump, Matter, Rating, RouteVersion, Run, Station, Suspension, Task
from zhongshu.notices.models import Notice, Receipt
from zhongshu.org import queries as org
from zhongshu.org.models import Administrator, Delegation, Person, Unit
from zhongshu.portal import demonstration
from zhongshu.seals.models import Loan, Seal, Use
from zhongshu.trail import queries as trail
from zhongshu.trail.models import Entry

NOW = datetime(2026, 11, 20, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Friday
SUNDAY = datetime(2026, 11, 8, 22, 0, tzinfo=NOW.tzinfo)
SMALL = {"people": 60, "matters": 30}
ON_POSTGRESQL = os.environ.get("ZHONGSHU_TEST_DB") == "postgresql"
EVERY_FATE = len(plots.NOW) + len(plots.BEFORE)


@pytest.fixture
def store(settings, tmp_path):
    """Give the store folders of its own."""
    settings.UPLOADS = tmp_path / "uploads"
    options = settings.STORAGES["files"]["OPTIONS"] | {"location": tmp_path / "files"}
    settings.STORAGES = {**settings.STORAGES, "files": {**settings.STORAGES["files"], "OPTIONS": options}}


def _what_there_is():
    return (
        list(Person.objects.order_by("code").values_list("code", "name", "staff_type")),
        list(Unit.objects.order_by("code").values_list("code", "name")),
        list(Matter.objects.order_by("number", "title").values_list("number", "title", "outcome")),
        list(IncomingDocument.objects.order_by("matter__number").values_list("sender_number", "handling_type")),
        list(Use.objects.order_by("serial").values_list("number", "title", "copies", "sealed_by__name")),
        list(Task.objects.order_by("matter__number", "id").values_list("name", "outcome", "opinion")),
    )


def test_the_same_seed_tells_the_same_story_whatever_the_day(db, store):
    empty = transaction.savepoint()
    planting.plant(seed=7, at=NOW, **SMALL)
    once = _what_there_is()
    transaction.savepoint_rollback(empty)
    assert not Matter.objects.exists()
    planting.plant(seed=7, at=SUNDAY, **SMALL)
    assert _what_there_is() == once


def test_every_fate_leaves_a_whole_and_busy_office(db, store):
    made = planting.plant(seed=1, at=NOW, people=60, matters=EVERY_FATE)
    assert (made.units, made.people, made.matters) == (40, Person.objects.count(), EVERY_FATE)
    _check_whole()
    _check_every_state()
    _check_courses()
    _check_standing()
    _check_busy()
    _check_arrivals()


def _check_whole():
    assert demonstration.is_planted()
    assert list(trail.verify()) == []
    assert not Entry.objects.filter(at__gt=NOW).exists()
    assert Administrator.objects.count() == 3
    waiting = Task.objects.filter(done_at=None, opened_at__isnull=False, station__isnull=False).values("matter")
    stuck = Matter.objects.filter(closed_at=None, suspended_at=None).exclude(kind="paper_card").exclude(pk__in=waiting)
    assert not stuck.exists()


def _check_every_state():
    waiting = Task.objects.filter(done_at=None, opened_at__isnull=False)
    stations = set(waiting.filter(station__run__role=Run.MAIN).values_list("station__key", flat=True))
    assert stations == {
        "review", "proposal", "instruction", "assignment", "handling", "reply", "circulation", "closing",
        "unit_review", "office_review", "leader_approval", "sealing", "taking_back",
        "drafting", "checking", "sign_off", "numbering", "dispatch"
    }  # fmt: skip
    assert waiting.filter(station=None).exists()
    open_matters = Matter.objects.filter(closed_at=None)
    assert open_matters.filter(due_at__lt=NOW).exists()
    assert open_matters.filter(due_at__date=NOW.date()).exists()
    assert {"completed", "voided", "returned", "terminated"} <= set(Matter.objects.values_list("outcome", flat=True))
    assert set(Task.objects.values_list("outcome", flat=True)) == {
        "", "completed", "returned", "transferred", "cancelled", "removed"
    }  # fmt: skip
    for rows in (
        Chase.objects.filter(answered_at=None),
        Chase.objects.exclude(answered_at=None),
        Task.objects.filter(withdrawn_at__isnull=False),
        Task.objects.filter(is_added=True),
        Leg.objects.filter(back_at=None),
        Leg.objects.exclude(back_at=None),
        Matter.objects.filter(kind="paper_card", closed_at=None),
        Matter.objects.filter(attachments__role="evidence", closed_at__isnull=False),
        Person.objects.filter(valid_to__lte=NOW.date()),
        Entry.objects.filter(verb="matters.handed_over"),
        Delegation.objects.filter(begins_at__lt=NOW, ends_at__gt=NOW),
        Delegation.objects.filter(ends_at__lt=NOW),
        Seal.objects.filter(stopped_at__isnull=False),
        Use.objects.filter(matter__kind="seal_use"),
        Loan.objects.filter(out_at__isnull=False, back_at=None),
        Loan.objects.filter(back_at__isnull=False, matter__seal_uses__isnull=False),
    ):
        assert rows.exists(), rows.query


def _check_arrivals():
    """What came in this morning was read: some clear, one doubtful, one there already, one no document."""
    intake = Intake.objects.get()
    keeper = Person.objects.get(pk=intake.by_id)
    rows = documents.rows(intake)
    documents.compare(rows, keeper, NOW)
    assert [row.state for row in rows].count("unreadable") == 1
    assert sum(row.is_sure for row in rows) >= 3
    assert any(row.doubts for row in rows)
    assert any(like.matter for row in rows for like in row.likes)


def _check_busy():
    """Of the county's own office; a bureau has its own, which may have nothing to do today."""
    county, day = Unit.objects.get(code="QX").pk, org.local_day(NOW)
    cast = dict(demonstration.cast())
    for group in ("收文登记与机要", "办公室主任", "领导"):
        people = Person.objects.filter(account__in=[one["account"] for one in cast[group]])
        own = [person for person in people if org.organ_of(org.unit_of(person.pk, day)) == county]
        assert own
        for person in own:
            assert matters.counts(person, NOW)["todo"] > 0, person.name


def _check_standing():
    """What is so today: something rests, and people have asked for things."""
    assert Matter.objects.filter(closed_at=None, suspended_at__isnull=False).exists()
    asked = Run.objects.filter(role=Run.SIDE, ended_at=None)
    assert set(asked.values_list("route_key", flat=True)) == {"extension", "consultation"}
    assert Jump.objects.filter(settled_at=None).exists()


def _check_courses():
    """What befalls matters beside their steps, what was said of them, and what befalls the office."""
    runs = Run.objects.filter(role=Run.SIDE, ended_at__isnull=False)
    assert {"extension", "consultation", "refusal"} <= set(runs.values_list("route_key", flat=True))
    assert set(Run.objects.filter(route_key="incoming").values_list("route_version", flat=True)) == {1, 2}
    assert RouteVersion.objects.get().version == 2
    assert Receipt.objects.filter(read_at=None).exists()
    for rows in (
        Suspension.objects.filter(resumed_at__isnull=False),
        Jump.objects.filter(verdict="approved"),
        Station.objects.filter(added_at__isnull=False),
        Task.objects.filter(outcome="removed"),
        Rating.objects.all(),
        HandOver.objects.filter(undone_at__isnull=False),
        Entry.objects.filter(verb="notices.broadcast_resent"),
    ):
        assert rows.exists(), rows.query
    unread = Notice.objects.filter(read_at=None).values("person").annotate(count=Count("id"))
    assert max(row["count"] for row in unread) < 10


def test_a_year_is_told_with_everything_in_it(db, store):
    made = planting.plant(seed=3, at=NOW, people=60, matters=110, is_year=True)
    assert Matter.objects.count() >= made.matters == 110
    _check_whole()
    _check_courses()
    opened = Matter.objects.order_by("opened_at").values_list("opened_at", flat=True)
    assert NOW - opened[0] > timedelta(days=200)
    assert Matter.objects.filter(closed_at=None).count() < 60
    assert {"completed", "voided", "returned", "terminated"} <= set(Matter.objects.values_list("outcome", flat=True))
    local = [timezone.localtime(each) for each in opened]
    assert all(hours.OPENS <= each.time() <= hours.SHUTS for each in local)


def test_the_command_plants_a_year_and_leaves_the_trail_whole(tmp_path, request):
    named = empty_database(request.getfixturevalue("postgresql_server")) if ON_POSTGRESQL else ""
    environment = environment_of(tmp_path, named)
    assert run(environment, "migrate")[0] == 0
    status, said = run(environment, "demo", "--year", "--people", "60", "--matters", "12")
    assert (status, "12件事项" in said) == (0, True), said
    status, said = run(environment, "verify")
    assert (status, "没有发现改动" in said) == (0, True), said
    status, said = run(environment, "demo", "--year", "--if-empty")
    assert (status, "没有装入演示数据" in said) == (0, True), said


def test_only_an_empty_database_is_planted(db, store):
    planting.plant(seed=1, at=NOW, people=60, matters=0)
    before = _what_there_is()
    with pytest.raises(Refused, match="空数据库"):
        planting.plant(seed=1, at=NOW, **SMALL)
    assert _what_there_is() == before


def test_too_few_people_are_refused(db):
    with pytest.raises(Refused, match="至少需要60人"):
        planting.plant(seed=1, at=NOW, people=59, matters=1)
    assert not Unit.objects.exists()


def test_nothing_happens_outside_office_hours(db):
    friday = NOW.replace(hour=17)
    assert hours.later(friday, 60) == datetime(2026, 11, 23, 9, 0, tzinfo=NOW.tzinfo)
    assert hours.later(NOW.replace(hour=3), 30) == NOW.replace(hour=9)
    assert hours.later(friday, 9 * 60 + 30) == datetime(2026, 11, 23, 17, 30, tzinfo=NOW.tzinfo)
