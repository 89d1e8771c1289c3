"""作废用印登记: line and number keep their place and say why."""

from tests.cast import last_act, refused, unchanged

from zhongshu.numbering import queries as numbering
from zhongshu.numbering.models import Number
from zhongshu.seals import actions
from zhongshu.seals.models import Use


def test_a_wrong_line_is_void_and_stays(cast, desk):
    matter = desk.approve(desk.apply())
    desk.seal(matter)
    use = Use.objects.get()
    answer = cast.post(cast.registrar, "seal_use_voiding", use.pk, reason="份数登记有误。")
    assert answer.headers["Location"] == f"/seals/uses/{use.pk}/"
    use.refresh_from_db()
    assert (use.voided_by, use.void_reason) == (cast.registrar, "份数登记有误。")
    number = Number.objects.get(text=use.number)
    assert (number.is_voided, number.void_reason) == (True, "份数登记有误。")
    assert last_act(matter)[0] == "seals.voided"
    page = cast.client(cast.finance_clerk).get(f"/seals/uses/{use.pk}/").content.decode()
    assert "作废：份数登记有误。" in page
    assert "已作废" in cast.client(cast.finance_clerk).get("/seals/uses/").content.decode()
    desk.seal(desk.approve(desk.apply()))
    assert Use.objects.latest("id").number == "印〔2026〕2号"
    assert numbering.gaps(numbering.series(f"organ:{cast.organ.pk}", "seal_use"), 2026) == []


def test_not_without_a_reason_nor_by_others_nor_twice(cast, desk):
    desk.seal(desk.approve(desk.apply()))
    use = Use.objects.get()
    with unchanged():
        assert cast.post(cast.registrar, "seal_use_voiding", use.pk, reason=" ").status_code == 422
    with refused("只有用印人、印章保管人和印章管理人员可以作废"):
        actions.void_use(use.pk, reason="误。", by=cast.finance_clerk, at=cast.at)
    assert "确定作废吗" not in cast.client(cast.finance_clerk).get(f"/seals/uses/{use.pk}/").content.decode()
    actions.void_use(use.pk, reason="误。", by=cast.supervisor, at=cast.tick())
    with refused("已经作废"):
        actions.void_use(use.pk, reason="误。", by=cast.supervisor, at=cast.tick())
