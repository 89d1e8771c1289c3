"""参阅、引用公文: what is laid beside a draft, and how it goes into it."""

from functools import partial

import pytest
from tests.cast import client_of, unchanged

from zhongshu.matters.actions import reading_files
from zhongshu.matters.models import Attachment
from zhongshu.outgoing import queries
from zhongshu.outgoing.models import WorkingCopy
from zhongshu.outgoing.rules.citing import citation
from zhongshu.outgoing.tests.writing import NOTICE, opened, text, walk, write
from zhongshu.search import actions as search


@pytest.fixture
def matter(cast):
    return opened(cast)


@pytest.fixture
def browser(cast):
    return client_of(cast.finance_clerk)


def test_a_document_is_cited_by_title_and_then_number():
    assert citation("关于报送《方案》的通知", "清政发〔2026〕1号") == "《关于报送〈方案〉的通知》（清政发〔2026〕1号）"
    assert citation("关于防汛的请示", "") == "《关于防汛的请示》"


def test_a_search_finds_what_one_may_see_of_both_registers(cast, matter):
    sent = walk(cast, opened(cast), "closed")
    came = cast.document(title="关于加强防汛值守的通知")
    search.drain(partial(reading_files.index, at=cast.at))
    page = client_of(cast.registrar).get(f"/outgoing/{matter.pk}/beside/?q=防汛").content.decode()
    assert f"《{sent.title}》（{sent.number}）" in page
    assert came.title in page
    page = client_of(cast.finance_clerk).get(f"/outgoing/{matter.pk}/beside/?q=防汛").content.decode()
    assert sent.title in page
    assert came.title not in page


def test_a_script_gets_the_part_alone(browser, matter):
    part = browser.get(f"/outgoing/{matter.pk}/beside/", headers={"HX-Request": "true"}).content.decode()
    assert "请查找要参阅或者引用的公文" in part
    assert "<html" not in part
    assert "没有查到您可以查看的公文" in browser.get(f"/outgoing/{matter.pk}/beside/?q=无此词语").content.decode()
    assert 'id="beside-found"' in browser.get(f"/outgoing/{matter.pk}/text/").content.decode()


def test_what_is_answered_is_cited_first(cast):
    answered = cast.document(title="关于解决经费的请示", sender_number="清财〔2026〕3号")
    browser = client_of(cast.registrar)
    form = {"label": "public", "genre": "reply", "title": "", "urgency": "none", "disclosure": "open"}
    address = browser.post("/outgoing/new/", form | {"answers": str(answered.pk)}).headers["Location"]
    number = int(address.split("/")[2])
    page = browser.get(f"/outgoing/{number}/beside/").content.decode()
    assert "所答复的来文" in page
    cited = "《关于解决经费的请示》（清财〔2026〕3号）"
    assert f'data-insert="{cited}"' in page
    browser.post(f"/outgoing/{number}/beside/insertion/", {"words": cited})
    assert cited in WorkingCopy.objects.get().text


def test_an_earlier_text_of_the_unit_is_read_beside_the_draft(cast, browser, matter):
    earlier = opened(cast)
    write(cast, earlier, **NOTICE)
    page = browser.get(f"/outgoing/{matter.pk}/beside/").content.decode()
    assert "本单位以往的同类文稿" in page
    assert NOTICE["title"] in page
    page = browser.get(f"/outgoing/{matter.pk}/beside/?read={earlier.pk}").content.decode()
    assert "一、压实责任。" in page


def test_an_earlier_telegram_of_the_unit_is_read_as_well(cast, browser, matter):
    telegram = opened(cast, telegram_grade="urgent")
    write(cast, telegram, **NOTICE)
    assert f"read={telegram.pk}" in browser.get(f"/outgoing/{matter.pk}/beside/").content.decode()
    page = browser.get(f"/outgoing/{matter.pk}/beside/?read={telegram.pk}").content.decode()
    assert "一、压实责任。" in page


def test_what_came_in_is_read_by_the_words_of_its_file(cast, matter):
    paper = cast.upload(cast.registrar, "来文.txt", "关于防汛的通知\n各乡镇：\n一、加强值守。")
    came = cast.document(title="关于防汛的通知", uploads=[paper])
    reading_files.read_file(Attachment.objects.get(matter=came).file_id, at=cast.tick())
    walk(cast, matter, "review")
    page = client_of(cast.registrar).get(f"/outgoing/{matter.pk}/beside/?read={came.pk}").content.decode()
    assert "一、加强值守。" in page


@pytest.mark.parametrize("asked", ["x", "0", "99999999999999999999"])
def test_what_is_not_there_is_not_read(browser, matter, asked):
    assert browser.get(f"/outgoing/{matter.pk}/beside/?read={asked}").status_code == 404


def test_what_one_may_not_see_is_not_read(cast, browser, matter):
    hidden = cast.document(title="关于防汛的通知")
    assert browser.get(f"/outgoing/{matter.pk}/beside/?read={hidden.pk}").status_code == 404


def test_words_go_to_the_end_of_what_is_being_written(browser, matter):
    answer = browser.post(f"/outgoing/{matter.pk}/beside/insertion/", {"words": "《关于防汛的通知》"})
    assert answer.headers["Location"] == f"/outgoing/{matter.pk}/text/"
    assert queries.read(WorkingCopy.objects.get().text).body[-1] == text(matter).body[-1] + "《关于防汛的通知》"
    page = browser.get(f"/outgoing/{matter.pk}/text/").content.decode()
    assert "已插入到正文末尾" in page


@pytest.mark.parametrize(("words", "sentence"), [("", "请填写插入的内容"), ("机密★10年", "国家秘密标志")])
def test_words_that_do_not_belong_there_are_refused(browser, matter, words, sentence):
    with unchanged():
        answer = browser.post(f"/outgoing/{matter.pk}/beside/insertion/", {"words": words}, follow=True)
    assert sentence in answer.content.decode()


def test_out_of_turn_nothing_is_inserted(cast, matter):
    walk(cast, matter, "review")
    with unchanged():
        client_of(cast.finance_clerk).post(f"/outgoing/{matter.pk}/beside/insertion/", {"words": "多余"})
