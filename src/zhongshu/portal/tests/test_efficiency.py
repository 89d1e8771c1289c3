"""Figures of efficiency (效率统计): every figure is what counting the list behind it by hand gives."""

import statistics
from datetime import timedelta

import pytest
from django.urls import reverse

from zhongshu.matters.models import Matter, Suspension, Task
from zhongshu.matters.queries import efficiency
from zhongshu.matters.queries.measures import MATTERS, TASKS, Question
from zhongshu.org import queries as org
from zhongshu.portal.queries import efficiency as scopes

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    """Four documents at different places, one of them late, one returned once, one handled by a co-unit as well."""
    matters = [cast.document(title=f"关于第{number}件工作的通知") for number in range(4)]
    cast.walk(matters[0], to="closed")
    cast.walk(matters[1], to="handling", co_units=(cast.education,))
    cast.walk(matters[2], to="instruction")
    cast.post(cast.leader, "return", cast.task(matters[2], "instruction").pk, to="proposal", opinion="请补充情况。")
    cast.tick(days=3)
    Matter.objects.filter(pk=matters[1].pk).update(due_at=cast.at - timedelta(days=1))
    Matter.objects.filter(pk=matters[0].pk).update(due_at=cast.at + timedelta(days=1))
    return cast


def ask(cast, measure=TASKS, by="person", **changed):
    known = org.directory()
    scope = scopes.scope(cast.office_head, cast.at, org.local_day(cast.at), known=known)
    given = {"places": scope.places, "organ": cast.organ.pk}
    given |= {"start": cast.at - timedelta(days=30), "end": cast.at + timedelta(days=999)}
    return Question(measure=measure, by=by, **given | changed)


def counted(cast):
    return Task.objects.filter(
        station__isnull=False, outcome__in=("", "completed", "returned"), opened_at__isnull=False, withdrawn_at=None
    ).exclude(kind="read")


@pytest.mark.parametrize("by", [key for key, _ in efficiency.GROUPS[TASKS]])
def test_each_figure_of_tasks_is_the_length_of_its_list(office, by):
    question, now = ask(office, by=by), office.tick(days=300)
    whole, groups = efficiency.figures(question, now)
    assert whole.count == sum(one.count for one in groups) == counted(office).count() > 10
    for one in groups:
        for state, figure in (
            ("", one.count),
            ("pending", one.pending),
            ("late", one.late),
            ("returned", one.returned),
        ):
            found = efficiency.behind_tasks(question, one.key, state, office.office_head, now, known=org.directory())
            if by != "month":
                assert found.count() == figure, (by, one.key, state)


@pytest.mark.parametrize("by", ["person", "unit", "kind"])
def test_each_figure_of_matters_is_the_length_of_its_list(office, by):
    question, now = ask(office, MATTERS, by), office.tick(days=300)
    whole, groups = efficiency.figures(question, now)
    assert whole.count == sum(one.count for one in groups) == 4
    assert whole.pending == 3
    for one in groups:
        for state, figure in (("", one.count), ("pending", one.pending), ("late", one.late)):
            found = efficiency.behind_matters(question, one.key, state, office.office_head, now, known=org.directory())
            assert found.count() == figure, (by, one.key, state)


def test_mean_and_median_take_in_what_is_pending(office):
    now = office.tick(hours=5)
    whole, _ = efficiency.figures(ask(office), now)
    times = [int(((task.done_at or now) - task.opened_at).total_seconds()) for task in counted(office)]
    assert whole.mean == pytest.approx(statistics.mean(times), abs=1)
    assert whole.median == pytest.approx(statistics.median(times), abs=1)
    assert whole.longest == pytest.approx(max(times), abs=1)
    assert max(times) > timedelta(days=3).total_seconds()  # one that nobody has done yet


def test_on_time_leaves_out_what_is_not_decided_yet(office):
    whole, _ = efficiency.figures(ask(office, MATTERS, "unit"), office.at)
    assert (whole.on_time, whole.decided, whole.late) == (1, 2, 1)
    assert whole.rate == 0.5


def test_time_in_which_a_matter_rested_is_not_counted(office):
    matter = Matter.objects.get(title="关于第3件工作的通知")
    question, since = ask(office, MATTERS, "kind"), matter.received_at
    before, _ = efficiency.figures(question, office.at)
    Suspension.objects.create(
        matter=matter, reason="等上级批复", by=office.office_head, at=since - timedelta(days=5), resumed_by=None
    )
    resting, _ = efficiency.figures(question, office.at)
    whole = (office.at - since).total_seconds()
    assert resting.mean == pytest.approx(before.mean - whole / 4, abs=2)
    Suspension.objects.update(
        at=since + timedelta(days=1), resumed_at=since + timedelta(days=2), resumed_by=office.office_head
    )
    rested, _ = efficiency.figures(question, office.at)
    assert rested.mean == pytest.approx(before.mean - 86400 / 4, abs=2)


def test_a_pending_task_of_a_pool_counts_for_the_post(office):
    office.document(title="关于还没有人办的通知")
    _, groups = efficiency.figures(ask(office), office.at)
    names = {scopes.named(one.key, "person", org.directory()): one for one in groups}
    assert names["县政府办公室收文岗（岗位）"].pending == 2, names.keys()
    assert names["林晓梅"].pending == 0


def test_who_may_ask_for_whose_figures(office):
    known, day = org.directory(), org.local_day(office.at)
    words = {
        person.name: scopes.scope(person, office.at, day, known=known).words
        for person in (office.office_head, office.leader, office.finance_chief, office.finance_clerk)
    }
    assert words == {"王建国": "县政府", "周立民": "县政府", "黄海涛": "县财政局", "李雪": "本人"}
    chief = scopes.scope(office.finance_chief, office.at, day, known=known)
    assert office.education_chief.pk not in chief.places
    bounded = ask(office, places=chief.places, is_bounded=True)
    _, groups = efficiency.figures(bounded, office.at)
    assert {one.key for one in groups} == {office.finance_chief.pk}
    matters, _ = efficiency.figures(ask(office, MATTERS, "unit", places=chief.places, is_bounded=True), office.at)
    assert matters.count == 2


def test_another_organ_is_not_counted(office):
    known, day = org.directory(), org.local_day(office.at)
    there = scopes.scope(office.outsider, office.at, day, known=known)
    whole, groups = efficiency.figures(ask(office, organ=there.organ), office.at)
    assert (whole.count, groups) == (0, [])


QUERY = {"period": "days", "since": "2026-01-01", "until": "2026-12-31"}


def test_the_page_shows_table_chart_and_how_it_was_counted(office):
    page = office.client(office.office_head).get(reverse("efficiency"), QUERY | {"by": "person"})
    html = page.content.decode()
    assert page.status_code == 200
    for words in ("合计", "黄海涛", "统计口径", "用时从送达算到办理", 'data-chart="{', "key="):
        assert words in html
    matters = office.client(office.office_head).get(reverse("efficiency"), QUERY | {"measure": "matters"})
    assert "县财政局" in matters.content.decode()


def test_the_list_behind_shows_only_what_one_may_see(office):
    asked = QUERY | {"by": "kind", "key": "incoming", "measure": "matters"}
    mine = office.client(office.finance_chief).get(reverse("efficiency_work"), asked).content.decode()
    all_of_it = office.client(office.office_head).get(reverse("efficiency_work"), asked).content.decode()
    assert all_of_it.count("关于第") == 4
    assert mine.count("关于第") == 2
    assert office.client(office.outsider).get(reverse("efficiency_work"), asked).content.decode().count("关于第") == 0


@pytest.mark.parametrize(
    "asked",
    [
        {"by": "person", "key": "x"},
        {"by": "unit", "key": "99999"},
        {"by": "month", "key": "x"},
        {"by": "person"},
        {"by": "kind", "key": "incoming", "state": "rich"},
    ],
)
def test_an_address_that_means_nothing_is_not_found(office, asked):
    assert office.client(office.office_head).get(reverse("efficiency_work"), QUERY | asked).status_code == 404


def test_days_the_wrong_way_round_get_a_sentence(office):
    asked = {"period": "days", "since": "2026-05-01", "until": "2026-04-01"}
    page = office.client(office.office_head).get(reverse("efficiency"), asked)
    assert "截止日期早于起始日期" in page.content.decode()
    assert "统计口径" not in page.content.decode()


def test_a_page_of_figures_takes_few_queries(office, django_assert_max_num_queries):
    client = office.client(office.office_head)
    client.get(reverse("efficiency"), QUERY)
    with django_assert_max_num_queries(9):
        client.get(reverse("efficiency"), QUERY | {"by": "person"})
