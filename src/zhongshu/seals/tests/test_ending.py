"""停用和处置: a seal is stopped first and then put away for good one way; nothing is sealed with it any more."""

from datetime import date

import pytest
from tests.cast import refused, unchanged

from zhongshu.seals import actions
from zhongshu.seals.models import Ending, Seal
from zhongshu.seals.tests.desk import ASKED
from zhongshu.trail.models import Entry


def end(cast, desk, what, **changed):
    given = {"on": cast.at.date(), "reason": "机构改革，更名换印。", "by": cast.supervisor, "at": cast.tick()}
    return actions.end(desk.office.pk, what=what, **given | changed)


def test_it_is_stopped_with_a_reason(cast, desk):
    form = {"what": "stopped", "on": "2026-03-02", "reason": "机构改革。", "request_key": "k"}
    answer = cast.post(cast.supervisor, "seal_endings", desk.office.pk, **form)
    assert answer.headers["Location"] == f"/seals/{desk.office.pk}/"
    ending = Ending.objects.get()
    assert (ending.seal, ending.what, ending.on, ending.by) == (
        desk.office,
        "stopped",
        date(2026, 3, 2),
        cast.supervisor,
    )
    assert Seal.objects.get(pk=desk.office.pk).stopped_at == ending.at
    assert Entry.objects.filter(stream=desk.office.stream).latest("seq").verb == "seals.ended"
    page = cast.client(cast.finance_clerk).get(f"/seals/{desk.office.pk}/").content.decode()
    assert "已停用" in page
    assert "机构改革。" in page
    with unchanged():
        cast.post(cast.supervisor, "seal_endings", desk.office.pk, **form)


def test_what_is_stopped_is_no_longer_offered_nor_used(cast, desk):
    waiting = desk.approve(desk.apply())
    end(cast, desk, "stopped")
    assert "办公室印章" not in cast.client(cast.finance_clerk).get("/seals/application/").content.decode()
    form = {"seals": [desk.office.pk], "label": "internal", "details": ASKED, "uploads": ["x"], "is_full": True}
    with refused("已停用，不能再用"):
        actions.apply(**form, by=cast.finance_clerk, at=cast.tick())
    with refused("已停用，不能再用"):
        desk.seal(waiting)
    assert desk.register(name="清河县人民政府办公室印章", kind="office").name == desk.office.name


def test_it_goes_for_good_before_a_witness(cast, desk):
    end(cast, desk, "stopped")
    end(cast, desk, "sealed_away")
    end(cast, desk, "destroyed", receiver="清河县公安局", witness=cast.office_head)
    row = Seal.objects.get(pk=desk.office.pk)
    assert row.keeping is None
    assert row.keepings.get().until == cast.at
    page = cast.client(cast.supervisor).get(f"/seals/{row.pk}/").content.decode()
    assert "销毁单位：清河县公安局，监销人：王建国" in page
    assert "登记移交" not in page
    for what in ("returned", "sealed_away"):
        with refused("已经销毁，不能再作处置"):
            end(cast, desk, what, receiver="清源市人民政府")
    with refused("不在本机关，不能移交"):
        actions.hand_over(row.pk, keeper=cast.registrar, witness=cast.office_head, by=cast.supervisor, at=cast.tick())


@pytest.mark.parametrize(
    ("what", "changed", "sentence"),
    [
        ("destroyed", {}, "应先停用"),
        ("stopped", {"reason": " "}, "请填写原因"),
        ("stopped", {"on": date(2999, 1, 1)}, "日期不能晚于今天"),
        ("stopped", {"on": date(2025, 2, 1)}, "不能早于印章启用日期"),
        ("lost", {}, "请选择处置方式"),
    ],
)
def test_what_is_wrong_is_refused(cast, desk, what, changed, sentence):
    with refused(sentence):
        end(cast, desk, what, **changed)


def test_what_is_stopped_needs_witness_and_receiver_to_go(cast, desk):
    end(cast, desk, "stopped")
    with refused("已经停用，无需重复登记"):
        end(cast, desk, "stopped")
    with refused("销毁印章须有监销人"):
        end(cast, desk, "destroyed", receiver="清河县公安局")
    with refused("请填写接收单位"):
        end(cast, desk, "returned")
    with refused("只有印章管理人员可以办理印章登记"):
        end(cast, desk, "sealed_away", by=cast.registrar)


def test_what_is_out_is_stopped_but_not_put_away(cast, desk):
    desk.hand_out(desk.approve(desk.ask_loan(desk.office), leader=True))
    end(cast, desk, "stopped")
    with refused("借出未还"):
        end(cast, desk, "sealed_away")
