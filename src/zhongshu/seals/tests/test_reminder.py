"""归还提醒: on the day when a seal is due back, and each day after, once."""

import json
from datetime import timedelta

from django.utils import timezone
from tests.cast import unchanged

from zhongshu.notices.models import Notice
from zhongshu.seals import actions, jobs
from zhongshu.seals.models import Loan
from zhongshu.trail.models import Entry


def told(matter):
    found = Notice.objects.filter(about=matter.stream, kind="chase").order_by("id")
    return [(notice.person_id, notice.text) for notice in found]


def test_those_who_have_it_and_its_keeper_are_told_once_a_day(cast, desk):
    matter = desk.hand_out(desk.approve(desk.ask_loan(due=cast.at + timedelta(days=2)), leader=True))
    with unchanged():
        assert actions.remind(at=cast.tick()) == 0
    cast.at = matter.due_at - timedelta(hours=2)
    assert actions.remind(at=cast.at) == 1
    people = {cast.finance_clerk.pk, cast.finance_chief.pk, cast.registrar.pk}
    assert {person for person, _ in told(matter)} == people
    assert all("清河县人民政府公章应于今日归还，归还时间2026年3月4日" in text for _, text in told(matter))
    entry = Entry.objects.filter(stream=matter.stream).latest("seq")
    assert (entry.verb, entry.by, json.loads(entry.detail)) == ("seals.reminded", "system", {"loan": matter.pk})
    with unchanged():
        assert actions.remind(at=cast.tick()) == 0
    cast.tick(days=1)
    assert actions.remind(at=cast.at) == 1
    assert len(told(matter)) == 6
    assert "借出超期未还" in told(matter)[-1][1]
    assert Loan.objects.get().reminded_on == timezone.localdate(cast.at)


def test_what_is_back_is_not_reminded_of(cast, desk):
    matter = desk.hand_out(desk.approve(desk.ask_loan(), leader=True))
    desk.take_back(matter)
    cast.tick(days=3)
    with unchanged():
        assert jobs.remind.func() == 0
