"""电子用印: what was printed is sealed where the layout left its place, by the worker, in one go."""

import hashlib
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tests.cast import GIVEN, client_of, refused, verbs

from zhongshu.files import queries as files
from zhongshu.gongwen.signing import verifying
from zhongshu.jobs.models import Job
from zhongshu.matters.models import Attachment
from zhongshu.notices.models import Notice
from zhongshu.org import actions as org
from zhongshu.outgoing import jobs
from zhongshu.outgoing.actions import impressing, printing
from zhongshu.outgoing.models import Version
from zhongshu.outgoing.queries import dispatching
from zhongshu.outgoing.tests.writing import NOTICE, give_back, opened, print_out, seal_of, text, walk, write
from zhongshu.seals import actions as seals
from zhongshu.seals import queries as register
from zhongshu.seals.actions import impressions
from zhongshu.seals.models import Certificate, Impression, Use
from zhongshu.seals.tests.desk import SEAL


@pytest.fixture
def electronic(cast):
    """The organ's seal has an electronic one for demonstration."""
    return seals.try_out(seal_of(cast).pk, by=cast.supervisor, at=cast.tick())


@pytest.fixture
def sealed(cast, electronic):
    """A document that was sealed, by the worker as well."""
    matter = walk(cast, opened(cast), "dispatch")
    run(matter)
    return matter


def sealing(cast, **changed):
    return {"copies": 30, "witness": (cast.holder(cast.office_head),)} | changed


def run(matter, late=timedelta(minutes=1)):
    """Let the worker do what was enqueued, so much later."""
    job = Job.objects.filter(task=impressing.JOB, finished_at=None, failed_at=None).get()
    number, at = job.payload["args"]
    assert number == matter.pk
    signed_at = datetime.fromisoformat(at)
    impressing.seal_up(number, signed_at=signed_at, at=signed_at + late)
    Job.objects.filter(pk=job.pk).update(finished_at=signed_at + late)


def read(attachment):
    with files.open_bytes(attachment.file) as file:
        return file.read()


def verdict(cast, pdf):
    trust = register.trust(cast.at)
    return verifying.verify(pdf, roots=trust.roots, withdrawn=trust.withdrawn, at=cast.at)


def withdraw(cast, since, **changed):
    row = Certificate.objects.latest("pk")
    given = {"since": since, "cause": "stolen", "reason": "电脑失窃"} | changed
    return seals.withdraw(row.pk, **given, by=cast.registrar, at=cast.tick())


def test_what_was_printed_is_sealed_and_passes(cast, electronic, sealed):
    (row,) = register.impressions(sealed)
    file = register.sealed_file(sealed)
    assert file.name == f"{NOTICE['title']}（盖章件）.pdf"
    assert row.use == Use.objects.get()
    plain = Attachment.objects.get(matter=sealed, role="final", name=f"{NOTICE['title']}.pdf")
    assert row.before == hashlib.new("sm3", read(plain)).hexdigest() == plain.file.digest
    assert read(file).startswith(read(plain))
    found = verdict(cast, read(file))
    assert found.is_passed, found.sentence
    assert [one.name for one in found.signatures] == [electronic.name]
    assert verbs(sealed)[-1] == "seals.impressed"
    page = client_of(cast.finance_clerk).get(f"/matters/{sealed.pk}/").content.decode()
    assert "已加盖" in page
    assert f"/seals/verification/{file.pk}/" in page


def test_the_page_says_what_the_sealed_file_is_worth(cast, sealed):
    file = register.sealed_file(sealed)
    client = client_of(cast.finance_clerk)
    page = client.get(f"/seals/verification/{file.pk}/").content.decode()
    assert "</svg>演示印章</p>" in page
    assert "本系统登记的印章" in page
    assert "整个文件" in page
    assert client_of(cast.outsider).get(f"/seals/verification/{file.pk}/").status_code == 404


@pytest.mark.parametrize("place", [100, 5_000, -2_000, -30])
def test_one_changed_byte_and_it_is_not_to_be_trusted(cast, sealed, place):
    content = bytearray(read(register.sealed_file(sealed)))
    content[place] ^= 1
    given = {"file": SimpleUploadedFile("通知.pdf", bytes(content))}
    page = client_of(cast.finance_clerk).post("/seals/verification/", given).content.decode()
    assert "不可信" in page
    assert "请不要按此文件办理" in page


def test_the_worker_may_come_late(cast, electronic):
    matter = walk(cast, opened(cast), "dispatch")
    run(matter, late=timedelta(hours=5))
    found = verdict(cast, read(register.sealed_file(matter)))
    assert found.is_passed, found.sentence
    assert found.signatures[0].at == Use.objects.get().at.replace(microsecond=0)


def test_done_again_it_adds_nothing(cast, sealed):
    jobs.seal_up.func(*Job.objects.get(task=impressing.JOB).payload["args"])
    assert Attachment.objects.filter(matter=sealed, name__contains="盖章件").count() == 1
    assert verbs(sealed).count("seals.impressed") == 1


def test_without_an_electronic_one_everything_is_on_paper(cast):
    matter = walk(cast, opened(cast), "dispatch")
    assert Use.objects.count() == 1
    assert not Impression.objects.exists()
    assert not Job.objects.filter(task=impressing.JOB).exists()
    assert register.sealed_file(matter) is None


def test_a_certificate_stolen_before_the_seal_is_put_on(cast, electronic):
    matter = walk(cast, opened(cast), "sealing")
    withdraw(cast, cast.tick())
    with refused("停用"):
        cast.complete(matter, "sealing", by=cast.registrar, **sealing(cast))
    assert not Use.objects.exists()
    assert not Job.objects.filter(task=impressing.JOB).exists()


def test_a_certificate_that_has_run_out(cast, electronic):
    matter = walk(cast, opened(cast), "sealing")
    Certificate.objects.update(valid_to=cast.at)
    with refused("过期"):
        cast.complete(matter, "sealing", by=cast.registrar, **sealing(cast))
    assert not Use.objects.exists()


def test_a_certificate_stolen_before_the_worker_comes(cast, electronic):
    matter = walk(cast, opened(cast), "dispatch")
    withdraw(cast, Use.objects.get().at - timedelta(minutes=1))
    run(matter)
    cast.tick(minutes=5)
    (row,) = register.impressions(matter)
    assert "停用" in row.fault
    assert register.sealed_file(matter) is None
    assert verbs(matter)[-1] == "seals.not_impressed"
    assert Notice.objects.filter(person=cast.registrar, text__contains="未能加盖电子印章").exists()
    page = client_of(cast.registrar).get(f"/matters/{matter.pk}/").content.decode()
    assert "重新加盖" in page
    assert f"盖章件没有生成：{row.fault}" in page
    with refused("由印章保管人重新加盖，再分发"):
        cast.complete(matter, "dispatch", by=cast.registrar)
    client_of(cast.registrar).post(f"/outgoing/{matter.pk}/sealing/")
    assert Impression.objects.get().fault
    seals.try_out(electronic.pk, by=cast.supervisor, at=cast.tick())
    with refused("只有保管人可以用印"):
        impressing.seal_again(matter.pk, by=cast.second_registrar, at=cast.tick())
    impressing.seal_again(matter.pk, by=cast.registrar, at=cast.tick())
    run(matter)
    assert verdict(cast, read(register.sealed_file(matter))).is_passed
    with refused("无需重新加盖"):
        impressing.seal_again(matter.pk, by=cast.registrar, at=cast.tick())


def test_nothing_is_sealed_any_more_with_a_certificate_that_was_withdrawn(cast, electronic):
    """Stolen after 用印, noticed before the worker comes: the signature that waits is not made any more."""
    matter = walk(cast, opened(cast), "dispatch")
    withdraw(cast, Use.objects.get().at + timedelta(minutes=1))
    run(matter, late=timedelta(hours=1))
    assert register.sealed_file(matter) is None
    assert "起停用" in dispatching.sealing_fault(matter)


def test_what_was_sealed_before_a_theft_stays_good_and_what_came_later_does_not(cast, sealed):
    content, signed = read(register.sealed_file(sealed)), Use.objects.get().at
    withdraw(cast, signed + timedelta(minutes=1))
    cast.tick()
    assert verdict(cast, content).is_passed
    assert register.judge(content, cast.at).word == "演示印章"
    Certificate.objects.get().withdrawal.__class__.objects.update(since=signed - timedelta(minutes=1))
    found = verdict(cast, content)
    assert not found.is_passed
    assert "停用" in found.sentence


def test_another_text_than_the_one_that_was_signed_is_not_sealed(cast, electronic):
    matter = walk(cast, opened(cast), "dispatch")
    last = Version.objects.filter(document=matter.pk).latest("order")
    Version.objects.filter(pk=last.pk).update(text=last.text.replace("压实责任", "放松责任"))
    run(matter)
    assert register.sealed_file(matter) is None
    assert "签发后文稿又有改动" in Impression.objects.get().fault


def test_a_print_that_cannot_be_repeated_is_not_sealed(cast, electronic, monkeypatch):
    matter = walk(cast, opened(cast), "dispatch")
    printing.lay_down(matter.pk, by=cast.registrar, at=cast.tick())
    Attachment.objects.filter(matter=matter, name__endswith=".pdf").update(withheld_at=cast.at)
    run(matter)
    assert "重新印制" in Impression.objects.get().fault


def test_a_seal_on_loan_is_put_on_nothing(cast, electronic):
    from zhongshu.seals.models import Loan

    matter = walk(cast, opened(cast), "sealing")
    other = opened(cast)
    Loan.objects.create(
        matter=other, seal=electronic, borrower=cast.finance_clerk, companion=cast.finance_chief, reason="签约",
        place="市里", sent_to="市里", copies=1, out_at=cast.at, out_by=cast.registrar,
    )  # fmt: skip
    with refused("借出"):
        cast.complete(matter, "sealing", by=cast.registrar, **sealing(cast))
    assert not Use.objects.exists()


def test_an_electronic_seal_alone_is_not_put_on_paper(cast):
    seal = seal_of(cast)
    type(seal).objects.update(is_electronic=True)
    matter = walk(cast, opened(cast), "printing")
    with refused("还没有导入签章证书"):
        cast.complete(matter, "printing", by=cast.registrar, seal=seal.pk, copies=30)
    assert not Impression.objects.exists()


@pytest.fixture
def beside(cast):
    """Another organ whose seal its own people keep, with an electronic one."""
    organ = cast.other_organ
    with transaction.atomic():
        org.posts.give_role(cast.outsider.holder, "seal_keeper", organ, **GIVEN | {"at": cast.tick()})
    given = {"keeper": cast.outsider, "by": cast.outsider, "at": cast.tick()}
    seal = seals.register(organ=organ.pk, details=SEAL | {"name": f"{organ.name}公章"}, **given)
    return seals.try_out(seal.pk, by=cast.outsider, at=cast.tick())


def test_the_seals_of_a_joint_document_are_set_in_one_go(cast, electronic, beside):
    names = (cast.organ.name, beside.organ.name)
    matter = walk(cast, opened(cast), "printing", signature=names)
    assert text(matter).signed == names
    chosen = {"seal": electronic.pk, f"seal_of_{beside.organ_id}": beside.pk, "copies": 30}
    cast.complete(matter, "printing", by=cast.registrar, **chosen)
    cast.complete(matter, "sealing", by=cast.registrar, **sealing(cast))
    assert not Job.objects.filter(task=impressing.JOB).exists()
    cast.complete(matter, "sealing", by=cast.outsider, **sealing(cast))
    run(matter)
    found = verdict(cast, read(register.sealed_file(matter)))
    assert found.is_passed, found.sentence
    assert [one.name for one in found.signatures] == [electronic.name, beside.name]
    assert Use.objects.count() == 2


def test_printed_anew_it_is_sealed_anew(cast, sealed):
    before = register.sealed_file(sealed)
    with transaction.atomic():
        from zhongshu.seals.actions import impressions

        assert impressions.mean_within(sealed, [seal_of(cast)], at=cast.tick())
    assert register.sealed_file(sealed) is None
    assert Impression.objects.filter(file=before, superseded_at__isnull=False).exists()


def test_the_forms_say_what_is_electronic(cast, electronic):
    matter = walk(cast, opened(cast), "printing")
    page = client_of(cast.registrar).get(f"/matters/{matter.pk}/").content.decode()
    assert f"{electronic.name}（加盖电子印章）" in page
    cast.complete(matter, "printing", by=cast.registrar, seal=electronic.pk, copies=30)
    page = client_of(cast.registrar).get(f"/matters/{matter.pk}/").content.decode()
    assert "由系统在正式文件上加盖电子印章" in page


def test_what_is_to_bear_no_seal_any_more_does_not_go_out_with_the_old_one(cast, sealed):
    """Returned, changed and printed anew without a seal: only what the last 印制 made is sent."""
    old = register.sealed_file(sealed).pk
    give_back(cast, sealed, "dispatch", "drafting", by=cast.registrar)
    write(cast, sealed, sealing="none", body=(*NOTICE["body"], "三、做好保障。"))
    walk(cast, sealed, "printing")
    cast.complete(sealed, "printing", by=cast.registrar)
    assert register.sealed_file(sealed) is None
    assert dispatching.sent_files(sealed) == []
    print_out(cast, sealed)
    sent = {file.pk for file, _ in dispatching.sent_files(sealed)}
    assert len(sent) == 2
    assert Attachment.objects.get(pk=old).file_id not in sent


def test_of_no_seals_none_is_electronic(cast, electronic):
    matter = walk(cast, opened(cast), "printing")
    with transaction.atomic():
        assert not impressions.mean_within(matter, [], at=cast.tick())
    assert not Impression.objects.exists()


@pytest.mark.parametrize("is_electronic", [True, False])
def test_printed_anew_as_many_copies_may_be_sealed_as_the_first_time(cast, is_electronic):
    """What an earlier print bore is not counted: the way that a refusal names can be gone."""
    seal = seal_of(cast)
    if is_electronic:
        seals.try_out(seal.pk, by=cast.supervisor, at=cast.tick())
    matter = walk(cast, opened(cast), "dispatch")
    give_back(cast, matter, "dispatch", "printing", by=cast.registrar)
    cast.complete(matter, "printing", by=cast.registrar, seal=seal.pk, copies=30)
    with refused("批准用印30份，还可用印30份"):
        cast.complete(matter, "sealing", by=cast.registrar, **sealing(cast, copies=31))
    assert Use.objects.count() == 1
    cast.complete(matter, "sealing", by=cast.registrar, **sealing(cast))
    assert list(Use.objects.order_by("pk").values_list("copies", flat=True)) == [30, 30]
    assert verbs(matter).count("seals.used") == 2
    assert bool(register.impressions(matter)) is is_electronic


def test_a_sealing_job_that_was_given_up_is_told_and_done_again(cast, electronic):
    """Whatever the worker died of, the document is not stuck between 用印 and 分发."""
    matter = walk(cast, opened(cast), "dispatch")
    assert dispatching.is_being_made(matter)
    assert not dispatching.sealing_fault(matter)
    Job.objects.filter(task=impressing.JOB).update(failed_at=cast.at)
    page = client_of(cast.registrar).get(f"/matters/{matter.pk}/").content.decode()
    assert "重新加盖" in page
    assert "盖章件没有生成：生成盖章件的作业没有完成。" in page
    with refused("由印章保管人重新加盖，再分发"):
        cast.complete(matter, "dispatch", by=cast.registrar)
    impressing.seal_again(matter.pk, by=cast.registrar, at=cast.tick())
    assert verbs(matter)[-1] == "outgoing.sealed_again"
    with refused("无需重新加盖"):
        impressing.seal_again(matter.pk, by=cast.registrar, at=cast.tick())
    run(matter)
    assert register.sealed_file(matter)
    assert not dispatching.sealing_fault(matter)


def test_a_worker_that_began_before_the_new_print_does_not_end_after_it(cast, electronic, monkeypatch):
    """What it made bears the seals of the earlier print, and is not kept as that of the new one."""
    matter, real = walk(cast, opened(cast), "dispatch"), impressing.sealing.seal

    def slow(*args, **how):
        give_back(cast, matter, "dispatch", "printing", by=cast.registrar)
        cast.complete(matter, "printing", by=cast.registrar, seal=electronic.pk, copies=30)
        cast.complete(matter, "sealing", by=cast.registrar, **sealing(cast))
        return real(*args, **how)

    monkeypatch.setattr(impressing.sealing, "seal", slow)
    impressing.seal_up(matter.pk, signed_at=Use.objects.get().at, at=cast.tick())
    assert Use.objects.count() == 2
    assert not Impression.objects.filter(file__isnull=False).exists()
    assert not Attachment.objects.filter(matter=matter, name__contains="盖章件").exists()
