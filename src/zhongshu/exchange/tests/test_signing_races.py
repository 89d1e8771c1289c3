"""签收 by two persons at the same moment, and 撤回 as somebody signs, on PostgreSQL where they truly are at once."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction
from tests.cast import Cast, assemble

from zhongshu.exchange import actions, queries
from zhongshu.exchange.models import Delivery, Recall, Receipt, Rejection, Reminder
from zhongshu.exchange.tests.sending import Towns, arrived
from zhongshu.kit.errors import Refused
from zhongshu.matters.models import Matter

pytestmark = pytest.mark.postgresql


@pytest.fixture
def cast(committed_database) -> Cast:
    return assemble()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Return what each of several acts begun at the same moment gave, or the sentence with which it was refused."""
    together = threading.Barrier(len(acts))

    def carry_out(act: Callable[[], Any]) -> Any:
        try:
            together.wait()
            return act()
        except Refused as refusal:
            return refusal.sentence
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(carry_out, acts))


def test_two_sign_at_the_same_moment(cast):
    delivery, at = arrived(cast), cast.tick()
    people = [cast.registrar, cast.second_registrar] * 3
    found = at_once(*(lambda by=by: actions.sign(delivery.pk, by=by, at=at) for by in people))
    assert [isinstance(one, Matter) for one in found].count(True) == 1
    assert all("不能重复办理" in one for one in found if isinstance(one, str))
    assert (Receipt.objects.count(), Matter.objects.filter(kind="incoming").count()) == (1, 1)


def test_somebody_signs_as_another_sends_it_back(cast):
    delivery, at = arrived(cast), cast.tick()
    why = {"cause": "ours_to_handle", "reason": "不归本机关办理"}
    found = at_once(
        lambda: actions.sign(delivery.pk, by=cast.registrar, at=at),
        lambda: actions.reject(delivery.pk, by=cast.second_registrar, at=at, **why),
    )
    assert sum(isinstance(one, str) and "不能重复办理" in one for one in found) == 1
    assert Receipt.objects.count() + Rejection.objects.count() == 1


def test_the_sender_takes_back_as_somebody_signs(cast):
    towns = Towns(cast, 6)
    dispatch, at = towns.send(), cast.tick()
    deliveries = [towns.delivery(dispatch, place).pk for place in range(6)]
    found = at_once(
        lambda: actions.recall(deliveries, reason="附件有误", by=cast.registrar, at=at),
        *(lambda place=place: actions.sign(deliveries[place], by=towns.registrars[place], at=at) for place in range(6)),
    )
    assert not isinstance(found[0], str)
    assert all(isinstance(one, Matter) or "撤回，不能再办理" in one for one in found[1:])
    assert Recall.objects.count() == 6
    assert queries.counts(dispatch.matter)["recalled"] == 6
    signed = sum(isinstance(one, Matter) for one in found[1:])
    assert Delivery.objects.filter(matter__isnull=False).count() == signed == Receipt.objects.count()


def test_two_take_back_and_two_jobs_remind(cast):
    towns = Towns(cast, 2)
    dispatch, at = towns.send(due_at=cast.at.replace(hour=12)), cast.tick(days=1)
    assert sum(at_once(*(lambda: actions.remind_overdue(at=at),) * 3)) == 2
    assert Reminder.objects.count() == 2
    deliveries = [towns.delivery(dispatch, place).pk for place in range(2)]
    by = (cast.registrar, cast.second_registrar)
    found = at_once(*(lambda one=one: actions.recall(deliveries, reason="有误", by=one, at=at) for one in by))
    assert sum(isinstance(one, str) and "不需要再次撤回" in one for one in found) == 1


def test_what_is_taken_back_as_it_is_delivered_never_arrives(cast):
    towns, held = Towns(cast, 2), threading.Event()
    dispatch, at = towns.send(delivered=False), cast.tick()

    def take_back():
        with transaction.atomic():
            row = Delivery.objects.select_for_update().get(dispatch=dispatch, unit=towns.units[0])
            Recall.objects.create(delivery=row, reason="有误", by=cast.registrar, at=at)
            held.set()
            time.sleep(1.5)  # by then the delivering waits for it

    def deliver():
        held.wait()
        return actions.deliver(dispatch.pk, at=at)

    assert at_once(take_back, deliver) == [None, 1]
    assert towns.delivery(dispatch).delivered_at is None
