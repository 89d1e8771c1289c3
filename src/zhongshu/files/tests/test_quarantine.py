import io

import pytest
from django.db import transaction

from zhongshu.files import actions, queries, rules
from zhongshu.files.models import FileText, Quarantine, StoredFile, Upload
from zhongshu.files.tests.conftest import BY, NOW, PDF
from zhongshu.trail.models import Entry

pytestmark = pytest.mark.django_db
SECOND = "person:13"


@pytest.fixture
def stored(places):
    return actions.store(io.BytesIO(PDF), name="a.pdf", by=BY, at=NOW)


@pytest.fixture
def held(stored, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.quarantine(stored, by=BY, at=NOW)
    return stored


def files(places, folder):
    return [path for path in (places / folder).rglob("*") if path.is_file()]


def test_a_quarantined_file_leaves_the_store(places, held):
    assert files(places, "files") == []
    assert [path.read_bytes() for path in files(places, "quarantine")] == [PDF]
    with pytest.raises(rules.Withheld, match="隔离"):
        queries.open_bytes(held)
    with pytest.raises(rules.Withheld, match="不能再次上传"):
        actions.store(io.BytesIO(PDF), name="a.pdf", by=BY, at=NOW)
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == ["files.stored", "files.quarantined"]


def test_of_what_is_uploaded_once_more_neither_bytes_nor_name_stay(places, held):
    upload = actions.start_upload(name="专项行动.pdf", size=len(PDF), by=BY, at=NOW)
    actions.append_chunk(upload.uuid, offset=0, chunk=PDF, by=BY, at=NOW)
    with pytest.raises(rules.Withheld, match="不能再次上传"):
        actions.finish_upload(upload.uuid, by=BY, at=NOW)
    assert files(places, "uploads") == []
    assert not Upload.objects.exists()


def test_quarantining_twice_writes_once(held):
    actions.quarantine(held, by=SECOND, at=NOW)
    assert Quarantine.objects.get().by == BY
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("is_held", [False, True])
def test_what_is_discarded_leaves_nothing_unless_something_holds_it(
    places, is_held, django_capture_on_commit_callbacks
):
    upload = actions.start_upload(name="交换包.pdf", size=len(PDF), by=BY, at=NOW)
    actions.append_chunk(upload.uuid, offset=0, chunk=PDF, by=BY, at=NOW)
    stored = actions.finish_upload(upload.uuid, by=BY, at=NOW)
    if is_held:
        FileText.objects.create(stored=stored, read_at=NOW)
    with pytest.raises(rules.NotYours):
        actions.discard(str(upload.uuid), by=SECOND, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(str(upload.uuid), by=BY, at=NOW)
    assert Upload.objects.count() == 0
    assert bool(files(places, "files")) is StoredFile.objects.exists() is is_held
    assert Entry.objects.filter(verb="files.discarded").exists() is not is_held


def test_two_persons_expunge_and_the_digest_stays(places, held, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.expunge(held, by=BY, second=SECOND, at=NOW)
    assert files(places, "quarantine") == []
    held.refresh_from_db()
    assert (len(held.digest), held.size, held.quarantine.expunged_second) == (64, len(PDF), SECOND)
    assert Entry.objects.last().verb == "files.expunged"


def test_one_person_alone_cannot_expunge(places, held):
    with pytest.raises(rules.OnePerson):
        actions.expunge(held, by=BY, second=BY, at=NOW)
    assert len(files(places, "quarantine")) == 1
    assert Quarantine.objects.get().expunged_at is None
    assert Entry.objects.count() == 2


def test_only_what_is_held_can_be_expunged(places, stored):
    with pytest.raises(rules.NotHeld):
        actions.expunge(stored, by=BY, second=SECOND, at=NOW)
    assert len(files(places, "files")) == 1


def test_a_crash_between_commit_and_bytes_is_made_good(places, stored):
    actions.quarantine(stored, by=BY, at=NOW)
    assert len(files(places, "files")) == 1
    actions.settle()
    actions.settle()
    assert (len(files(places, "files")), len(files(places, "quarantine"))) == (0, 1)
    actions.expunge(stored, by=BY, second=SECOND, at=NOW)
    actions.settle()
    assert files(places, "quarantine") == []


def test_two_persons_release_what_is_no_secret(places, held, django_capture_on_commit_callbacks):
    with pytest.raises(rules.OnePerson), transaction.atomic():
        actions.release(held, by=BY, second=BY, at=NOW)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.release(held, by=BY, second=SECOND, at=NOW)
    assert files(places, "quarantine") == []
    assert queries.open_bytes(held).read() == PDF
    assert Entry.objects.last().verb == "files.released"


def test_a_release_that_was_interrupted_is_finished(places, held):
    with transaction.atomic():
        actions.release(held, by=BY, second=SECOND, at=NOW)
    assert len(files(places, "quarantine")) == 1
    actions.settle()
    assert files(places, "quarantine") == []
    assert queries.open_bytes(held).read() == PDF


def test_what_was_expunged_cannot_be_released(held):
    with transaction.atomic():
        actions.expunge(held, by=BY, second=SECOND, at=NOW)
    with pytest.raises(rules.NotHeld, match="已经清除"), transaction.atomic():
        actions.release(held, by=BY, second=SECOND, at=NOW)
