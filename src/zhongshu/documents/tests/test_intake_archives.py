"""解包 of what came packed, and the watched folder: one bad file does not hold up the others."""

import io
import os
import zipfile
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import client_of
from tests.papers import bad, library, render

from zhongshu.documents import actions, queries, rules
from zhongshu.documents.actions import folder
from zhongshu.documents.models import Arrival, Intake
from zhongshu.files import actions as files
from zhongshu.files.models import StoredFile
from zhongshu.jobs.models import Job
from zhongshu.notices.models import Notice
from zhongshu.trail.models import Entry

TEXT = render.as_text(library.letter("notice"))
OTHER = render.as_text(library.letter("request"))


def packed(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def rows(cast, batch: Intake) -> list[queries.Row]:
    found = queries.rows(batch)
    queries.compare(found, cast.registrar, cast.tick())
    return found


def test_a_batch_comes_out_of_an_archive(cast):
    batch = cast.take_in({"来件.zip": packed({"一月/来文.txt": TEXT, "另文.txt": OTHER, "__MACOSX/._来文.txt": b"x"})})
    found = rows(cast, batch)
    assert [(row.arrival.name, row.state) for row in found] == [
        ("来件.zip", "unpacked"),
        ("来文.txt", "read"),
        ("另文.txt", "read"),
    ]
    page = client_of(cast.registrar).get(f"/intakes/{batch.pk}/").content.decode()
    assert "已解压" in page
    assert "登记无疑义的2件" in page
    assert client_of(cast.registrar).get(f"/arrivals/{found[0].arrival.pk}/").status_code == 302


def test_a_bad_member_says_why_and_the_others_go_on(cast):
    members = {
        "../../越界.txt": TEXT,
        "来文.txt": TEXT,
        "程序.exe": b"MZ",
        "假.pdf": b"ID3 not a pdf",
        "机密★5年.txt": TEXT,
        "套.zip": packed({"内.txt": TEXT}),
        "空.txt": b"",
    }
    batch = cast.take_in({"来件.zip": packed(members)})
    states = {row.arrival.name: (row.state, row.error) for row in rows(cast, batch)}
    assert states["来文.txt"] == ("read", "")
    refused = {name: error for name, (state, error) in states.items() if state == "refused"}
    assert len(refused) == 6
    assert "指向别的文件夹" in refused["越界.txt"]
    assert "压缩包里还有压缩包" in refused["套.zip"]
    assert "国家秘密" in refused["（已隔离）"]
    assert all(error.endswith("。") for error in refused.values())
    page = client_of(cast.registrar).get(f"/intakes/{batch.pk}/").content.decode()
    assert "机密" not in page
    assert all(error in page for error in refused.values())


def test_an_archive_that_is_a_bomb_is_refused_as_a_whole(cast):
    batch = cast.take_in({"来件.zip": bad.bomb({}, "来文.txt")})
    assert [row.state for row in rows(cast, batch)] == ["refused"]
    assert "异常庞大" in rows(cast, batch)[0].error


def test_an_archive_holds_no_more_than_a_batch(cast, monkeypatch):
    monkeypatch.setattr("zhongshu.documents.rules.MOST_FILES", 1)
    batch = cast.take_in({"来件.zip": packed({"来文.txt": TEXT, "另文.txt": OTHER})})
    assert [row.error for row in rows(cast, batch)] == ["一批最多1个文件，请分批办理。"]


def test_unpacking_goes_on_where_it_was_interrupted(cast):
    batch = cast.take_in({"来件.zip": packed({"来文.txt": TEXT, "另文.txt": OTHER})}, read=False)

    class Killed(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        actions.unpack(batch.arrivals.get().pk, at=cast.tick(), report=stop)
    assert batch.arrivals.count() == 2
    cast.read(batch)
    cast.read(batch)
    assert [row.state for row in rows(cast, batch)] == ["unpacked", "read", "read"]


# --- the watched folder --------------------------------------------------------------------------------------


@pytest.fixture
def watched(cast, settings, tmp_path):
    """The folder in which the organ's public documents are put."""
    settings.INTAKE = tmp_path
    place = tmp_path / cast.organ.code / "公开"
    place.mkdir(parents=True)
    return place


def put(place, name: str, content: bytes = TEXT, rested: int = 60):
    path = place / name
    path.write_bytes(content)
    when = (timezone.now() - timedelta(seconds=rested)).timestamp()
    os.utime(path, (when, when))
    return path


def collect() -> int:
    return actions.collect(at=timezone.now())


def test_what_lies_in_the_folder_is_taken_in(cast, watched):
    put(watched, "来文.txt")
    put(watched, "另文.txt", OTHER)
    assert collect() == 2
    batch = Intake.objects.get()
    assert (batch.label, batch.by, batch.organ) == ("public", None, cast.organ)
    assert {arrival.name for arrival in batch.arrivals.all()} == {"来文.txt", "另文.txt"}
    assert list(watched.iterdir()) == []
    told = Notice.objects.filter(link=f"/intakes/{batch.pk}/")
    assert {notice.person_id for notice in told} == {cast.registrar.pk, cast.second_registrar.pk}
    assert "收文目录收取" in client_of(cast.registrar).get(f"/intakes/{batch.pk}/").content.decode()
    assert collect() == 0


def test_what_is_still_being_written_waits(watched):
    for name, rested in (("慢.txt", 5), ("慢.pdf.part", 60), (".隐藏.txt", 60), ("~$草稿.docx", 60)):
        put(watched, name, rested=rested)
    assert collect() == 0
    assert len(list(watched.iterdir())) == 4
    assert not Intake.objects.exists()


def test_what_is_refused_lies_apart_with_a_note(cast, watched):
    put(watched, "程序.exe", b"MZ")
    put(watched, "机密★5年.txt")
    put(watched, "来文.txt")
    assert collect() == 3
    apart, secret = watched / folder.REFUSED, Arrival.objects.get(name="（已隔离）")
    neutral = f"第{secret.intake_id}批第{secret.pk}号文件"  # the name itself would tell
    assert {path.name for path in apart.iterdir()} == {
        "程序.exe",
        "程序.exe（说明）.txt",
        neutral,
        f"{neutral}（说明）.txt",
    }
    assert "请立即取走" in (apart / f"{neutral}（说明）.txt").read_text("utf-8")
    assert "机密★" not in (apart / f"{neutral}（说明）.txt").read_text("utf-8")
    assert Entry.objects.get(verb="documents.secret_refused").by == "system"
    assert (apart / "程序.exe（说明）.txt").read_text("utf-8").endswith("。\n")
    states = {arrival.name: bool(arrival.error) for arrival in Arrival.objects.all()}
    assert states == {"程序.exe": True, "（已隔离）": True, "来文.txt": False}
    assert StoredFile.objects.count() == 1


def test_a_link_is_not_followed(watched, tmp_path):
    outside = put(tmp_path, "别处.txt")
    (watched / "链接.txt").symlink_to(outside)
    (watched.parent / "内部").symlink_to(tmp_path, target_is_directory=True)
    assert collect() == 0
    assert outside.exists()


def test_a_crash_before_the_file_left_the_folder_enters_it_once(watched, monkeypatch):
    path = put(watched, "来文.txt")

    def killed(self, missing_ok=False):
        if self == path:
            raise KeyboardInterrupt
        if self.exists():
            os.remove(self)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("pathlib.Path.unlink", killed)
        collect()
    assert path.exists()
    collect()
    assert not path.exists()
    assert Arrival.objects.count() == 1


def test_another_worker_that_looks_at_the_same_moment_waits_for_its_turn(watched):
    put(watched, "来文.txt")
    with folder.alone(watched.parent.parent) as mine:
        assert mine
        assert collect() == 0
    assert collect() == 1


def test_without_a_folder_nothing_is_taken(settings, tmp_path, db):
    settings.INTAKE = tmp_path / "没有"
    assert collect() == 0


def test_what_could_not_be_taken_away_again_is_left_alone(watched, monkeypatch):
    path = put(watched, "来文.txt")
    put(watched, "另文.txt", OTHER)
    denied, may = [path], os.access
    monkeypatch.setattr(os, "access", lambda place, mode: place not in denied and may(place, mode))
    assert collect() == 1
    denied[:] = [watched]
    assert collect() == 0
    assert Intake.objects.count() == 1


def test_members_are_read_when_all_are_out(cast):
    """One that is secret takes the archive with it: while it is being unpacked that would tear the others."""
    batch = cast.take_in({"来件.zip": packed({"来文.txt": TEXT, "另文.txt": OTHER})}, read=False)
    archive = batch.arrivals.get()
    waiting = []

    def report(done, of):
        waiting.append([row.state for row in rows(cast, batch)[1:]])
        assert not Job.objects.filter(task=rules.READING).exists()

    actions.unpack(archive.pk, at=cast.tick(), report=report)
    assert waiting == [["waiting"], ["waiting", "waiting"]]
    assert Job.objects.filter(task=rules.READING).count() == 2
    actions.unpack(archive.pk, at=cast.tick(), report=report)
    assert batch.arrivals.count() == 3


def test_a_worker_that_was_thought_lost_takes_nothing_out_again(cast, monkeypatch):
    batch = cast.take_in({"来件.zip": packed({"来文.txt": TEXT, "程序.exe": b"MZ"})}, read=False)
    archive = batch.arrivals.get()
    store = files.store

    def interrupted(*args, **given):
        """Another worker takes the same archive out while this one has a member in hand."""
        monkeypatch.setattr(files, "store", store)
        actions.unpack(archive.pk, at=cast.at, report=lambda done, of: None)
        return store(*args, **given)

    monkeypatch.setattr(files, "store", interrupted)
    actions.unpack(archive.pk, at=cast.tick(), report=lambda done, of: None)
    assert sorted(archive.members.values_list("name", flat=True)) == ["来文.txt", "程序.exe"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.create(intake=batch, archive=archive, place=0, name="又一份.txt")


def test_an_archive_that_was_withheld_meanwhile_says_so(cast):
    batch = cast.take_in({"来件.zip": packed({"来文.txt": TEXT})}, read=False)
    archive = batch.arrivals.get()
    with transaction.atomic():
        files.quarantine(archive.file, by="system", at=cast.tick())
    actions.unpack(archive.pk, at=cast.tick(), report=lambda done, of: None)
    row = rows(cast, batch)[0]
    assert (row.state, batch.arrivals.count()) == ("refused", 1)
    assert "已按保密要求隔离" in row.error
