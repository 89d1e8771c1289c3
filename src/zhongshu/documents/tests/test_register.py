"""收文登记簿 and 电报登记簿: who sees what of them, found by filters that keep page and place."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import client_of

from zhongshu.documents import actions
from zhongshu.matters.models import Matter

QUERIES = 12


def look(whom, address: str = "/documents/", **query) -> str:
    answer = client_of(whom).get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def found(page: str) -> int:
    return page.count('data-label="收文编号"')


def test_a_line_tells_what_the_register_must(cast):
    document = cast.document(
        title="关于做好防汛备汛工作的通知",
        sender="清源市水利局",
        sender_number="清水发[2026]7号",
        label="work_secret",
    )
    cast.walk(document, to="handling")
    cast.document(urgency="urgent")
    page = look(cast.registrar)
    told = (document.number, "清源市水利局", "清水发〔2026〕7号", "关于做好防汛备汛工作的通知", "工作秘密", "加急")
    for words in (*told, "2026年3月2日", "县财政局", "在办", "通知", "办件"):
        assert words in page


def test_where_a_title_is_withheld_that_is_said(cast):
    Matter.objects.filter(pk=cast.document().pk).update(title="")
    assert "（标题不予显示）" in look(cast.registrar)


def test_an_empty_register_says_so(cast):
    assert "登记簿中还没有您可以查看的文件" in look(cast.registrar)


def test_everybody_sees_their_own_documents_alone(cast):
    document = cast.walk(cast.document(), to="handling")
    other = cast.document()
    page = look(cast.finance_chief)
    assert document.number in page
    assert other.number not in page
    assert found(look(cast.registrar)) == 2
    assert found(look(cast.outsider)) == 0


def test_only_keepers_are_offered_registration(cast):
    assert "/documents/registration/" in look(cast.registrar)
    assert "/documents/registration/" not in look(cast.finance_chief)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"q": "防汛"}, [1]),
        ({"q": "水利局"}, [1]),
        ({"q": "清水发[2026]7号"}, [1]),
        ({"q": "清政办收〔2026〕2号"}, [2]),
        ({"q": "没有的词"}, []),
        ({"year": "2026"}, [1, 2, 3]),
        ({"state": "open"}, [1, 2]),
        ({"state": "late"}, [2]),
        ({"state": "closed"}, [3]),
        ({"urgency": "urgent"}, [1]),
        ({"handling_type": "for_action"}, [3]),
        ({"q": "通知", "state": "late"}, [2]),
    ],
)
def test_filters_narrow_it(cast, wanted, numbers):
    cast.document(title="关于防汛的通知", sender="市水利局", sender_number="清水发〔2026〕7号", urgency="urgent")
    late = cast.document()
    Matter.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=2))
    cast.walk(cast.document(), to="closed")
    page = look(cast.registrar, **wanted)
    assert found(page) == len(numbers)
    assert all(f">清政办收〔2026〕{number}号<" in page for number in numbers)
    assert numbers or "没有符合条件的文件" in page


def test_the_lead_unit_is_a_filter(cast):
    led = cast.walk(cast.document(), to="handling")
    cast.document()
    page = look(cast.registrar, unit=cast.finance.pk)
    assert found(page) == 1
    assert led.number in page


@pytest.mark.parametrize("wanted", [{"year": "x"}, {"state": "odd"}, {"unit": "999999"}])
def test_a_filter_that_does_not_exist_is_told(cast, wanted):
    cast.document()
    assert "field-error" in look(cast.registrar, **wanted)


def test_pages_keep_the_filters(cast):
    for _ in range(21):
        cast.document()
    page = look(cast.registrar, q="开学", state="open")
    assert found(page) == 20
    assert "?q=%E5%BC%80%E5%AD%A6&amp;state=open&amp;page=2" in page
    assert 'value="开学"' in page
    assert found(look(cast.registrar, q="开学", state="open", page=2)) == 1
    assert found(look(cast.registrar, page=99)) == 1


def test_a_voided_registration_keeps_its_line_and_number(cast):
    document = cast.document()
    actions.void(document.pk, reason="重复登记", by=cast.registrar, at=cast.tick())
    page = look(cast.registrar)
    assert document.number in page
    assert "已作废" in page


def test_telegrams_have_a_register_of_their_own(cast):
    telegram = cast.document("telegram", urgency="flash")
    assert found(look(cast.registrar)) == 0
    page = look(cast.confidential, "/telegrams/")
    assert telegram.number in page
    assert "特提" in page
    assert found(look(cast.registrar, "/telegrams/")) == 0


def test_twenty_lines_cost_no_more_questions_than_one(cast, django_assert_max_num_queries):
    for _ in range(20):
        cast.document()
    browser = client_of(cast.registrar)
    browser.get("/documents/")
    with django_assert_max_num_queries(QUERIES):
        page = browser.get("/documents/").content.decode()
    assert found(page) == 20


def test_administrators_see_no_register(cast):
    assert client_of(cast.auditor).get("/documents/").status_code == 403


# --- 纸质件跟踪卡 ----------------------------------------------------------------------------------------


def test_cards_are_for_their_keepers(cast):
    assert "还没有纸质件跟踪卡" in look(cast.confidential, "/paper-cards/")
    assert client_of(cast.registrar).get("/paper-cards/").status_code == 403
    assert client_of(cast.registrar).get("/paper-cards/new/").status_code == 403


def test_a_card_is_opened_and_listed(cast):
    browser = client_of(cast.confidential)
    form = {"sender_code": "B007", "copy_number": "000012", "copies": "1", "request_key": "k1"}
    answer = browser.post("/paper-cards/new/", form)
    card = Matter.objects.get(kind="paper_card")
    assert answer.headers["Location"] == f"/matters/{card.pk}/"
    assert card.title == ""
    assert (card.paper_card.sender_code, card.paper_card.copy_number) == ("B007", "000012")
    page = look(cast.second_confidential, "/paper-cards/")
    for words in (card.number, "B007", "000012"):
        assert words in page
    browser.post("/paper-cards/new/", form)
    assert Matter.objects.filter(kind="paper_card").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("sender_code", "", "请填写来文单位代号"),
        ("copy_number", "12", "份号应为6位阿拉伯数字"),
        ("copies", "0", "份数"),
    ],
)
def test_a_refused_card_changes_nothing(cast, field, value, sentence):
    form = {"sender_code": "B007", "copy_number": "", "copies": "1"} | {field: value}
    answer = client_of(cast.confidential).post("/paper-cards/new/", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Matter.objects.exists()
