import hashlib
import io
import os
from datetime import timedelta

import pytest

from zhongshu.files import actions, queries, rules
from zhongshu.files.models import StoredFile, Upload
from zhongshu.files.tests.conftest import BY, NOW, PDF, package
from zhongshu.trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def start(name="请示.pdf", content=PDF, by=BY):
    return actions.start_upload(name=name, size=len(content), by=by, at=NOW)


def send(upload, content=PDF, step=1000):
    for offset in range(0, len(content), step):
        actions.append_chunk(upload.uuid, offset=offset, chunk=content[offset : offset + step], by=BY, at=NOW)


def finish(upload, by=BY):
    return actions.finish_upload(upload.uuid, by=by, at=NOW)


def left(places):
    return [path for name in ("uploads", "pieces") for path in (places / name).glob("*")]


def test_pieces_become_a_stored_file(places):
    upload = start()
    send(upload)
    stored = finish(upload)
    digest = hashlib.new("sm3", PDF).hexdigest()
    assert (stored.digest, stored.size, stored.media_type, stored.by) == (digest, len(PDF), "application/pdf", BY)
    with queries.open_bytes(stored) as file:
        assert file.read() == PDF
    assert (places / "files" / digest[:2] / digest[2:4] / digest).stat().st_mode & 0o777 == 0o600
    assert left(places) == []
    entry = Entry.objects.get()
    assert (entry.stream, entry.verb, entry.by) == (f"file:{stored.pk}", "files.stored", BY)
    assert queries.upload(upload.uuid, by=BY).stored == stored


def test_finishing_twice_gives_the_same_file():
    upload = start()
    send(upload)
    assert finish(upload) == finish(upload)
    assert Entry.objects.count() == 1


def test_the_same_bytes_are_kept_once(places):
    first, second = start(), start("另一个名字.pdf")
    send(first)
    send(second)
    assert finish(first) == finish(second)
    assert StoredFile.objects.count() == 1
    assert left(places) == []


def test_a_piece_sent_again_changes_nothing():
    upload = start()
    first, rest = PDF[:500], PDF[500:]
    piece = {"by": BY, "at": NOW}
    assert actions.append_chunk(upload.uuid, offset=0, chunk=first, **piece) == 500
    assert actions.append_chunk(upload.uuid, offset=0, chunk=first, **piece) == 500
    assert actions.append_chunk(upload.uuid, offset=900, chunk=rest[:10], **piece) == 500
    assert actions.append_chunk(str(upload.uuid), offset=500, chunk=rest, **piece) == len(PDF)
    with queries.open_bytes(finish(upload)) as file:
        assert file.read() == PDF


@pytest.mark.parametrize(("offset", "size"), [(0, 0), (0, rules.CHUNK + 1), (-1, 5), (len(PDF) - 1, 2)])
def test_a_piece_that_cannot_be_is_refused(offset, size):
    upload = start()
    with pytest.raises(rules.WrongSize):
        actions.append_chunk(upload.uuid, offset=offset, chunk=bytes(size), by=BY, at=NOW)
    assert Upload.objects.get().received == 0


def test_what_has_not_arrived_cannot_be_finished(places):
    upload = start()
    actions.append_chunk(upload.uuid, offset=0, chunk=PDF[:500], by=BY, at=NOW)
    with pytest.raises(rules.WrongSize, match="尚未传完"):
        finish(upload)
    send(upload)
    for piece in (places / "pieces" / upload.uuid.hex).iterdir():
        piece.unlink()
    with pytest.raises(rules.WrongSize, match="尚未传完（已收到 0%）"):
        finish(upload)
    assert not StoredFile.objects.exists()


def test_nobody_else_can_touch_an_upload():
    upload = start()
    for key, by in ((upload.uuid, "person:13"), ("00000000-0000-4000-8000-000000000000", BY), ("坏", BY)):
        with pytest.raises(rules.NotYours):
            queries.upload(key, by=by)
    with pytest.raises(rules.NotYours):
        actions.append_chunk(upload.uuid, offset=0, chunk=b"x", by="person:13", at=NOW)


def test_a_renamed_program_is_refused_and_nothing_is_kept(places):
    content = b"MZ" + bytes(500)
    upload = start("请示.pdf", content)
    send(upload, content)
    with pytest.raises(rules.WrongKind, match="文件内容与后缀不符"):
        finish(upload)
    assert not StoredFile.objects.exists()
    assert not Entry.objects.exists()
    assert not (places / "files").exists()


def test_a_refused_beginning_leaves_no_row(settings):
    settings.FILE_MAX_BYTES = 1 << 20
    for name, size in (("a.exe", 5), ("a.pdf", 0), ("a.pdf", 200 << 20), ("../a.pdf", 5), ("（秘密）专项行动.pdf", 5)):
        with pytest.raises(rules.Refused):
            actions.start_upload(name=name, size=size, by=BY, at=NOW)
    assert not Upload.objects.exists()


def test_a_file_on_this_machine_is_stored_by_the_same_checks(places):
    stored = actions.store(io.BytesIO(package("OFD.xml")), name="通知.ofd", by="system", at=NOW)
    assert stored.suffix == "ofd"
    with pytest.raises(rules.WrongKind):
        actions.store(io.BytesIO(PDF), name="通知.ofd", by="system", at=NOW)
    with pytest.raises(rules.WrongSize):
        actions.store(io.BytesIO(b""), name="通知.ofd", by="system", at=NOW)
    assert left(places) == []


def test_abandoned_uploads_are_swept(places):
    upload = start()
    actions.append_chunk(upload.uuid, offset=0, chunk=PDF[:500], by=BY, at=NOW + timedelta(hours=1))
    assert actions.sweep(before=NOW + timedelta(minutes=30)) == 0
    assert actions.sweep(before=NOW + timedelta(hours=2)) == 1
    assert not Upload.objects.exists()
    assert left(places) == []


def test_what_a_process_that_died_had_gathered_is_swept_too(places):
    (places / "uploads").mkdir()
    (places / "pieces" / ("1" * 32)).mkdir(parents=True)
    both = [places / "uploads" / ("0" * 32), places / "pieces" / ("1" * 32) / "0"]
    for one in both:
        one.write_bytes(PDF)
        os.utime(one, (NOW.timestamp(), NOW.timestamp()))
    actions.sweep(before=NOW - timedelta(seconds=1))
    assert all(one.exists() for one in both)
    actions.sweep(before=NOW + timedelta(seconds=1))
    assert left(places) == []


def test_a_full_disk_is_a_sentence(monkeypatch):
    upload = start()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with pytest.raises(rules.Full, match="磁盘空间不足"):
        actions.append_chunk(upload.uuid, offset=0, chunk=PDF, by=BY, at=NOW)
    assert Upload.objects.get().received == 0


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "picture"), ("a.mp3", "sound"), ("a.txt", "text")])
def test_preview(name, kind):
    assert queries.preview_kind(StoredFile(suffix=name[-3:])) == kind


def test_a_part_is_a_file_of_its_own():
    stored = actions.store(io.BytesIO(PDF), name="a.pdf", by=BY, at=NOW)
    part = queries.open_part(stored, 5, 12)
    assert (part.read(3), part.tell(), part.read(), part.read()) == (PDF[5:8], 3, PDF[8:12], b"")
    assert (part.seek(0, 2), part.seek(-1, 1), part.seek(2)) == (7, 6, 2)
    assert part.name.endswith(stored.digest)
    part.close()
