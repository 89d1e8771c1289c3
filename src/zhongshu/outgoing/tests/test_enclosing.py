"""附件文件: files that belong to a text are named in it by their digests, and signed with it."""

import pytest
from tests.cast import client_of, last_act, refused, unchanged

from zhongshu.gongwen.draft.model import Attachment as Enclosure
from zhongshu.gongwen.typeset import plan
from zhongshu.matters.models import Attachment
from zhongshu.outgoing import actions, queries
from zhongshu.outgoing.actions import enclosing
from zhongshu.outgoing.forms import TextForm, drafting
from zhongshu.outgoing.queries import dispatching, enclosed
from zhongshu.outgoing.tests.writing import NOTICE, opened, text, walk, write


@pytest.fixture
def matter(cast):
    found = opened(cast)
    write(cast, found, **NOTICE)
    return found


def add(cast, matter, name: str = "任务分工表.txt", content: str = "表", by=None):
    by = by or cast.finance_clerk
    form = {"base": str(queries.latest(matter.pk).order), "uploads": [cast.upload(by, name, content)]}
    return client_of(by).post(f"/outgoing/{matter.pk}/enclosures/", form, follow=True)


def enclose(cast, matter, name: str = "任务分工表.txt", content: str = "表"):
    """Add a file without the page, which would set the clock forward."""
    upload = cast.upload(cast.finance_clerk, name, content)
    base = queries.latest(matter.pk).order
    return enclosing.enclose(matter.pk, uploads=[upload], base=base, by=cast.finance_clerk, at=cast.tick())


def test_a_file_is_named_under_the_text_and_kept_by_its_digest(cast, matter):
    page = add(cast, matter).content.decode()
    assert "附件已添加" in page
    assert "任务分工表.txt" in page
    (one,) = text(matter).attachments
    kept = Attachment.objects.get(matter=matter)
    assert (one.title, one.file, kept.role) == ("任务分工表", kept.file.digest, "attachment")
    assert queries.latest(matter.pk).note == "添加附件文件"
    assert last_act(matter)[0] == "outgoing.handed_in"
    assert plan.make(text(matter)).attachments == ("任务分工表",)
    assert "附件：任务分工表" in client_of(cast.finance_clerk).get(f"/matters/{matter.pk}/").content.decode()


def test_the_same_form_sent_twice_is_one_version(cast, matter):
    upload = cast.upload(cast.finance_clerk, "任务分工表.txt", "表")
    form = {"base": "2", "uploads": [upload], "request_key": "once"}
    for _ in range(2):
        answer = client_of(cast.finance_clerk).post(f"/outgoing/{matter.pk}/enclosures/", form)
        assert answer.headers["Location"] == f"/outgoing/{matter.pk}/enclosures/"
    assert (queries.latest(matter.pk).order, len(text(matter).attachments)) == (3, 1)
    assert Attachment.objects.filter(matter=matter).count() == 1


def test_what_is_typed_afterwards_keeps_the_file_unless_its_name_is_cleared(cast, matter):
    add(cast, matter)
    browser = client_of(cast.finance_clerk)
    assert "已上传单独的文件" in browser.get(f"/outgoing/{matter.pk}/text/").content.decode()
    version = queries.latest(matter.pk)
    form, _ = drafting.of_draft(queries.draft_of(version), TextForm, base=version.order)
    typed = {one.html_name: "" if one.value() is None else str(one.value()) for one in form} | {"hand_in": "1"}
    browser.post(f"/outgoing/{matter.pk}/text/", typed | {"attachment_1": "分工表"})
    assert [(one.title, bool(one.file)) for one in text(matter).attachments] == [("分工表", True)]
    browser.post(f"/outgoing/{matter.pk}/text/", typed | {"base": "4", "attachment_1": "", "request_key": ""})
    assert text(matter).attachments == ()
    assert enclosed.files_of(matter) == []


def test_a_file_goes_out_with_its_document(cast, matter):
    enclose(cast, matter)
    walk(cast, matter, "dispatch")
    assert "任务分工表.txt" in [name for _, name in dispatching.sent_files(matter)]


def test_another_file_after_the_signature_goes_back_to_who_signed(cast, matter):
    enclose(cast, matter)
    walk(cast, matter, "recheck")
    enclose(cast, opened(cast), "另一份.txt", "另")
    another = Attachment.objects.latest("pk")
    Attachment.objects.filter(matter=matter, role="attachment").update(file=another.file)
    with refused("的文件不在本件的材料中"):
        cast.complete(matter, "recheck", by=cast.registrar)


def test_nothing_is_added_out_of_turn_or_over_a_newer_version(cast, matter):
    walk(cast, matter, "checking")
    browser = client_of(cast.finance_clerk)
    upload = cast.upload(cast.finance_clerk, "表.txt")
    with unchanged():
        page = browser.post(f"/outgoing/{matter.pk}/enclosures/", {"base": "2", "uploads": [upload]}).content.decode()
    assert "现在不由您修改文稿" in page


def test_what_is_wrong_is_said_and_nothing_is_kept(cast, matter):
    browser = client_of(cast.finance_clerk)
    place = f"/outgoing/{matter.pk}/enclosures/"
    add(cast, matter)
    again = cast.upload(cast.finance_clerk, "任务分工表.txt", "表")
    fresh = cast.upload(cast.finance_clerk, "新.txt", "新")
    with unchanged():
        assert "请上传文件" in browser.post(place, {"base": "3"}).content.decode()
        assert "已经是本件的附件" in browser.post(place, {"base": "3", "uploads": [again]}).content.decode()
        assert "提交第3版" in browser.post(place, {"base": "2", "uploads": [fresh]}).content.decode()
    actions.keep(matter.pk, draft=text(matter), base=3, by=cast.finance_clerk, at=cast.tick())
    with unchanged():
        assert "再添加附件" in browser.post(place, {"base": "3", "uploads": [fresh]}).content.decode()


def test_a_text_names_no_file_that_its_matter_has_not(cast, matter):
    with refused("的文件不在本件的材料中"):
        write(cast, matter, attachments=(Enclosure("名单", file="0" * 64),))
