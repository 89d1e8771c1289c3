"""移交保管: from one person to another before a third, and all of it stays on record."""

import json

from tests.cast import refused, unchanged

from zhongshu.seals import actions
from zhongshu.seals.models import Seal
from zhongshu.trail.models import Entry


def typed(cast, keeper, witness):
    return {
        "keeper": cast.holder(keeper),
        "witness": cast.holder(witness),
        "note": "随印移交登记簿一册",
        "request_key": "k",
    }


def test_its_keeper_hands_it_over(cast, desk):
    seal = desk.office
    answer = cast.post(cast.registrar, "seal_keepings", seal.pk, **typed(cast, cast.supervisor, cast.office_head))
    assert answer.headers["Location"] == f"/seals/{seal.pk}/"
    new, old = Seal.objects.get(pk=seal.pk).keepings.order_by("-since")
    assert (old.keeper, old.until) == (cast.registrar, new.since)
    assert (new.keeper, new.until, new.witness, new.by) == (cast.supervisor, None, cast.office_head, cast.registrar)
    entry = Entry.objects.filter(stream=seal.stream).latest("seq")
    people = {"from": cast.registrar.pk, "to": cast.supervisor.pk, "witness": cast.office_head.pk}
    assert (entry.verb, json.loads(entry.detail)) == ("seals.handed_over", people)
    page = cast.client(cast.supervisor).get(f"/seals/{seal.pk}/").content.decode()
    assert "林晓梅移交，王建国监交。随印移交登记簿一册" in page
    with unchanged():
        cast.post(cast.registrar, "seal_keepings", seal.pk, **typed(cast, cast.supervisor, cast.office_head))


def test_not_to_the_same_nor_without_a_third(cast, desk):
    for keeper, witness, sentence in (
        (cast.registrar, cast.office_head, "现由林晓梅保管，请选择另一名接收人"),
        (cast.supervisor, cast.registrar, "请选择移交人、接收人以外的人员作监交人"),
        (cast.supervisor, cast.supervisor, "请选择移交人、接收人以外的人员作监交人"),
    ):
        with unchanged():
            page = cast.post(cast.registrar, "seal_keepings", desk.office.pk, **typed(cast, keeper, witness))
        assert page.status_code == 422
        assert sentence in page.content.decode()


def test_nobody_else_hands_it_over(cast, desk):
    given = {"keeper": cast.second_registrar, "witness": cast.office_head, "at": cast.tick()}
    with refused("只有印章管理人员可以办理印章登记"):
        actions.hand_over(desk.office.pk, by=cast.finance_clerk, **given)
    actions.hand_over(desk.office.pk, by=cast.supervisor, **given)
    assert "登记移交" not in cast.client(cast.registrar).get(f"/seals/{desk.office.pk}/").content.decode()


def test_whoever_left_hands_it_over_first(cast, desk):
    matter = desk.apply(desk.contract)
    cast.dismiss(cast.second_registrar)
    cast.tick(days=1)
    with refused("合同专用章的保管人覃勇已离岗，请印章管理人员先办理移交保管"):
        desk.do(matter, "unit_review", cast.finance_chief)
    given = {"keeper": cast.registrar, "witness": cast.office_head, "by": cast.supervisor, "at": cast.tick()}
    actions.hand_over(desk.contract.pk, **given)
    desk.seal(desk.approve(matter))
    assert matter.outcome == "completed"


def test_whoever_kept_it_before_seals_no_longer(cast, desk):
    matter = desk.approve(desk.apply())
    actions.hand_over(
        desk.office.pk, keeper=cast.second_registrar, witness=cast.office_head, by=cast.registrar, at=cast.tick()
    )
    with refused("由覃勇保管，只有保管人可以用印。请将任务转办给覃勇"):
        desk.seal(matter)
    page = cast.client(cast.supervisor).get(f"/seals/{desk.office.pk}/").content.decode()
    assert "还有1件用印、借用申请在办" in page
