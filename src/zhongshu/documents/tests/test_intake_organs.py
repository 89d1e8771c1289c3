"""识读隔离 across organs: the same bytes are secret in all of them, and one word of two persons settles them all."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import GIVEN, client_of

from zhongshu.documents import actions, rules
from zhongshu.documents.models import Arrival
from zhongshu.files.models import Quarantine
from zhongshu.notices.models import Notice
from zhongshu.org import actions as org
from zhongshu.org.models import Holder
from zhongshu.trail.models import Entry

SECRET = "机密★5年\n关于做好专项行动的通知\n各乡镇人民政府："


@pytest.fixture
def both(cast, django_capture_on_commit_callbacks) -> list[Arrival]:
    """A file that came in at two organs, withheld as the first of them read it."""
    holder = Holder.objects.get(person=cast.outsider)
    for role in ("registrar", "confidential_registrar"):
        org.posts.give_role(holder, role, cast.other_organ, **GIVEN)
    ours = cast.take_in({"专项行动.txt": SECRET}, read=False).arrivals.get()
    uploads = [cast.upload(cast.outsider, "副本.txt", SECRET)]
    given = {"kind": "incoming", "organ": cast.other_organ.pk, "label": "public", "by": cast.outsider}
    theirs = actions.take_in(uploads=uploads, at=cast.tick(), **given).arrivals.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.read(ours.pk, at=cast.tick())
    return [ours, theirs]


def noted(arrival: Arrival) -> list[tuple[str, int]]:
    """What the trail of its batch says of it since it was withheld."""
    entries = Entry.objects.filter(stream=arrival.intake.stream, seq__gt=2).order_by("seq")
    return [(entry.verb.removeprefix("documents."), json.loads(entry.detail)["arrival"]) for entry in entries]


def test_both_organs_are_told_and_both_trails_say_so(cast, both):
    told = Notice.objects.filter(link="/documents/withheld/").values_list("person", flat=True)
    assert sorted(told) == sorted(each.pk for each in (cast.confidential, cast.second_confidential, cast.outsider))
    for arrival in both:
        assert noted(arrival) == [("arrival_withheld", arrival.pk)]
        arrival.refresh_from_db()
        assert arrival.found_at
    assert f"第{both[1].pk}号文件" in client_of(cast.outsider).get("/documents/withheld/").content.decode()


@pytest.mark.parametrize(
    ("verdict", "done"), [(rules.EXPUNGE, "arrival_expunged"), (rules.RELEASE, "arrival_released")]
)
def test_one_from_each_organ_settles_it_for_both(cast, both, verdict, done):
    for arrival, whom in zip(reversed(both), (cast.outsider, cast.confidential), strict=True):
        actions.judge(arrival.pk, verdict=verdict, by=whom, at=cast.tick())
    for arrival in both:
        assert noted(arrival) == [(verb, arrival.pk) for verb in ("arrival_withheld", "verdict_given", done)]
        arrival.refresh_from_db()
        assert (arrival.first_by, arrival.second_by) == (cast.outsider, cast.confidential)
    assert Quarantine.objects.filter(expunged_at=None).exists() is False


def test_whoever_acts_on_the_same_bytes_locks_them_in_one_order(cast, both):
    """Else two who judge it at the same moment, each from their own organ, wait for each other for ever."""
    with CaptureQueriesContext(connection) as asked:
        actions.judge(both[1].pk, verdict=rules.EXPUNGE, by=cast.outsider, at=cast.tick())
    steps = [query["sql"] for query in asked]
    locks = next(number for number, sql in enumerate(steps) if 'ORDER BY "documents_arrival"."id" ASC' in sql)
    acts = next(number for number, sql in enumerate(steps) if sql.startswith(("UPDATE", "INSERT")))
    assert locks < acts
    assert ("FOR UPDATE" in steps[locks]) is connection.features.has_select_for_update
    earlier = [sql for sql in steps[:locks] if "FOR UPDATE" in sql]
    assert earlier == []
