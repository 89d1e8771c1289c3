"""批注: what is said of a passage, answered, settled; its passage found again in newer versions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import client_of, last_act, refused, unchanged, verbs

from zhongshu.matters import actions as matters
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import remarks
from zhongshu.outgoing.models import Remark
from zhongshu.outgoing.queries import passages
from zhongshu.outgoing.queries import remarks as found
from zhongshu.outgoing.tests.writing import NOTICE, opened, text, walk, write


def paragraphs(matter):
    return passages.paragraphs(text(matter))


def number_of(matter, words):
    return next(one.number for one in paragraphs(matter) if words in one.text)


def threads(matter):
    return found.threads(queries.document_of(matter), paragraphs(matter))


def form(matter, **changed):
    version = queries.latest(matter.pk).order
    return {
        "version": version,
        "paragraph": number_of(matter, "二、"),
        "quote": "值守",
        "words": "建议写明时段。",
    } | changed


@pytest.fixture
def matter(cast):
    return walk(cast, opened(cast), "review")


@pytest.fixture
def remark(cast, matter):
    """What the office says of a passage."""
    remarks.remark(matter.pk, **form(matter), by=cast.office_head, at=cast.tick())
    return Remark.objects.get()


def page_of(matter, whom):
    return client_of(whom).get(f"/outgoing/{matter.pk}/remarks/").content.decode()


def test_whoever_is_on_the_route_remarks_on_a_passage(cast, matter):
    browser = client_of(cast.office_head)
    sent = form(matter, request_key="k")
    answer = browser.post(f"/outgoing/{matter.pk}/remarks/", sent)
    assert answer.headers["Location"] == f"/outgoing/{matter.pk}/remarks/"
    row = Remark.objects.get()
    assert (row.field, row.quote, row.words, row.by) == ("body", "值守", "建议写明时段。", cast.office_head)
    assert row.version == queries.latest(matter.pk)
    verb, by, detail = last_act(matter)
    assert (verb, by, detail["remark"]) == ("outgoing.remarked", cast.office_head.ref, row.pk)
    page = page_of(matter, cast.finance_clerk)
    assert "1条批注未处理" in page
    assert "<mark>值守</mark>" in page
    assert 'href="#place-1"' in page
    assert "王建国对文稿加了批注" in client_of(cast.finance_clerk).get("/notices/").content.decode()
    assert "1条未处理" in client_of(cast.finance_clerk).get(f"/matters/{matter.pk}/").content.decode()
    with unchanged():  # the same form again
        browser.post(f"/outgoing/{matter.pk}/remarks/", sent)


def test_without_a_script_a_paragraph_is_chosen_or_the_whole_text(cast, matter):
    browser = client_of(cast.office_head)
    browser.post(f"/outgoing/{matter.pk}/remarks/", form(matter, quote=""))
    browser.post(f"/outgoing/{matter.pk}/remarks/", form(matter, paragraph=0, quote=""))
    assert list(Remark.objects.order_by("pk").values_list("field", "quote")) == [("body", "二、加强值守。"), ("", "")]
    assert [one.is_gone for one in threads(matter)] == [False, False]


def test_words_that_stand_in_several_places_become_their_paragraph(cast, matter):
    client_of(cast.office_head).post(f"/outgoing/{matter.pk}/remarks/", form(matter, quote="。"))
    assert Remark.objects.get().quote == "二、加强值守。"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"words": ""}, "请填写批注内容"),
        ({"words": "长" * 1001}, "最多1000字"),
        ({"quote": "没有这几个字"}, "所引文字与该段原文不一致"),
        ({"paragraph": 0}, "请选择所引文字在哪一段"),
        ({"paragraph": 99}, "所选内容有误"),
        ({"version": 9}, "没有这一版文稿"),
    ],
)
def test_a_remark_that_is_none_changes_nothing(cast, matter, changed, sentence):
    with unchanged():
        answer = client_of(cast.office_head).post(f"/outgoing/{matter.pk}/remarks/", form(matter, **changed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_others_answer_and_whoever_wrote_it_settles_it(cast, matter, remark):
    browser = client_of(cast.finance_clerk)
    browser.post(f"/outgoing/remarks/{remark.pk}/answers/", {"words": "已请防汛办核实。"})
    assert last_act(matter)[0] == "outgoing.remark_answered"
    assert "李雪答复了批注" in client_of(cast.office_head).get("/notices/").content.decode()
    assert "已请防汛办核实。" in page_of(matter, cast.office_head)
    with unchanged():
        answer = browser.post(f"/outgoing/remarks/{remark.pk}/settlement/")
    assert "批注由批注人或者正在修改文稿的人员处理" in answer.content.decode()
    client_of(cast.office_head).post(f"/outgoing/remarks/{remark.pk}/settlement/")
    remark.refresh_from_db()
    assert remark.settled_by == cast.office_head
    assert verbs(matter)[-1] == "outgoing.remark_settled"
    assert "均已处理" in page_of(matter, cast.finance_clerk)
    for refusal, act in (("不能再答复", remarks.answer), ("不需要重复处理", remarks.settle)):
        with refused(refusal):
            act(remark.pk, by=cast.office_head, at=cast.at, **({"words": "再议。"} if act is remarks.answer else {}))


def test_a_mark_of_secrecy_is_refused_and_nothing_is_kept(cast, matter, remark):
    browser, before = client_of(cast.office_head), verbs(matter)
    sent = {
        f"{matter.pk}/remarks": form(matter, words="机密★10年"),
        f"remarks/{remark.pk}/answers": {"words": "绝密★长期"},
    }
    for place, words in sent.items():
        answer = browser.post(f"/outgoing/{place}/", words)
        assert answer.status_code == 422
        assert "内容中发现国家秘密标志" in answer.content.decode()
    assert Remark.objects.get() == remark
    assert verbs(matter) == before


def test_many_remarks_cost_no_more_queries_than_one(cast, matter, remark):
    browser, address = client_of(cast.office_head), f"/outgoing/{matter.pk}/remarks/"
    browser.get(address)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    for _ in range(4):
        remarks.remark(matter.pk, **form(matter), by=cast.finance_chief, at=cast.tick())
    with CaptureQueriesContext(connection) as many:
        assert browser.get(address).content.decode().count("/settlement/") == 5
    assert len(many) == len(one)


def test_an_empty_answer_changes_nothing(cast, matter, remark):
    with unchanged():
        answer = client_of(cast.finance_clerk).post(f"/outgoing/remarks/{remark.pk}/answers/", {"words": " "})
    assert "请填写答复" in answer.content.decode()


def test_whoever_writes_the_text_settles_what_others_said(cast, matter):
    remarks.remark(matter.pk, version=2, paragraph=0, words="请再核。", by=cast.finance_clerk, at=cast.tick())
    row = Remark.objects.get()
    client_of(cast.office_head).post(f"/outgoing/remarks/{row.pk}/settlement/")
    row.refresh_from_db()
    assert row.settled_by == cast.office_head
    assert "王建国处理了您的批注" in client_of(cast.finance_clerk).get("/notices/").content.decode()


def test_a_passage_is_found_again_in_a_newer_text_until_it_is_gone(cast, matter, remark):
    write(cast, matter, by=cast.office_head, body=("先讲一段。", *NOTICE["body"]))
    one = threads(matter)[0]
    assert one.found is not None
    assert one.found.paragraph.text == "二、加强值守。"
    write(cast, matter, by=cast.office_head, body=("全部改写。",))
    assert threads(matter)[0].is_gone
    page = page_of(matter, cast.office_head)
    assert "原文已改（针对第2版）" in page
    older = client_of(cast.office_head).get(f"/outgoing/{matter.pk}/remarks/?version=2").content.decode()
    assert "<mark>值守</mark>" in older


def test_the_writer_sees_open_remarks_beside_the_form(cast, matter, remark):
    page = client_of(cast.office_head).get(f"/outgoing/{matter.pk}/text/").content.decode()
    assert "1条批注未处理" in page
    assert "建议写明时段。" in page
    assert 'data-field="id_body"' in page


def test_who_only_reads_does_not_remark(cast, matter, remark):
    matters.circulate(matter.pk, holders=[cast.holder(cast.supervisor)], by=cast.office_head, at=cast.tick())
    browser = client_of(cast.supervisor)
    page = page_of(matter, cast.supervisor)
    assert "建议写明时段。" in page
    assert "加批注" not in page
    for place, sent in ((f"{matter.pk}/remarks", form(matter)), (f"remarks/{remark.pk}/answers", {"words": "好。"})):
        with unchanged():
            answer = browser.post(f"/outgoing/{place}/", sent)
        assert "您不是该件的办理人" in answer.content.decode()


def test_what_one_may_not_see_is_not_there(cast, matter, remark):
    browser = client_of(cast.outsider)
    assert browser.get(f"/outgoing/{matter.pk}/remarks/").status_code == 404
    for place in ("answers", "settlement"):
        assert browser.post(f"/outgoing/remarks/{remark.pk}/{place}/").status_code == 404
        assert browser.post(f"/outgoing/remarks/{10**9}/{place}/").status_code == 404


def test_after_the_end_nothing_is_said(cast, matter, remark):
    matters.terminate(matter.pk, by=cast.office_head, at=cast.tick(), reason="不再印发。")
    with refused("不能再作改动"):
        remarks.settle(remark.pk, by=cast.office_head, at=cast.tick())
    assert "建议写明时段。" in page_of(matter, cast.finance_clerk)
