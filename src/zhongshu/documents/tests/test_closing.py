"""答复 and 办结: what the sender is told, and a result with its evidence."""

import pytest
from tests.cast import refused, unchanged, verbs

from zhongshu.matters import actions as matters
from zhongshu.matters.models import Attachment


def test_the_lead_replies_with_what_the_sender_gets(cast):
    document = cast.walk(cast.document(), to="reply")
    task = cast.task(document, "reply")
    with unchanged():
        response = cast.post(cast.finance_chief, "completion", task.pk, opinion="")
    assert "请填写答复内容。" in response.content.decode()
    upload = cast.upload(cast.finance_chief, "复函.txt")
    cast.post(cast.finance_chief, "completion", task.pk, opinion="复函已寄。", uploads=[upload])
    kept = Attachment.objects.get()
    assert (kept.role, kept.name, kept.by) == ("reply", "复函.txt", cast.finance_chief)
    assert cast.task(document, "closing").holder_id == cast.holder("registry")


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="closing")


def test_what_was_to_be_acted_on_closes_with_evidence(cast, document):
    task = cast.task(document, "closing")
    with refused("办结须附办理结果的佐证材料"):
        matters.complete(task.pk, by=cast.registrar, at=cast.at, opinion="已办结。")
    upload = cast.upload(cast.registrar, "现场照片.txt")
    response = cast.post(cast.registrar, "completion", task.pk, opinion="已办结。", uploads=[upload])
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    document.refresh_from_db()
    assert (document.outcome, document.closed_by) == ("completed", cast.registrar.ref)
    assert Attachment.objects.get().role == "evidence"
    assert verbs(document)[-2:] == ["matters.attached", "matters.completed"]


def test_files_of_a_refused_closing_are_not_kept(cast, document):
    upload = cast.upload(cast.registrar)
    with unchanged():
        response = cast.post(
            cast.registrar, "completion", cast.task(document, "closing").pk, opinion="", uploads=[upload]
        )
    assert "请填写办理结果。" in response.content.decode()


def test_a_reply_on_file_is_evidence_enough(cast):
    document = cast.walk(cast.document(), to="reply")
    cast.complete(document, "reply", by=cast.finance_chief, uploads=(cast.upload(cast.finance_chief),))
    task = cast.task(document, "closing")
    matters.complete(task.pk, by=cast.registrar, at=cast.tick(), opinion="已办结。")
    document.refresh_from_db()
    assert document.closed_at


def test_an_original_is_no_evidence(cast):
    document = cast.document(uploads=(cast.upload(cast.registrar, "来文.txt"),))
    cast.walk(document, to="closing")
    with refused("办结须附办理结果的佐证材料"):
        matters.complete(cast.task(document, "closing").pk, by=cast.registrar, at=cast.at, opinion="已办结。")


def test_what_was_only_to_be_read_needs_none_and_waits_for_no_reader(cast):
    document = cast.document()
    cast.complete(document, "review", by=cast.registrar, handling_type="for_information")
    task = cast.task(document, "circulation")
    with unchanged():
        response = cast.post(cast.registrar, "completion", task.pk)
    assert "请选择传阅人员。" in response.content.decode()
    readers = [cast.holder(cast.finance_chief), cast.holder(cast.education_chief)]
    cast.post(cast.registrar, "completion", task.pk, readers=readers)
    cast.tick(days=300)
    copies = document.tasks.filter(station=None)
    assert [copy.holder_id for copy in copies.order_by("order")] == readers
    matters.complete(cast.task(document, "closing").pk, by=cast.registrar, at=cast.tick(), opinion="已传阅。")
    document.refresh_from_db()
    assert document.outcome == "completed"
    assert copies.filter(done_at=None).count() == 2, "unread copies can still be read"


def test_distributing_again_leaves_unread_copies_alone(cast):
    document = cast.document()
    cast.complete(document, "review", by=cast.registrar, handling_type="for_information")
    done = cast.complete(document, "circulation", by=cast.registrar)
    matters.withdraw(done.pk, by=cast.registrar, at=cast.tick())
    cast.complete(document, "circulation", by=cast.registrar)
    assert document.tasks.get(station=None).holder_id == cast.holder(cast.finance_chief)
    assert verbs(document).count("matters.circulated") == 1
    assert cast.task(document, "closing").holder_id == cast.holder("registry")
