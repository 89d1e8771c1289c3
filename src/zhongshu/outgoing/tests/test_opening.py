"""起草公文、发文登记簿、发文字号: the pages on which a document begins and is found again."""

from datetime import timedelta

import pytest
from tests.cast import client_of, last_act, refused, unchanged

from zhongshu.matters.models import Link, Matter
from zhongshu.numbering.models import Series
from zhongshu.outgoing import actions, queries
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.tests.writing import opened, text, walk
from zhongshu.trail.models import Entry

FORM = {"label": "public", "genre": "reply", "title": "", "urgency": "urgent", "disclosure": "open"}


def test_a_document_begins_with_its_genre_and_answers_what_came_in(cast):
    answered = cast.document(title="关于解决经费的请示")
    browser = client_of(cast.registrar)
    assert f'href="/outgoing/new/?answers={answered.pk}"' in browser.get(f"/matters/{answered.pk}/").content.decode()
    assert "关于解决经费的请示" in browser.get(f"/outgoing/new/?answers={answered.pk}").content.decode()
    answer = browser.post("/outgoing/new/", FORM | {"answers": str(answered.pk), "request_key": "k"})
    matter = Matter.objects.get(kind="outgoing")
    assert answer.headers["Location"] == f"/outgoing/{matter.pk}/text/"
    assert (matter.title, matter.urgency) == ("清河县人民政府关于……的批复", 1)
    assert text(matter).urgency == "加急"
    assert Link.objects.get(source=matter).target == answered
    browser.post("/outgoing/new/", FORM | {"request_key": "k"})
    assert Matter.objects.filter(kind="outgoing").count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"genre": ""}, "请选择文种"),
        ({"label": "secret"}, "所选内容有误"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_opened(cast, changed, sentence):
    with unchanged():
        answer = client_of(cast.finance_clerk).post("/outgoing/new/", FORM | changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_title_with_a_mark_of_secrecy_opens_nothing_and_is_noted(cast):
    answer = client_of(cast.finance_clerk).post("/outgoing/new/", FORM | {"title": "机密★10年关于……"})
    assert "国家秘密标志" in answer.content.decode()
    assert not Matter.objects.exists()
    assert Entry.objects.latest("pk").verb == "documents.secret_refused"


def test_an_incoming_document_that_one_may_not_see_is_not_answered(cast):
    answered = cast.document()
    page = client_of(cast.finance_clerk).get(f"/outgoing/new/?answers={answered.pk}").content.decode()
    assert "答复：" not in page
    assert client_of(cast.finance_clerk).get("/outgoing/new/?answers=x").status_code == 200


def test_the_register_lists_what_one_may_see(cast, django_assert_max_num_queries):
    matter = walk(cast, opened(cast), "closed")
    opened(cast, genre="letter")
    browser = client_of(cast.registrar)
    with django_assert_max_num_queries(14):
        page = browser.get("/outgoing/").content.decode()
    assert matter.number in page
    assert "未编号" in page
    assert "未编号" not in browser.get("/outgoing/?state=numbered").content.decode()
    assert matter.number in browser.get("/outgoing/?q=清政发[2026]1").content.decode()
    assert matter.number not in browser.get("/outgoing/?genre=letter").content.decode()
    assert "没有您可以查看的文件" in client_of(cast.outsider).get("/outgoing/").content.decode()


def test_a_registrar_opens_a_code(cast):
    walk(cast, opened(cast), "closed")
    browser = client_of(cast.registrar)
    answer = browser.post("/outgoing/codes/", {"code": "清政办函"})
    assert answer.headers["Location"] == "/outgoing/codes/"
    assert Series.objects.get(code="outgoing:清政办函").template == "清政办函〔{year}〕{number}号"
    page = browser.get("/outgoing/codes/").content.decode()
    assert "尚未编号" in page
    assert "1号" in page


@pytest.mark.parametrize(
    ("code", "sentence"), [("", "请填写机关代字"), ("清政办〔2026〕", "机关代字应为汉字"), ("abc", "机关代字应为汉字")]
)
def test_a_code_is_words_alone(cast, code, sentence):
    with unchanged():
        answer = client_of(cast.registrar).post("/outgoing/codes/", {"code": code})
    assert sentence in answer.content.decode()


def test_a_code_is_opened_once(cast):
    browser = client_of(cast.registrar)
    browser.post("/outgoing/codes/", {"code": "清政发"})
    with unchanged():
        assert "已设立这种编号" in browser.post("/outgoing/codes/", {"code": "清政发"}).content.decode()
    assert client_of(cast.finance_clerk).get("/outgoing/codes/").status_code == 403


def test_the_drafting_slip_bears_the_opinions(cast):
    matter = walk(cast, opened(cast), "recheck")
    answer = client_of(cast.registrar).post(f"/matters/{matter.pk}/slip/")
    assert answer.content.startswith(b"%PDF")
    paper = queries.paper(matter)
    assert paper.title == "发文稿纸"
    assert ("拟稿人", "李雪") in paper.rows


def test_a_document_is_found_by_its_text(cast):
    matter = walk(cast, opened(cast), "checking")
    found = queries.searchable(matter)
    assert "压实责任" in dict(found.parts)["正文"]
    assert OutgoingDocument.objects.get().genre == "notice"
    assert last_act(matter)[0] == "matters.completed"


def test_a_delegate_opens_no_code(cast):
    cast.delegate(cast.registrar, cast.finance_clerk, until=cast.at + timedelta(days=3))
    with refused("只有收文登记人员可以设立"):
        actions.open_code(code="清政发", by=cast.finance_clerk, at=cast.tick())
