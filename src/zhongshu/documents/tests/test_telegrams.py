"""电报: seen by the confidential registrars and whoever acts on one; every copy that goes out is on the log."""

import pytest
from tests.cast import PEOPLE, last_act, refused, unchanged

from zhongshu.documents import actions
from zhongshu.documents.models import Leg
from zhongshu.matters import queries as matters


@pytest.fixture
def telegram(cast):
    return cast.document("telegram", copies=3, urgency="flash")


def seers(cast, matter):
    return {who for who, _, _ in PEOPLE if matters.may_see(getattr(cast, who), matter, cast.at)}


def test_only_the_confidential_registrars_see_it(cast, telegram):
    assert (telegram.number, telegram.urgency) == ("清机电〔2026〕1号", 3)
    assert telegram.restricted_at
    assert seers(cast, telegram) == {"confidential", "second_confidential"}
    assert cast.client(cast.registrar).get(f"/matters/{telegram.pk}/").status_code == 404
    assert cast.client(cast.confidential).get(f"/matters/{telegram.pk}/").status_code == 200


def test_only_they_register_one(cast):
    with refused("只有机要登记人员可以办理登记"):
        cast.document("telegram", by=cast.registrar)
    with refused("只有收文登记人员可以办理登记"):
        cast.document(by=cast.confidential)


def test_whoever_acts_on_it_sees_it_and_no_other_registrar(cast, telegram):
    cast.walk(telegram, to="instruction")
    assert seers(cast, telegram) == {"confidential", "second_confidential", "office_head", "leader"}


def test_every_copy_is_on_the_log(cast, telegram):
    response = cast.post(cast.confidential, "legs", telegram.pk, courier="蒙洁", receiver="周立民", copies=2)
    assert response.headers["Location"] == f"/matters/{telegram.pk}/"
    leg = Leg.objects.get()
    assert (leg.courier, leg.receiver, leg.copies, leg.by) == ("蒙洁", "周立民", 2, cast.confidential)
    detail = {"leg": leg.pk, "copies": 2}
    assert last_act(telegram) == ("documents.sent_by_courier", cast.confidential.ref, detail)
    with unchanged():
        page = cast.post(cast.confidential, "legs", telegram.pk, courier="蒙洁", receiver="陈志远", copies=2)
    assert "该件共3份，已送出未退回2份，请核对送出份数。" in page.content.decode()
    cast.post(cast.second_confidential, "leg_return", leg.pk)
    leg.refresh_from_db()
    assert leg.back_by == cast.second_confidential
    assert last_act(telegram)[0] == "documents.came_back"
    cast.tick(days=300)
    actions.give_to_courier(
        telegram.pk, courier="蒙洁", receiver="陈志远", copies=3, by=cast.confidential, at=cast.tick()
    )


def test_a_copy_comes_back_once_and_only_keepers_write_the_log(cast, telegram):
    common = {"courier": "蒙洁", "receiver": "周立民"}
    with refused("请填写送件人和收件人"):
        actions.give_to_courier(telegram.pk, courier=" ", receiver="周立民", copies=1, by=cast.confidential, at=cast.at)
    with refused("只有机要登记人员可以登记送阅情况"):
        actions.give_to_courier(telegram.pk, copies=1, by=cast.office_head, at=cast.at, **common)
    leg = actions.give_to_courier(telegram.pk, copies=1, by=cast.confidential, at=cast.tick(), **common)
    with unchanged():
        assert cast.post(cast.registrar, "leg_return", leg.pk).status_code == 404
    actions.take_back(leg.pk, by=cast.confidential, at=cast.tick())
    with refused("该件已登记退回"):
        actions.take_back(leg.pk, by=cast.confidential, at=cast.tick())


def test_a_form_sent_twice_sends_the_paper_once(cast, telegram):
    form = {"courier": "蒙洁", "receiver": "周立民", "copies": 1, "request_key": "once"}
    for _ in range(2):
        assert cast.post(cast.confidential, "legs", telegram.pk, **form).status_code == 302
    assert telegram.incoming_document.legs.count() == 1
