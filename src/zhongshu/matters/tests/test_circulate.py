import pytest
from tests.cast import last_act, refused, unchanged

from zhongshu.kit import digests
from zhongshu.matters import actions, queries
from zhongshu.matters.models import Task
from zhongshu.notices.models import Notice


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling")


@pytest.fixture
def copy(cast, document):
    """An unread copy of the education bureau's chief."""
    actions.circulate(document.pk, holders=[cast.holder(cast.education_chief)], by=cast.registrar, at=cast.tick())
    return Task.objects.get(matter=document, station=None)


def test_whoever_keeps_the_register_sends_it_round(cast, document):
    readers = [cast.holder(cast.education_chief), cast.holder(cast.reform_chief)]
    response = cast.post(cast.registrar, "circulation", document.pk, people=readers, request_key="k")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    copies = Task.objects.filter(matter=document, station=None).order_by("order")
    assert [(copy.name, copy.kind, copy.holder_id) for copy in copies] == [("传阅", "read", each) for each in readers]
    assert last_act(document) == ("matters.circulated", cast.registrar.ref, {"holders": readers})
    assert queries.may_see(cast.reform_chief, document, cast.at)
    assert Notice.objects.filter(person=cast.reform_chief, text__startswith="传阅：").count() == 1
    with unchanged():
        cast.post(cast.registrar, "circulation", document.pk, people=readers, request_key="k")


def test_who_has_not_read_is_listed_first(cast, document, copy):
    actions.circulate(document.pk, holders=[cast.holder(cast.reform_chief)], by=cast.registrar, at=cast.tick())
    actions.tick_read(copy.pk, by=cast.education_chief, at=cast.tick())
    assert [(task.holder_id, task.done_at is None) for task in queries.readers(document)] == [
        (cast.holder(cast.reform_chief), True),
        (cast.holder(cast.education_chief), False),
    ]


def test_nobody_gets_a_second_copy_before_the_first_is_read(cast, document, copy):
    both = [cast.holder(cast.education_chief), cast.holder(cast.reform_chief)]
    with refused("已在传阅且未阅的人员不重复发送"):
        actions.circulate(document.pk, holders=both[:1], by=cast.registrar, at=cast.at)
    actions.circulate(document.pk, holders=both, by=cast.registrar, at=cast.tick())
    assert Task.objects.filter(matter=document, station=None).count() == 2
    actions.tick_read(copy.pk, by=cast.education_chief, at=cast.tick())
    actions.circulate(document.pk, holders=both[:1], by=cast.registrar, at=cast.tick())
    assert Task.objects.filter(matter=document, station=None, holder=both[0]).count() == 2


def test_a_handler_may_send_it_round_a_reader_may_not(cast, document, copy):
    actions.circulate(document.pk, holders=[cast.holder(cast.finance_clerk)], by=cast.finance_chief, at=cast.tick())
    with refused("没有该事项的这项操作权限"):
        actions.circulate(document.pk, holders=[cast.holder(cast.reform_clerk)], by=cast.education_chief, at=cast.at)


def test_nobody_who_has_left_gets_a_copy(cast, document):
    gone = cast.holder(cast.reform_clerk)
    cast.dismiss(cast.reform_clerk)
    with refused("已离岗"):
        actions.circulate(document.pk, holders=[gone], by=cast.registrar, at=cast.at)


def test_reading_is_noted_with_the_remark(cast, document, copy):
    response = cast.post(cast.education_chief, "reading", copy.pk, opinion="已阅，请基教股研究。")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    copy.refresh_from_db()
    assert (copy.outcome, copy.opinion, copy.done_by) == ("completed", "已阅，请基教股研究。", cast.education_chief)
    detail = {"task": copy.pk, "held_by": copy.holder_id, "opinion": digests.sm3("已阅，请基教股研究。")}
    assert last_act(document) == ("matters.read", cast.education_chief.ref, detail)


def test_a_copy_is_read_once_by_whom_it_was_sent_to(cast, document, copy):
    with refused("不在您名下"):
        actions.tick_read(copy.pk, by=cast.registrar, at=cast.at)
    actions.tick_read(copy.pk, by=cast.education_chief, at=cast.tick())
    with refused("已经办理或已不在您处"):
        actions.tick_read(copy.pk, by=cast.education_chief, at=cast.tick())


def test_a_copy_cannot_be_handled_nor_a_task_merely_read(cast, document, copy):
    with refused("传阅件只需阅知"):
        actions.complete(copy.pk, by=cast.education_chief, at=cast.at)
    with refused("需要办理，不能只作阅知"):
        actions.tick_read(cast.task(document, "handling").pk, by=cast.finance_chief, at=cast.at)
    with unchanged():
        response = cast.post(cast.education_chief, "transfer", copy.pk, people=[cast.holder(cast.education_clerk)])
    assert "传阅件只需阅知" in response.content.decode()


def test_a_reader_is_never_waited_for_and_may_read_after_the_end(cast, document, copy):
    cast.complete(document, "handling", by=cast.finance_chief)
    cast.complete(document, "reply", by=cast.finance_chief)
    cast.complete(document, "closing", by=cast.registrar)
    document.refresh_from_db()
    assert document.closed_at
    assert queries.counts(cast.education_chief, cast.at)["to_read"] == 1
    actions.tick_read(copy.pk, by=cast.education_chief, at=cast.tick())
    assert queries.counts(cast.education_chief, cast.at)["to_read"] == 0
