"""合法性审核、公平竞争审查: who says that there is to be one, how it ends, and what goes no further without it."""

import re
from dataclasses import replace

import pytest
from tests.cast import GIVEN, last_act, refused, verbs

from zhongshu.gongwen.draft.model import Draft
from zhongshu.org import actions as org
from zhongshu.org.models import Holder
from zhongshu.outgoing import queries
from zhongshu.outgoing.models import Examination, OutgoingDocument
from zhongshu.outgoing.queries import examining
from zhongshu.outgoing.rules import examining as rules
from zhongshu.outgoing.tests.writing import NOTICE, POINTS, catch_up, give_back, opened, text, walk, write

MEASURES = NOTICE | {
    "title": "清河县人民政府关于印发《清河县政府投资项目管理办法》的通知",
    "body": ("现将《清河县政府投资项目管理办法》印发给你们，请认真贯彻执行。", "一、压实责任。"),
}
PASS = {"opinion": "未发现不一致。", "conclusion": "passed"}


@pytest.fixture
def examiner(cast):
    """Somebody of the office who examines what is to be issued (法制审核人员)."""
    org.posts.give_role(Holder.objects.get(person=cast.supervisor), "legal_reviewer", cast.organ, **GIVEN)
    return cast.supervisor


def checked(cast, **said):
    """Return a document whose unit has said what is to be examined."""
    matter = walk(cast, opened(cast), "checking", **MEASURES)
    cast.complete(matter, "checking", by=cast.finance_chief, **said)
    return matter


def review(cast, matter):
    """Let the office head pass it on to the leader."""
    chosen = {"sign_off": (cast.holder(cast.leader),)}
    cast.complete(matter, "review", by=cast.office_head, chosen=chosen, **POINTS, reason="已核对。")


def test_the_page_says_what_the_text_looks_like(cast):
    matter = walk(cast, opened(cast), "checking", **MEASURES)
    page = cast.client(cast.finance_chief).get(f"/matters/{matter.pk}/").content.decode()
    assert "标题中有“办法”，请核对是否需要" in page
    with refused("标题中有“办法”，一般应作合法性审核。确实不需要的，请在核稿意见中写明理由"):
        cast.complete(matter, "checking", by=cast.finance_chief)
    form = {"opinion": "仅规范内部投资管理，不作合法性审核。", "request_key": "once"}
    assert cast.post(cast.finance_chief, "completion", cast.task(matter, "checking").pk, **form).status_code == 302
    page = cast.client(cast.office_head).get(f"/matters/{matter.pk}/").content.decode()
    assert "标题中有“办法”，核稿时确定不作合法性审核" in page


def test_what_is_internal_is_not_examined(cast):
    matter = walk(cast, opened(cast, genre="request"), "checking", title="清河县财政局关于追加经费的请示")
    page = cast.client(cast.finance_chief).get(f"/matters/{matter.pk}/").content.decode()
    assert "请示属于内部文件，不作合法性审核" in page
    with refused("请示属于内部文件，不作合法性审核"):
        cast.complete(matter, "checking", by=cast.finance_chief, is_normative=True)


def test_both_examinations_stand_before_the_review(cast, examiner):
    matter = checked(cast, is_normative=True, affects_market=True)
    assert last_act(matter)[0] == "matters.completed"
    assert "outgoing.examination_settled" in verbs(matter)
    page = cast.client(examiner).get(f"/matters/{matter.pk}/").content.decode()
    assert "审查结论" in page
    cast.complete(matter, "fair_competition", by=examiner, **PASS)
    assert cast.task(matter, "legality").due_at.date().isoformat() == "2026-03-23"
    cast.tick(days=8)
    form = {"conclusion": "passed", "opinion": "合法。"}
    assert cast.post(examiner, "completion", cast.task(matter, "legality").pk, **form).status_code == 302
    catch_up(cast)
    assert list(Examination.objects.order_by("task").values_list("subject", "conclusion")) == [
        ("fair_competition", "passed"),
        ("legality", "passed"),
    ]
    review(cast, matter)
    cast.complete(matter, "sign_off", by=cast.leader)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"opinion": "合法。"}, "请选择审查结论"),
        ({"opinion": "不合法。", "conclusion": "failed"}, "请用“退回”写明理由"),
        ({"conclusion": "passed"}, "请填写审查意见"),
        ({"opinion": "已改。", "conclusion": "changed"}, "结论是修改后通过，但是文稿没有改动"),
    ],
)
def test_an_examination_ends_with_a_conclusion_that_goes_with_what_was_done(cast, examiner, fields, sentence):
    matter = checked(cast, is_normative=True)
    with refused(sentence):
        cast.complete(matter, "legality", by=examiner, **fields)


def test_whoever_examines_may_mend_the_text_and_says_so(cast, examiner):
    matter = checked(cast, is_normative=True)
    write(cast, matter, by=examiner, body=(*MEASURES["body"], "二、依法审批。"))
    with refused("请选择修改后通过"):
        cast.complete(matter, "legality", by=examiner, **PASS)
    cast.complete(matter, "legality", by=examiner, opinion="已补充。", conclusion="changed")
    review(cast, matter)


def test_what_fails_goes_back_and_is_examined_again(cast, examiner):
    matter = checked(cast, is_normative=True)
    give_back(cast, matter, "legality", "drafting", by=examiner, reason="增设了许可。", cause="basis", straight=True)
    assert Examination.objects.get().conclusion == "failed"
    assert "outgoing.examined" in verbs(matter)
    write(cast, matter, body=(*MEASURES["body"], "二、不增设许可。"))
    cast.complete(matter, "drafting", by=cast.finance_clerk)
    document = queries.document_of(matter)
    assert examining.missing(document, queries.latest(document)) == [("legality", False)]
    cast.complete(matter, "legality", by=examiner, **PASS)
    assert not examining.missing(document, queries.latest(document))


def test_a_text_that_was_changed_since_is_not_reviewed(cast, examiner):
    matter = checked(cast, is_normative=True)
    cast.complete(matter, "legality", by=examiner, **PASS)
    write(cast, matter, by=cast.office_head, body=(*MEASURES["body"], "二、从严审批。"))
    with refused("合法性审核之后文稿又有改动，请退回合法性审核环节重新审查"):
        review(cast, matter)
    page = cast.client(cast.office_head).get(f"/matters/{matter.pk}/").content.decode()
    assert "此后文稿有改动，须重新审查" in page
    give_back(cast, matter, "review", "legality", by=cast.office_head, cause="other", straight=True)
    cast.complete(matter, "legality", by=examiner, **PASS)
    review(cast, matter)


def test_a_text_that_was_changed_at_its_signing_is_not_signed(cast, examiner):
    matter = checked(cast, is_normative=True)
    cast.complete(matter, "legality", by=examiner, **PASS)
    review(cast, matter)
    write(cast, matter, by=cast.leader, body=(*MEASURES["body"], "二、从严审批。"))
    with refused("合法性审核之后文稿又有改动"):
        cast.complete(matter, "sign_off", by=cast.leader)


def test_what_was_said_behind_the_back_of_the_route_is_caught(cast):
    """The unit said no, and somebody sets the mark past every page: there is no examination, so nothing is signed."""
    matter = walk(cast, opened(cast), "sign_off")
    OutgoingDocument.objects.update(affects_market=True)
    with refused("文稿还没有通过公平竞争审查，不能送审签"):
        cast.complete(matter, "sign_off", by=cast.leader)


def test_without_anybody_to_examine_the_text_stays_where_it_is(cast):
    matter = walk(cast, opened(cast), "checking", **MEASURES)
    with refused("合法性审核"):
        cast.complete(matter, "checking", by=cast.finance_chief, is_normative=True)


@pytest.mark.parametrize(("days", "note"), [(2, "少于5个工作日"), (7, ""), (30, "超过15个工作日")])
def test_how_long_it_took_is_said(cast, examiner, days, note):
    matter = checked(cast, is_normative=True)
    cast.tick(days=days)
    cast.complete(matter, "legality", by=examiner, **PASS)
    document = queries.document_of(matter)
    assert examining.examined(document, queries.latest(document))[0].note == note
    page = cast.client(cast.office_head).get(f"/matters/{matter.pk}/").content.decode()
    assert bool(re.search("个工作日，(少于|超过)", page)) is bool(note)


@pytest.mark.parametrize(
    ("genre", "title", "body", "why"),
    [
        ("notice", "关于印发《管理办法》的通知", "", "标题中有“办法”"),
        ("notice", "关于调整收费的通知", "行政收费标准如下", "正文中有“行政收费”"),
        ("notice", "关于印发工作方案的通知", "行政处罚", ""),
        ("minutes", "常务会议纪要", "行政许可", ""),
        ("decision", "关于表彰先进的决定", "按照规定办法", ""),
        ("notice", "关于做好防汛工作的通知", "按照规定办理", ""),
    ],
)
def test_what_looks_like_it(genre, title, body, why):
    document = OutgoingDocument(genre=genre)
    found = dict(examining.hints(document, replace(Draft(), title=title, body=(body,))))
    assert found.get(rules.LEGALITY, "") == why


def test_what_touches_operators(cast):
    draft = replace(text(opened(cast)), title="关于家电补贴的通知")
    assert dict(examining.hints(OutgoingDocument(genre="notice"), draft)) == {rules.FAIR_COMPETITION: "标题中有“补贴”"}
