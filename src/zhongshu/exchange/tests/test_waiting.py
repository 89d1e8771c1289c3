"""待签收: the lists of receivers, for whom they are, and what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.cast import client_of, refused

from zhongshu.exchange import actions, queries
from zhongshu.exchange.tests.sending import SENT, Towns, arrived
from zhongshu.org.models import Person
from zhongshu.trail.models import Entry


def noted(person: Person) -> list[str]:
    """What the security log has of a person."""
    stream = f"security:{person.account.pk}"
    return list(Entry.objects.filter(stream=stream).order_by("seq").values_list("verb", flat=True))


def cost(person: Person, address: str) -> int:
    """How many queries a page takes."""
    client = client_of(person)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    return len(asked)


def test_the_desk_says_what_waits(cast, towns):
    assert "等待本机关签收" not in client_of(cast.registrar).get("/").content.decode()
    delivery = arrived(cast)
    page = client_of(cast.registrar).get("/").content.decode()
    assert "有1件公文等待本机关签收" in page and reverse("deliveries") in page
    assert "等待本机关签收" not in client_of(cast.finance_clerk).get("/").content.decode()
    assert "等待本机关签收" not in client_of(cast.confidential).get("/").content.decode()
    actions.sign(delivery.pk, by=cast.registrar, at=cast.tick())
    assert "等待本机关签收" not in client_of(cast.registrar).get("/").content.decode()


def test_telegrams_are_for_the_confidential_registrar_alone(cast, towns):
    delivery = arrived(cast, is_telegram=True, urgency="flash", label="work_secret")
    desk = client_of(cast.confidential).get("/").content.decode()
    assert "有1件电报等待本机关签收" in desk
    assert client_of(cast.registrar).get(reverse("delivery", args=[delivery.pk])).status_code == 404
    page = client_of(cast.confidential).get(reverse("telegram_deliveries")).content.decode()
    assert "联合巡查河道" in page and "特提" in page
    with refused("只有清河县人民政府的机要登记人员"):
        actions.sign(delivery.pk, by=cast.registrar, at=cast.tick())
    matter = actions.sign(delivery.pk, by=cast.confidential, at=cast.tick())
    assert (matter.kind, matter.urgency, matter.label) == ("telegram", 3, "work_secret")
    assert matter.restricted_at is not None
    assert client_of(cast.confidential).get(reverse("matter", args=[matter.pk])).status_code == 200


def test_a_telegram_goes_to_who_can_receive_one(cast, towns):
    towns.confide(0)
    send = towns.ready(is_telegram=True, urgency="urgent")
    with refused("太平镇人民政府还没有设置机要登记人员"):
        send()
    dispatch = towns.send(towns.receivers()[:1], is_telegram=True, urgency="urgent")
    assert towns.delivery(dispatch).delivered_at


def test_what_is_labelled_bears_a_watermark_and_is_noted(cast, towns):
    delivery = arrived(cast, label="internal")
    client = client_of(cast.registrar)
    page = client.get(reverse("delivery", args=[delivery.pk])).content.decode()
    assert "page-mark" in page and "内部" in page
    client.get(reverse("delivery_file", args=[delivery.pk, 0]))
    assert noted(cast.registrar)[:2] == ["org.paper_viewed", "org.paper_downloaded"]
    matter = actions.sign(delivery.pk, by=cast.registrar, at=cast.tick())
    assert matter.label == "internal"


def test_what_bears_no_watermark_is_to_be_had_after_signing(cast, towns):
    """The sample is no PDF in truth: nothing can be drawn on it."""
    delivery = arrived(cast, label="internal")
    answer = client_of(cast.registrar).get(reverse("delivery_file", args=[delivery.pk, 0]), follow=True)
    assert "请先签收，签收后由登记人员在收文页面领取原件。" in answer.content.decode()


def test_what_is_public_bears_none_and_is_not_noted(cast, towns):
    delivery = arrived(cast)
    page = client_of(cast.registrar).get(reverse("delivery", args=[delivery.pk])).content.decode()
    assert "page-mark" not in page and noted(cast.registrar) == []


def test_who_asks_for_what_is_not_theirs_is_noted(cast, towns):
    delivery = arrived(cast)
    assert client_of(towns.registrars[0]).get(reverse("delivery", args=[delivery.pk])).status_code == 404
    assert noted(towns.registrars[0]) == ["org.access_refused"]


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ({"q": "巡查"}, True),
        ({"q": "白政函[2026]5号"}, True),
        ({"q": "白石县"}, True),
        ({"q": "防汛"}, False),
        ({"urgency": "urgent"}, True),
        ({"urgency": "none"}, False),
        ({"state": "waiting"}, True),
        ({"state": "signed"}, False),
        ({"state": "all"}, True),
    ],
)
def test_the_list_is_narrowed(cast, towns, query, is_there):
    arrived(cast, urgency="urgent")
    page = client_of(cast.registrar).get(reverse("deliveries"), query).content.decode()
    assert ("联合巡查河道" in page) is is_there


def test_lights_say_what_is_late(cast, towns):
    delivery = arrived(cast, due_at=timezone.now() + timedelta(days=30))
    client = client_of(cast.registrar)
    assert "is-green" in client.get(reverse("deliveries")).content.decode()
    type(delivery).objects.update(due_at=timezone.now() - timedelta(days=2))
    page = client.get(reverse("deliveries")).content.decode()
    assert "is-red" in page and "已超期2天" in page


def test_twenty_rows_cost_no_more_questions_than_one(cast, towns):
    by = towns.registrars[0]
    towns.send()
    alone = cost(by, reverse("deliveries"))
    for number in range(19):
        dispatch = towns.send(number=f"清政发〔2026〕{20 + number}号")
        if number % 2:
            actions.sign(towns.delivery(dispatch).pk, by=by, at=cast.tick())
    assert cost(by, reverse("deliveries")) == alone <= 9
    assert cost(by, reverse("deliveries") + "?state=all") == alone


def test_a_page_of_a_delivery_costs_the_same_with_many_receivers(cast):
    towns = Towns(cast, 12)
    dispatch = towns.send()
    assert cost(towns.registrars[0], reverse("delivery", args=[towns.delivery(dispatch).pk])) <= 12


def test_twelve_townships_sign_and_one_sends_it_back(cast):
    towns = Towns(cast, 12)
    dispatch = towns.send(first_copy=1)
    for place, by in enumerate(towns.registrars):
        delivery = towns.delivery(dispatch, place)
        page = client_of(by).get(reverse("deliveries")).content.decode()
        assert SENT.title in page and f"{place + 1:06}" in page
        if place == 7:
            form = {"cause": "others_consulted", "reason": "涉及我镇职权，请先协商"}
            client_of(by).post(reverse("delivery_rejection", args=[delivery.pk]), form)
        else:
            client_of(by).post(reverse("delivery_receipt", args=[delivery.pk]))
    assert queries.counts(dispatch.matter) == {"waiting": 0, "signed": 11, "rejected": 1, "recalled": 0}
    numbers = {one.matter.number for one in queries.deliveries_of(dispatch.matter) if one.matter}
    assert numbers == {f"收〔{timezone.now().year}〕1号"}  # each has a register of its own
