"""分发: to whom a text says, with what was printed; what stands in the way is said, and nothing is sent."""

from datetime import date

import pytest
from tests.cast import client_of, refused, verbs

from zhongshu.exchange.models import Delivery, Dispatch, DispatchFile
from zhongshu.exchange.rules import Receiver
from zhongshu.exchange.tests.sending import Towns
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Run, Station
from zhongshu.matters.queries import slips
from zhongshu.outgoing.models import Version
from zhongshu.outgoing.tests.writing import give_back, opened, print_out, walk

LINES = {"recipients": "各乡镇人民政府", "copied_to": "县委办公室，平安镇政府"}


@pytest.fixture
def towns(cast):
    return Towns(cast)


@pytest.fixture
def waiting(cast, towns):
    """A document that is printed and waits to be sent."""
    matter = walk(cast, opened(cast), "dispatch", **LINES)
    print_out(cast, matter)
    return matter


def form_of(cast, matter, **changed):
    task = cast.task(matter, "dispatch")
    return f"/tasks/{task.pk}/completion/", {"opinion": "", "copies": "1"} | changed


def everybody(towns, *more):
    return [*(f"main:u{unit.pk}" for unit in towns.units), *more]


def test_the_page_offers_whom_the_text_means(cast, towns, waiting):
    page = client_of(cast.registrar).get(f"/matters/{waiting.pk}/").content.decode()
    for value in everybody(towns, "copy:n县委办公室"):
        assert f'value="{value}" checked' in page
    assert f'value="copy:u{towns.units[0].pk}"' not in page  # it is addressed already
    assert "系统外单位，送纸质件" in page
    assert "做好防汛备汛工作的通知.pdf" in page


def test_what_is_ticked_gets_the_document_and_the_matter_ends(cast, towns, waiting):
    address, form = form_of(
        cast, waiting, receivers=everybody(towns, "copy:n县委办公室"), copies="2", due="2099-01-05",
        first_copy="7", scope="发至乡镇", note="请于下班前签收。",
    )  # fmt: skip
    form[f"copies.main:u{towns.units[1].pk}"] = "5"
    assert client_of(cast.registrar).post(address, form).status_code == 302
    waiting.refresh_from_db()
    assert waiting.outcome == "completed"
    sent = Dispatch.objects.get()
    assert (sent.number, sent.title, sent.genre) == (waiting.number, waiting.title, "notice")
    assert (sent.scope, sent.note, sent.dated) == ("发至乡镇", "请于下班前签收。", date(2026, 3, 2))
    assert (sent.recipients, sent.sender_name) == ("各乡镇人民政府", "清河县人民政府")
    rows = Delivery.objects.order_by("id").values_list("unit", "role", "copies", "first_copy", "last_copy")
    assert list(rows) == [
        (towns.units[0].pk, "main", 2, 7, 8),
        (towns.units[1].pk, "main", 5, 9, 13),
        (None, "copy", 2, 14, 15),
    ]
    assert [one.file.suffix for one in DispatchFile.objects.order_by("order")] == ["ofd", "pdf"]
    assert "exchange.dispatched" in verbs(waiting)


def test_more_are_typed_and_whole_groups_are_added(cast, towns, waiting):
    from zhongshu.exchange import actions

    names = [towns.units[0].name, "县气象局"]
    actions.create_group(organ=cast.organ.pk, name="防汛成员", names=names, by=cast.registrar, at=cast.tick())
    address, form = form_of(
        cast, waiting, receivers=everybody(towns)[:1], groups="0", more=f"太平镇政府\n市水利局、市{chr(0x6C14)}象局",
        more_copies="县人武部",
    )  # fmt: skip
    assert client_of(cast.registrar).post(address, form).status_code == 302
    names = list(Delivery.objects.order_by("id").values_list("name", "role"))
    assert names == [
        ("平安镇人民政府", "main"), ("县气象局", "main"), ("太平镇人民政府", "main"), ("市水利局", "main"),
        ("市气象局", "main"), ("县人武部", "copy"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "请至少选择一个收文单位"),
        ({"more": "平安镇政府\n平安镇人民政府"}, "收文单位重复：平安镇人民政府"),
        ({"more": "有关单位"}, "没有写明是哪些单位"),
        ({"receivers": "main:u999999"}, "收文单位有误"),
        ({"receivers": "main:n市委", "copies.main:n市委": "多"}, "份数应为整数"),
        ({"receivers": "main:n市委", "due": "2020-01-01"}, "签收时限应晚于现在"),
        ({"receivers": "main:n市委", "first_copy": "1000000"}, "不能大于"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(cast, waiting, changed, sentence):
    address, form = form_of(cast, waiting, **changed)
    answer = client_of(cast.registrar).post(address, form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Dispatch.objects.exists()
    waiting.refresh_from_db()
    assert waiting.closed_at is None


def test_an_organ_that_is_no_more_is_named(cast, towns, waiting):
    from django.db import transaction

    from zhongshu.org import actions as org

    gone = towns.units[0]
    cast.dismiss(towns.registrars[0])
    with transaction.atomic():
        org.units.end(gone, on=cast.at.date(), by="system", at=cast.tick())
    with refused("平安镇人民政府已于2026年3月2日撤销"):
        cast.complete(waiting, "dispatch", by=cast.registrar, receivers=(Receiver(gone.name, gone.pk),))
    page = client_of(cast.registrar).get(f"/matters/{waiting.pk}/").content.decode()
    assert "平安镇" not in page.split("抄送（")[0].split("主送（")[1]


def test_nothing_goes_out_before_it_is_printed(cast, towns):
    matter = walk(cast, opened(cast), "dispatch", **LINES)
    with refused("正式文件正在生成"):
        cast.complete(matter, "dispatch", by=cast.registrar, receivers=towns.receivers())
    from zhongshu.jobs.models import Job

    Job.objects.update(failed_at=cast.at)
    with refused("还没有生成正式文件"):
        cast.complete(matter, "dispatch", by=cast.registrar, receivers=towns.receivers())


def test_done_again_it_goes_to_whoever_has_not_got_it(cast, towns, waiting):
    """In an office where something follows 分发, which may be returned to it."""
    holders = (cast.holder(cast.office_head),)
    after = matters.NewStep(name="核对分发", kind="do", holders=holders, completion="one")
    seen = slips.outlook(slips.load_slip(Run.objects.get(matter=waiting), waiting)[0])
    matters.amend(waiting.pk, ahead=[after], struck=frozenset(), seen=seen, by=cast.registrar, at=cast.tick())
    cast.complete(waiting, "dispatch", by=cast.registrar, receivers=towns.receivers())
    added = Station.objects.get(run__matter=waiting, name="核对分发").key
    give_back(cast, waiting, added, "dispatch", by=cast.office_head)
    page = client_of(cast.registrar).get(f"/matters/{waiting.pk}/").content.decode()
    assert "copy:n县委办公室" in page and f"main:u{towns.units[0].pk}" not in page
    with refused("平安镇人民政府、太平镇人民政府已经收到该件"):
        cast.complete(waiting, "dispatch", by=cast.registrar, receivers=towns.receivers())
    cast.complete(waiting, "dispatch", by=cast.registrar)
    give_back(cast, waiting, added, "dispatch", by=cast.office_head)
    cast.complete(waiting, "dispatch", by=cast.registrar, receivers=(Receiver("县委办公室"),))
    assert [one.deliveries.count() for one in Dispatch.objects.order_by("pk")] == [2, 1]


def test_nothing_goes_out_that_is_not_what_was_signed(cast, towns, waiting):
    last = Version.objects.filter(document=waiting.pk).latest("order")
    Version.objects.filter(pk=last.pk).update(text=last.text.replace("压实责任", "减轻责任"))
    with refused("签发后文稿又有改动"):
        cast.complete(waiting, "dispatch", by=cast.registrar, receivers=towns.receivers())


def test_what_is_published_to_all_goes_to_nobody_and_keeps_its_scope(cast):
    matter = walk(
        cast, opened(cast, genre="public_notice"), "dispatch", recipients="", title="清河县人民政府关于防汛的通告"
    )
    print_out(cast, matter)
    with refused("请填写印发传达范围"):
        cast.complete(matter, "dispatch", by=cast.registrar)
    assert "公开发布" in client_of(cast.registrar).get(f"/matters/{matter.pk}/").content.decode()
    cast.complete(matter, "dispatch", by=cast.registrar, scope="公开发布")
    assert Dispatch.objects.get().scope == "公开发布"
    assert not Delivery.objects.exists()
    assert "exchange.published" in verbs(matter)


def test_five_hundred_receivers_are_asked_for_in_a_few_queries(cast, towns, waiting, django_assert_max_num_queries):
    client = client_of(cast.registrar)
    client.get(f"/matters/{waiting.pk}/")
    with django_assert_max_num_queries(60):
        client.get(f"/matters/{waiting.pk}/")


def test_six_hundred_receivers_come_through_one_form(cast, waiting):
    values = [f"main:n第{number}村" for number in range(600)]
    address, form = form_of(cast, waiting, receivers=values)
    form |= {f"copies.{value}": "" for value in values}
    assert client_of(cast.registrar).post(address, form).status_code == 302
    assert Delivery.objects.count() == 600
