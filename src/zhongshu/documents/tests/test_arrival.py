"""核对登记: a file beside its pages; what was read is put right and registered, then the next one comes."""

import json
from datetime import date

import pytest
from tests.cast import client_of, refused, unchanged, verbs
from tests.papers import library, render

from zhongshu.documents import actions, forms, queries
from zhongshu.documents.models import Arrival, IncomingDocument
from zhongshu.files.models import FileText
from zhongshu.kit.errors import Refused
from zhongshu.matters.models import Attachment, Matter

LETTER = library.letter("notice")
TEXT = render.as_text(LETTER).decode()
OTHER = render.as_text(library.letter("request")).decode()


@pytest.fixture
def browser(cast):
    """The registrar's browser."""
    return client_of(cast.registrar)


def form_of(**changed):
    return {
        "title": LETTER.title,
        "sender": LETTER.issuers[0],
        "sender_number": LETTER.doc_number,
        "genre": "notice",
        "dated": "2026-03-02",
        "recipients": "，".join(LETTER.recipients),
        "attachment_titles": "\n".join(LETTER.attachments),
        "urgency": "none",
        "copies": "1",
        "copy_number": "",
        "signed_for_by": "林晓梅",
        "note": "",
    } | changed


def arrival_of(cast, content=TEXT, name="来文.txt", **given) -> Arrival:
    return cast.take_in({name: content}, **given).arrivals.get()


def doubt(arrival: Arrival, **confidences: float) -> None:
    """Let the reading have been less sure of some fields."""
    text = FileText.objects.get(stored=arrival.file)
    for name, confidence in confidences.items():
        text.fields[name]["confidence"] = confidence
    text.save()


def test_the_form_is_filled_in_with_what_was_read(cast, browser):
    page = browser.get(f"/arrivals/{arrival_of(cast).pk}/").content.decode()
    for words in (LETTER.title, f'value="{LETTER.issuers[0]}"', f'value="{LETTER.doc_number}"', 'value="2026-03-02"'):
        assert words in page
    assert '<option value="notice" selected>' in page
    assert 'value="林晓梅"' in page
    assert f'value="{"，".join(LETTER.recipients)}"' in page
    assert "\n".join(LETTER.attachments) in page
    assert page.count("可信") == 7


def test_how_sure_it_was_is_said_in_words(cast, browser):
    arrival = arrival_of(cast)
    doubt(arrival, title=0.7, issuers=0.3)
    page = browser.get(f"/arrivals/{arrival.pk}/").content.decode()
    assert (page.count("可信"), page.count("请核对"), page.count("没有把握，请核对")) == (5, 2, 1)
    assert "field is-wide is-check" in page
    assert 'data-lines="0.2 0.3"' in page  # the lines of the title


def test_what_says_nothing_is_called_that(cast, browser):
    arrival = arrival_of(cast, "상수도 개선 공사에 관한 안내\n관계 기관은 협조하여 주시기 바랍니다.")
    assert "没有识读出标题" in browser.get(f"/arrivals/{arrival.pk}/").content.decode()
    assert "没有识读出公文内容" in browser.get(f"/intakes/{arrival.intake_id}/").content.decode()


def test_pages_stand_beside_the_form(cast, browser):
    arrival = arrival_of(cast, render.as_pdf(LETTER), "来文.pdf")
    page = browser.get(f"/arrivals/{arrival.pk}/").content.decode()
    assert f'src="/arrivals/{arrival.pk}/pages/1/"' in page
    assert 'class="sheet-line is-sure"' in page
    picture = browser.get(f"/arrivals/{arrival.pk}/pages/1/")
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert browser.get(f"/arrivals/{arrival.pk}/pages/99/").status_code == 404


def test_while_it_is_read_the_page_waits_unless_one_will_not(cast, browser):
    arrival = arrival_of(cast, read=False)
    page = browser.get(f"/arrivals/{arrival.pk}/").content.decode()
    assert f'hx-get="/arrivals/{arrival.pk}/progress/"' in page
    assert "hx-get" in browser.get(f"/arrivals/{arrival.pk}/progress/").content.decode()
    by_hand = browser.get(f"/arrivals/{arrival.pk}/", {"by_hand": 1}).content.decode()
    assert "登记并送初审" in by_hand
    cast.read(arrival.intake)
    assert browser.get(f"/arrivals/{arrival.pk}/progress/").headers["HX-Refresh"] == "true"


def test_it_is_registered_as_it_was_put_right(cast, browser):
    arrival = arrival_of(cast)
    more = cast.upload(cast.registrar, "附表.txt")
    answer = browser.post(f"/arrivals/{arrival.pk}/", form_of(title="关于防汛的通知", uploads=[more]))
    matter = Matter.objects.get()
    assert answer.headers["Location"] == f"/matters/{matter.pk}/"
    assert (matter.title, matter.incoming_document.dated) == ("关于防汛的通知", date(2026, 3, 2))
    assert [kept.name for kept in matter.attachments.order_by("pk")] == ["来文.txt", "附表.txt"]
    assert {"matters.opened", "documents.registered", "matters.attached", "numbering.taken"} <= set(verbs(matter))
    assert f"已登记，编号为{matter.number}。" in browser.get(f"/matters/{matter.pk}/").content.decode()
    with unchanged():
        assert browser.post(f"/arrivals/{arrival.pk}/", form_of()).status_code == 302


def test_the_next_file_of_the_batch_follows(cast, browser):
    first, second = cast.take_in({"来文.txt": TEXT, "另文.txt": OTHER}).arrivals.order_by("pk")
    answer = browser.post(f"/arrivals/{first.pk}/", form_of())
    assert answer.headers["Location"] == f"/arrivals/{second.pk}/"
    assert f"已登记，编号为{Matter.objects.get().number}。" in browser.get(f"/arrivals/{second.pk}/").content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": ""}, "请填写标题"),
        ({"genre": ""}, "请选择文种"),
        ({"dated": "2099-01-01"}, "成文日期不能晚于今天"),
        ({"copy_number": "12"}, "份号应为6位阿拉伯数字"),
        ({"title": "机密★5年 关于防汛的通知"}, "内容中发现国家秘密标志"),
    ],
)
def test_a_refusal_keeps_what_was_typed(cast, browser, changed, sentence):
    arrival = arrival_of(cast)
    answer = browser.post(f"/arrivals/{arrival.pk}/", form_of(note="急办", **changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "急办" in page
    assert not IncomingDocument.objects.exists()


def test_what_a_person_has_changed_is_no_longer_the_machines(cast, browser):
    answer = browser.post(f"/arrivals/{arrival_of(cast).pk}/", form_of(title="", note="急办"))
    assert answer.content.decode().count("可信") == 6


def test_what_is_there_already_wants_a_tick(cast, browser):
    browser.post(f"/arrivals/{arrival_of(cast).pk}/", form_of())
    number = Matter.objects.get().number
    again = arrival_of(cast)
    page = browser.get(f"/arrivals/{again.pk}/").content.decode()
    assert f'字号和来文单位相同，文件完全相同：<a href="/matters/{Matter.objects.get().pk}/">{number}</a>' in page
    assert 'name="confirmed"' in page
    with unchanged():
        answer = browser.post(f"/arrivals/{again.pk}/", form_of(sender_number=""))
    assert f"同一文件已登记为{number}" in answer.content.decode()
    assert browser.post(f"/arrivals/{again.pk}/", form_of(confirmed="on")).status_code == 302
    assert Matter.objects.count() == 2


def test_others_of_the_batch_are_seen_from_a_single_file(cast, browser):
    _, second = cast.take_in({"来文.txt": TEXT, "又一份.txt": TEXT}).arrivals.order_by("pk")
    assert "与本批另一文件字号相同" in browser.get(f"/arrivals/{second.pk}/").content.decode()


def test_a_telegram_has_grades_of_its_own(cast):
    arrival = arrival_of(cast, kind="telegram", label="internal")
    page = client_of(cast.confidential).get(f"/arrivals/{arrival.pk}/").content.decode()
    assert "电报等级" in page
    answer = client_of(cast.confidential).post(f"/arrivals/{arrival.pk}/", form_of(urgency="flash"))
    assert answer.status_code == 302
    assert (Matter.objects.get().kind, Matter.objects.get().label) == ("telegram", "internal")


def test_who_keeps_another_register_registers_nothing(cast):
    arrival = arrival_of(cast)
    with refused("只有登记人员可以办理收件"):
        actions.register_arrival(arrival.pk, details=form_of(), by=cast.confidential, at=cast.at)


# --- a line of the page --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "line", "value"),
    [
        ("dated", "二〇二六年三月二日", "2026-03-02"),
        ("dated", "清溪县人民政府办公室  2026年3月2日印发", "2026-03-02"),
        ("dated", "２０２６．３．２", "2026-03-02"),
        ("sender_number", "清政发[2026]3号        签发人：罗庆华", "清政发〔2026〕3号"),
        ("sender_number", "第 5 号", "第5号"),
        ("genre", "建设资金的请示", "request"),
        ("genre", "关于转发意见的通知", "notice"),
        ("urgency", "特 急", "extra_urgent"),
        ("sender", "清溪县水利局 文件", "清溪县水利局"),
        ("recipients", "各乡镇人民政府，县直各单位：", "各乡镇人民政府，县直各单位"),
        ("attachment_titles", "附件：1. 工程投资概算表", "工程投资概算表"),
        ("attachment_titles", "      2.施工图", "施工图"),
        ("title", "  关于解决双塔水库除险加固工程 ", "关于解决双塔水库除险加固工程"),
        ("copies", "（共印30份）", "30"),
        ("copy_number", "000012", "000012"),
    ],
)
def test_a_line_becomes_the_value_of_a_field(browser, field, line, value):
    answer = browser.post("/line-values/", {"field": field, "line": line, "kind": "incoming"})
    assert json.loads(answer.content) == {"value": value}


@pytest.mark.parametrize(
    ("field", "sentence"),
    [("dated", "不是日期"), ("genre", "没有文种"), ("urgency", "没有紧急程度"), ("copies", "没有份数")],
)
def test_a_line_that_says_nothing_of_the_kind_is_refused(browser, field, sentence):
    answer = browser.post("/line-values/", {"field": field, "line": "各乡镇人民政府：", "kind": "incoming"})
    assert answer.status_code == 422
    assert sentence in json.loads(answer.content)["error"]
    with pytest.raises(Refused, match=sentence):
        forms.value_of_line(field, "各乡镇人民政府：", "incoming")


# --- attachments, page by page ---------------------------------------------------------------------------------


def test_an_attachment_that_no_browser_shows_is_looked_at_page_by_page(cast, browser):
    arrival = arrival_of(cast, render.as_ofd(LETTER), "来文.ofd")
    browser.post(f"/arrivals/{arrival.pk}/", form_of())
    kept = Attachment.objects.get()
    assert f'href="/attachments/{kept.pk}/pages/"' in browser.get(f"/matters/{kept.matter_id}/").content.decode()
    page = browser.get(f"/attachments/{kept.pk}/pages/").content.decode()
    assert f'src="/attachments/{kept.pk}/pages/1/"' in page
    picture = browser.get(f"/attachments/{kept.pk}/pages/1/")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert client_of(cast.outsider).get(f"/attachments/{kept.pk}/pages/1/").status_code == 404


def test_what_was_not_read_yet_says_so(cast, browser):
    kept = Attachment.objects.get(matter=cast.document(uploads=(cast.upload(cast.registrar),)))
    assert "还没有识读" in browser.get(f"/attachments/{kept.pk}/pages/").content.decode()
    assert browser.get(f"/attachments/{kept.pk}/pages/1/").status_code == 404


def test_what_is_registered_is_not_read_again(cast):
    arrival = arrival_of(cast)
    actions.register_arrival(
        arrival.pk, details=queries.details(arrival) | {"signed_for_by": "林晓梅"}, by=cast.registrar, at=cast.tick()
    )
    with refused("该文件已经登记"):
        actions.read_again(arrival.pk, by=cast.registrar, at=cast.tick())
    assert FileText.objects.filter(stored=arrival.file).exists()
