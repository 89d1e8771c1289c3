"""识读隔离: a file that bears a mark of secrecy is withheld as it is read, and two persons say what becomes of it."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import client_of, details_of, refused, unchanged

from zhongshu.documents import actions, queries, rules
from zhongshu.documents.models import Arrival, PaperCard
from zhongshu.files import actions as files
from zhongshu.files.models import FileText, Quarantine, StoredFile
from zhongshu.matters.actions import reading_files
from zhongshu.notices.models import Notice
from zhongshu.trail.models import Entry

SECRET = "机密★5年\n关于做好专项行动的通知\n各乡镇人民政府："
PLAIN = "关于做好防汛备汛工作的通知\n各乡镇人民政府："
PAGE = "/documents/withheld/"


@pytest.fixture
def held(cast, django_capture_on_commit_callbacks) -> Arrival:
    """A file that was withheld as it was read."""
    with django_capture_on_commit_callbacks(execute=True):
        return cast.take_in({"专项行动.txt": SECRET}).arrivals.get()


def look(whom) -> str:
    return client_of(whom).get(PAGE).content.decode()


def judge(cast, whom, arrival, verdict, **given):
    return cast.post(whom, "verdict", arrival.pk, verdict=verdict, **given)


def test_it_is_withheld_and_who_keeps_secrets_is_told(cast, held):
    assert (held.found_at is not None, held.name) == (True, "（已隔离）")
    assert Quarantine.objects.filter(stored=held.file).exists()
    assert not FileText.objects.exclude(text="").exists()
    told = Notice.objects.filter(link=PAGE)
    assert {notice.person_id for notice in told} == {cast.confidential.pk, cast.second_confidential.pk}
    assert Entry.objects.filter(stream=held.intake.stream, verb="documents.arrival_withheld").exists()
    page = client_of(cast.registrar).get(f"/intakes/{held.intake_id}/").content.decode()
    assert "发现国家秘密标志" in page
    assert "专项行动" not in page + look(cast.confidential)
    answer = client_of(cast.registrar).get(f"/arrivals/{held.pk}/")
    assert answer.headers["Location"] == f"/intakes/{held.intake_id}/"
    assert client_of(cast.registrar).get(f"/arrivals/{held.pk}/progress/").headers["HX-Refresh"] == "true"


def test_both_sides_call_it_by_the_same_number(cast, held):
    number = f"第{held.intake_id}批第{held.pk}号文件"
    assert number in look(cast.confidential)
    assert number in cast.client(cast.registrar).get(f"/intakes/{held.intake_id}/").content.decode()


def test_nothing_can_be_done_with_it_meanwhile(cast, held):
    for act in (actions.read_again, actions.set_aside):
        given = {"reason": "重复"} if act is actions.set_aside else {}
        with refused("已按保密要求隔离"):
            act(held.pk, by=cast.registrar, at=cast.tick(), **given)


def test_many_cost_as_many_queries_as_one(cast, held):
    client = client_of(cast.confidential)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    cast.take_in({f"{number}.txt": f"{SECRET}{number}" for number in range(3)})
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(one)


def test_two_persons_expunge_it(cast, held):
    assert "属于国家秘密" in look(cast.confidential)
    judge(cast, cast.confidential, held, "expunge")
    assert "韦正" in look(cast.second_confidential)
    assert not Quarantine.objects.get().expunged_at
    answer = judge(cast, cast.second_confidential, held, "expunge", sender_code="07", copy_number="000012")
    assert answer.headers["Location"] == PAGE
    quarantine, card = Quarantine.objects.get(), PaperCard.objects.get()
    assert (quarantine.expunged_by, quarantine.expunged_second) == (cast.confidential.ref, cast.second_confidential.ref)
    assert (card.sender_code, card.copy_number) == ("07", "000012")
    assert "没有待处理的隔离件" in look(cast.confidential)
    assert "文件已清除" in cast.client(cast.registrar).get(f"/intakes/{held.intake_id}/").content.decode()
    verbs = Entry.objects.filter(stream=held.intake.stream).values_list("verb", flat=True)
    assert {"documents.verdict_given", "documents.arrival_expunged"} <= set(verbs)


def test_two_persons_release_it(cast, held, django_capture_on_commit_callbacks):
    judge(cast, cast.confidential, held, "release")
    with django_capture_on_commit_callbacks(execute=True):
        judge(cast, cast.second_confidential, held, "release")
    cast.at = timezone.now()
    cast.read(held.intake)
    row = queries.rows(held.intake)[0]
    assert (row.state, row.arrival.name) == ("read", "解除隔离的文件.txt")
    assert row.details["title"] == "关于做好专项行动的通知"
    assert not Quarantine.objects.exists()
    assert Entry.objects.filter(stream=held.intake.stream, verb="documents.arrival_released").exists()


def test_what_was_released_may_be_registered_before_it_is_read_again(cast, held, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for whom in (cast.confidential, cast.second_confidential):
            actions.judge(held.pk, verdict=rules.RELEASE, by=whom, at=cast.tick())
    matter = actions.register_arrival(held.pk, details=details_of(), by=cast.registrar, at=cast.tick())
    reading_files.read_file(held.file_id, at=cast.tick())
    matter.refresh_from_db()
    assert (matter.closed_at, Quarantine.objects.exists()) == (None, False)


def test_one_person_is_not_enough(cast, held):
    judge(cast, cast.confidential, held, "expunge")
    with unchanged():
        answer = judge(cast, cast.confidential, held, "expunge")
    assert answer.status_code == 422
    assert "您已确认过" in answer.content.decode()


def test_where_the_two_disagree_nothing_is_done(cast, held):
    judge(cast, cast.confidential, held, "expunge")
    with unchanged():
        answer = judge(cast, cast.second_confidential, held, "release")
    assert "请两人核对一致后再确认" in answer.content.decode()
    judge(cast, cast.confidential, held, "release")  # the first one may change their mind
    judge(cast, cast.second_confidential, held, "release")
    assert not Quarantine.objects.exists()


@pytest.mark.parametrize("verdict", ["", "odd"])
def test_a_word_must_be_said(cast, held, verdict):
    with unchanged():
        assert judge(cast, cast.confidential, held, verdict).status_code == 422
    with refused("请选择处理意见"):
        actions.judge(held.pk, verdict=verdict, by=cast.confidential, at=cast.at)
    with refused("只有机要登记人员"):
        actions.judge(held.pk, verdict="expunge", by=cast.registrar, at=cast.at)


def test_whatever_waits_with_the_same_bytes_is_withheld_too(cast):
    first = cast.take_in({"专项行动.txt": SECRET}, read=False).arrivals.get()
    second = cast.take_in({"副本.txt": SECRET}, read=False).arrivals.get()
    actions.read(second.pk, at=cast.tick())
    first.refresh_from_db()
    assert (first.found_at is not None, first.name) == (True, "（已隔离）")


def test_what_was_registered_before_it_was_read_is_withheld_with_its_matter(cast):
    arrival = cast.take_in({"专项行动.txt": SECRET}, read=False).arrivals.get()
    given = details_of(title="关于专项的通知")
    matter = actions.register_arrival(arrival.pk, details=given, by=cast.registrar, at=cast.tick())
    actions.read(arrival.pk, at=cast.tick())
    assert matter.attachments.get().withheld_at
    assert client_of(cast.registrar).get(f"/matters/{matter.pk}/").content.decode().count("专项行动") == 0
    assert Quarantine.objects.filter(stored=arrival.file).exists()


# --- in an archive -------------------------------------------------------------------------------------------


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.txt", content)
    return buffer.getvalue()


def packed(cast, **members: str):
    return cast.take_in({"来件.zip": zipped(**members)})


def test_what_is_secret_in_an_archive_takes_the_archive_with_it(cast):
    batch = packed(cast, 通知=PLAIN, 专项=SECRET)
    archive = StoredFile.objects.get(suffix="zip")
    assert Quarantine.objects.filter(stored=archive).exists()
    assert [row.state for row in queries.rows(batch)] == ["unpacked", "read", "withheld"]
    assert "压缩包已一并隔离" in client_of(cast.registrar).get(f"/intakes/{batch.pk}/").content.decode()


def test_an_archive_comes_back_with_the_last_of_its_members(cast):
    batch = packed(cast, 通知=SECRET + "一", 专项=SECRET + "二")
    archive = StoredFile.objects.get(suffix="zip")
    for number, member in enumerate(batch.arrivals.filter(archive__isnull=False).order_by("place")):
        assert Quarantine.objects.filter(stored=archive).exists()
        for whom in (cast.confidential, cast.second_confidential):
            actions.judge(member.pk, verdict=rules.RELEASE, by=whom, at=cast.tick())
        assert Quarantine.objects.filter(stored=archive).exists() == (number == 0)
    assert "压缩包已一并隔离" not in client_of(cast.registrar).get(f"/intakes/{batch.pk}/").content.decode()


def test_an_archive_of_which_something_was_expunged_stays_expunged(cast):
    batch = packed(cast, 通知=SECRET + "一", 专项=SECRET + "二")
    first, second = batch.arrivals.filter(archive__isnull=False).order_by("place")
    for member, verdict in ((first, rules.EXPUNGE), (second, rules.RELEASE)):
        for whom in (cast.confidential, cast.second_confidential):
            actions.judge(member.pk, verdict=verdict, by=whom, at=cast.tick())
    held = {quarantine.stored_id: quarantine.expunged_at for quarantine in Quarantine.objects.all()}
    assert set(held) == {first.file_id, batch.arrivals.get(archive=None).file_id}
    assert all(held.values())


def test_what_was_released_is_not_found_again(cast, held, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for whom in (cast.confidential, cast.second_confidential):
            actions.judge(held.pk, verdict=rules.RELEASE, by=whom, at=cast.tick())
    cast.read(held.intake)
    files_read = FileText.objects.get(stored=held.file)
    assert (files_read.is_secret, "专项行动" in files_read.text) == (False, True)
    assert files.read(held.file, at=cast.tick()) == files_read


def test_an_archive_with_a_file_that_lies_in_quarantine_is_withheld_with_it(cast):
    cast.take_in({"甲.txt": SECRET})
    batch = packed(cast, 通知=PLAIN, 专项行动=SECRET)
    archive = batch.arrivals.get(archive=None)
    assert Quarantine.objects.filter(stored=archive.file).exists()
    assert (archive.found_at is not None, archive.name) == (True, "（已隔离）")
    assert not Arrival.objects.filter(name__contains="专项").exists()
    for whom in (cast.confidential, cast.second_confidential):
        actions.judge(archive.pk, verdict=rules.RELEASE, by=whom, at=cast.tick())
    archive.refresh_from_db()
    assert (archive.found_at, archive.name) == (None, "解除隔离的文件.zip")


def test_an_archive_with_a_name_that_bears_a_mark_is_withheld(cast):
    batch = packed(cast, **{"通知": PLAIN, "（机密）专项行动": "一"})
    assert Quarantine.objects.get().stored == batch.arrivals.get(archive=None).file


def test_every_archive_in_which_it_lies_is_withheld(cast):
    alone = cast.take_in({"甲.txt": SECRET}, read=False).arrivals.get()
    archive = cast.take_in({"来件.zip": zipped(专项=SECRET)}, read=False).arrivals.get()
    actions.unpack(archive.pk, at=cast.tick(), report=lambda done, of: None)
    actions.read(alone.pk, at=cast.tick())
    assert set(Quarantine.objects.values_list("stored", flat=True)) == {alone.file_id, archive.file_id}


def test_who_withholds_a_matter_withholds_what_it_came_in_as(cast):
    batch = packed(cast, 专项行动=PLAIN)
    copy = cast.take_in({"专项行动副本.txt": PLAIN}, read=False).arrivals.get()
    member = batch.arrivals.get(archive__isnull=False)
    matter = actions.register_arrival(member.pk, details=details_of(), by=cast.registrar, at=cast.tick())
    actions.quarantine(matter.pk, by=cast.registrar, at=cast.tick())
    assert set(Arrival.objects.values_list("name", flat=True)) == {"（已隔离）"}
    assert Quarantine.objects.filter(stored__suffix="zip").exists()
    actions.read(copy.pk, at=cast.tick())
    copy.refresh_from_db()
    assert copy.found_at
    for whom in (cast.confidential, cast.second_confidential):
        actions.judge(copy.pk, verdict=rules.RELEASE, by=whom, at=cast.tick())
    for whom in (cast.confidential, cast.second_confidential):
        actions.settle(matter.pk, verdict=rules.RELEASE, by=whom, at=cast.tick())
    assert not Quarantine.objects.exists()
