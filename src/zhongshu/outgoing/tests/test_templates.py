"""文稿模板: kept by the office, offered when a document begins."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import AT, client_of, refused, unchanged

from zhongshu.gongwen.draft.model import Draft
from zhongshu.gongwen.typeset import writing
from zhongshu.matters.models import Matter
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import templates as actions
from zhongshu.outgoing.forms import drafting
from zhongshu.outgoing.forms.templates import NewTemplateForm, TemplateForm
from zhongshu.outgoing.models import Template
from zhongshu.outgoing.tests.writing import NOTICE, opened, text, write
from zhongshu.trail.models import Entry
from zhongshu.ui import papers

MEETING = Draft(
    direction="down",
    title="〔发文机关〕关于召开……会议的通知",
    recipients="各乡镇人民政府",
    body=("定于……召开会议，由〔拟稿单位〕承办，联系人〔拟稿人〕。",),
)
OPENING = {"label": "public", "genre": "notice", "title": "", "urgency": "none", "disclosure": "open"}


def filled(draft: Draft, form=NewTemplateForm, **more: str) -> dict[str, str]:
    """Return what the form of a template sends."""
    made, _ = drafting.of_draft(draft, form)
    values = {one.html_name: one.value() for one in made if one.html_name != "file"}
    return {name: "" if value is None else str(value) for name, value in values.items()} | more


def added(cast, name: str = "会议通知", genre: str = "notice", draft: Draft = MEETING) -> Template:
    return actions.add_template(genre=genre, name=name, draft=draft, by=cast.office_head, at=cast.tick())


def verb() -> str:
    return Entry.objects.filter(stream="settings").latest("pk").verb


@pytest.fixture
def browser(cast):
    return client_of(cast.office_head)


def test_a_template_is_added_listed_and_begins_a_document(cast, browser):
    page = browser.get("/outgoing/templates/new/?genre=report").content.decode()
    assert "现将有关情况报告如下" in page
    answer = browser.post("/outgoing/templates/new/", filled(MEETING, genre="notice", name="会议通知", save="1"))
    assert answer.headers["Location"] == "/outgoing/templates/"
    assert verb() == "outgoing.template_added"
    page = browser.get("/outgoing/templates/").content.decode()
    assert "会议通知" in page
    assert "〔发文机关〕" in page
    clerk = client_of(cast.finance_clerk)
    assert "会议通知" in clerk.get("/outgoing/new/").content.decode()
    clerk.post("/outgoing/new/", OPENING)
    begun = text(Matter.objects.get(kind="outgoing"))
    assert begun.title == "清河县人民政府关于召开……会议的通知"
    assert begun.body == ("定于……召开会议，由清河县财政局承办，联系人李雪。",)


def test_a_mark_of_secrecy_is_no_name(cast):
    with unchanged(), refused("内容中发现国家秘密标志"):
        added(cast, "机密★10年通知")


def test_the_template_kept_longest_is_the_default_and_any_may_be_chosen(cast):
    first, second = added(cast), added(cast, "表彰通知", draft=Draft(body=("表彰……。",)))
    first = actions.change_template(first.pk, draft=Draft(body=("开会……。",)), by=cast.registrar, at=cast.tick())
    browser = client_of(cast.finance_clerk)
    browser.post("/outgoing/new/", OPENING)
    assert text(Matter.objects.latest("pk")).body == ("开会……。",)
    browser.post("/outgoing/new/", OPENING | {"template": str(second.pk)})
    assert text(Matter.objects.latest("pk")).body == ("表彰……。",)
    browser.post("/outgoing/new/", OPENING | {"genre": "report"})
    assert "特此报告。" in text(Matter.objects.latest("pk")).body


def test_a_change_ends_the_old_and_the_history_is_shown(cast, browser):
    first = added(cast)
    changed = filled(Draft(title="新的标题", body=("新的正文。",)), TemplateForm)
    answer = browser.post(f"/outgoing/templates/{first.pk}/", changed)
    second = Template.objects.get(ended_at=None)
    assert answer.headers["Location"] == f"/outgoing/templates/{second.pk}/"
    assert verb() == "outgoing.template_changed"
    first.refresh_from_db()
    assert first.ended_by == cast.office_head
    page = browser.get(f"/outgoing/templates/{second.pk}/").content.decode()
    assert "历次修改" in page
    assert f"/outgoing/templates/{first.pk}/" in page
    assert "起不再使用" in browser.get(f"/outgoing/templates/{first.pk}/").content.decode()
    with unchanged():
        page = browser.post(f"/outgoing/templates/{first.pk}/", changed).content.decode()
    assert "已经修改或者停用" in page
    with unchanged():
        assert "没有改动" in browser.post(f"/outgoing/templates/{second.pk}/", changed).content.decode()


def test_what_is_stopped_is_offered_no_longer(cast, browser):
    kept = added(cast)
    browser.post(f"/outgoing/templates/{kept.pk}/stopping/")
    assert verb() == "outgoing.template_stopped"
    assert "会议通知" not in client_of(cast.finance_clerk).get("/outgoing/new/").content.decode()
    with unchanged():
        page = browser.post(f"/outgoing/templates/{kept.pk}/stopping/", follow=True).content.decode()
    assert "已经修改或者停用" in page
    with unchanged():
        answer = client_of(cast.finance_clerk).post("/outgoing/new/", OPENING | {"template": str(kept.pk)})
    assert answer.status_code == 422


def test_a_template_of_another_genre_is_refused(cast):
    kept = added(cast)
    with unchanged():
        form = OPENING | {"genre": "report", "template": str(kept.pk)}
        page = client_of(cast.finance_clerk).post("/outgoing/new/", form).content.decode()
    assert "所选模板不是所选文种的" in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": " "}, "请填写模板名称"),
        ({"name": "会议通知"}, "已有名为“会议通知”的模板"),
        ({"genre": ""}, "请选择文种"),
        ({"body": ""}, "模板正文是空的"),
        ({"form": "plain"}, "正式公文应当排版头"),
        ({"read": "1"}, "请选择要导入的文件"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(cast, browser, changed, sentence):
    added(cast)
    form = filled(MEETING, genre="notice", name="新模板") | changed
    with unchanged():
        answer = browser.post("/outgoing/templates/new/", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_file_fills_the_form_of_a_template(cast, browser):
    made = writing.write(
        Draft(issuers=("清河县人民政府",), number="清政发〔2026〕3号", **NOTICE), ".docx", fonts=papers.fonts(), at=AT
    )
    file = SimpleUploadedFile("通知.docx", made)
    page = browser.post(
        "/outgoing/templates/new/", filled(Draft(), genre="notice", name="防汛", read="1") | {"file": file}
    )
    assert "一、压实责任。" in page.content.decode()
    assert "文件中的发文字号没有导入" in page.content.decode()
    assert not Template.objects.exists()


def test_the_text_of_a_document_becomes_a_template(cast, browser):
    matter = opened(cast)
    write(cast, matter, **NOTICE)
    assert "存为文稿模板" in browser.get(f"/outgoing/{matter.pk}/versions/2/").content.decode()
    assert (
        "存为文稿模板" not in client_of(cast.finance_clerk).get(f"/outgoing/{matter.pk}/versions/2/").content.decode()
    )
    page = browser.get(f"/outgoing/templates/new/?version={queries.latest(matter.pk).pk}").content.decode()
    assert "一、压实责任。" in page
    for asked in ("x", "0", "999999"):
        assert browser.get(f"/outgoing/templates/new/?version={asked}").status_code == 404
    assert browser.get("/outgoing/templates/new/?genre=poem").status_code == 404


def test_what_is_not_for_all_becomes_no_template(cast, browser):
    matter = opened(cast, label="internal")
    write(cast, matter, **NOTICE)
    assert "存为文稿模板" not in browser.get(f"/outgoing/{matter.pk}/versions/2/").content.decode()
    page = browser.get(f"/outgoing/templates/new/?version={queries.latest(matter.pk).pk}").content.decode()
    assert "不能存为模板" in page
    assert "一、压实责任。" not in page


def test_templates_belong_to_their_organ(cast, browser):
    kept = added(cast)
    with refused("由本机关收文登记人员、办公室主任管理"):
        actions.stop_template(kept.pk, by=cast.finance_clerk, at=cast.tick())
    assert client_of(cast.finance_clerk).get("/outgoing/templates/").status_code == 403
    assert browser.get("/outgoing/templates/999/").status_code == 404


def test_a_file_begins_a_document(cast):
    file = SimpleUploadedFile(
        "稿.txt", "关于做好防汛工作的通知\n各乡镇人民政府：\n一、压实责任。\n二、加强值守。".encode()
    )
    browser = client_of(cast.finance_clerk)
    browser.post("/outgoing/new/", OPENING | {"file": file})
    begun = text(Matter.objects.get(kind="outgoing"))
    assert begun.title == "关于做好防汛工作的通知"
    assert begun.body[-1] == "二、加强值守。"
    assert begun.issuers == ("清河县人民政府",)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("稿.docx", b"broken", "文件没有保存好"),
        ("稿.txt", b"", "文件是空的"),
        ("稿.txt", b"1" * (6 << 20), "文件超过5 MB"),
    ],
)
def test_a_file_that_is_none_begins_nothing(cast, name, content, sentence):
    with unchanged():
        form = OPENING | {"file": SimpleUploadedFile(name, content)}
        answer = client_of(cast.finance_clerk).post("/outgoing/new/", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("place", ["new/", "templates/new/"])
def test_what_bears_a_mark_of_secrecy_is_refused_and_that_is_noted(cast, browser, place):
    secret = "机密★10年\n关于防汛的通知"
    form = OPENING | {"file": SimpleUploadedFile("稿.txt", secret.encode())}
    form = filled(MEETING, genre="notice", name="新模板", body=secret) if place.startswith("templates") else form
    answer = browser.post(f"/outgoing/{place}", form)
    assert "国家秘密标志" in answer.content.decode()
    assert not Matter.objects.exists()
    assert not Template.objects.exists()
    assert verb() == "documents.secret_refused"
