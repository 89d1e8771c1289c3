"""修改文稿: what the pages of a text show and take, two people at once, what must not be written here."""

import io
import json

import pytest
from django.test import Client
from tests.cast import client_of, last_act, unchanged

from zhongshu.gongwen.read import reading
from zhongshu.outgoing import actions, queries
from zhongshu.outgoing.forms import TextForm, drafting
from zhongshu.outgoing.models import Version, WorkingCopy
from zhongshu.outgoing.tests.writing import NOTICE, opened, text, walk, write
from zhongshu.trail.models import Entry


def sent(matter, base: int = 0, **changed: str) -> dict[str, str]:
    """Return what the form of the text in force sends, with some parts changed."""
    version = queries.latest(matter.pk)
    kept = WorkingCopy.objects.filter(document=matter.pk).first()
    stands = {"base": base or version.order, "stands_on": kept.saved_at.isoformat() if kept else ""}
    form, _ = drafting.of_draft(queries.draft_of(version), TextForm, **stands)
    filled = {one.html_name: one.value() for one in form}
    return {name: "" if value is None else str(value) for name, value in filled.items()} | changed


@pytest.fixture
def matter(cast):
    return opened(cast)


@pytest.fixture
def browser(cast) -> Client:
    return client_of(cast.finance_clerk)


def test_the_form_begins_with_the_words_that_are_usual(browser, matter):
    page = browser.get(f"/outgoing/{matter.pk}/text/").content.decode()
    for words in ("清河县人民政府关于……的通知", "现将有关事项通知如下", "检查结果", "排版效果", "提交为新版本"):
        assert words in page
    assert 'name="number"' not in page


def test_what_is_handed_in_is_the_next_version_and_the_title_of_the_matter(browser, matter):
    form = sent(matter, title=NOTICE["title"], body="\n".join(NOTICE["body"]), changed="写完初稿", hand_in="1")
    answer = browser.post(f"/outgoing/{matter.pk}/text/", form)
    assert answer.headers["Location"] == f"/matters/{matter.pk}/"
    matter.refresh_from_db()
    assert matter.title == NOTICE["title"]
    assert text(matter).body == NOTICE["body"]
    assert last_act(matter)[0] == "outgoing.handed_in"
    page = browser.get(f"/matters/{matter.pk}/").content.decode()
    assert "一、压实责任。" in page
    assert "写完初稿" in page
    changes = browser.get(f"/outgoing/{matter.pk}/versions/2/").content.decode()
    assert "<ins>" in changes
    assert "第2版与第1版对照" in changes


def test_looking_through_keeps_what_was_typed_without_a_version(browser, matter, cast):
    answer = browser.post(f"/outgoing/{matter.pk}/text/", sent(matter, body="一、其它事项", check="1"))
    assert answer.status_code == 200
    assert Version.objects.count() == 1
    assert WorkingCopy.objects.get().person == cast.finance_clerk
    assert "还没有提交" in browser.get(f"/outgoing/{matter.pk}/text/").content.decode()
    browser.post(f"/outgoing/{matter.pk}/text/discarding/", sent(matter))
    assert not WorkingCopy.objects.exists()


def test_one_press_mends_what_has_one_right_form(browser, matter):
    answer = browser.post(f"/outgoing/{matter.pk}/text/", sent(matter, body="一、其他事项(见附件)", mend="all"))
    assert "能够直接改正的已经全部改正" in answer.content.decode()
    assert "其他事项（见附件）" in WorkingCopy.objects.get().text


def test_two_tabs_do_not_write_over_each_other(browser, matter):
    form = sent(matter, body="第一个窗口所写。", hand_in="1")
    other = sent(matter, body="第二个窗口所写。", hand_in="1")
    browser.post(f"/outgoing/{matter.pk}/text/", form)
    answer = browser.post(f"/outgoing/{matter.pk}/text/", other)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "您的修改是在第1版上作的，没有覆盖新版本" in page
    assert "第二个窗口所写。" in page
    assert '<input type="hidden" name="base" value="2"' in page
    assert text(matter).body == ("第一个窗口所写。",)
    assert "第二个窗口所写。" in WorkingCopy.objects.get().text
    browser.post(f"/outgoing/{matter.pk}/text/", sent(matter, body="两处合在一起。", hand_in="1"))
    assert text(matter).body == ("两处合在一起。",)


def test_what_is_labelled_bears_a_watermark_and_who_looked_is_noted(cast):
    matter = opened(cast, label="internal")
    write(cast, matter, **NOTICE)
    browser = client_of(cast.finance_clerk)
    browser.get(f"/outgoing/{matter.pk}/versions/")
    made = browser.get(f"/outgoing/{matter.pk}/files/pdf/").content
    assert "李雪" in reading.read(io.BytesIO(made), "a.pdf").paper.text
    noted = Entry.objects.filter(stream__startswith="security:", verb__startswith="org.paper")
    assert set(noted.values_list("verb", flat=True)) == {"org.paper_viewed", "org.paper_downloaded"}


@pytest.mark.parametrize("page", ["versions/2/", "versions/1/restoring/"])
def test_who_looked_at_an_earlier_version_of_what_is_labelled_is_noted(cast, page):
    matter = opened(cast, label="internal")
    write(cast, matter, **NOTICE)
    assert client_of(cast.finance_clerk).get(f"/outgoing/{matter.pk}/{page}").status_code == 200
    noted = Entry.objects.filter(stream__startswith="security:", verb="org.paper_viewed").get()
    assert json.loads(noted.detail)["about"] == matter.stream


def test_what_was_written_on_an_older_version_is_shown_beside_the_newer(browser, matter, cast):
    write(cast, matter, body=("新版本。",))
    actions.keep(matter.pk, draft=text(matter), base=1, by=cast.finance_clerk, at=cast.tick())
    page = browser.get(f"/outgoing/{matter.pk}/text/").content.decode()
    assert "此后李雪提交了第2版" in page


def test_a_mark_of_secrecy_in_what_is_said_of_a_change_is_refused(browser, matter):
    form = sent(matter, body="现通知如下：", changed="按机密★10年文件修改", hand_in="1")
    assert "内容中发现国家秘密标志" in browser.post(f"/outgoing/{matter.pk}/text/", form).content.decode()
    assert Version.objects.count() == 1
    assert Entry.objects.latest("pk").verb == "documents.secret_refused"


def test_a_mark_of_secrecy_is_refused_and_nothing_is_kept(browser, matter):
    answer = browser.post(f"/outgoing/{matter.pk}/text/", sent(matter, body="机密★10年\n内容", hand_in="1"))
    assert answer.status_code == 422
    assert "内容中发现国家秘密标志" in answer.content.decode()
    assert Version.objects.count() == 1
    assert not WorkingCopy.objects.exists()


def test_what_is_being_written_is_kept_by_itself(browser, matter):
    answer = browser.post(f"/outgoing/{matter.pk}/text/kept/", sent(matter, body="写到一半"))
    assert answer.status_code == 204
    assert "写到一半" in WorkingCopy.objects.get().text
    answer = browser.post(f"/outgoing/{matter.pk}/text/kept/", sent(matter, body="长" * 20_001))
    assert answer.status_code == 422
    assert "最多20000字" in answer.content.decode()


def test_whoever_may_not_write_reads(cast, matter):
    walk(cast, matter, "review")
    browser = client_of(cast.registrar)
    assert browser.get(f"/outgoing/{matter.pk}/text/").headers["Location"] == f"/outgoing/{matter.pk}/versions/"
    page = browser.get(f"/outgoing/{matter.pk}/versions/").content.decode()
    assert "第2版" in page
    assert "共1页" in page or "共2页" in page
    with unchanged():
        answer = browser.post(f"/outgoing/{matter.pk}/text/kept/", sent(matter, body="不该写"))
    assert "现在不由您修改文稿" in answer.content.decode()


@pytest.mark.parametrize(("sort", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("ofd", b"PK")])
def test_the_text_is_taken_along_as_a_file(cast, matter, sort, begins):
    write(cast, matter, **NOTICE)
    answer = client_of(cast.finance_clerk).get(f"/outgoing/{matter.pk}/files/{sort}/")
    assert answer.content.startswith(begins)


def test_what_one_may_not_see_is_not_there(cast, matter):
    browser = client_of(cast.outsider)
    for place in ("text/", "versions/", "versions/1/", "files/pdf/"):
        assert browser.get(f"/outgoing/{matter.pk}/{place}").status_code == 404
    for place in ("text/kept/", "text/discarding/"):
        assert browser.post(f"/outgoing/{matter.pk}/{place}").status_code == 404


@pytest.mark.parametrize("place", ["versions/9/", "versions/1/?with=7", "files/xls/"])
def test_what_is_not_there_is_not_found(browser, matter, place):
    assert browser.get(f"/outgoing/{matter.pk}/{place}").status_code == 404


def test_long_attachments_are_written_with_their_document(browser, matter):
    long = {f"attachment_{number}_body": ("为做好工作，制定本办法。" * 10 + "\n") * 120 for number in (1, 2)}
    form = sent(matter, attachments="2", attachment_1="办法", attachment_2="细则", hand_in="1", **long)
    assert browser.post(f"/outgoing/{matter.pk}/text/", form).status_code == 302
    assert [one.title for one in text(matter).attachments] == ["办法", "细则"]
    longer = {f"attachment_{number}_body": "长" * 19_000 for number in (1, 2, 3, 4)}
    form = sent(matter, attachments="4", hand_in="1", **longer)
    answer = browser.post(f"/outgoing/{matter.pk}/text/", form)
    assert "本页一次最多检查60000字" in answer.content.decode()
