"""What 公文工具 does not take (不予处理): each with its sentence, what was typed still there, and nothing stored."""

import io
import json
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.cast import unchanged
from tests.papers import bad, library, render, word

from zhongshu.gongwen.draft.model import Attachment, Picture, Table
from zhongshu.outgoing.queries import draft_files
from zhongshu.portal.tests.drafting import FAULTY, SOUND, give, said, send, take, typed, written
from zhongshu.trail.models import Entry

SECRET = f"秘密★1年\n{FAULTY}"
NO_SECRET = "内容中发现国家秘密标志，系统没有保存。"


@pytest.fixture
def client(cast):
    return cast.client(cast.finance_clerk)


def refusals():
    return list(Entry.objects.filter(verb="documents.secret_refused").values_list("by", flat=True))


def word_of(lines):
    """Return a DOCX in which one paragraph stands many times."""
    letter = replace(library.LETTERS[0], body=("各单位要压实责任。" * 60,) * lines)
    return word.as_docx(letter)


FILES = {
    "空.docx": (b"", "文件是空的，没有内容可读。"),
    "扫描.jpg": (bad.blank_scan(), "可能是扫描件"),
    "旧稿.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "请另存为 DOCX 后重新上传。"),
    "封面.txt": ("附件1\n".encode(), "文件里没有可以读出的公文文字"),
    "一批.zip": (bad.zip_of_zips(1), "这是压缩包，请解压后逐个识读。"),
    "破损.pdf": (bad.broken_pdf(), "PDF 文件已损坏"),
    "口令.pdf": (bad.locked_pdf(), "文件设有密码"),
    "口令.docx": (bad.locked_docx(), "密码"),
    "长篇.pdf": (bad.long_pdf(300), "文件有300页，本页一次最多检查25页。"),
    "炸弹.docx": (bad.bomb_docx(), ""),
    "炸弹.ofd": (bad.bomb_ofd(), ""),
    "录音.mp3": (bad.sound(), "音频文件"),
    "很大.docx": (b"PK" + bytes(5 << 20), "文件超过5 MB，不能在本页检查。"),
    "文稿.json": (b"{", "这个文稿文件有误或者没有保存好。"),
    "别的.json": ('{"标题": "关于某事的通知"}'.encode(), "请从本页重新下载后上传"),
    "大文稿.json": (b'{"title": "' + b"a" * (2 << 20) + b'"}', "文稿文件超过1.5 MB"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_draft(client, name):
    content, sentence = FILES[name]
    with unchanged():
        page = give(client, file=SimpleUploadedFile(name, content), status=422)
    assert sentence in said(page)
    assert "还不能提交" in said(page)


def test_nothing_was_given(client):
    assert "请选择文稿文件，或者粘贴文稿文字。" in said(give(client, status=422))


def test_too_much_text(client):
    with unchanged():
        page = give(client, text=FAULTY + "各单位要压实责任。" * 1500, status=422)
    assert "本页一次最多检查10000字。" in said(page)
    long = SimpleUploadedFile("长文.docx", word_of(40))
    assert "本页一次最多检查10000字。" in said(give(client, file=long, status=422))


def test_too_many_parts(client):
    with unchanged():
        page = give(client, text=FAULTY + "进展\n" * 2500, status=422)
    assert "本页一次最多检查2000个。" in said(page)
    many = replace(SOUND, attachments=(Attachment("名单"),) * 31)
    with unchanged():
        page = give(client, text=written(many), status=422)
    assert "文稿有31个附件，本页一次最多检查30个。" in said(page)


def test_pages_that_are_pictures_are_not_waited_for(client, monkeypatch):
    monkeypatch.setattr(draft_files, "PATIENCE", -1.0)
    file = SimpleUploadedFile("来文.pdf", render.as_pdf(library.LETTERS[0]))
    assert "文件内容过多或者是扫描件，读到第1页停止。" in said(give(client, file=file, status=422))


def test_a_scan_without_a_word_to_read(client):
    picture = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(picture, "PDF")
    file = SimpleUploadedFile("扫描.pdf", picture.getvalue())
    with unchanged():
        assert "可能是扫描件" in said(give(client, file=file, status=422))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": SECRET}, NO_SECRET),
        ({"file": ("秘密★1年通知.txt", FAULTY)}, NO_SECRET),
        ({"file": ("通知.txt", SECRET)}, NO_SECRET),
        ({"text": written(replace(SOUND, secrecy="机密★40年"))}, NO_SECRET),
        ({"text": written(replace(SOUND, secrecy="密件"))}, "文稿标有密级，没有打开。"),
        ({"text": written(replace(SOUND, body=("机密★1年", "正文。")))}, NO_SECRET),
    ],
)
def test_what_bears_a_mark_of_secrecy_is_refused_and_noted(cast, client, given, sentence):
    if "file" in given:
        given = {"file": SimpleUploadedFile(given["file"][0], given["file"][1].encode())}
    page = give(client, **given, status=422)
    assert sentence in said(page)
    assert refusals() == [cast.finance_clerk.ref]
    entry = Entry.objects.filter(verb="documents.secret_refused").get()
    assert not entry.detail


@pytest.mark.parametrize("sort", ["", "pdf"])
def test_a_mark_that_is_typed_in_is_refused_and_what_was_typed_stays(cast, client, sort):
    form = typed(give(client, text=FAULTY))
    changed = {"body": f"机密★1年\n{form['body']}"}
    answer = take(client, form, sort, **changed) if sort else send(client, form, **changed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert NO_SECRET in said(page)
    assert typed(page)["body"] == changed["body"]
    assert "data:image" not in page
    assert refusals() == [cast.finance_clerk.ref]


UNSET = {
    "date": ("2026年2月30日", "成文日期“2026年2月30日”不存在"),
    "body": (" \n", "正文是空的"),
    "title": ("关于" + "很长的标题" * 60 + "的通知", "首页排不下正文"),
    "issuers": ("", "没有写发文机关"),
    "number": ("清政发〔2026〕𠀀𪛖\U000e0100\uf8ff1号", "字库中没有"),
    "copied_to": ("清河县某某局，" * 300, "抄送机关过多"),
    "sealing": ("chop", "没有写签名章"),
}


@pytest.mark.parametrize("name", UNSET)
def test_what_cannot_be_set_is_told_beside_what_was_found(client, name):
    wrong, sentence = UNSET[name]
    form = typed(give(client, text=written(SOUND)))
    with unchanged():
        page = send(client, form, **{name: wrong})
    assert page.status_code == 200
    assert f"还不能排版。{sentence}"[:6] in said(page.content.decode())
    assert sentence in said(page.content.decode())
    assert "data:image" not in page.content.decode()
    with unchanged():
        refused = take(client, form, "pdf", **{name: wrong})
    assert refused.status_code == 422
    assert sentence in said(refused.content.decode())


BLOCKS = {
    "a table wider than the page": (Table((tuple("一二三四五六七八九十" * 4),) * 2), "超出版心宽度，排不下"),
    "a picture of no format": (Picture("aGVsbG8="), "不是PNG或JPEG图片"),
    "a picture that is no Base64": (Picture("图"), "没有完整保存"),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_table_or_a_picture_that_cannot_stand(client, name):
    block, sentence = BLOCKS[name]
    page = give(client, text=written(replace(SOUND, body=("如下。", block))))
    assert sentence in said(page)


def test_a_form_that_was_tampered_with(client):
    form = typed(give(client, text=FAULTY))
    for changes in ({"kept": "{"}, {"form": "web"}, {"attachments": "9999"}, {"body": "字" * 30_000}):
        with unchanged():
            assert send(client, form, **changes).status_code == 422
    assert send(client, {"body": "正文。"}).status_code == 422


def test_more_cells_than_a_request_can_hold(client):
    content = json.dumps({"body": [{"rows": [["", ""]] * 9000}]}).encode()
    page = give(client, file=SimpleUploadedFile("表格.json", content), status=422)
    assert "本页一次最多检查10000字。" in said(page)


def test_people_of_the_office_alone(cast):
    for asked in ("drafting", "draft_findings"):
        answer = cast.client(cast.sysadmin).get(f"/{asked.replace('draft_', 'drafting/')}/")
        assert answer.status_code == 403
