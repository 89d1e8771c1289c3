"""编号, 撤销 and 答复 by many at the same moment, on PostgreSQL where they truly are at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connections, transaction
from tests.cast import Cast, assemble

from zhongshu.documents.models import IncomingDocument
from zhongshu.exchange import actions as exchange
from zhongshu.exchange.models import Delivery, Dispatch
from zhongshu.exchange.rules import Receiver
from zhongshu.exchange.tests.sending import Towns
from zhongshu.exchange.tests.test_signing_races import at_once as begun_at_once
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter
from zhongshu.numbering import queries as numbering
from zhongshu.outgoing import actions, queries
from zhongshu.outgoing.actions import following
from zhongshu.outgoing.models import Reservation
from zhongshu.outgoing.tests.writing import opened, print_out, walk
from zhongshu.trail import actions as trail

pytestmark = pytest.mark.postgresql
DOCUMENTS = 50


@pytest.fixture
def cast(committed_database) -> Cast:
    return assemble()


def at_once(cast, tasks):
    """Have every task of 编号 completed at the same moment; return the refusals."""
    series = queries.codes(cast.organ.pk).get()
    at, together = cast.tick(), threading.Barrier(len(tasks))

    def number(task):
        try:
            together.wait()
            matters.complete(task, by=cast.registrar, at=at, fields={"series": series.pk})
            return ""
        except Refused as refusal:
            return refusal.sentence
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return series, [sentence for sentence in pool.map(number, tasks) if sentence]


def test_fifty_documents_at_once_get_fifty_numbers_in_a_row(cast):
    tasks = [cast.task(walk(cast, opened(cast), "numbering"), "numbering").pk for _ in range(DOCUMENTS)]
    series, refusals = at_once(cast, tasks)
    rows = list(numbering.register(series, 2026))
    assert refusals == []
    assert [row.value for row in rows] == list(range(1, DOCUMENTS + 1))
    assert len({row.holder for row in rows}) == DOCUMENTS


def test_two_who_reserve_at_once_pass_no_more_than_the_most_between_them(cast):
    series = actions.open_code(code="清政发", by=cast.registrar, at=cast.tick())
    at, given = cast.tick(), {"series": series.pk, "count": 15, "purpose": "表彰决定"}
    both = (cast.registrar, cast.second_registrar)
    found = begun_at_once(*(partial(actions.reserve, **given, by=by, at=at) for by in both))
    assert sum("已有15个预留文号没有使用" in str(one) for one in found) == 1
    assert Reservation.objects.count() == 15


def test_two_numberers_of_one_document_take_one_number(cast):
    task = cast.task(walk(cast, opened(cast), "numbering"), "numbering").pk
    series, refusals = at_once(cast, [task] * 8)
    assert len(refusals) == 7
    assert all("已经办理" in sentence for sentence in refusals)
    assert [row.value for row in numbering.register(series, 2026)] == [1]


def test_whoever_signs_as_a_document_is_annulled_registers_it_so(cast):
    towns, matter = Towns(cast, 6), walk(cast, opened(cast), "dispatch")
    print_out(cast, matter)
    cast.complete(matter, "dispatch", by=cast.registrar, receivers=towns.receivers())
    exchange.deliver(Dispatch.objects.get().pk, at=cast.tick())
    cast.document(sender_number="市政发〔2026〕3号")
    waiting, at = list(Delivery.objects.order_by("pk")), cast.tick()
    why = {"manner": "annulled", "effective": None, "ground": "市政发〔2026〕3号", "reason": "超越职权。"}
    found = begun_at_once(
        *(
            lambda one=one, by=by: exchange.sign(one.pk, by=by, at=at)
            for one, by in zip(waiting, towns.registrars, strict=True)
        ),
        lambda: following.cease(matter.pk, by=cast.registrar, at=at, **why),
    )
    assert not [one for one in found if isinstance(one, str)]
    came = IncomingDocument.objects.filter(matter__delivery__in=waiting)
    assert [one.force for one in came] == ["已撤销（自始无效）"] * 6


def test_a_reply_goes_out_as_somebody_acts_on_what_it_answers(cast):
    asked = cast.walk(cast.document(title="关于拨付防汛资金的请示", sender_number="平政〔2026〕3号"), "reply")
    cast.delegate(cast.finance_chief, cast.registrar, until=cast.at + timedelta(days=9))
    matter, held, at = walk(cast, opened(cast, answers=asked), "dispatch"), threading.Event(), cast.tick()
    print_out(cast, matter)

    def act():
        with transaction.atomic():
            Matter.objects.select_for_update().get(pk=asked.pk)
            held.set()
            time.sleep(2)  # by then the reply waits for the matter
            trail.record(asked.stream, "documents.dissented", by=cast.registrar.ref, at=at)

    def reply():
        held.wait()
        cast.complete(matter, "dispatch", by=cast.registrar, receivers=(Receiver("平安镇人民政府"),))

    assert begun_at_once(act, reply) == [None, None]
    assert cast.task(asked, "closing")
