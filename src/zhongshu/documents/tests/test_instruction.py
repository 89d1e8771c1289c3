"""批示: choose, write, or sign alone, which counts as consent (圈阅, 条例 art. 22); the registrars are told."""

import pytest
from tests.cast import refused, unchanged

from zhongshu.documents import queries
from zhongshu.documents.models import Alternative
from zhongshu.matters import actions as matters
from zhongshu.notices.models import Notice


def standing(document):
    """Who stands by which alternative."""
    return {way: [task.done_by for task in tasks] for way, tasks in queries.choices(document).items()}


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(title="关于春耕的请示"), to="instruction")


@pytest.fixture
def asked(cast):
    """A document with two ways to decide."""
    document = cast.walk(cast.document(), to="proposal")
    cast.complete(document, "proposal", by=cast.office_head, asks_decision=True, alternatives=("甲", "乙"))
    return document


def test_signing_alone_is_consent(cast, document):
    task = cast.task(document, "instruction")
    response = cast.post(cast.leader, "completion", task.pk)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    task.refresh_from_db()
    assert (task.outcome, task.opinion, task.done_by) == ("completed", "", cast.leader)
    assert cast.task(document, "assignment").holder_id == cast.holder("registry")


def test_both_registrars_are_told(cast, document):
    cast.complete(document, "instruction", by=cast.leader, opinion="同意。")
    told = Notice.objects.filter(text="周立民已批示：关于春耕的请示")
    assert {notice.person for notice in told} == {cast.registrar, cast.second_registrar}


def test_an_alternative_is_chosen(cast, asked):
    second = Alternative.objects.latest("order")
    cast.post(cast.leader, "completion", cast.task(asked, "instruction").pk, alternative=second.pk)
    assert standing(asked) == {second.pk: [cast.leader]}


def test_where_there_is_something_to_choose_a_bare_signature_is_not_enough(cast, asked):
    task = cast.task(asked, "instruction")
    with unchanged():
        response = cast.post(cast.leader, "completion", task.pk)
    assert "请选定一个备选方案，或写明批示意见。" in response.content.decode()
    matters.complete(task.pk, by=cast.leader, at=cast.tick(), opinion="两案均缓议。")
    assert standing(asked) == {}


def test_only_what_is_on_offer_can_be_chosen(cast, asked, document):
    way = Alternative.objects.first()
    with refused("所选方案不在本次拟办的备选方案中"):
        matters.complete(
            cast.task(document, "instruction").pk, by=cast.leader, at=cast.at, fields={"alternative": way.pk}
        )


def test_who_withdraws_and_chooses_anew_has_chosen_one(cast, asked):
    first, second = Alternative.objects.order_by("order")
    task = cast.complete(asked, "instruction", by=cast.leader, alternative=first.pk)
    matters.withdraw(task.pk, by=cast.leader, at=cast.tick())
    cast.complete(asked, "instruction", by=cast.leader, alternative=second.pk)
    assert standing(asked) == {second.pk: [cast.leader]}


def test_a_withdrawn_choice_is_no_choice(cast, asked):
    first = Alternative.objects.earliest("order")
    task = cast.complete(asked, "instruction", by=cast.leader, alternative=first.pk)
    matters.withdraw(task.pk, by=cast.leader, at=cast.tick())
    assert standing(asked) == {}


def test_two_leaders_may_choose_the_same(cast):
    document = cast.walk(cast.document(), to="proposal")
    leaders = (cast.holder(cast.leader), cast.holder(cast.second_leader))
    cast.complete(
        document,
        "proposal",
        by=cast.office_head,
        asks_decision=True,
        alternatives=("甲", "乙"),
        chosen={"instruction": leaders},
    )
    way = Alternative.objects.earliest("order")
    cast.complete(document, "instruction", by=cast.leader, alternative=way.pk)
    cast.complete(document, "instruction", by=cast.second_leader, alternative=way.pk)
    assert standing(document) == {way.pk: [cast.leader, cast.second_leader]}
    page = cast.client(cast.registrar).get(f"/matters/{document.pk}/").content.decode()
    assert page.count("选定 <time") == 2


def test_leaders_sign_one_after_the_other(cast):
    document = cast.walk(cast.document(), to="proposal")
    both = (cast.holder(cast.second_leader), cast.holder(cast.leader))
    cast.complete(document, "proposal", by=cast.office_head, chosen={"instruction": both})
    waiting = document.tasks.get(holder=both[1])
    with refused("已经办理或已不在您处"):
        matters.complete(waiting.pk, by=cast.leader, at=cast.at)
    cast.complete(document, "instruction", by=cast.second_leader)
    cast.complete(document, "instruction", by=cast.leader)
    assert cast.task(document, "assignment")
