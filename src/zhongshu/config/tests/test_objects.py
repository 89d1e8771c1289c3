"""Files in S3-compatible storage: uploaded in pieces, kept by digest, read in part, taken out when secret."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse
from tests import objects

from zhongshu.config import storing
from zhongshu.files import actions, queries, rules
from zhongshu.files.models import StoredFile, Upload
from zhongshu.files.tests.conftest import BY, NOW, PDF
from zhongshu.matters.models import Attachment
from zhongshu.trail.models import Entry

pytestmark = pytest.mark.django_db
DIGEST = hashlib.new("sm3", PDF).hexdigest()
PLACE = f"office/files/{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"


@pytest.fixture
def store(settings, tmp_path):
    with objects.serving() as server:
        stores, _ = storing.places(objects.environment(server), tmp_path)
        settings.UPLOADS, settings.QUARANTINE = tmp_path / "uploads", tmp_path / "quarantine"
        settings.STORAGES = {**settings.STORAGES, **stores}
        yield server


def upload(content=PDF, name="请示.pdf"):
    begun = actions.start_upload(name=name, size=len(content), by=BY, at=NOW)
    for offset in range(0, len(content), 400_000):
        actions.append_chunk(begun.uuid, offset=offset, chunk=content[offset : offset + 400_000], by=BY, at=NOW)
    return actions.finish_upload(begun.uuid, by=BY, at=NOW)


def test_pieces_become_one_object_by_its_digest(store, tmp_path):
    stored = upload()
    assert store.objects == {PLACE: PDF}
    assert list((tmp_path / "uploads").iterdir()) == []
    assert Entry.objects.get().verb == "files.stored"
    with queries.open_bytes(stored) as file:
        assert file.read() == PDF
    assert upload() == stored
    assert list(store.objects) == [PLACE]


def test_a_large_file_goes_up_in_parts_and_comes_down_whole(store):
    content = b"%PDF-1.7\n" + bytes(range(256)) * 40_000
    stored = upload(content)
    assert not store.parts
    with queries.open_bytes(stored) as file:
        assert hashlib.new("sm3", file.read()).hexdigest() == stored.digest


def test_no_more_is_fetched_than_was_asked_for(store):
    stored = upload()
    store.asked.clear()
    part = queries.open_part(stored, 5, 12)
    assert (part.read(3), part.read(), part.size) == (PDF[5:8], PDF[8:12], 7)
    part.close()
    assert [size for method, *_, size in store.asked if method == "GET"] == [7]


def test_pages_send_what_lies_there(store, cast, settings, tmp_path):
    stores, settings.QUARANTINE = storing.places(objects.environment(store), tmp_path)
    settings.STORAGES = {**settings.STORAGES, **stores}
    document = cast.document(uploads=(cast.upload(cast.registrar),))
    attachment = Attachment.objects.get(matter=document)
    address = reverse("attachment", args=[attachment.pk])
    client = cast.client(cast.registrar)
    whole = b"".join(client.get(address))
    assert hashlib.new("sm3", whole).hexdigest() == attachment.file.digest
    part = client.get(address, headers={"Range": "bytes=2-6"})
    assert (part.status_code, b"".join(part)) == (206, whole[2:7])


def test_what_is_secret_goes_into_the_folder_of_the_quarantine(store, tmp_path):
    stored = upload()
    with transaction.atomic():
        actions.quarantine(stored, by=BY, at=NOW)
        held = transaction.get_connection().run_on_commit[-1][1]
    held()
    assert store.objects == {}
    assert (tmp_path / "quarantine" / DIGEST).read_bytes() == PDF
    with pytest.raises(rules.Withheld):
        queries.open_bytes(stored)
    with pytest.raises(rules.Withheld):
        upload()
    assert store.objects == {}
    assert not Upload.objects.filter(stored=None).exists()


def test_pieces_that_nobody_finishes_are_swept(store):
    begun = actions.start_upload(name="请示.pdf", size=len(PDF), by=BY, at=NOW)
    actions.append_chunk(begun.uuid, offset=0, chunk=PDF[:500], by=BY, at=NOW)
    assert list(store.objects) == [f"office/pieces/{begun.uuid.hex}/0"]
    assert actions.sweep(before=NOW + timedelta(hours=1)) == 1
    assert store.objects == {}
    storages["pieces"].save("0" * 32 + "/0", io.BytesIO(b"x"))
    actions.sweep(before=NOW + timedelta(hours=1))
    assert store.objects == {}


def test_storage_that_does_not_answer_is_a_sentence(store):
    begun = actions.start_upload(name="请示.pdf", size=len(PDF), by=BY, at=NOW)
    store.shutdown()
    store.server_close()
    with pytest.raises(rules.Away, match="文件存储暂时连接不上"):
        actions.append_chunk(begun.uuid, offset=0, chunk=PDF[:500], by=BY, at=NOW)
    assert Upload.objects.get().received == 0
    assert not StoredFile.objects.exists()
