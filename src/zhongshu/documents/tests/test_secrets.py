"""涉密隔离 and 清除: what turns out to be secret is withheld at once, and expunged by two persons."""

import pytest
from django.conf import settings
from tests.cast import PEOPLE, refused, unchanged, verbs

from zhongshu.documents import actions
from zhongshu.documents.models import IncomingDocument, PaperCard, SecretFinding
from zhongshu.files import queries as files
from zhongshu.files.models import Quarantine, Upload
from zhongshu.kit import digests
from zhongshu.matters import actions as spine
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Attachment, Draft, Link, Task
from zhongshu.notices.models import Notice
from zhongshu.trail import queries as trail
from zhongshu.trail.models import Entry

TITLE = "关于专项行动的通知"


@pytest.fixture
def document(cast):
    upload = cast.upload(cast.registrar, "专项行动.txt", "专项行动方案")
    return cast.walk(cast.document(title=TITLE, note="专项", uploads=(upload,)), to="instruction")


@pytest.fixture
def held(cast, document, django_capture_on_commit_callbacks):
    """The document in quarantine."""
    with django_capture_on_commit_callbacks(execute=True):
        actions.quarantine(document.pk, by=cast.leader, at=cast.tick())
    document.refresh_from_db()
    return document


def seers(cast, matter):
    return {who for who, _, _ in PEOPLE if matters.may_see(getattr(cast, who), matter, cast.at)}


def bytes_of(folder):
    return sorted(path.read_text() for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def test_whoever_sees_the_mark_puts_it_into_quarantine(cast, document):
    response = cast.post(cast.leader, "quarantine", document.pk)
    assert response.headers["Location"] == "/"
    finding = SecretFinding.objects.get()
    assert (finding.document_id, finding.found_by) == (document.pk, cast.leader)
    assert cast.client(cast.leader).get(f"/matters/{document.pk}/").status_code == 404


def test_nothing_of_it_can_be_read_any_more(cast, held):
    assert held.title == ""
    assert (IncomingDocument.objects.get().note, Attachment.objects.get().name) == ("", "（已隔离）")
    assert seers(cast, held) == {"confidential", "second_confidential"}
    assert not any(TITLE in notice.text for notice in Notice.objects.all())
    page = cast.client(cast.confidential).get(f"/matters/{held.pk}/").content.decode()
    assert TITLE not in page
    assert "专项" not in page
    assert cast.client(cast.confidential).get(f"/attachments/{Attachment.objects.get().pk}/").status_code == 404
    desk = cast.client(cast.leader).get("/").content.decode()
    assert TITLE not in desk


def test_an_upload_made_before_does_not_bring_it_back(cast, document):
    other, upload = cast.document(), cast.upload(cast.registrar, "专项行动（副本）.txt", "专项行动方案")
    actions.quarantine(document.pk, by=cast.leader, at=cast.tick())
    with refused("重新上传"):
        spine.attach(other.pk, uploads=[upload], role="other", by=cast.registrar, at=cast.tick())
    assert not Upload.objects.filter(name__contains="专项行动").exists()


def test_nobody_more_gets_to_see_it(cast):
    held = cast.document("telegram")
    actions.quarantine(held.pk, by=cast.confidential, at=cast.tick())
    page = cast.client(cast.confidential).get(f"/matters/{held.pk}/").content.decode()
    assert "发送传阅" not in page and "保存附件" not in page
    with refused("已按保密要求隔离，不能传阅或添加附件"):
        spine.circulate(held.pk, holders=[cast.holder(cast.finance_clerk)], by=cast.confidential, at=cast.tick())
    upload = cast.upload(cast.confidential)
    with refused("不能再作改动"):
        spine.attach(held.pk, uploads=[upload], role="other", by=cast.confidential, at=cast.tick())


def test_no_words_by_any_door_bear_a_mark(cast, document):
    task = cast.task(document, "instruction")
    chase = {"tasks": [task.pk], "mode": "message", "by": cast.registrar, "at": cast.tick()}
    with refused("发现国家秘密标志"):
        spine.chase(document.pk, words="机密★10年，请办理。", **chase)
    spine.chase(document.pk, words="请办理。", **chase)
    answered = document.chases.get().pk
    with refused("发现国家秘密标志"):
        spine.answer(answered, words="机密★10年，正在办理。", by=cast.leader, at=cast.tick())
    spine.circulate(document.pk, holders=[cast.holder(cast.finance_clerk)], by=cast.registrar, at=cast.tick())
    copy = document.tasks.get(station=None)
    with refused("发现国家秘密标志"):
        spine.tick_read(copy.pk, opinion="机密★10年，已阅。", by=cast.finance_clerk, at=cast.tick())


def test_its_bytes_leave_the_store(cast, held):
    kept = settings.STORAGES["files"]["OPTIONS"]["location"]
    assert "专项行动方案" not in bytes_of(kept)
    assert bytes_of(settings.QUARANTINE) == ["专项行动方案"]


def test_the_trail_keeps_the_digest_not_the_words(cast, held):
    entry = Entry.objects.get(verb="documents.quarantined")
    assert digests.sm3(TITLE) in entry.detail
    assert not any("专项" in each.detail for each in Entry.objects.all())


def test_the_confidential_registrars_are_told_at_once(cast, held):
    told = Notice.objects.filter(text__contains="已隔离。请在24小时内按规定报告")
    assert {notice.person for notice in told} == {cast.confidential, cast.second_confidential}
    assert all(notice.is_urgent for notice in told)


def test_it_is_found_once(cast, held):
    with refused("该件已在隔离中"):
        actions.quarantine(held.pk, by=cast.confidential, at=cast.tick())


def test_drafts_go_at_once(cast, document):
    task = cast.task(document, "instruction")
    Draft.objects.create(task=task, person=cast.leader, text="专项", saved_at=cast.at)
    actions.quarantine(document.pk, by=cast.leader, at=cast.tick())
    assert not Draft.objects.exists()


def test_two_persons_expunge_it(cast, held, django_capture_on_commit_callbacks):
    actions.settle(held.pk, verdict="expunge", by=cast.confidential, at=cast.tick())
    held.refresh_from_db()
    assert held.outcome == "quarantined"
    with refused("您已确认过，请由另一名机要登记人员确认"):
        actions.settle(held.pk, verdict="expunge", by=cast.confidential, at=cast.tick())
    with refused("只有机要登记人员可以处理隔离件"):
        actions.settle(held.pk, verdict="expunge", by=cast.office_head, at=cast.at)
    with unchanged():
        assert cast.post(cast.registrar, "matter_verdict", held.pk).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        form = {"verdict": "expunge", "sender_code": "B-02", "copy_number": "000001"}
        response = cast.post(cast.second_confidential, "matter_verdict", held.pk, **form)
    assert response.headers["Location"] == f"/matters/{held.pk}/"
    held.refresh_from_db()
    finding = SecretFinding.objects.get()
    assert (finding.first_by, finding.second_by) == (cast.confidential, cast.second_confidential)
    assert (held.outcome, held.title) == ("expunged", "")
    assert not held.tasks.filter(done_at=None).exists()
    assert bytes_of(settings.QUARANTINE) == []
    file = Quarantine.objects.get()
    assert (file.expunged_by, file.expunged_second) == (cast.confidential.ref, cast.second_confidential.ref)
    assert file.stored.digest, "the digest stays"
    assert "documents.expunged" in verbs(held)
    assert not list(trail.verify())


def test_the_paper_goes_on_under_a_card(cast, held):
    actions.settle(held.pk, verdict="expunge", by=cast.confidential, at=cast.tick())
    actions.settle(
        held.pk,
        verdict="expunge",
        by=cast.second_confidential,
        at=cast.tick(),
        sender_code="B-02",
        copy_number="000001",
    )
    card = PaperCard.objects.get()
    assert (card.sender_code, card.copy_number, card.matter.title) == ("B-02", "000001", "")
    link = Link.objects.get()
    assert (link.source, link.target, link.relation) == (held, card.matter, "tracked_by")
    with refused("不在隔离中，或已经处理完毕"):
        actions.settle(held.pk, verdict="expunge", by=cast.confidential, at=cast.tick())


def test_nobody_is_left_with_a_task_they_may_not_open(cast, held):
    assert matters.counts(cast.leader, cast.at)["todo"] == 0


def test_what_is_not_in_quarantine_is_not_expunged(cast, document):
    with refused("不在隔离中，或已经处理完毕"):
        actions.settle(document.pk, verdict="expunge", by=cast.confidential, at=cast.at)


def test_a_closed_document_can_be_expunged_too(cast, django_capture_on_commit_callbacks):
    document = cast.walk(cast.document(title=TITLE), to="closed")
    closed_at = document.closed_at
    actions.quarantine(document.pk, by=cast.registrar, at=cast.tick())
    actions.settle(document.pk, verdict="expunge", by=cast.confidential, at=cast.tick())
    actions.settle(document.pk, verdict="expunge", by=cast.second_confidential, at=cast.tick())
    document.refresh_from_db()
    assert (document.title, document.closed_at) == ("", closed_at)


def test_what_people_wrote_about_it_goes_too(cast, django_capture_on_commit_callbacks):
    document = cast.walk(cast.document(), to="handling")
    actions.dissent(document.pk, words="另有看法。", by=cast.office_head, at=cast.tick())
    assert Task.objects.filter(matter=document).exclude(opinion="").exists()
    actions.quarantine(document.pk, by=cast.registrar, at=cast.tick())
    with django_capture_on_commit_callbacks(execute=True):
        actions.settle(document.pk, verdict="expunge", by=cast.confidential, at=cast.tick())
        actions.settle(document.pk, verdict="expunge", by=cast.second_confidential, at=cast.tick())
    assert not Task.objects.filter(matter=document).exclude(opinion="").exists()
    assert not document.incoming_document.dissents.exclude(text="").exists()


def test_two_persons_release_what_is_no_secret(cast, document, django_capture_on_commit_callbacks):
    kept = Attachment.objects.get(matter=document)
    with django_capture_on_commit_callbacks(execute=True):
        actions.quarantine(document.pk, by=cast.registrar, at=cast.tick())
        actions.settle(document.pk, verdict="expunge", by=cast.confidential, at=cast.tick())
        with refused("意见是“属于国家秘密，予以清除”"):
            actions.settle(document.pk, verdict="release", by=cast.second_confidential, at=cast.tick())
        actions.settle(document.pk, verdict="release", by=cast.confidential, at=cast.tick())
        response = cast.post(cast.second_confidential, "matter_verdict", document.pk, verdict="release")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    assert not Quarantine.objects.exists()
    assert files.open_bytes(kept.file).read()
    document.refresh_from_db()
    kept.refresh_from_db()
    assert (document.title, document.outcome) == ("", "quarantined")
    assert (kept.withheld_at, kept.name) == (None, "解除隔离的文件.txt")
    assert "documents.released" in verbs(document)
    page = cast.client(cast.confidential).get(f"/matters/{document.pk}/").content.decode()
    assert "解除隔离，附件可以重新登记" in page
