"""拟办: the words of the office, alternatives where a decision is asked, and the leaders it goes to."""

from datetime import date

import pytest
from tests.cast import refused, unchanged

from zhongshu.documents import queries
from zhongshu.documents.models import Alternative
from zhongshu.matters import actions as matters


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="proposal")


def test_it_goes_to_the_leaders_in_the_order_of_the_choice(cast, document):
    task = cast.task(document, "proposal")
    leaders = [cast.holder(cast.second_leader), cast.holder(cast.leader)]
    form = {"opinion": "拟请志远、立民同志阅示。", "leaders": leaders, "lead_unit": cast.finance.pk}
    response = cast.post(cast.office_head, "completion", task.pk, **form)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    task.refresh_from_db()
    assert task.opinion == "拟请志远、立民同志阅示。"
    signers = document.tasks.filter(station__key="instruction").order_by("order")
    assert [(each.holder_id, each.opened_at is not None) for each in signers] == [
        (leaders[0], True),
        (leaders[1], False),
    ]
    document.refresh_from_db()
    assert document.lead_unit == cast.finance


def test_alternatives_are_kept_in_their_order(cast, document):
    ways = ("全额安排。", "按一半安排。", "")
    cast.complete(document, "proposal", by=cast.office_head, asks_decision=True, alternatives=ways)
    assert [way.text for way in queries.offered_alternatives(document)] == ["全额安排。", "按一半安排。"]


def test_a_decision_needs_something_to_choose_from(cast, document):
    task, chosen = cast.task(document, "proposal"), {"instruction": (cast.holder(cast.leader),)}
    common = {"by": cast.office_head, "at": cast.at, "opinion": "请决策。", "chosen": chosen}
    with refused("请提出两个以上备选方案"):
        matters.complete(task.pk, fields={"asks_decision": True, "alternatives": ("全额安排。",)}, **common)
    with refused("备选方案有重复"):
        matters.complete(task.pk, fields={"alternatives": ("全额安排。", "全额安排。")}, **common)
    with refused("发现国家秘密标志"):
        matters.complete(task.pk, fields={"alternatives": ("甲", "机密★10年")}, **common)
    with unchanged():
        form = {"opinion": "请决策。", "asks_decision": "on", "leaders": [cast.holder(cast.leader)]}
        response = cast.post(cast.office_head, "completion", task.pk, **form)
    assert "请提出两个以上备选方案" in response.content.decode()


def test_leaders_and_words_are_required(cast, document):
    task = cast.task(document, "proposal")
    with unchanged():
        response = cast.post(cast.office_head, "completion", task.pk, opinion="请阅示。")
    assert "请选择批示领导。" in response.content.decode()
    with refused("请填写拟办意见"):
        matters.complete(task.pk, by=cast.office_head, at=cast.at, chosen={"instruction": (cast.holder(cast.leader),)})


def test_a_deadline_in_the_past_is_refused(cast, document):
    with refused("办理时限不能早于今天"):
        cast.complete(document, "proposal", by=cast.office_head, due=date(2026, 3, 1))


def test_a_new_proposal_replaces_the_offer_and_keeps_the_old_one_on_record(cast, document):
    cast.complete(document, "proposal", by=cast.office_head, alternatives=("甲", "乙"))
    task = cast.task(document, "instruction")
    matters.give_back(task.pk, to="proposal", by=cast.leader, at=cast.tick(), reason="再提方案。")
    cast.complete(document, "proposal", by=cast.office_head, alternatives=("丙", "丁"))
    assert [way.text for way in queries.offered_alternatives(document)] == ["丙", "丁"]
    assert Alternative.objects.filter(document_id=document.pk).count() == 4
