"""公文工具: a draft is given, looked through, mended and taken along, and nothing of it is stored."""

import base64
import io
import re
import zipfile

import docx
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import unchanged
from tests.papers import library, render, word

from zhongshu.gongwen.draft import schema
from zhongshu.gongwen.draft.model import Attachment, Chop, Draft, Picture, Seal, Signer, Table
from zhongshu.gongwen.read import reading
from zhongshu.gongwen.typeset.tests import drafts
from zhongshu.portal.tests.drafting import FAULTY, SOUND, give, said, send, take, typed, written

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="  # a red dot


@pytest.fixture
def client(cast):
    return cast.client(cast.finance_clerk)


def test_everybody_finds_the_page(cast, client):
    home = client.get(reverse("home")).content.decode()
    assert f'href="{reverse("drafting")}" title="公文工具"' in home
    with unchanged():
        page = said(client.get(reverse("drafting")).content.decode())
    assert "把文件拖到这里" in page
    assert "系统不保存" in page


def test_a_text_is_taken_apart_and_looked_through(client):
    with unchanged():
        page = give(client, text=FAULTY)
    form = typed(page)
    assert (form["form"], form["issuers"], form["number"]) == ("general", "清河县人民政府", "清政发[2026]第018号")
    assert form["body"].split("\n")[1] == "一、总体要求"
    shown = said(page)
    assert "错误2处" in shown
    assert "发文字号的年份应加六角括号〔〕" in shown
    assert "[2026]，建议： →" not in shown
    assert "依据：" in shown
    assert "共2页" in shown
    assert page.count("data:image/jpeg;base64,") == 2


def test_only_what_gives_way_to_something_is_struck_out(client):
    page = give(client, text=FAULTY.replace("的通知。", "的请示报告"))
    words = page[: page.index('id="marked"')]
    assert "<del>[2026]</del>" in words
    assert "请示报告" in words
    assert "<del>请示报告</del>" not in words


def test_a_finding_leads_to_the_text_and_to_the_form(client):
    page = give(client, text=FAULTY)
    marked = page[page.index('id="marked"') :]
    number = re.search(r'id="place-(\d+)"[^>]*>\d+</a><mark class="is-red">\[2026\]</mark>', marked)[1]
    link = re.search(rf'<a href="#place-{number}" data-field="(\w+)" data-start="(\d+)" data-end="(\d+)"', page)
    assert link[1] == "id_number"
    assert typed(page)["number"][int(link[2]) : int(link[3])] == "[2026]"
    quote = re.search(r'data-field="id_body" data-start="(\d+)" data-end="(\d+)"', page)
    assert typed(page)["body"][int(quote[1]) : int(quote[2])] == '"'


@pytest.mark.parametrize("form", ["txt", "pdf", "ofd", "docx"])
def test_a_file_of_any_usual_format(client, form):
    letter = library.LETTERS[0]
    make = {"txt": render.as_text, "pdf": render.as_pdf, "ofd": render.as_ofd, "docx": word.as_docx}[form]
    with unchanged():
        page = give(client, file=SimpleUploadedFile(f"来文.{form}", make(letter)))
    assert typed(page)["title"] == letter.heading.replace("|", "")


def test_that_pictures_are_left_out_is_said(client):
    document = docx.Document()
    for line in FAULTY.splitlines():
        document.add_paragraph(line)
    words = "图片没有放进文稿"
    for is_drawn in (False, True):
        if is_drawn:
            document.add_picture(io.BytesIO(base64.b64decode(PIXEL)))
        made = io.BytesIO()
        document.save(made)
        page = give(client, file=SimpleUploadedFile("文稿.docx", made.getvalue()))
        assert (words in said(page)) is is_drawn


def test_what_nobody_sees_may_be_pasted(client):
    page = give(client, text="\x07\x01\x02\u200b".join(FAULTY))
    assert typed(page)["number"] == "清政发[2026]第018号"


def test_pages_that_are_not_shown_are_counted(client):
    page = give(client, text=FAULTY.replace("抓好", "各单位要压实责任" * 400))
    [count] = set(re.findall(r'aria-label="第\d+页，共(\d+)页"', page))
    assert int(count) > page.count("data:image/jpeg;base64,") == 4
    assert f"共{count}页，只显示前3页和最后一页" in said(page)


def test_one_finding_is_mended_by_its_button_and_only_that(client):
    page = give(client, text=FAULTY)
    key, address = re.search(r'name="mend" value="(HEAD-[^"]*\[2026\][^"]*)" formaction="([^"]*)"', page).groups()
    assert address == f"{reverse('draft_findings')}#finding-1"  # where the next one will stand
    with unchanged():
        answer = send(client, typed(page), mend=key)
    form = typed(answer.content.decode())
    assert form["number"] == "清政发〔2026〕第018号"
    assert form["title"].endswith("的通知。")
    assert "已经改正。" in said(answer.content.decode())


def test_all_that_has_one_right_form_is_mended_at_once(client):
    form = typed(give(client, text=FAULTY))
    page = send(client, form, mend="all").content.decode()
    mended = typed(page)
    assert (mended["number"], mended["title"]) == ("清政发〔2026〕18号", form["title"].rstrip("。"))
    assert "“抓好”" in mended["body"]
    assert 'value="all" hidden' in page
    again = send(client, mended, mend="all").content.decode()
    assert "没有可以直接改正的地方。" in said(again)


def test_what_was_changed_meanwhile_is_not_mended(client):
    page = give(client, text=FAULTY)
    key = re.search(r'name="mend" value="(HEAD-[^"]*\[2026\][^"]*)"', page)[1]
    answer = send(client, typed(page), mend=key, number="清政发〔2026〕9号").content.decode()
    assert typed(answer)["number"] == "清政发〔2026〕9号"
    assert "这一处已经有了改动，没有再改。" in said(answer)


def test_what_was_typed_is_looked_through_and_compared_with_the_first_text(client):
    form = typed(give(client, text=FAULTY))
    with unchanged():
        page = send(client, form, body=form["body"].replace("及时报送", "按月报送")).content.decode()
    changes = page[page.index('id="changes"') :]
    assert re.search(r"<del>及时</del><ins>按月</ins>", changes)
    assert typed(page)["before"] == form["before"]


def test_a_draft_without_faults_says_so(client):
    page = give(client, text=written(SOUND))
    assert "错误" not in said(page[page.index('id="findings"') : page.index('id="marked"')])
    assert "与最初提交的文稿相比，没有改动。" in said(page)


FULL = Draft(
    direction="up",
    copy_number="000012",
    urgency="特急",
    issuers=("清溪县水利局", "清溪县财政局"),
    number="清水〔2026〕22号",
    signers=(Signer("李明", "清溪县水利局"), Signer("王芳", "清溪县财政局")),
    title="关于解决除险加固工程\n建设资金的请示",
    recipients="清溪县人民政府",
    body=("正文。", Table((("项目", "金额"), ("加固", "35.6"))), Table((("横", "页"),), landscape=True)),
    attachments=(Attachment("测算表", ("一、说明", Picture(PIXEL, 20, "图示"))), Attachment("图纸")),
    seals=(Seal("清溪县水利局", 45, sample=True), Seal("清溪县财政局", 42)),
    date="2026年3月1日",
    note="联系人：李明，电话：12345678",
    copied_to="清溪县审计局",
    printer="清溪县水利局办公室",
    printed="2026年3月2日",
    copies="共印50份",
)


@pytest.mark.parametrize("draft", [FULL, drafts.NOTICE, drafts.LETTER, drafts.ORDER, drafts.MINUTES])
def test_a_draft_comes_back_as_it_was_given(client, draft):
    form = typed(give(client, text=written(draft)))
    with unchanged():
        answer = take(client, form, "draft")
    assert schema.parse(answer.content) == draft
    assert typed(send(client, form).content.decode())["body"] == form["body"]


def test_an_empty_draft_has_not_been_found_sound(client):
    empty = typed(give(client, text=written(Draft(urgency="特急"))))
    page = send(client, empty, urgency="", before="").content.decode()
    shown = said(page)
    assert "文稿是空的，请填写后重新检查。" in shown
    assert "没有发现问题" not in shown
    assert "与最初提交的文稿相比，没有改动。" in shown


def test_an_attachment_is_added_by_hand(client):
    form = typed(give(client, text=written(SOUND)))
    page = send(client, form, attachment_1="水库名单", attachment_1_body="名单如下。").content.decode()
    assert typed(page)["attachments"] == "2"
    draft = schema.parse(take(client, typed(page), "draft").content)
    assert draft.attachments == (Attachment("水库名单", ("名单如下。",)),)


def test_a_seal_goes_when_who_signs_changes_and_a_new_chop_has_no_image(client):
    form = typed(give(client, text=written(FULL)))
    draft = schema.parse(take(client, form, "draft", issuers="清溪县水利局").content)
    assert draft.seals == ()
    form = typed(give(client, text=written(drafts.ORDER)))
    draft = schema.parse(take(client, form, "draft", chops="代县长　吴建华").content)
    assert draft.chops == (Chop("代县长", "吴建华"),)


def test_it_is_taken_along_in_every_format(client):
    form = typed(give(client, text=written(SOUND)))
    made = {}
    for sort in ("pdf", "docx", "ofd", "comparison"):
        with unchanged():
            answer = take(client, form, sort)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "attachment" in answer.headers["Content-Disposition"]
        made[sort] = answer.content
    for sort in ("pdf", "ofd", "docx"):
        found = reading.read(io.BytesIO(made[sort]), f"文稿.{sort}")
        assert found.fields["title"].value == SOUND.title
    with zipfile.ZipFile(io.BytesIO(made["comparison"])) as package:
        assert "<w:ins " not in package.read("word/document.xml").decode()


def test_what_was_changed_is_taken_along_as_tracked_changes(cast, client):
    form = typed(give(client, text=FAULTY))
    answer = take(client, form, "comparison", body=form["body"].replace("及时报送", "按月报送"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        document = package.read("word/document.xml").decode()
    assert "<w:del " in document
    assert f'w:author="{cast.finance_clerk.name}"' in document


def test_no_such_file_is_made(client):
    form = typed(give(client, text=FAULTY))
    assert take(client, form, "exe").status_code == 404


def test_what_a_page_costs(client, django_assert_num_queries):
    form = typed(give(client, text=FAULTY))
    with django_assert_num_queries(5):
        send(client, form)


def test_what_looks_like_code_prints_as_written(client):
    body = "#set page(width: 1cm) <script>alert(1)</script> '; DROP TABLE org_person; --\a\x1b[0m 完。"
    form = typed(give(client, text=written(SOUND)))
    page = send(client, form, body=body).content.decode()
    assert "<script>alert" not in page
    printed = take(client, typed(page), "pdf").content
    document = pypdfium2.PdfDocument(printed)
    text = "".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "<script>alert(1)</script>';DROPTABLEorg_person;" in text
