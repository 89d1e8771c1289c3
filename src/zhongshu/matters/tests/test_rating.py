"""评价: the served side rates a closed matter, once, within ninety days."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import refused, unchanged

from zhongshu.matters import actions
from zhongshu.matters.models import Matter, Rating
from zhongshu.matters.queries import ratings
from zhongshu.notices.models import Notice
from zhongshu.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(cast):
    """A document closed yesterday by the clock of the pages."""
    matter = cast.walk(cast.document(), to="closed")
    matter.closed_at = timezone.now() - timedelta(days=1)
    matter.save()
    return matter


def rate(cast, matter, whom, score="5", **form):
    return cast.post(whom, "rating", matter.pk, score=score, **form)


def test_the_leader_who_instructed_rates_in_two_clicks(cast, closed):
    listed = cast.client(cast.leader).get(reverse("ratings")).content.decode()
    assert closed.title in listed
    assert rate(cast, closed, cast.leader, back="ratings").url == reverse("ratings")
    kept = Rating.objects.get()
    assert (kept.score, kept.by, kept.lead_unit, kept.owner) == (5, cast.leader, cast.finance, closed.owner)
    entry = Entry.objects.filter(stream=closed.stream).latest("seq")
    assert (entry.verb, entry.by) == ("matters.rated", cast.leader.ref)
    assert Notice.objects.filter(person=closed.owner, text__startswith="评价：").exists()
    page = cast.client(cast.registrar).get(reverse("matter", args=[closed.pk])).content.decode()
    assert "评价情况" in page
    assert "很满意" in page
    assert closed.title not in cast.client(cast.leader).get(reverse("ratings")).content.decode()


def test_where_a_title_is_withheld_that_is_said(cast, closed):
    Matter.objects.filter(pk=closed.pk).update(title="")
    assert "（标题不予显示）" in cast.client(cast.leader).get(reverse("ratings")).content.decode()


def test_a_low_score_says_why(cast, closed):
    with unchanged():
        answer = rate(cast, closed, cast.leader, score="2")
    assert answer.status_code == 422
    assert "请说明哪里需要改进" in answer.content.decode()
    assert rate(cast, closed, cast.leader, score="2", words="超期两天才答复。").status_code == 302
    assert Rating.objects.get().words == "超期两天才答复。"


def test_nobody_rates_twice(cast, closed):
    rate(cast, closed, cast.leader)
    with unchanged():
        answer = rate(cast, closed, cast.leader, score="1", words="改主意了。")
    assert "您已经评价过该事项" in answer.content.decode()


def test_the_second_arrival_of_a_form_changes_nothing(cast, closed):
    assert rate(cast, closed, cast.leader, request_key="once").status_code == 302
    with unchanged():
        assert rate(cast, closed, cast.leader, request_key="once").status_code == 302


@pytest.mark.parametrize("whom", ["finance_chief", "office_head", "finance_clerk"])
def test_only_the_served_side_rates(cast, closed, whom):
    person = getattr(cast, whom)
    assert not ratings.to_rate(person, cast.at).exists()
    with refused("只有该事项的服务对象才能评价"):
        actions.rate(closed.pk, score=5, by=person, at=cast.at)


def test_an_open_matter_is_not_rated(cast):
    matter = cast.walk(cast.document(), to="closing")
    with refused("事项办结以后才能评价"):
        actions.rate(matter.pk, score=5, by=cast.leader, at=cast.at)


def test_a_terminated_matter_is_not_rated(cast):
    matter = cast.document()
    actions.terminate(matter.pk, reason="来文单位撤销。", by=cast.office_head, at=cast.tick())
    with refused("事项办结以后才能评价"):
        actions.rate(matter.pk, score=5, by=cast.registrar, at=cast.at)


def test_after_ninety_days_it_is_too_late(cast, closed):
    with refused("办结已超过90天"):
        actions.rate(closed.pk, score=5, by=cast.leader, at=closed.closed_at + timedelta(days=91))


def test_a_score_that_does_not_exist_is_refused(cast, closed):
    with refused("请选择评价等次"):
        actions.rate(closed.pk, score=9, by=cast.leader, at=cast.at)


def test_who_may_not_see_the_matter_finds_nothing(cast, closed):
    assert rate(cast, closed, cast.outsider).status_code == 404
