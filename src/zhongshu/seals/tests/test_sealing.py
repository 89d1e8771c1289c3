"""用印: the keeper seals what was approved, before another, and it goes into the log."""

import pytest
from tests.cast import last_act, refused, unchanged, verbs

from zhongshu.matters import actions as matters
from zhongshu.matters.queries import ratings
from zhongshu.notices.models import Notice
from zhongshu.seals.models import Use


@pytest.fixture
def approved(desk):
    return desk.approve(desk.apply())


def typed(cast, desk, **changed):
    given = {
        f"copies_{desk.office.pk}": "4",
        "witness": cast.holder(cast.office_head),
        "is_across": "on",
        "is_checked": "on",
        "note": "当场盖印",
        "uploads": cast.upload(cast.registrar, "扫描件.txt", "已盖印"),
    }
    return given | changed


def test_what_was_sealed_goes_into_the_log(cast, desk, approved):
    task = cast.task(approved, "sealing")
    page = cast.client(cast.registrar).get(f"/matters/{approved.pk}/").content.decode()
    assert "清河县人民政府办公室印章实际用印份数" in page
    assert "批准5份，不能超过" in page
    form = typed(cast, desk)
    answer = cast.post(cast.registrar, "completion", task.pk, **form)
    assert answer.headers["Location"] == f"/matters/{approved.pk}/"
    use = Use.objects.get()
    assert (use.number, use.year, use.serial) == ("印〔2026〕1号", 2026, 1)
    assert (use.seal, use.matter, use.copies, use.is_across, use.note) == (desk.office, approved, 4, True, "当场盖印")
    assert (use.title, use.document_number) == (approved.title, "清财函〔2026〕5号")
    people = (use.applicant, use.approver, use.witness, use.sealed_by)
    assert people == (cast.finance_clerk, cast.office_head, cast.office_head, cast.registrar)
    approved.refresh_from_db()
    assert approved.outcome == "completed"
    told = Notice.objects.filter(about=approved.stream, person=cast.finance_clerk).latest("id")
    assert told.text == "已用印，请领取：关于拨付防汛资金的函"
    assert approved.attachments.filter(role="evidence").count() == 1
    assert {"seals.used", "matters.completed"} <= set(verbs(approved))
    page = cast.client(cast.finance_clerk).get(f"/matters/{approved.pk}/").content.decode()
    assert "4份，加盖骑缝章" in page
    with unchanged():
        assert cast.post(cast.registrar, "completion", task.pk, **form).status_code == 422


def test_nobody_is_asked_to_rate_it(cast, desk, approved):
    desk.seal(approved)
    for person in (cast.office_head, cast.finance_clerk):
        assert not ratings.to_rate(person, cast.at).exists()


def test_numbers_follow_each_other_over_seals_and_matters(cast, desk, approved):
    desk.seal(approved)
    both = desk.approve(desk.apply(desk.office, desk.contract))
    desk.seal(both, copies={desk.office.pk: 5, desk.contract.pk: 5})
    assert both.closed_at is None
    desk.seal(both, cast.second_registrar)
    assert both.outcome == "completed"
    assert list(Use.objects.order_by("serial").values_list("number", "seal")) == [
        ("印〔2026〕1号", desk.office.pk),
        ("印〔2026〕2号", desk.office.pk),
        ("印〔2026〕3号", desk.contract.pk),
    ]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"copies": 6}, "批准用印5份，还可用印5份"),
        ({"copies": 0}, "请在用印情况中说明原因"),
        ({"is_checked": ""}, "请核对用印材料与所附文件一致"),
        ({"witness": ""}, "请选择监印人"),
        ({"witness": "registrar"}, "监印人不能是用印人本人"),
        ({"note": "绝密★"}, "发现国家秘密标志"),
    ],
)
def test_what_is_wrong_is_told_and_changes_nothing(cast, desk, approved, changed, sentence):
    form = typed(cast, desk)
    if "copies" in changed:
        form[f"copies_{desk.office.pk}"] = changed["copies"]
    if "witness" in changed:
        form["witness"] = [cast.holder(cast.registrar)] if changed["witness"] else []
    form |= {name: value for name, value in changed.items() if name in ("is_checked", "note")}
    with unchanged():
        page = cast.post(cast.registrar, "completion", cast.task(approved, "sealing").pk, **form)
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_nothing_at_all_is_no_use_of_seals(cast, desk, approved):
    with refused("不需要用印的，请退回申请人"):
        desk.seal(approved, copies={}, opinion="材料有误。")


def test_only_the_keeper_seals(cast, desk, approved):
    task = cast.task(approved, "sealing")
    matters.transfer(task.pk, to=cast.holder(cast.second_registrar), by=cast.registrar, at=cast.tick())
    with refused("由林晓梅保管，只有保管人可以用印。请将任务转办给林晓梅"):
        desk.seal(approved, cast.second_registrar)


def test_a_seal_on_loan_is_not_here(cast, desk, approved):
    loan = desk.hand_out(desk.approve(desk.ask_loan(desk.office), leader=True))
    with refused("已由李雪借出，归还登记前不能用印"):
        desk.seal(approved)
    desk.take_back(loan)
    desk.seal(approved)
    assert Use.objects.get().matter == approved


def test_without_approval_nothing_is_sealed(cast, desk, approved):
    """As where an office has drawn a route on which a return comes straight back to the keeper."""
    approved.tasks.filter(station__key__in=("unit_review", "office_review")).update(withdrawn_at=cast.at)
    with refused("未经领导批准"):
        desk.seal(approved)


def test_what_turned_out_to_be_secret_is_not_sealed(cast, desk, approved):
    approved.attachments.update(withheld_at=cast.at)
    with refused("用印材料已被隔离，不能用印"):
        desk.seal(approved)


def test_what_was_sealed_is_not_taken_back(cast, desk):
    both = desk.approve(desk.apply(desk.office, desk.contract))
    done = cast.task(both, "sealing", cast.registrar)
    desk.seal(both)
    with refused("已经用印并登记，不能退回"):
        matters.withdraw(done.pk, by=cast.registrar, at=cast.tick())
    other = cast.task(both, "sealing", cast.second_registrar)
    with refused("已经用印并登记，不能退回"):
        matters.give_back(other.pk, to="unit_review", by=cast.second_registrar, at=cast.tick(), reason="有误。")
    matters.terminate(both.pk, by=cast.office_head, at=cast.tick(), reason="合同不签了。")
    assert last_act(both)[0] == "matters.terminated"
    assert Use.objects.get().voided_at is None


def test_who_seals_nothing_says_why(cast, desk):
    both = desk.approve(desk.apply(desk.office, desk.contract))
    desk.seal(both)
    desk.seal(both, cast.second_registrar, copies={}, opinion="不需要加盖合同专用章。")
    assert both.outcome == "completed"
    assert Use.objects.get().seal == desk.office
