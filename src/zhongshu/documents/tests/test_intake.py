"""收件识读: files are taken in under one mark, read, looked at as a batch, and registered as far as they are sure."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import client_of, refused, unchanged, verbs
from tests.papers import library, render

from zhongshu.documents import actions, queries
from zhongshu.documents.models import Arrival, Intake
from zhongshu.files.models import Upload
from zhongshu.jobs.models import Job
from zhongshu.matters.models import Matter
from zhongshu.trail.models import Entry

SURE = render.as_text(library.letter("notice")).decode()
OTHER = render.as_text(library.letter("request")).decode()
NEW = "/intakes/new/"
QUERIES = 16  # of the page of a batch, however many files it has


def rows(cast, batch: Intake) -> list[queries.Row]:
    found = queries.rows(batch)
    queries.compare(found, cast.registrar, cast.tick())
    return found


def look(cast, batch: Intake, **query) -> str:
    answer = client_of(cast.registrar).get(f"/intakes/{batch.pk}/", query)
    assert answer.status_code == 200
    return answer.content.decode()


# --- taking in ---------------------------------------------------------------------------------------------


def test_first_the_mark_is_declared_then_there_are_two_ways(cast):
    browser = client_of(cast.registrar)
    assert "来文上的密级标志是" in browser.get(NEW).content.decode()
    answer = browser.post(NEW, {"declared": "internal"})
    assert answer.headers["Location"] == f"{NEW}?label=internal"
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "选择文件夹" in page
    assert "/documents/registration/?label=internal" in page
    assert f"{NEW}?label=internal" in browser.get("/documents/registration/?label=internal").content.decode()


def test_what_is_secret_gets_no_further(cast):
    answer = client_of(cast.registrar).post(NEW, {"declared": "confidential"})
    assert answer.status_code == 422
    assert "交机要登记人员办理纸质件跟踪卡" in answer.content.decode()
    assert Entry.objects.filter(verb="documents.secret_refused").exists()
    card = client_of(cast.confidential).post("/telegrams/intakes/new/", {"declared": "secret"})
    assert card.headers["Location"] == "/paper-cards/new/"


def test_one_file_leads_to_its_own_page(cast):
    answer = client_of(cast.registrar).post(
        NEW, {"label": "internal", "uploads": [cast.upload(cast.registrar, "来文.txt", SURE)], "request_key": "k"}
    )
    batch, arrival = Intake.objects.get(), Arrival.objects.get()
    assert answer.headers["Location"] == f"/arrivals/{arrival.pk}/"
    assert (batch.kind, batch.label, batch.by, batch.organ) == ("incoming", "internal", cast.registrar, cast.organ)
    assert (arrival.intake, arrival.name) == (batch, "来文.txt")
    assert Job.objects.filter(task="zhongshu.documents.jobs.read", payload__args=[arrival.pk]).exists()
    entry, arrived = Entry.objects.filter(stream=batch.stream).order_by("seq")
    assert (entry.verb, entry.by, entry.detail) == ("documents.taken_in", cast.registrar.ref, '{"files":1}')
    assert (arrived.verb, arrived.by) == ("documents.arrived", cast.registrar.ref)


def test_several_files_and_an_archive_lead_to_the_batch(cast):
    uploads = [cast.upload(cast.registrar, name, name) for name in ("甲.txt", "乙.txt")]
    form = {"label": "public", "uploads": uploads, "request_key": "k"}
    answer = client_of(cast.registrar).post(NEW, form)
    assert answer.headers["Location"] == f"/intakes/{Intake.objects.get().pk}/"
    with unchanged():
        assert client_of(cast.registrar).post(NEW, form).headers["Location"] == answer.headers["Location"]


def test_nothing_handed_in_is_refused(cast):
    with unchanged():
        answer = client_of(cast.registrar).post(NEW, {"label": "public"})
    assert answer.status_code == 422
    assert "请上传文件" in answer.content.decode()


def test_a_name_with_a_mark_of_secrecy_is_refused_and_noted(cast):
    upload = cast.upload(cast.registrar, "五年.txt", SURE)
    Upload.objects.filter(uuid=upload).update(name="机密★5年.txt")  # the store would not have begun it by that name
    answer = client_of(cast.registrar).post(NEW, {"label": "public", "uploads": [upload]})
    assert answer.status_code == 422
    assert "内容中发现国家秘密标志" in answer.content.decode()
    assert not Intake.objects.exists()
    assert Entry.objects.filter(verb="documents.secret_refused", by=cast.registrar.ref).exists()


def test_who_keeps_no_register_takes_nothing_in(cast):
    upload = cast.upload(cast.finance_clerk)
    given = {"kind": "incoming", "organ": cast.organ.pk, "uploads": [upload], "at": cast.at}
    with refused("只有登记人员可以办理收件"):
        actions.take_in(label="public", by=cast.finance_clerk, **given)
    with refused("请先声明来文的密级标志"):
        actions.take_in(label="", by=cast.registrar, **given)
    with refused("请先选择要识读的文件"):
        actions.take_in(label="public", by=cast.registrar, **given | {"uploads": []})
    with refused("尚未上传完成或已过期"):  # somebody else's upload
        actions.take_in(label="public", by=cast.registrar, **given)


def test_a_batch_has_an_end(cast, monkeypatch):
    monkeypatch.setattr("zhongshu.documents.rules.MOST_FILES", 1)
    uploads = [cast.upload(cast.registrar, name, name) for name in ("甲.txt", "乙.txt")]
    with refused("一批最多1个文件"):
        actions.take_in(
            kind="incoming", organ=cast.organ.pk, label="public", uploads=uploads, by=cast.registrar, at=cast.at
        )


# --- the batch ---------------------------------------------------------------------------------------------


def test_while_files_are_read_the_page_asks_again(cast):
    batch = cast.take_in({"来文.txt": SURE, "另文.txt": OTHER}, read=False)
    page = look(cast, batch)
    assert f'hx-get="/intakes/{batch.pk}/progress/' in page
    assert "已识读0个，共2个" in page
    Job.objects.filter(unique_key__startswith="arrival:").update(
        lease_until=timezone.now() + timedelta(minutes=1), message="正在识读第1页，共2页"
    )
    assert "正在识读第1页，共2页" in look(cast, batch)
    cast.read(batch)
    part = client_of(cast.registrar).get(f"/intakes/{batch.pk}/progress/").content.decode()
    assert "hx-get" not in part
    assert "共2个文件，已登记0件，2件待登记" in part


def test_a_line_tells_what_was_read_and_what_is_doubtful(cast):
    batch = cast.take_in({"来文.txt": SURE, "便条.txt": "关于领取办公用品的通知\n请派人领取。"})
    sure, doubtful = rows(cast, batch)
    assert (sure.state, sure.is_sure, sure.doubts) == ("read", True, ())
    assert doubtful.grades["sender_number"] == "missing"
    assert not doubtful.is_sure
    page = look(cast, batch)
    for words in (*library.letter("notice").issuers, library.letter("notice").doc_number, "无疑义", "待核对"):
        assert words in page
    assert "未识读字号" in page
    assert "登记无疑义的1件" in page


def test_the_page_asks_the_database_as_often_for_fifty_files_as_for_one(cast, django_assert_max_num_queries):
    batch = cast.take_in({f"{number}.txt": f"{SURE}{number}" for number in range(51)})
    browser = client_of(cast.registrar)
    browser.get("/intakes/")
    with django_assert_max_num_queries(QUERIES):
        page = browser.get(f"/intakes/{batch.pk}/").content.decode()
    assert page.count('<tr id="arrival') == 50
    assert "共51个文件，第1页，共2页" in page


def test_batches_are_listed_with_what_waits(cast):
    batch = cast.take_in({"来文.txt": SURE, "另文.txt": OTHER})
    actions.set_aside(rows(cast, batch)[0].arrival.pk, reason="重复来文", by=cast.registrar, at=cast.tick())
    page = client_of(cast.second_registrar).get("/intakes/").content.decode()
    assert "1件待登记" in page
    assert f"/intakes/{batch.pk}/" in page
    assert f"/intakes/{batch.pk}/" not in client_of(cast.confidential).get("/telegrams/intakes/").content.decode()


def test_a_batch_with_something_withheld_is_not_called_done(cast):
    cast.take_in({"机密.txt": "机密★10年\n关于做好专项行动的通知"})
    page = client_of(cast.registrar).get("/intakes/").content.decode()
    assert "1件已隔离" in page
    assert "已办完" not in page


# --- registering what is sure --------------------------------------------------------------------------------


def test_all_that_is_sure_is_registered_in_one_act(cast):
    batch = cast.take_in({"来文.txt": SURE, "另文.txt": OTHER, "便条.txt": "关于领取办公用品的通知"})
    answer = client_of(cast.registrar).post(f"/intakes/{batch.pk}/registrations/")
    page = client_of(cast.registrar).get(answer.headers["Location"]).content.decode()
    first, second = Matter.objects.order_by("pk")
    assert [row.state for row in rows(cast, batch)] == ["registered", "registered", "read"]
    assert (first.title, first.label) == (library.letter("notice").title, "public")
    assert first.incoming_document.signed_for_by == cast.registrar.name
    assert [kept.name for kept in first.attachments.all()] == ["来文.txt"]
    assert [task.name for task in second.tasks.all()] == ["初审"]
    assert {"documents.registered", "matters.attached"} <= set(verbs(first))
    assert "已登记2件，1件待登记" in page
    with unchanged():
        client_of(cast.registrar).post(f"/intakes/{batch.pk}/registrations/")


def test_what_is_refused_is_said_and_the_others_go_on(cast, monkeypatch):
    tomorrow = timezone.localdate() + timedelta(days=400)
    wrong = OTHER.replace("2026年3月16日", f"{tomorrow.year}年{tomorrow.month}月{tomorrow.day}日")
    batch = cast.take_in({"来文.txt": SURE, "另文.txt": wrong})
    outcome = actions.register_sure(batch.pk, by=cast.registrar, at=cast.tick())
    assert (len(outcome.registered), [arrival.name for arrival, _ in outcome.refused]) == (1, ["另文.txt"])
    assert outcome.refused[0][1] == "成文日期不能晚于今天，请核对。"


# --- what is there already ----------------------------------------------------------------------------------


def test_what_was_registered_before_is_recognised(cast):
    first = cast.take_in({"来文.txt": SURE})
    matter = actions.register_sure(first.pk, by=cast.registrar, at=cast.tick()).registered[0]
    near = SURE.replace(library.letter("notice").doc_number, "").replace("认真", "切实")
    batch = cast.take_in({"再来.txt": SURE, "改号.txt": near, "另文.txt": OTHER})
    same, alike, other = rows(cast, batch)
    assert [(like.reason, like.number) for like in same.likes] == [("字号和来文单位相同，文件完全相同", matter.number)]
    assert alike.likes[0].reason.startswith("内容相近")
    assert other.likes == []
    page = look(cast, batch)
    assert f'字号和来文单位相同，文件完全相同：<a href="/matters/{matter.pk}/">{matter.number}</a>' in page
    assert 'value="重复来文"' in page


def test_the_same_twice_in_one_batch_is_registered_once(cast):
    batch = cast.take_in({"来文.txt": SURE, "又一份.txt": SURE})
    assert rows(cast, batch)[1].likes[0].reason == "与本批另一文件字号相同"
    assert len(actions.register_sure(batch.pk, by=cast.registrar, at=cast.tick()).registered) == 1
    assert "字号和来文单位相同" in look(cast, batch)


def test_what_one_may_not_see_is_not_betrayed(cast):
    kept = cast.take_in({"来电.txt": SURE}, "telegram")
    details = queries.details(kept.arrivals.get()) | {"urgency": "routine", "signed_for_by": "韦正"}
    actions.register_arrival(kept.arrivals.get().pk, details=details, by=cast.confidential, at=cast.tick())
    assert rows(cast, cast.take_in({"来文.txt": SURE + "\n。"}))[0].likes == []


# --- single files -------------------------------------------------------------------------------------------


def test_a_file_is_left_unregistered_and_put_back(cast):
    batch = cast.take_in({"来文.txt": SURE})
    arrival = batch.arrivals.get()
    answer = cast.post(cast.registrar, "setting_aside", arrival.pk, reason="重复来文")
    assert answer.headers["Location"] == f"/intakes/{batch.pk}/"
    arrival.refresh_from_db()
    assert (arrival.set_aside_by, arrival.set_aside_reason) == (cast.registrar, "重复来文")
    assert "重复来文" in look(cast, batch)
    with refused("请先恢复"):
        actions.register_arrival(arrival.pk, details={}, by=cast.registrar, at=cast.tick())
    cast.post(cast.second_registrar, "taking_up", arrival.pk)
    assert rows(cast, batch)[0].state == "read"
    assert [entry.verb for entry in Entry.objects.filter(stream=batch.stream).order_by("seq")] == [
        "documents.taken_in",
        "documents.arrived",
        "documents.set_aside",
        "documents.taken_up",
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("setting_aside", "请填写不予登记的原因"), ("taking_up", "没有作过不予登记处理")],
)
def test_a_refusal_comes_back_with_the_batch(cast, name, sentence):
    arrival = cast.take_in({"来文.txt": SURE}).arrivals.get()
    with unchanged():
        answer = cast.post(cast.registrar, name, arrival.pk)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_what_cannot_be_read_says_why_and_is_read_again(cast):
    batch = cast.take_in({"来文.txt": SURE, "坏.pdf": b"%PDF-1.4\nbroken"})
    broken = rows(cast, batch)[1]
    assert broken.state == "unreadable"
    assert broken.error in look(cast, batch)
    cast.post(cast.registrar, "arrival_readings", broken.arrival.pk)
    assert rows(cast, batch)[1].state == "waiting"
    assert Entry.objects.filter(stream=batch.stream, verb="documents.read_again").exists()
