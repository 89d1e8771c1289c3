"""初审: five questions (条例 art. 24 (3)), 办件 or 阅件, and 退文 where one of them is answered with no."""

import pytest
from tests.cast import QUESTIONS, last_act, refused, unchanged, verbs

from zhongshu.documents import actions
from zhongshu.documents.models import IncomingDocument, Review
from zhongshu.matters import actions as matters


@pytest.fixture
def document(cast):
    return cast.document()


def test_five_yeses_and_a_handling_type_send_it_on(cast, document):
    task = cast.task(document, "review")
    form = dict.fromkeys(QUESTIONS, "on") | {"handling_type": "for_action"}
    response = cast.post(cast.registrar, "completion", task.pk, **form)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    review = Review.objects.get()
    assert (review.document_id, review.task_id) == (document.pk, task.pk)
    assert all(getattr(review, key) for key in QUESTIONS)
    assert IncomingDocument.objects.get().handling_type == "for_action"
    assert cast.task(document, "proposal").holder_id == cast.holder(cast.office_head)
    assert last_act(document)[0] == "matters.completed"


@pytest.mark.parametrize("question", QUESTIONS)
def test_any_no_is_refused(cast, document, question):
    task = cast.task(document, "review")
    form = dict.fromkeys(set(QUESTIONS) - {question}, "on") | {"handling_type": "for_action"}
    with unchanged():
        response = cast.post(cast.registrar, "completion", task.pk, **form)
    assert response.status_code == 422
    assert "的，应填写原因办理退文，不能转入承办。" in response.content.decode()


def test_the_handling_type_is_decided_here(cast, document):
    task = cast.task(document, "review")
    with refused("请确定该件为办件还是阅件"):
        matters.complete(task.pk, by=cast.registrar, at=cast.at, fields=QUESTIONS)


def test_what_is_only_to_be_read_goes_round_instead(cast, document):
    cast.complete(document, "review", by=cast.registrar, handling_type="for_information")
    assert cast.task(document, "circulation").holder_id == cast.holder("registry")
    skipped = document.runs.get().stations.filter(skipped_at__isnull=False).order_by("order")
    assert [station.name for station in skipped] == ["拟办", "批示", "交办", "承办", "答复"]


def test_it_is_returned_to_its_sender_with_the_reason(cast, document):
    response = cast.post(cast.registrar, "rejection", document.pk, reason="行文越级，不符合行文规则。")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    document.refresh_from_db()
    assert (document.outcome, document.number) == ("returned", "清政办收〔2026〕1号")
    assert not document.tasks.filter(done_at=None).exists()
    assert last_act(document)[2]["outcome"] == "returned"
    assert "numbering.voided" not in verbs(document), "the number stays with it"


def test_not_without_a_reason(cast, document):
    with refused("请填写终止的原因|请填写退文的原因"):
        actions.send_back(document.pk, reason=" ", by=cast.registrar, at=cast.at)
    with unchanged():
        assert cast.post(cast.registrar, "rejection", document.pk, reason="").status_code == 422


def test_only_at_the_review(cast, document):
    cast.walk(document, to="assignment")
    with refused("只有初审环节可以退文"):
        actions.send_back(document.pk, reason="不属我县。", by=cast.registrar, at=cast.at)
    task = cast.task(document, "assignment")
    matters.give_back(task.pk, to="review", by=cast.registrar, at=cast.tick(), reason="重新初审。")
    actions.send_back(document.pk, reason="不属我县。", by=cast.registrar, at=cast.tick())
    document.refresh_from_db()
    assert document.outcome == "returned"


def test_only_by_whoever_keeps_the_register_or_heads_the_office(cast, document):
    cast.walk(document, to="instruction")
    with refused("没有该事项的这项操作权限"):
        actions.send_back(document.pk, reason="不属我县。", by=cast.leader, at=cast.at)


def test_a_second_round_is_answered_anew(cast, document):
    cast.walk(document, to="proposal")
    task = cast.task(document, "proposal")
    matters.give_back(task.pk, to="review", by=cast.office_head, at=cast.tick(), reason="请核对文种。")
    cast.complete(document, "review", by=cast.second_registrar)
    assert Review.objects.filter(document_id=document.pk).count() == 2


def test_a_mark_of_secrecy_in_an_opinion_is_refused(cast, document):
    task = cast.task(document, "review")
    fields = QUESTIONS | {"handling_type": "for_action"}
    with refused("发现国家秘密标志"):
        matters.complete(task.pk, by=cast.registrar, at=cast.at, fields=fields, opinion="原件标注 机密★10年")
