"""Who may know of a matter: its label, and the list that replaces the general rule."""

from datetime import date

import pytest
from tests.cast import last_act, refused, unchanged

from zhongshu.matters import actions, queries
from zhongshu.matters.models import Grant, Labelling, Matter
from zhongshu.matters.rules import end_of_day
from zhongshu.notices.models import Notice
from zhongshu.org import queries as who


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling")


def test_a_label_is_changed_with_a_reason_and_stands_on_the_page(cast, document):
    head = cast.client(cast.office_head)
    Notice.objects.filter(about=document.stream).update(outside="关于开展检查的通知")
    given = {"label": "work_secret", "reason": "含未公开的经费安排"}
    shown = head.post(f"/matters/{document.pk}/labels/", given, follow=True).content.decode()
    assert "密级标志已调整" in shown
    assert "密级标志由“公开”改为“工作秘密”" in shown and "含未公开的经费安排" in shown
    verb, by, detail = last_act(document)
    assert (verb, by, detail["before"], detail["after"]) == (
        "matters.relabelled",
        cast.office_head.ref,
        "public",
        "work_secret",
    )
    assert "含未公开" not in str(detail)
    assert not Notice.objects.filter(about=document.stream).exclude(outside="").exists()
    for address in ("/documents/", "/desk/mine/"):
        assert "工作秘密" in cast.client(cast.registrar).get(address).content.decode(), address


def test_a_list_replaces_the_general_rule_and_is_lifted_again(cast, document):
    head, other = cast.client(cast.office_head), cast.client(cast.registrar)
    holders = [str(cast.holder(cast.second_leader))]
    head.post(f"/matters/{document.pk}/scope/", {"people": holders, "reason": "只限有关领导"})
    document = Matter.objects.get(pk=document.pk)
    assert document.restricted_at is not None
    shown = head.get(f"/matters/{document.pk}/").content.decode()
    assert "限知悉范围" in shown and cast.second_leader.name in shown
    assert queries.may_see(cast.second_leader, document, cast.tick())
    labelled = Labelling.objects.get(matter=document)
    assert (labelled.verb, labelled.reason, labelled.by) == ("restricted", "只限有关领导", cast.office_head)

    head.post(f"/matters/{document.pk}/scope/", {"people": [str(cast.holder(cast.supervisor))], "reason": "更正"})
    assert not queries.may_see(cast.second_leader, document, cast.tick())
    head.post(f"/matters/{document.pk}/scope/release/", {"reason": "已印发"})
    assert Matter.objects.get(pk=document.pk).restricted_at is None
    assert last_act(document)[0] == "matters.released"
    assert not queries.may_see(cast.supervisor, document, cast.tick())
    assert other.get(f"/matters/{document.pk}/").status_code == 200


def test_who_does_not_keep_the_matter_changes_nothing(cast, document):
    chief = cast.client(cast.finance_chief)
    for name, given in (("labels", {"label": "internal"}), ("scope", {"people": [str(cast.holder(cast.leader))]})):
        with unchanged():
            response = chief.post(f"/matters/{document.pk}/{name}/", given | {"reason": "因工作需要"})
        assert response.status_code == 422
        assert "没有该事项的这项操作权限" in response.content.decode()


def test_no_change_and_no_reason_are_refused(cast, document):
    head = cast.client(cast.office_head)
    for name, given, sentence in (
        ("labels", {"label": "public", "reason": "无"}, "密级标志已是“公开”"),
        ("labels", {"label": "secret", "reason": "无"}, "所选内容有误"),
        ("labels", {"label": "internal", "reason": " "}, "请填写理由"),
        ("scope", {"people": [], "reason": "无"}, "请选择知悉人员"),
        ("scope/release", {"reason": "无"}, "没有限定知悉范围"),
    ):
        with unchanged():
            assert sentence in head.post(f"/matters/{document.pk}/{name}/", given).content.decode()


def test_marks_of_secrecy_are_refused_in_a_reason(cast, document):
    head = cast.client(cast.office_head)
    for name, given in (
        ("labels", {"label": "internal"}),
        ("scope", {"people": [str(cast.holder(cast.leader))]}),
    ):
        with unchanged():
            response = head.post(f"/matters/{document.pk}/{name}/", given | {"reason": "见机密★10年的来文。"})
        assert "国家秘密" in response.content.decode()


def test_whoever_is_not_on_the_list_is_told_nothing_and_decides_nothing(cast, document):
    head = cast.client(cast.office_head)
    head.post(f"/matters/{document.pk}/scope/", {"people": [str(cast.holder(cast.leader))], "reason": "只限有关领导"})
    Grant.objects.filter(matter=document, holder__in=who.own_holders(cast.registrar.pk, cast.at)).delete()
    Grant.objects.filter(matter=document, holder__in=who.own_holders(cast.leader.pk, cast.at)).delete()
    Notice.objects.all().delete()
    at = cast.tick(days=300)
    actions.suspend(document.pk, reason="等待。", by=cast.office_head, at=at)
    actions.resume(document.pk, by=cast.office_head, at=cast.tick())
    assert {row.person for row in Notice.objects.all()} == {cast.finance_chief}
    with refused("目前没有其他可确认的人员"):
        actions.ask_jump(document.pk, to="proposal", reason="有误。", by=cast.office_head, at=cast.tick())
    until = date(2027, 4, 9)
    Matter.objects.filter(pk=document.pk).update(due_at=end_of_day(date(2027, 3, 19)), lead_unit=None)
    with refused("请先由登记人员将审批人员列入知悉范围"):
        actions.ask_extension(document.pk, until=until, reason="难。", by=cast.office_head, at=cast.tick())


def test_a_telegram_stays_known_to_few(cast):
    telegram = cast.document("telegram")
    with unchanged():
        response = cast.client(cast.confidential).post(f"/matters/{telegram.pk}/scope/release/", {"reason": "无"})
    assert "电报的知悉范围不能解除" in response.content.decode()
