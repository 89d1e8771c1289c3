"""签收登记: the mark is declared first, then the form; whatever is refused changes nothing."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import client_of, unchanged, verbs

from zhongshu.documents.models import IncomingDocument
from zhongshu.matters.models import Matter
from zhongshu.numbering.models import Number
from zhongshu.trail.models import Entry

PAGE = "/documents/registration/"


def form_of(**changed) -> dict:
    return {
        "label": "internal",
        "title": "关于做好防汛备汛工作的通知",
        "sender": "清源市水利局",
        "sender_number": "清水发[2026]7号",
        "genre": "notice",
        "dated": "2026-02-27",
        "urgency": "none",
        "copies": "1",
        "copy_number": "",
        "signed_for_by": "林晓梅",
        "note": "",
        "request_key": "key-1",
    } | changed


def refused(browser: Client, sentence: str, **changed) -> str:
    """Expect that a form comes back with a sentence, keeps what was typed, and that nothing has changed."""
    with unchanged():
        answer = browser.post(PAGE, form_of(**changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "清源市水利局" in page
    return page


@pytest.fixture
def browser(cast) -> Client:
    """The registrar's browser."""
    return client_of(cast.registrar)


# --- 声明 ------------------------------------------------------------------------------------------------


def test_first_the_mark_is_declared(browser):
    page = browser.get(PAGE).content.decode()
    for words in ("公开", "内部", "工作秘密", "秘密", "机密", "绝密", "纸质件跟踪卡"):
        assert words in page
    assert "来文字号" not in page
    answer = browser.post(PAGE, {"declared": "work_secret"})
    assert answer.headers["Location"] == f"{PAGE}?label=work_secret"
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "来文字号" in page
    assert 'name="label" value="work_secret"' in page
    assert 'value="林晓梅"' in page


@pytest.mark.parametrize("declared", ["", "odd"])
def test_without_a_declaration_it_does_not_go_on(browser, declared):
    with unchanged():
        answer = browser.post(PAGE, {"declared": declared})
    assert answer.status_code == 422
    assert "请先选择来文上的密级标志" in answer.content.decode()


@pytest.mark.parametrize("declared", ["secret", "confidential", "top_secret"])
def test_what_is_secret_goes_to_the_paper_card(cast, declared):
    answer = client_of(cast.confidential).post("/telegrams/registration/", {"declared": declared})
    assert answer.headers["Location"] == "/paper-cards/new/"
    noted = Entry.objects.get(verb="documents.secret_refused")
    assert (noted.by, noted.detail) == (cast.confidential.ref, "")


def test_a_registrar_is_told_who_keeps_the_paper_cards(cast, browser):
    answer = browser.post(PAGE, {"declared": "secret"})
    assert answer.status_code == 422
    assert "交机要登记人员办理纸质件跟踪卡" in answer.content.decode()
    assert Entry.objects.filter(verb="documents.secret_refused", by=cast.registrar.ref).count() == 1
    assert not Matter.objects.exists()


@pytest.mark.parametrize("label", ["secret", "odd", ""])
def test_a_mark_that_was_not_declared_asks_again(browser, label):
    with unchanged():
        page = browser.post(PAGE, form_of(label=label)).content.decode()
    assert "来文上的密级标志是" in page
    assert "来文上的密级标志是" in browser.get(PAGE, {"label": label}).content.decode()


# --- 登记 ------------------------------------------------------------------------------------------------


def test_a_document_is_registered_and_waits_for_review(cast, browser):
    upload = cast.upload(cast.registrar, "来文.txt")
    answer = browser.post(PAGE, form_of(uploads=[upload], urgency="urgent", copy_number="000012"))
    document = IncomingDocument.objects.get()
    matter = document.matter
    assert answer.headers["Location"] == f"/matters/{matter.pk}/"
    assert (matter.title, matter.label, matter.urgency) == ("关于做好防汛备汛工作的通知", "internal", 1)
    assert (document.sender, document.sender_number) == ("清源市水利局", "清水发〔2026〕7号")
    assert (document.dated, document.copy_number) == (date(2026, 2, 27), "000012")
    assert matter.number == f"清政办收〔{timezone.localdate().year}〕1号"
    assert [one.name for one in matter.attachments.all()] == ["来文.txt"]
    assert [task.name for task in matter.tasks.all()] == ["初审"]
    assert {"matters.opened", "documents.registered", "matters.attached", "numbering.taken"} <= set(verbs(matter))


def test_the_same_form_sent_again_is_the_same_document(browser):
    first = browser.post(PAGE, form_of())
    with unchanged():
        again = browser.post(PAGE, form_of())
    assert again.headers["Location"] == first.headers["Location"]
    assert IncomingDocument.objects.count() == Number.objects.count() == 1
    assert f"已登记，编号为{Matter.objects.get().number}" in browser.get(first.headers["Location"]).content.decode()


def test_every_form_has_a_key_of_its_own(browser):
    pages = [browser.get(PAGE, {"label": "public"}).content.decode() for _ in range(2)]
    keys = [page.partition('name="request_key" value="')[2].partition('"')[0] for page in pages]
    assert all(len(key) > 16 for key in keys)
    assert keys[0] != keys[1]


def test_a_form_that_comes_back_keeps_its_key_and_its_files(cast, browser):
    upload = cast.upload(cast.registrar, "来文.txt")
    page = refused(browser, "请填写标题", title="", uploads=[upload])
    assert 'value="key-1"' in page
    assert f'name="uploads" value="{upload}"' in page
    assert "来文.txt" in page


def test_numbers_follow_one_another(browser):
    for key in ("a", "b", "c"):
        browser.post(PAGE, form_of(request_key=key, sender_number=""))
    numbers = list(Matter.objects.order_by("pk").values_list("number", flat=True))
    assert [number.rpartition("〕")[2] for number in numbers] == ["1号", "2号", "3号"]


# --- 不予登记 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "请填写标题"),
        ("title", "　 ", "请填写标题"),
        ("title", "关" * 10_000, "标题"),
        ("title", "关于\x00防汛", "看不见的控制字符"),
        ("genre", "", "请选择文种"),
        ("genre", "odd", "所选内容有误"),
        ("dated", "2026-02-30", "日期有误"),
        ("dated", "二月", "日期有误"),
        ("urgency", "flash", "紧急程度"),
        ("copies", "0", "不能小于1"),
        ("copies", "一", "请填写整数"),
        ("copy_number", "12", "份号应为6位阿拉伯数字"),
        ("signed_for_by", "", "请填写签收人"),
        ("note", "注" * 500, "备注"),
        ("uploads", "nothing", "请重新上传"),
        ("uploads", "8f14e45f-ceea-467f-ab3b-0c2d2c1d6f0e", "请重新上传"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_changes(browser, field, value, sentence):
    page = refused(browser, sentence, **{field: value})
    assert "还不能提交，请更正以下1处" in page


def test_a_document_from_tomorrow_is_refused(browser):
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused(browser, "成文日期不能晚于今天", dated=tomorrow.isoformat())


def test_somebody_elses_upload_is_refused(cast, browser):
    refused(browser, "请重新上传", uploads=[cast.upload(cast.finance_chief)])


@pytest.mark.parametrize("field", ["title", "sender_number", "note"])
def test_a_secret_mark_in_the_text_is_refused_and_noted_without_a_word(cast, browser, field):
    answer = browser.post(PAGE, form_of(**{field: "机密★5年"}))
    assert answer.status_code == 422
    assert "发现国家秘密标志，系统没有保存" in answer.content.decode()
    assert not Matter.objects.exists()
    assert not Number.objects.exists()
    noted = Entry.objects.get(verb="documents.secret_refused")
    assert (noted.by, noted.detail) == (cast.registrar.ref, "")


def test_a_number_that_is_there_already_asks_to_confirm(cast, browser):
    browser.post(PAGE, form_of())
    page = refused(browser, "已登记为清政办收", request_key="key-2", sender_number="清水发（2026）7号")
    assert 'name="confirmed"' in page
    browser.post(PAGE, form_of(request_key="key-2", confirmed="on"))
    assert IncomingDocument.objects.count() == 2


def test_the_question_to_confirm_comes_only_when_it_is_needed(browser):
    assert 'name="confirmed"' not in browser.get(PAGE, {"label": "public"}).content.decode()


def test_only_registrars_register(cast):
    with unchanged():
        for whom in (cast.finance_chief, cast.leader, cast.sysadmin):
            assert client_of(whom).get(PAGE).status_code == 403
            assert client_of(whom).post(PAGE, form_of()).status_code == 403


def test_a_registrar_does_not_register_telegrams(cast, browser):
    with unchanged():
        answer = browser.post("/telegrams/registration/", form_of(urgency="flash"))
    assert answer.status_code in (403, 422)


def test_a_telegram_is_seen_by_its_keepers_alone(cast):
    page = client_of(cast.confidential).get("/telegrams/registration/", {"label": "internal"}).content.decode()
    assert "电报等级" in page
    assert all(grade in page for grade in ("特提", "特急", "加急", "平急"))
    answer = client_of(cast.confidential).post("/telegrams/registration/", form_of(urgency="flash"))
    telegram = Matter.objects.get(kind="telegram")
    assert answer.headers["Location"] == f"/matters/{telegram.pk}/"
    assert telegram.number.startswith("清机电〔")
    assert telegram.number not in client_of(cast.registrar).get("/documents/").content.decode()
    assert client_of(cast.office_head).get(f"/matters/{telegram.pk}/").status_code == 404


def test_a_form_without_its_token_is_refused(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client_of(cast.registrar).cookies
    with unchanged():
        assert browser.post(PAGE, form_of()).status_code == 403
