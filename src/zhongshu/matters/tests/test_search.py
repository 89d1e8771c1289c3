"""Finding matters (检索): by all that their pages show, only by those who see them, and not a moment longer."""

import random
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from tests.cast import PEOPLE

from zhongshu.documents import actions as documents
from zhongshu.files.models import FileText
from zhongshu.jobs.models import Job
from zhongshu.matters import actions, jobs, queries
from zhongshu.matters.actions import indexing, reading_files
from zhongshu.matters.models import Attachment, Matter
from zhongshu.matters.queries import visible
from zhongshu.search import actions as search
from zhongshu.search.models import Entry, EntryNumber, Pending
from zhongshu.search.rules import Filters
from zhongshu.trail.models import Entry as Line


def found(cast, whom, query, **filters):
    search.drain(partial(reading_files.index, at=cast.at))
    answer = queries.search(whom, query, cast.at, filters=Filters(**filters), size=100)
    assert answer.count == len(answer.hits)
    return [hit.subject for hit in answer.hits]


def write(attachment, words):
    """Let a file say something, as if it had been read."""
    FileText.objects.update_or_create(stored=attachment.file, defaults={"text": words, "read_at": attachment.at})


@pytest.fixture
def document(cast):
    upload = cast.upload(cast.registrar, "春耕方案.txt", "方案")
    made = cast.document(
        title="关于做好春耕生产的通知",
        sender="清源市农业农村局",
        sender_number="清农发［2026］ 15号",
        note="请领导阅示",
        uploads=(upload,),
    )
    return cast.walk(made, to="handling", co_units=(cast.education,))


def test_all_that_the_page_shows_can_be_found(cast, document):
    write(Attachment.objects.get(), "加快化肥调运，\n确保不误农时。")
    task = cast.task(document, "handling", cast.finance_chief)
    actions.chase(
        document.pk, tasks=[task.pk], mode="phone", words="请于周五前反馈进度。", by=cast.registrar, at=cast.tick()
    )
    actions.answer(document.chases.get().pk, words="化肥已到货八成。", by=cast.finance_chief, at=cast.tick())
    documents.dissent(document.pk, words="建议分批调运。", by=cast.office_head, at=cast.tick())
    cast.complete(document, "handling", by=cast.education_chief, opinion="学农活动已安排。")
    for query in (
        "春耕", "耕生", "清源市农业", "清农发〔2026〕15号", "〔2026〕15", "[2026]15号", document.number, "领导阅示",
        "春耕方案", "化肥调运，确保不误", "周立民", "zhoulimin", "zlm", "县教育局", "周五前", "到货八成", "分批调运",
        "学农活动", "拟请周立民同志阅示", "春耕 化肥 学农", "耕",
    ):  # fmt: skip
        assert found(cast, cast.leader, query) == [document.pk], query
    assert found(cast, cast.leader, "秋收") == []
    assert found(cast, cast.leader, "春耕", unit=cast.finance.pk, person=cast.leader.pk, year=2026) == [document.pk]
    assert found(cast, cast.leader, "春耕", unit=cast.education.pk) == []


def test_nobody_finds_what_they_may_not_see(cast, document):
    for person in (cast.outsider, cast.reform_chief, cast.finance_clerk, cast.confidential):
        for query in ("春耕", "〔2026〕15", "zhoulimin", document.number):
            assert found(cast, person, query) == []


def test_what_is_found_is_what_is_visible(cast):
    picked = random.Random(11)
    everybody = [getattr(cast, key) for key, _, _ in PEOPLE]
    for number in range(12):
        kind = picked.choice(["incoming", "incoming", "telegram"])
        made = cast.document(kind, title=f"关于第{number}次春耕的通知", sender_number=f"清农发〔2026〕{number}号")
        with transaction.atomic():
            actions.grant(made, [cast.holder(one) for one in picked.sample(everybody, 3)], reason="reader", at=cast.at)
            if picked.random() < 0.3:
                listed = [cast.holder(one) for one in picked.sample(everybody, 2)]
                actions.restrict(made, listed, by=cast.registrar, at=cast.at)
    cast.delegate(cast.registrar, cast.outsider, until=cast.at + timedelta(days=9))
    cast.tick()
    for person in everybody:
        seen = set(queries.visible_to(person, cast.at).values_list("pk", flat=True))
        assert set(found(cast, person, "春耕")) == set(found(cast, person, "清农发")) == seen
        assert seen <= set(visible.granted(person, cast.at, 100))
        assert len(seen) < 2 or visible.granted(person, cast.at, 1) is None


def test_a_paper_card_is_found_by_its_number_alone(cast):
    card = documents.card(
        organ=cast.organ.pk, sender_code="07", copy_number="", copies=1, by=cast.confidential, at=cast.tick()
    )
    assert found(cast, cast.confidential, card.number) == [card.pk]
    assert found(cast, cast.confidential, "韦正") == found(cast, cast.confidential, "07") == []
    assert found(cast, cast.registrar, card.number) == []


def test_quarantine_takes_it_out_at_once_and_for_good(cast, document):
    shared = cast.document(title="另一件通知", uploads=(cast.upload(cast.registrar, "副本.txt", "方案"),))
    kept = Attachment.objects.get(matter=document)
    write(kept, "专项行动方案")
    assert set(found(cast, cast.registrar, "专项行动")) == {document.pk, shared.pk}
    documents.quarantine(document.pk, by=cast.leader, at=cast.tick())
    assert not Entry.objects.filter(pk__in=[document.pk, shared.pk]).exists()
    assert not EntryNumber.objects.filter(key__contains="清农发").exists()
    assert Job.objects.filter(task="zhongshu.matters.jobs.scrub").count() == 1
    with transaction.atomic():
        actions.touch(document, at=cast.tick())
    for person in (cast.confidential, cast.registrar):
        for query in ("春耕", "专项行动", document.number, "清农发〔2026〕15号"):
            assert found(cast, person, query) == []
    assert found(cast, cast.registrar, "另一件") == [shared.pk]
    search.scrub()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM search_grams_data")
            assert not any("专项".encode() in bytes(block) for (block,) in cursor.fetchall())


def test_a_file_is_read_and_found(cast, document):
    kept = cast.upload(cast.registrar, "进度.txt", "各乡镇化肥到位情况良好。")
    actions.attach(document.pk, uploads=(kept,), role="other", by=cast.registrar, at=cast.tick())
    assert found(cast, cast.registrar, "化肥到位") == []
    for job in Job.objects.filter(task="zhongshu.matters.jobs.read_file"):
        reading_files.read_file(*job.payload["args"], at=cast.tick())
    assert found(cast, cast.registrar, "化肥到位") == [document.pk]


def test_a_file_that_bears_a_mark_of_secrecy_takes_its_matter_out(cast, document):
    kept = cast.upload(cast.registrar, "专报.txt", "机密★10年\n关于专项行动的报告\n化肥到位")
    actions.attach(document.pk, uploads=(kept,), role="other", by=cast.registrar, at=cast.tick())
    assert found(cast, cast.registrar, "春耕") == [document.pk]
    for job in Job.objects.filter(task="zhongshu.matters.jobs.read_file"):
        reading_files.read_file(*job.payload["args"], at=cast.tick())
    for query in ("春耕", "化肥到位", "专项行动", document.number):
        assert found(cast, cast.registrar, query) == found(cast, cast.confidential, query) == []
    assert not Entry.objects.filter(text__contains="专项").exists()


def test_every_act_is_followed_by_the_index(cast, document):
    """After a whole story the index is what one built anew would be: no act forgot to say that it changed something."""
    actions.circulate(document.pk, holders=[cast.holder(cast.reform_chief)], by=cast.registrar, at=cast.tick())
    search.drain(indexing.index)
    actions.tick_read(
        document.tasks.get(station=None).pk, by=cast.reform_chief, at=cast.tick(), opinion="已阅，建议转发。"
    )
    search.drain(indexing.index)
    actions.transfer(
        cast.task(document, "handling", cast.finance_chief).pk,
        to=cast.holder(cast.finance_clerk),
        by=cast.finance_chief,
        at=cast.tick(),
        reason="请李雪办理",
    )
    search.drain(indexing.index)
    actions.hand_over(cast.finance_clerk, to=cast.reform_clerk, by=cast.office_head, at=cast.tick(), reason="轮岗")
    followed = shown()
    actions.reindex(by="account:1", at=cast.tick())
    assert Pending.objects.count() == Matter.objects.count()
    assert shown() == followed


def shown():
    search.drain(indexing.index)
    return [(entry.text, entry.marks, entry.unit) for entry in Entry.objects.order_by("pk")]


def test_an_order_to_index_anew_is_on_the_trail(cast, document):
    actions.reindex(by=cast.sysadmin.ref, at=cast.tick())
    assert last_act_of("settings") == ("matters.reindexing_ordered", cast.sysadmin.ref)
    assert Job.objects.filter(task="zhongshu.matters.jobs.index", unique_key="schedule:matters.index").count() == 1


def last_act_of(stream):
    line = Line.objects.filter(stream=stream).latest("seq")
    return line.verb, line.by


def test_a_change_wakes_the_indexing_once(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        cast.document()
    with django_capture_on_commit_callbacks(execute=True):
        cast.document()
    assert Job.objects.filter(task="zhongshu.matters.jobs.index").count() == 1
    assert list(Pending.objects.values_list("subject", flat=True)) == list(Matter.objects.values_list("pk", flat=True))


def test_the_job_tells_how_far_it_is(cast):
    told = []

    class Context:
        def report(self, percent, message):
            told.append((percent, message))

    for _ in range(3):
        cast.document()
    assert jobs.index.call(Context()) == 3
    assert told == [(0, "还有3件待更新")]
    assert Entry.objects.count() == 3


def test_files_that_nobody_has_read_are_read_with_the_next_index(cast):
    document = cast.document(uploads=(cast.upload(cast.registrar, "旧附件.txt", "早先的附件"),))
    file = Attachment.objects.get(matter=document).file_id
    for _ in range(2):
        with transaction.atomic():
            reading_files.index(document.pk, at=cast.tick())
    assert Job.objects.get(task=reading_files.READING).payload["args"] == [file]
    reading_files.read_file(file, at=cast.at)
    Job.objects.all().delete()
    with transaction.atomic():
        reading_files.index(document.pk, at=cast.tick())
    assert not Job.objects.filter(task=reading_files.READING).exists()
