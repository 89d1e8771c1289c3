"""恢复到这一版、导入文件: an earlier version or a file becomes the text."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import AT, client_of, last_act, unchanged

from zhongshu.gongwen.draft.model import Draft
from zhongshu.gongwen.typeset import writing
from zhongshu.outgoing import actions, queries
from zhongshu.outgoing.models import Version, WorkingCopy
from zhongshu.outgoing.tests.writing import NOTICE, opened, text, walk, write
from zhongshu.trail.models import Entry
from zhongshu.ui import papers


@pytest.fixture
def matter(cast):
    found = opened(cast)
    write(cast, found, **NOTICE)
    write(cast, found, body=("改坏了。",))
    return found


@pytest.fixture
def browser(cast):
    return client_of(cast.finance_clerk)


def given(content: bytes | str, name: str = "稿.txt", base: int = 3) -> dict:
    body = content.encode() if isinstance(content, str) else content
    return {"base": str(base), "file": SimpleUploadedFile(name, body)}


def test_an_earlier_text_becomes_the_next_version(browser, matter):
    assert "恢复到这一版" in browser.get(f"/outgoing/{matter.pk}/versions/2/").content.decode()
    page = browser.get(f"/outgoing/{matter.pk}/versions/2/restoring/").content.decode()
    assert "<ins>" in page
    assert "改坏了。" in page
    answer = browser.post(f"/outgoing/{matter.pk}/versions/2/restoring/", {"base": "3"})
    assert answer.headers["Location"] == f"/outgoing/{matter.pk}/versions/"
    assert queries.latest(matter.pk).order == 4
    assert queries.latest(matter.pk).note == "恢复到第2版"
    assert text(matter).body == NOTICE["body"]
    assert last_act(matter)[0] == "outgoing.handed_in"


def test_a_newer_version_is_not_restored_over(cast, browser, matter):
    write(cast, matter, body=("更新的版本。",))
    with unchanged():
        page = browser.post(f"/outgoing/{matter.pk}/versions/2/restoring/", {"base": "3"}).content.decode()
    assert "已于" in page
    assert "提交第4版" in page


def test_nothing_is_restored_out_of_turn(cast, matter):
    walk(cast, matter, "checking")
    browser = client_of(cast.finance_clerk)
    assert "恢复到这一版" not in browser.get(f"/outgoing/{matter.pk}/versions/2/").content.decode()
    with unchanged():
        page = browser.post(f"/outgoing/{matter.pk}/versions/2/restoring/", {"base": "3"}).content.decode()
    assert "现在不由您修改文稿" in page


def test_what_is_unsent_is_not_written_over(cast, browser, matter):
    actions.keep(matter.pk, draft=text(matter), base=3, by=cast.finance_clerk, at=cast.tick())
    with unchanged():
        page = browser.post(f"/outgoing/{matter.pk}/versions/2/restoring/", {"base": "3"}).content.decode()
        assert "再恢复" in page
        page = browser.post(f"/outgoing/{matter.pk}/text/import/", given("关于防汛的通知\n正文。")).content.decode()
        assert "再导入" in page


def test_the_version_in_force_and_one_that_is_not_there(browser, matter):
    with unchanged():
        page = browser.post(f"/outgoing/{matter.pk}/versions/3/restoring/", {"base": "3"}).content.decode()
    assert "文稿没有改动" in page
    assert browser.get(f"/outgoing/{matter.pk}/versions/9/restoring/").status_code == 404


def test_a_file_becomes_what_is_being_written(browser, matter):
    draft = Draft(issuers=("清河县人民政府",), number="清政发〔2026〕9号", date="2026年3月1日", **NOTICE)
    made = writing.write(draft, ".docx", fonts=papers.fonts(), at=AT)
    assert "导入文件" in browser.get(f"/outgoing/{matter.pk}/text/").content.decode()
    assert browser.get(f"/outgoing/{matter.pk}/text/import/").status_code == 200
    page = browser.post(f"/outgoing/{matter.pk}/text/import/", given(made, "稿.docx"), follow=True).content.decode()
    assert "还没有提交" in page
    assert "文件中的发文字号、成文日期没有导入" in page
    kept = queries.read(WorkingCopy.objects.get().text)
    assert kept.body == NOTICE["body"]
    assert kept.number == ""
    assert Version.objects.filter(document=matter.pk).count() == 3


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "稿.txt", "文件是空的"),
        (b"broken", "稿.docx", "文件没有保存好"),
        (b"1" * (6 << 20), "稿.txt", "文件超过5 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "稿.doc", "旧格式"),
    ],
)
def test_a_file_that_is_none_is_not_brought_in(browser, matter, content, name, sentence):
    with unchanged():
        answer = browser.post(f"/outgoing/{matter.pk}/text/import/", given(content, name))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_no_file_and_an_old_base_are_refused(cast, browser, matter):
    with unchanged():
        page = browser.post(f"/outgoing/{matter.pk}/text/import/", {"base": "3"}).content.decode()
        assert "请选择要导入的文件" in page
        page = browser.post(
            f"/outgoing/{matter.pk}/text/import/", given("关于防汛的通知\n正文。", base=2)
        ).content.decode()
        assert "文件没有导入" in page


def test_a_file_is_not_brought_in_out_of_turn(cast, matter):
    walk(cast, matter, "checking")
    with unchanged():
        answer = client_of(cast.finance_clerk).post(
            f"/outgoing/{matter.pk}/text/import/", given("关于防汛的通知\n正文。")
        )
    assert "现在不由您修改文稿" in answer.content.decode()


def test_a_file_with_a_mark_of_secrecy_is_refused_and_that_is_noted(browser, matter):
    answer = browser.post(f"/outgoing/{matter.pk}/text/import/", given("机密★10年\n关于防汛的通知\n正文。"))
    assert "国家秘密标志" in answer.content.decode()
    assert not WorkingCopy.objects.exists()
    assert Entry.objects.latest("pk").verb == "documents.secret_refused"
