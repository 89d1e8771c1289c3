"""用印申请: who asks, who must approve, what is refused at once."""

import pytest
from django.utils import timezone
from tests.cast import last_act, refused, unchanged, verbs

from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter, Task
from zhongshu.seals import actions
from zhongshu.seals.tests.desk import ASKED


def typed(cast, *seals, **changed):
    return (
        ASKED
        | {
            "seals": [seal.pk for seal in seals],
            "label": "internal",
            "uploads": cast.upload(cast.finance_clerk, "函.txt", "请予拨付。"),
            "is_full": "on",
            "request_key": "k",
        }
        | changed
    )


def waits_at(matter):
    return list(
        Task.objects.filter(matter=matter, done_at=None, opened_at__isnull=False).values_list("station__key", flat=True)
    )


def test_a_clerk_asks_and_the_chief_has_it(cast, desk):
    browser, form = cast.client(cast.finance_clerk), typed(cast, desk.office)
    answer = browser.post("/seals/application/", form)
    matter = Matter.objects.get(kind="seal_use")
    assert answer.headers["Location"] == f"/matters/{matter.pk}/"
    asked = matter.seal_application
    assert (matter.title, matter.organ, matter.label) == (ASKED["title"], cast.organ, "internal")
    assert (asked.document_number, asked.copies, asked.reason) == ("清财函〔2026〕5号", 5, ASKED["reason"])
    assert [seal.pk for seal in asked.seals.all()] == [desk.office.pk]
    assert matter.attachments.get().role == "sealed"
    assert waits_at(matter) == ["unit_review"]
    assert {"seals.applied", "matters.attached", "matters.completed"} <= set(verbs(matter))
    page = browser.get(f"/matters/{matter.pk}/").content.decode()
    for words in (
        "清河县人民政府办公室印章",
        "林晓梅保管",
        "清财函〔2026〕5号",
        "5份",
        "县财政局",
        "用印材料",
        "函.txt",
    ):
        assert words in page
    with unchanged():
        browser.post("/seals/application/", form)


@pytest.mark.parametrize(
    ("who", "seal", "stations"),
    [
        ("finance_clerk", "office", ["unit_review", "office_review", "sealing"]),
        ("finance_clerk", "main", ["unit_review", "office_review", "leader_approval", "sealing"]),
        ("finance_chief", "office", ["office_review", "sealing"]),
        ("registrar", "office", ["office_review", "sealing"]),
        ("office_head", "office", ["leader_approval", "sealing"]),
        ("leader", "main", ["office_review", "sealing"]),
    ],
)
def test_the_right_people_say_yes(cast, desk, who, seal, stations):
    matter = desk.apply(getattr(desk, seal), by=getattr(cast, who))
    by = {"unit_review": cast.finance_chief, "office_review": cast.office_head, "leader_approval": cast.leader}
    for station in stations[:-1]:
        assert waits_at(matter) == [station]
        desk.do(matter, station, by[station])
    assert waits_at(matter) == stations[-1:]


def test_each_keeper_has_a_task(cast, desk):
    matter = desk.approve(desk.apply(desk.office, desk.contract))
    assert cast.task(matter, "sealing", cast.registrar) != cast.task(matter, "sealing", cast.second_registrar)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("seals", [], "请选择使用印章"),
        ("title", "", "请填写材料名称"),
        ("title", "绝密★ 方案", "发现国家秘密标志"),
        ("copies", "0", "不能小于1"),
        ("sent_to", " ", "请填写送往单位"),
        ("uploads", [], "请上传用印材料"),
        ("is_full", "", "不得在空白纸张、空白介绍信、空白证件上用印"),
        ("label", "secret", "所选内容有误"),
    ],
)
def test_what_is_missing_is_told_and_changes_nothing(cast, desk, field, value, sentence):
    form = typed(cast, desk.office, **{field: value})
    with unchanged():
        answer = cast.client(cast.finance_clerk).post("/seals/application/", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_nothing_goes_round_the_form(cast, desk):
    given = {"seals": [desk.office.pk], "label": "internal", "details": ASKED, "by": cast.finance_clerk, "at": cast.at}
    with refused("请上传需要用印的材料正文"):
        actions.apply(**given, uploads=[], is_full=True)
    upload = cast.upload(cast.finance_clerk)
    with refused("请确认材料内容完整后勾选"):
        actions.apply(**given, uploads=[upload], is_full=False)
    outside = cast.upload(cast.outsider)
    with refused("请选择需要使用的印章"):
        actions.apply(**given | {"by": cast.outsider}, uploads=[outside], is_full=True)


def test_nobody_approves_what_they_asked_for(cast, desk):
    matter = desk.apply(by=cast.finance_chief)
    task = cast.task(matter, "office_review")
    matters.transfer(task.pk, to=cast.holder(cast.finance_chief), by=cast.office_head, at=cast.tick())
    with refused("不能审批本人提出的申请"):
        desk.do(matter, "office_review", cast.finance_chief)


def test_what_is_returned_is_mended_and_approved_anew(cast, desk):
    matter = desk.apply()
    desk.do(matter, "unit_review", cast.finance_chief)
    task = cast.task(matter, "office_review")
    back = {"to": "application", "by": cast.office_head, "at": cast.tick(), "reason": "份数不对。"}
    with refused("须按顺序重新审批"):
        matters.give_back(task.pk, straight=True, **back)
    matters.give_back(task.pk, **back)
    page = cast.client(cast.finance_clerk).get(f"/matters/{matter.pk}/").content.decode()
    assert "重新提交" in page
    assert ASKED["reason"] in page
    form = ASKED | {"copies": "3", "title": "关于拨付防汛资金的请示", "is_full": "on"}
    answer = cast.post(cast.finance_clerk, "completion", cast.task(matter, "application").pk, **form)
    assert answer.status_code == 302
    cast.at = timezone.now()
    matter.refresh_from_db()
    assert (matter.title, matter.seal_application.copies) == ("关于拨付防汛资金的请示", 3)
    assert "seals.mended" in verbs(matter)
    assert waits_at(matter) == ["unit_review"]
    desk.seal(desk.approve(matter), copies={desk.office.pk: 3})
    assert matter.outcome == "completed"


def test_the_keeper_of_the_register_ends_it_with_a_reason(cast, desk):
    matter = desk.apply()
    with unchanged():
        assert cast.post(cast.supervisor, "termination", matter.pk, reason="").status_code == 422
    cast.post(cast.supervisor, "termination", matter.pk, reason="改由电子印章办理。")
    matter.refresh_from_db()
    assert matter.outcome == "terminated"
    assert last_act(matter)[0] == "matters.terminated"


def test_strangers_do_not_see_it(cast, desk):
    matter = desk.apply()
    assert cast.client(cast.education_chief).get(f"/matters/{matter.pk}/").status_code == 404
    assert cast.client(cast.supervisor).get(f"/matters/{matter.pk}/").status_code == 200
