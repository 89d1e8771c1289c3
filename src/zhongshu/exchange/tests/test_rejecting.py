"""退文: a receiver sends a document back, and gets it again."""

import pytest
from django.urls import reverse
from tests.cast import client_of, last_act, refused, unchanged

from zhongshu.documents import actions as documents
from zhongshu.exchange import actions, queries, rules
from zhongshu.exchange.models import Rejection
from zhongshu.exchange.tests.sending import SENT
from zhongshu.matters.models import Matter
from zhongshu.notices.models import Notice

WHY = {"cause": "genre_and_format_fit", "reason": "缺少附件2，请补齐后重发"}


def reject(by, delivery, **form):
    """Send a delivery back from its page."""
    return client_of(by).post(reverse("delivery_rejection", args=[delivery.pk]), WHY | form, follow=True)


def test_a_document_goes_back_with_the_reason(cast, towns):
    dispatch = towns.send()
    by, delivery = towns.registrars[0], towns.delivery(dispatch)
    page = reject(by, delivery).content.decode()
    assert "已退回清河县人民政府" in page and "文种、格式不符合要求：缺少附件2，请补齐后重发" in page
    assert "请您签收" not in page and reverse("delivery_file", args=[delivery.pk, 0]) not in page
    row = Rejection.objects.get()
    assert (row.delivery, row.by, row.name) == (delivery, by, by.name)
    verb, who, detail = last_act(dispatch.matter)
    assert (verb, who, detail["delivery"]) == ("exchange.rejected", by.ref, delivery.pk)
    assert "附件2" not in str(detail)
    told = Notice.objects.get(person=cast.registrar, about=dispatch.matter.stream)
    assert told.text == f"平安镇人民政府退回：{SENT.title}"
    assert queries.counts(dispatch.matter)["rejected"] == 1
    assert not Matter.objects.filter(kind="incoming").exists()
    assert SENT.title in client_of(by).get(reverse("deliveries"), {"state": "rejected"}).content.decode()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"cause": ""}, "请选择退文原因"),
        ({"cause": "weather"}, "所选内容有误"),
        ({"reason": ""}, "请填写说明"),
        ({"reason": "机密★5年，不应发来"}, "发现国家秘密标志"),
    ],
)
def test_it_says_which_question_it_fails_and_how(cast, towns, form, sentence):
    by, delivery = towns.registrars[0], towns.delivery(towns.send())
    with unchanged():
        answer = reject(by, delivery, **form)
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_what_was_sent_back_is_neither_signed_for_nor_sent_back_again(cast, towns):
    by, delivery = towns.registrars[0], towns.delivery(towns.send())
    actions.reject(delivery.pk, by=by, at=cast.tick(), **WHY)
    with refused("已由平安文书于.*退回，不能重复办理"):
        actions.sign(delivery.pk, by=by, at=cast.tick())
    with refused("不能重复办理"):
        actions.reject(delivery.pk, by=by, at=cast.tick(), **WHY)


def test_a_form_that_comes_twice_sends_back_once(cast, towns):
    by, delivery = towns.registrars[0], towns.delivery(towns.send())
    actions.reject(delivery.pk, by=by, at=cast.tick(), request_key="one", **WHY)
    with unchanged():
        actions.reject(delivery.pk, by=by, at=cast.tick(), request_key="one", **WHY)


def test_sent_again_it_is_signed_for(cast, towns):
    first = towns.send()
    by = towns.registrars[0]
    actions.reject(towns.delivery(first).pk, by=by, at=cast.tick(), **WHY)
    again = towns.send(towns.receivers()[:1], matter=first.matter)
    matter = actions.sign(towns.delivery(again).pk, by=by, at=cast.tick())
    assert matter.incoming_document.sender_number == SENT.number
    assert queries.counts(first.matter) == {"waiting": 1, "signed": 1, "rejected": 1, "recalled": 0}


def test_what_is_sent_back_at_its_review_goes_back_with_the_reason(cast, towns):
    dispatch = towns.send()
    by, delivery = towns.registrars[0], towns.delivery(dispatch)
    matter = actions.sign(delivery.pk, by=by, at=cast.tick())
    documents.send_back(matter.pk, reason="不属于本机关办理", by=by, at=cast.tick())
    assert queries.counts(dispatch.matter) == {"waiting": 1, "signed": 0, "rejected": 1, "recalled": 0}
    assert rules.state(queries.deliveries_of(dispatch.matter).get(pk=delivery.pk)) == rules.REJECTED
    page = client_of(by).get(reverse("delivery", args=[delivery.pk])).content.decode()
    assert "初审退文：不属于本机关办理" in page
    assert (Rejection.objects.get().delivery, Rejection.objects.get().by) == (delivery, by)
    assert last_act(dispatch.matter)[:2] == ("exchange.rejected", by.ref)
    told = Notice.objects.filter(person=cast.registrar, about=dispatch.matter.stream).latest("pk")
    assert told.text == f"平安镇人民政府退回：{SENT.title}"


def test_what_the_sender_took_back_is_not_sent_back_to_it(cast, towns):
    by, delivery = towns.registrars[0], towns.delivery(towns.send())
    matter = actions.sign(delivery.pk, by=by, at=cast.tick())
    actions.recall([delivery.pk], reason="附件有误", by=cast.registrar, at=cast.tick())
    documents.send_back(matter.pk, reason="发文机关已撤回", by=by, at=cast.tick())
    assert not Rejection.objects.exists()


def test_only_the_receiver_sends_back(cast, towns):
    delivery = towns.delivery(towns.send())
    with unchanged():
        assert reject(towns.registrars[1], delivery).status_code == 404
    with refused("可以办理签收、退文"):
        actions.reject(delivery.pk, by=towns.registrars[1], at=cast.tick(), **WHY)
