"""发文答复: a reply settles what it answers, by whose right it is; what came back to ours is found on both pages."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.cast import client_of, verbs

from zhongshu.exchange.rules import Receiver
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Attachment, Link, Station, Task
from zhongshu.notices.models import Notice
from zhongshu.outgoing.tests.writing import opened, print_out, walk


@pytest.fixture
def asked(cast):
    """An incoming request that waits to be answered."""
    return cast.walk(cast.document(title="关于拨付防汛资金的请示", sender_number="平政〔2026〕3号"), "reply")


def reply(cast, asked, by, **details):
    """Write a reply to it and send it."""
    matter = walk(cast, opened(cast, answers=asked, **details), "dispatch", title="清河县人民政府关于防汛资金的批复")
    print_out(cast, matter)
    cast.complete(matter, "dispatch", by=by, receivers=(Receiver("平安镇人民政府"),))
    matter.refresh_from_db()
    return matter


def test_who_has_it_in_hand_is_told_and_has_the_reply_at_hand(cast, asked):
    matter = reply(cast, asked, cast.registrar)
    task = cast.task(asked, "reply")
    assert task.holder_id == cast.holder(cast.finance_chief)
    assert "outgoing.answered" in verbs(asked)
    assert Notice.objects.filter(text__contains=f"已发文答复（{matter.number}）").exists()
    assert Attachment.objects.filter(matter=asked, role="reply").count() == 2
    page = client_of(cast.finance_chief).get(f"/matters/{asked.pk}/").content.decode()
    assert "对本件的答复" in page and matter.number in page
    assert "本件所答复" in client_of(cast.finance_chief).get(f"/matters/{matter.pk}/").content.decode()
    cast.complete(asked, "reply", by=cast.finance_chief)
    cast.complete(asked, "closing", by=cast.registrar, uploads=())
    asked.refresh_from_db()
    assert asked.outcome == "completed"


def test_who_sends_what_they_are_to_answer_has_answered_it(cast, asked):
    cast.delegate(cast.finance_chief, cast.registrar, until=cast.at + timedelta(days=9))
    matter = reply(cast, asked, cast.registrar)
    done = Task.objects.get(matter=asked, station__key="reply")
    assert (done.outcome, done.done_by, done.on_behalf_of) == ("completed", cast.registrar, cast.finance_chief)
    assert done.opinion == f"已以《{matter.title}》（{matter.number}）答复。"
    assert cast.task(asked, "closing")


def test_a_reply_that_fewer_may_know_is_not_laid_to_what_came(cast, asked):
    reply(cast, asked, cast.registrar, label="internal")
    assert not Attachment.objects.filter(matter=asked, role="reply").exists()
    assert "outgoing.answered" in verbs(asked)


def test_the_answer_names_the_number_that_it_answers(cast, asked):
    from zhongshu.exchange.models import Dispatch

    matter = reply(cast, asked, cast.registrar)
    assert Dispatch.objects.get().answers == "平政〔2026〕3号"
    assert Link.objects.get(source=matter, relation="reply_to").target == asked


def test_what_stands_in_the_way_there_does_not_hold_the_reply_back(cast, asked):
    """In an office whose own route ends with 答复, what came is closed with it, which a 子事项 forbids."""
    cast.delegate(cast.finance_chief, cast.registrar, until=cast.at + timedelta(days=9))
    Station.objects.filter(run__matter=asked, key="closing").delete()
    with transaction.atomic():
        about = {"kind": "incoming", "organ": cast.organ.pk, "title": "核对拨付清单", "parent": asked}
        matters.open_matter(**about, by=cast.registrar, at=cast.tick())
    matter = reply(cast, asked, cast.registrar)
    assert matter.outcome == "completed"
    assert "outgoing.answered" in verbs(asked) and cast.task(asked, "reply")
    assert Notice.objects.filter(text__contains=f"已发文答复（{matter.number}）").exists()
