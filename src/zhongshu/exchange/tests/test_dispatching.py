"""分发: who gets what, with which copy numbers, and when it arrives."""

import json
from datetime import timedelta
from time import perf_counter

import pytest
from django.db import transaction
from tests.cast import GIVEN, last_act, refused, unchanged, verbs

from zhongshu.documents.actions import open_registers
from zhongshu.exchange import actions, jobs, queries
from zhongshu.exchange.models import Delivery, Dispatch, DispatchFile
from zhongshu.exchange.rules import Receiver
from zhongshu.exchange.tests.sending import SENT, Towns
from zhongshu.jobs.models import Job
from zhongshu.notices.models import Notice
from zhongshu.org import actions as org
from zhongshu.org import queries as who
from zhongshu.org.models import Unit

MANY = 500  # receivers of one dispatch


def test_a_document_goes_to_its_receivers_and_a_job_delivers_it(cast, towns):
    dispatch = towns.send(delivered=False)
    assert (dispatch.sender_name, dispatch.title, dispatch.number) == ("清河县人民政府", SENT.title, SENT.number)
    assert list(dispatch.deliveries.values_list("unit", flat=True)) == [unit.pk for unit in towns.units]
    assert DispatchFile.objects.get().name == "防汛备汛通知.pdf"
    verb, by, detail = last_act(dispatch.matter)
    assert (verb, by, detail["receivers"]) == ("exchange.dispatched", cast.registrar.ref, 2)
    job = Job.objects.get(unique_key=f"dispatch:{dispatch.pk}")
    assert jobs.deliver.call(*job.payload["args"]) == 2
    assert Delivery.objects.filter(delivered_at=None).count() == 0
    assert verbs(dispatch.matter)[-2:] == ["exchange.dispatched", "exchange.delivered"]


def test_delivered_again_nothing_happens(cast, towns):
    dispatch = towns.send()
    with unchanged():
        assert actions.deliver(dispatch.pk, at=cast.tick()) == 0


def test_those_outside_are_not_delivered_to(cast, towns):
    dispatch = towns.send([Receiver("清河县供电公司")])
    row = Delivery.objects.get(dispatch=dispatch)
    assert (row.unit, row.delivered_at) == (None, None)
    assert not Notice.objects.filter(about=f"dispatch:{dispatch.pk}").exists()


def not_sent(towns, sentence, receivers=None, **changed):
    """Expect that a document is not sent, and nothing kept of it."""
    send = towns.ready(receivers, **changed)
    with refused(sentence):
        send()


def test_an_abolished_receiver_is_named_with_its_day(cast, towns):
    towns.end(0)
    not_sent(towns, "平安镇人民政府已于2026年3月2日撤销.*改选承接其职能的机关")


def test_what_is_no_organ_has_no_register(cast, towns):
    not_sent(towns, "清河县财政局不是机关", [Receiver(cast.finance.name, cast.finance.pk)])


def test_an_organ_without_a_registrar_cannot_sign(cast, towns):
    not_sent(
        towns,
        "白石县人民政府还没有设置收文登记人员或者收文编号",
        [Receiver(cast.other_organ.name, cast.other_organ.pk)],
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda towns: [], "请至少选择一个收文单位"),
        (lambda towns: towns.receivers() + towns.receivers()[:1], "收文单位重复：平安镇人民政府"),
        (lambda towns: [*towns.receivers(), Receiver("平安镇", towns.units[0].pk)], "收文单位重复：平安镇"),
        (lambda towns: [Receiver(towns.cast.organ.name, towns.cast.organ.pk)], "是发文机关，不能分发给自己"),
        (lambda towns: towns.receivers(role="guest"), "是主送还是抄送"),
        (lambda towns: towns.receivers(copies=0), "份数应为1至9999"),
        (lambda towns: [Receiver(f"第{number}公司") for number in range(2001)], "一次最多分发给2000个单位"),
    ],
)
def test_receivers_that_cannot_be(cast, towns, change, sentence):
    not_sent(towns, sentence, change(towns))


@pytest.mark.parametrize(("first", "copies"), [(0, 1), (999_999, 1), (-3, 1), (999_990, 9)])
def test_copy_numbers_have_six_digits(cast, towns, first, copies):
    not_sent(towns, "份号应在000001至999999之间", towns.receivers(copies=copies), first_copy=first)


def test_a_document_is_not_due_before_it_is_sent(cast, towns):
    not_sent(towns, "签收时限应晚于现在", due_at=cast.at - timedelta(hours=1))


def test_a_title_has_room_in_the_registers(cast, towns):
    not_sent(towns, "标题有201字，收文登记最多200字", title="题" * 201)


def test_without_files_nothing_is_sent(cast, towns):
    matter = towns.matter()
    given = {"sender": cast.organ, "particulars": SENT, "files": [], "receivers": towns.receivers()}
    with refused("还没有正式文件"), transaction.atomic():
        actions.dispatch_within(matter, **given, by=cast.registrar, at=cast.tick())


def test_copy_numbers_follow_one_another(cast, towns):
    receivers = [
        Receiver(towns.units[0].name, towns.units[0].pk, copies=2),
        Receiver("清河县供电公司", copies=3),
        Receiver(towns.units[1].name, towns.units[1].pk, role="copy"),
    ]
    dispatch = towns.send(receivers, first_copy=11)
    given = list(Delivery.objects.order_by("pk").values_list("first_copy", "last_copy"))
    assert given == [(11, 12), (13, 15), (16, 16)]
    assert queries.last_copy(dispatch.matter) == 16
    assert [one.role for one in queries.deliveries_of(dispatch.matter)] == ["main", "main", "copy"]


def test_what_is_labelled_is_not_said_outside(cast, towns):
    towns.send(label="internal")
    assert set(Notice.objects.values_list("outside", flat=True)) == {""}
    towns.send(urgency="extra_urgent")
    told = Notice.objects.filter(is_urgent=True)
    assert told.count() == 2 and SENT.title in told[0].outside


def test_what_became_of_a_document_takes_two_questions(cast, django_assert_num_queries):
    towns = Towns(cast, 12)
    dispatch = towns.send()
    actions.sign(towns.delivery(dispatch).pk, by=towns.registrars[0], at=cast.tick())
    actions.remind([towns.delivery(dispatch, 1).pk], by=cast.registrar, at=cast.tick())
    with django_assert_num_queries(2):
        rows = [(one.dispatch.title, one.unit.name, one.reminded) for one in queries.deliveries_of(dispatch.matter)]
        counts = queries.counts(dispatch.matter)
    assert len(rows) == 12 and [row[2] for row in rows[:3]] == [0, 1, 0]
    assert counts == {"waiting": 11, "signed": 1, "rejected": 0, "recalled": 0}


@pytest.fixture
def many(cast, towns) -> list[Unit]:
    """Five hundred organs, in each of which the registrar of the first town signs."""
    made = Unit.objects.bulk_create(
        Unit(
            code=f"many{n}",
            name=f"第{n}镇人民政府",
            short_name=f"第{n}镇",
            kind=Unit.ORGAN,
            path="/",
            order=n,
            valid_from=GIVEN["on"],
        )
        for n in range(MANY)
    )
    for unit in made:
        unit.path = f"/{unit.pk}/"
    Unit.objects.bulk_update(made, ["path"])
    with transaction.atomic():
        for unit in made:
            open_registers(unit.pk, by="system", at=GIVEN["at"])
            org.posts.give_role(towns.registrars[0].holder, "registrar", unit, **GIVEN)
    return made


def test_five_hundred_receivers_are_a_matter_of_seconds(cast, towns, many, django_assert_max_num_queries):
    receivers = [Receiver(unit.name, unit.pk) for unit in many]
    who.directory()
    begun = perf_counter()
    with django_assert_max_num_queries(60):
        dispatch = towns.send(receivers)
    took = perf_counter() - begun
    assert Delivery.objects.filter(dispatch=dispatch, delivered_at__isnull=False).count() == MANY
    assert Dispatch.objects.count() == 1
    assert json.loads(last_act(dispatch.matter)[2].__str__().replace("'", '"'))["units"] == MANY
    assert took < 30, took  # of a busy machine; measured alone it takes a tenth of a second
