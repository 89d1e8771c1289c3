import pytest
from tests.cast import last_act, refused, unchanged

from zhongshu.kit import digests
from zhongshu.matters import actions
from zhongshu.matters.queries import page


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling", co_units=(cast.education,))


def test_the_office_ends_a_matter_with_a_reason(cast, document):
    response = cast.post(cast.office_head, "termination", document.pk, reason="来文单位已撤回该文。", request_key="k")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    document.refresh_from_db()
    assert (document.outcome, document.closed_by) == ("terminated", cast.office_head.ref)
    assert not document.tasks.filter(done_at=None).exists()
    cancelled = document.tasks.filter(outcome="cancelled", station__key="handling")
    ended, other = cancelled.order_by("order")
    assert (ended.done_by, ended.opinion) == (cast.office_head, "来文单位已撤回该文。")
    assert (other.done_by, other.opinion) == (None, "")
    states = {stop.station.key: stop.state for stop in page.timeline(document.runs.get())}
    assert (states["assignment"], states["handling"], states["closing"]) == ("done", "stopped", "unreached")
    assert document.runs.get().outcome == "terminated"
    detail = {
        "opinion": digests.sm3("来文单位已撤回该文。"),
        "outcome": "terminated",
        "station": "handling",
        "task": ended.pk,
        "held_by": ended.holder_id,
    }
    assert last_act(document) == ("matters.terminated", cast.office_head.ref, detail)
    with unchanged():
        cast.post(cast.office_head, "termination", document.pk, reason="来文单位已撤回该文。", request_key="k")


def test_without_a_reason_it_goes_on(cast, document):
    with refused("请填写终止的原因"):
        actions.terminate(document.pk, by=cast.office_head, at=cast.at, reason="  ")
    with unchanged():
        response = cast.post(cast.office_head, "termination", document.pk, reason="")
    assert "请填写原因。" in response.content.decode()


def test_a_handler_or_leader_does_not_end_it(cast, document):
    for person in (cast.finance_chief, cast.leader):
        with refused("没有该事项的这项操作权限"):
            actions.terminate(document.pk, by=person, at=cast.at, reason="不办了。")


def test_what_is_closed_is_not_ended_again(cast, document):
    actions.terminate(document.pk, by=cast.office_head, at=cast.tick(), reason="重复。")
    with refused("已经办结或终止"):
        actions.terminate(document.pk, by=cast.office_head, at=cast.tick(), reason="重复。")
