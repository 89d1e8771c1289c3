"""What goes of the messages in time, and what never does."""

from datetime import timedelta

import pytest
from django.db import transaction

from zhongshu.notices import actions
from zhongshu.notices.actions import sweeping
from zhongshu.notices.models import Delivery, Notice, Posting, Receipt, Webhook
from zhongshu.notices.tests.conftest import reach

YEAR, QUARTER, DAY = timedelta(days=366), timedelta(days=91), timedelta(days=1)


@pytest.fixture
def message(cast, mailing):
    """Write a message that left the system long ago or not, was read or not."""
    reach(cast.registrar, "lin@qinghe.test")

    def write(text, *, read=None, **delivered):
        with transaction.atomic():
            actions.tell([cast.registrar.pk], text=text, link="/", about="matter:1", kind="task", at=cast.at - 2 * YEAR)
        notice = Notice.objects.get(text=text)
        Notice.objects.filter(pk=notice.pk).update(read_at=read)
        Delivery.objects.filter(notice=notice).update(**delivered)
        return notice

    return write


def left():
    return set(Notice.objects.values_list("text", flat=True)), set(
        Delivery.objects.values_list("notice__text", flat=True)
    )


def test_what_was_read_a_year_ago_goes_and_nothing_unread_or_undelivered(cast, message, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 1)
    long_ago, lately = cast.at - YEAR, cast.at - DAY
    message("读过", read=long_ago, sent_at=long_ago)
    message("读过，也取消了", read=long_ago, dropped_at=long_ago)
    message("读过，没有发成", read=long_ago, failed_at=long_ago)
    message("读过，还没有发", read=long_ago)
    message("刚读", read=lately, sent_at=cast.at - QUARTER)
    message("没读", sent_at=long_ago)
    message("没读，没有发成", failed_at=long_ago)
    message("没读，刚发", sent_at=lately)
    assert sweeping.sweep(at=cast.at) == 3 + 4 + 0
    assert left() == (
        {"读过，还没有发", "刚读", "没读", "没读，没有发成", "没读，刚发"},
        {"读过，还没有发", "没读，没有发成", "没读，刚发"},
    )
    assert sweeping.sweep(at=cast.at) == 0


def test_events_go_when_they_have_left_and_receipts_stay(cast):
    hook = Webhook.objects.create(
        organ=cast.organ,
        name="平台",
        target="http://a.test/",
        secret="",
        events=[],
        added_by="system",
        added_at=cast.at,
    )
    about = {"webhook": hook, "event": "matter.opened", "about": "matter:1", "at": cast.at - YEAR, "due_at": cast.at}
    old = cast.at - QUARTER
    for body, times in {
        "sent": {"sent_at": old},
        "dropped": {"dropped_at": old},
        "failed": {"failed_at": old},
        "waiting": {},
        "just sent": {"sent_at": cast.at - DAY},
    }.items():
        Posting.objects.create(body=body, **about, **times)
    about = {"title": "通知", "words": "请阅", "label": "internal", "people": [cast.registrar.pk]}
    actions.broadcast(organ=cast.organ.pk, **about, by=cast.office_head, at=cast.at)
    Receipt.objects.update(read_at=cast.at - YEAR, read_by=cast.registrar)
    assert sweeping.sweep(at=cast.at) == 2
    assert set(Posting.objects.values_list("body", flat=True)) == {"failed", "waiting", "just sent"}
    assert Receipt.objects.count() == 1
