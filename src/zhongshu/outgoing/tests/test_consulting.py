"""征求意见情况: who was asked and what they said, letters, what becomes of each opinion, what waits for that."""

import io
import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.cast import client_of, last_act, refused, unchanged, verbs

from zhongshu.matters import actions as matters
from zhongshu.matters.models import Attachment, Task
from zhongshu.outgoing.actions import consulting
from zhongshu.outgoing.models import ConsultedOpinion
from zhongshu.outgoing.queries import consulting as queries
from zhongshu.outgoing.queries import page
from zhongshu.outgoing.tests.writing import NOTICE, POINTS, opened, walk, write
from zhongshu.trail.models import Entry

LETTER = {"organ": "清源市财政局", "given_on": "2026-03-02", "words": "建议补充资金来源。"}


def asked(cast, matter, *, by=None, until=None):
    """Let the drafter ask education and reform for their opinions."""
    people = [cast.holder(cast.education_chief), cast.holder(cast.reform_chief)]
    about = {"until": until or date(2026, 3, 6), "question": "请对文稿提出意见。"}
    return matters.consult(matter.pk, holders=people, **about, by=by or cast.finance_clerk, at=cast.tick())


def said(cast, matter, by, words):
    return cast.complete(matter, "consultation_opinions", by=by, opinion=words)


def decided(cast, matter, task, verdict="adopted", **more):
    given = {"about": f"task-{task.pk}", "verdict": verdict, "by": cast.finance_clerk, "at": cast.tick()}
    return consulting.decide(matter.pk, **given | more)


@pytest.fixture
def matter(cast):
    made = opened(cast)
    write(cast, made, **NOTICE)
    return asked(cast, made)


def page_of(cast, matter, whom=None):
    return client_of(whom or cast.finance_clerk).get(f"/outgoing/{matter.pk}/consulting/").content.decode()


def test_who_has_not_answered_stands_first_and_can_be_reminded(cast, matter):
    said(cast, matter, cast.reform_chief, "无意见。")
    found = page_of(cast, matter)
    assert found.index("赵文斌") < found.index("吴国强")
    assert "征求意见采纳情况表" in found
    assert "第2版" in found
    browser = client_of(cast.finance_clerk)
    waiting = cast.task(matter, "consultation_opinions", cast.education_chief)
    browser.post(f"/matters/{matter.pk}/chases/", {"tasks": [waiting.pk], "mode": "message", "words": "请尽快。"})
    assert last_act(matter)[0] == "matters.chased"


def test_an_opinion_that_came_by_letter_is_entered_with_the_letter(cast, matter):
    uploaded = cast.upload(cast.finance_clerk, "复函.txt", "建议补充资金来源。")
    browser = client_of(cast.finance_clerk)
    answer = browser.post(f"/outgoing/{matter.pk}/consulting/letters/", LETTER | {"uploads": [uploaded]})
    assert answer.status_code == 302
    row = ConsultedOpinion.objects.get()
    assert (row.organ, row.words, row.given_on, row.letter) == (
        "清源市财政局", "建议补充资金来源。", date(2026, 3, 2), Attachment.objects.get(),
    )  # fmt: skip
    assert row.letter.role == "evidence"
    assert last_act(matter)[0] == "outgoing.letter_entered"
    found = page_of(cast, matter)
    assert "复函.txt" in found
    assert "建议补充资金来源。" in found


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"organ": ""}, "请填写反馈单位"),
        ({"words": ""}, "请填写反馈意见"),
        ({"given_on": "2100-01-01"}, "反馈日期不能晚于今天"),
        ({"given_on": "昨天"}, "日期有误"),
    ],
)
def test_a_letter_that_is_not_one_changes_nothing(cast, matter, changed, sentence):
    browser = client_of(cast.finance_clerk)
    with unchanged():
        answer = browser.post(f"/outgoing/{matter.pk}/consulting/letters/", LETTER | changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_letter_that_comes_after_the_signature_is_not_entered(cast):
    matter = walk(cast, opened(cast), "recheck")
    assert "登记来函意见" not in page_of(cast, matter)
    with unchanged():
        answer = client_of(cast.finance_clerk).post(f"/outgoing/{matter.pk}/consulting/letters/", LETTER)
    assert "文稿已经签发，不能再登记来函意见" in answer.content.decode()


@pytest.mark.parametrize("part", ["words", "organ"])
def test_a_letter_with_a_mark_of_secrecy_is_not_kept(cast, matter, part):
    before = verbs(matter)
    answer = client_of(cast.finance_clerk).post(
        f"/outgoing/{matter.pk}/consulting/letters/", LETTER | {part: "机密★10年"}
    )
    assert "内容中发现国家秘密标志" in answer.content.decode()
    assert not ConsultedOpinion.objects.exists()
    assert verbs(matter) == before


def test_two_files_are_no_letter(cast, matter):
    files = [cast.upload(cast.finance_clerk, f"复函{one}.txt") for one in (1, 2)]
    with unchanged():
        answer = client_of(cast.finance_clerk).post(
            f"/outgoing/{matter.pk}/consulting/letters/", LETTER | {"uploads": files}
        )
    assert "只上传一个文件" in answer.content.decode()


def test_the_drafter_decides_what_becomes_of_an_opinion(cast, matter):
    task = said(cast, matter, cast.education_chief, "建议删去第二条。")
    form = {"about": f"task-{task.pk}", "verdict": "declined", "reason": "上级有明确要求。", "request_key": "k"}
    browser = client_of(cast.finance_clerk)
    assert browser.post(f"/outgoing/{matter.pk}/consulting/verdicts/", form).status_code == 302
    row = ConsultedOpinion.objects.get()
    assert (row.task, row.verdict, row.reason, row.decided_by) == (
        task, "declined", "上级有明确要求。", cast.finance_clerk,
    )  # fmt: skip
    assert (row.organ, row.by) == ("清河县教育局", cast.education_chief)
    verb, by, detail = last_act(matter)
    assert (verb, by, detail["verdict"]) == ("outgoing.opinion_decided", cast.finance_clerk.ref, "declined")
    assert "上级有明确要求。" in page_of(cast, matter)
    with unchanged():  # the same form again
        browser.post(f"/outgoing/{matter.pk}/consulting/verdicts/", form)
    told = client_of(cast.education_chief).get("/notices/").content.decode()
    assert "您反馈的意见已处理（不采纳）" in told
    cast.at = timezone.now()
    decided(cast, matter, task, "partly", reason="已合并到第一条。")
    assert ConsultedOpinion.objects.get().verdict == "partly"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"verdict": "declined"}, "部分采纳、不采纳的，请写明理由"),
        ({"verdict": "partly", "reason": " "}, "部分采纳、不采纳的，请写明理由"),
        ({"verdict": ""}, "请选择采纳情况"),
        ({"verdict": "perhaps"}, "所选内容有误"),
        ({"about": "task-0"}, "没有这条反馈意见"),
        ({"about": "甲"}, "没有这条反馈意见"),
    ],
)
def test_a_decision_that_is_none_changes_nothing(cast, matter, changed, sentence):
    task = said(cast, matter, cast.education_chief, "建议删去第二条。")
    form = {"about": f"task-{task.pk}", "verdict": "adopted", "reason": ""} | changed
    with unchanged():
        answer = client_of(cast.finance_clerk).post(f"/outgoing/{matter.pk}/consulting/verdicts/", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_reason_with_a_mark_of_secrecy_is_not_kept(cast, matter):
    task = said(cast, matter, cast.education_chief, "建议删去第二条。")
    with refused("内容中发现国家秘密标志"):
        decided(cast, matter, task, "declined", reason="绝密★长期")


def test_what_was_not_said_is_not_decided_upon_nor_by_anybody_else(cast, matter):
    waiting = cast.task(matter, "consultation_opinions", cast.education_chief)
    with refused("还没有反馈意见"):
        decided(cast, matter, waiting)
    task = said(cast, matter, cast.education_chief, "同意。")
    with refused("由拟稿人和本单位核稿人填写"):
        decided(cast, matter, task, by=cast.education_chief)


def test_nothing_goes_on_for_review_before_all_is_settled(cast, matter):
    cast.complete(matter, "drafting", by=cast.finance_clerk)
    with refused("期限未到，不能送审核"):
        cast.complete(matter, "checking", by=cast.finance_chief)
    one = said(cast, matter, cast.education_chief, "建议删去第二条。")
    other = said(cast, matter, cast.reform_chief, "无意见。")
    with refused("还有2条反馈意见没有注明是否采纳（清河县教育局、清河县发展和改革局）"):
        cast.complete(matter, "checking", by=cast.finance_chief)
    decided(cast, matter, one, "declined", reason="上级有明确要求。")
    decided(cast, matter, other, "none", by=cast.finance_chief)
    cast.complete(matter, "checking", by=cast.finance_chief)
    closed = Entry.objects.get(stream=matter.stream, verb="outgoing.consulting_closed")
    assert json.loads(closed.detail) == {"opinions": 2, "overdue": []}


def test_who_had_their_time_and_did_not_answer_is_noted(cast, matter):
    cast.complete(matter, "drafting", by=cast.finance_clerk)
    decided(cast, matter, said(cast, matter, cast.education_chief, "同意。"))
    cast.tick(days=7)
    cast.complete(matter, "checking", by=cast.finance_chief)
    silent = Task.objects.get(matter=matter, station__key="consultation_opinions", done_at=None)
    closed = Entry.objects.get(stream=matter.stream, verb="outgoing.consulting_closed")
    assert json.loads(closed.detail) == {"opinions": 2, "overdue": [silent.pk]}
    assert [one.verdict for one in queries.opinions(matter, cast.at)] == ["逾期未反馈", "采纳"]
    assert ("征求意见：清河县发展和改革局逾期未反馈。", "", None) in page.paper(matter).remarks["review"]


def test_who_is_asked_no_longer_is_not_waited_for(cast, matter):
    cast.complete(matter, "drafting", by=cast.finance_clerk)
    run = Task.objects.filter(station__key="consultation_opinions").first().station.run
    matters.withdraw_request(run.pk, by=cast.finance_clerk, at=cast.tick())
    assert {one.verdict for one in queries.opinions(matter, cast.at)} == {"已结束征求意见，未反馈"}
    cast.complete(matter, "checking", by=cast.finance_chief)


def test_what_is_asked_during_the_review_is_settled_before_it_ends(cast):
    matter = walk(cast, opened(cast), "review")
    asked(cast, matter, by=cast.office_head)
    chosen = {"sign_off": (cast.holder(cast.leader),)}
    with refused("期限未到，不能送审核"):
        cast.complete(matter, "review", by=cast.office_head, chosen=chosen, **POINTS, reason="已核对。")


def test_dissent_goes_with_the_document_to_its_signer_and_onto_its_slip(cast, matter):
    decided(
        cast, matter, said(cast, matter, cast.education_chief, "建议删去第二条。"), "declined", reason="上级有要求。"
    )
    decided(cast, matter, said(cast, matter, cast.reform_chief, "同意。"))
    walk(cast, matter, "sign_off")
    found = client_of(cast.leader).get(f"/matters/{matter.pk}/").content.decode()
    assert "清河县教育局的意见不采纳：建议删去第二条。" in found
    assert "理由：上级有要求。" in found
    remarks = page.paper(matter).remarks["review"]
    assert remarks[0][:2] == ("征求意见：清河县教育局提出“建议删去第二条。”，不采纳。理由：上级有要求。", "李雪")
    cast.complete(matter, "sign_off", by=cast.leader)
    with refused("文稿已经签发，采纳情况不能再改"):
        decided(cast, matter, Task.objects.get(done_by=cast.education_chief))


def test_a_consulted_side_reads_the_text_it_was_asked_about(cast, matter):
    write(cast, matter, body=("全部改写。",))
    found = client_of(cast.education_chief).get(f"/matters/{matter.pk}/").content.decode()
    assert "这是征求您意见的第2版文稿，此后已有第3版" in found
    assert "二、加强值守。" in found
    assert "全部改写。" not in found
    assert "全部改写。" in client_of(cast.finance_clerk).get(f"/matters/{matter.pk}/").content.decode()
    read = client_of(cast.education_chief).get(f"/outgoing/{matter.pk}/remarks/").content.decode()
    assert "二、加强值守。" in read


def test_what_one_may_not_see_is_not_there(cast, matter):
    browser = client_of(cast.outsider)
    assert browser.get(f"/outgoing/{matter.pk}/consulting/").status_code == 404
    for place in ("letters", "verdicts"):
        assert browser.post(f"/outgoing/{matter.pk}/consulting/{place}/", LETTER).status_code == 404
    taking = f"/lists/outgoing_opinions/workbook/?document={matter.pk}"
    assert browser.post(taking).status_code == 404


def test_after_the_end_nothing_is_entered(cast, matter):
    matters.terminate(matter.pk, by=cast.office_head, at=cast.tick(), reason="不再印发。")
    with refused("不能再作改动"):
        consulting.enter_letter(
            matter.pk, organ="甲", words="乙", given_on=cast.at.date(), by=cast.finance_clerk, at=cast.at
        )
    assert "outgoing.letter_entered" not in verbs(matter)


def test_the_table_of_a_labelled_text_bears_a_watermark(cast):
    matter = opened(cast, label="internal")
    consulting.enter_letter(
        matter.pk, organ="甲", words="无意见。", given_on=cast.at.date(), by=cast.finance_clerk, at=cast.tick()
    )
    taken = client_of(cast.finance_clerk).post(
        reverse("taking", args=["outgoing_opinions", "workbook"], query={"document": matter.pk})
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken.content)).get_sheet_by_index(0).to_python()
    assert (book[1][1], book[1][4], book[1][7]) == ("甲", "无意见。", "内部")
    assert any("水印：李雪" in str(cell) for row in book for cell in row)
    assert Entry.objects.filter(verb="files.exported").exists()
