"""预留文号: set aside, used at 编号, voided; the register of numbers shows each in its place."""

import pytest
from django.urls import reverse
from tests.cast import refused, unchanged

from zhongshu.numbering.models import Number
from zhongshu.outgoing import actions, queries
from zhongshu.outgoing.models import Reservation
from zhongshu.outgoing.tests.writing import give_back, opened, walk
from zhongshu.trail.models import Entry


@pytest.fixture
def series(cast):
    return actions.open_code(code="清政发", by=cast.registrar, at=cast.tick())


def reserve(cast, series, count=1, purpose="表彰决定，待会议通过", by=None, key=""):
    given = {"series": series.pk, "count": count, "purpose": purpose, "request_key": key}
    return actions.reserve(**given, by=by or cast.registrar, at=cast.tick())


def verbs(stream):
    return list(Entry.objects.filter(stream=stream).order_by("pk").values_list("verb", flat=True))


def test_a_number_is_set_aside_and_the_next_document_gets_the_one_after(cast, series):
    client = cast.client(cast.registrar)
    sent = {"series": series.pk, "count": 2, "purpose": "表彰决定，待会议通过", "request_key": "k1"}
    for _ in range(2):  # the form arrives twice
        assert client.post(reverse("outgoing_numbers"), sent).status_code == 302
    year = Reservation.objects.first().number.year
    assert [one.number.value for one in queries.reserved(cast.organ.pk, year)] == [1, 2]
    shown = client.get(reverse("outgoing_numbers")).content.decode()
    assert "表彰决定，待会议通过" in shown and "预留未用" in shown


def test_a_reserved_number_goes_to_its_document_and_both_trails_say_so(cast, series):
    number, other = reserve(cast, series, 2)
    aside = number.holder
    matter = walk(cast, opened(cast), "numbering")
    cast.complete(matter, "numbering", by=cast.registrar, reserved=number.pk)
    matter.refresh_from_db()
    assert matter.number == number.text == "清政发〔2026〕1号"
    assert verbs(aside) == ["numbering.taken", "numbering.handed_on"]
    assert "numbering.handed_on" in verbs(matter.stream)
    assert [one.number_id for one in queries.reserved(cast.organ.pk, 2026)] == [other.pk]
    second = walk(cast, opened(cast), "printing")
    assert second.number == "清政发〔2026〕3号"


def test_a_reserved_number_is_used_once(cast, series):
    (number,) = reserve(cast, series)
    first, second = (walk(cast, opened(cast), "numbering") for _ in range(2))
    cast.complete(first, "numbering", by=cast.registrar, reserved=number.pk)
    with unchanged(), refused("已经使用或者作废"):
        cast.complete(second, "numbering", by=cast.registrar, reserved=number.pk)


def test_after_a_return_the_document_keeps_the_number_that_was_reserved(cast, series):
    (number,) = reserve(cast, series)
    matter = walk(cast, opened(cast), "numbering")
    cast.complete(matter, "numbering", by=cast.registrar, reserved=number.pk)
    give_back(cast, matter, "printing", "recheck", by=cast.registrar)
    cast.complete(matter, "recheck", by=cast.registrar)
    cast.complete(matter, "numbering", by=cast.registrar)
    matter.refresh_from_db()
    assert matter.number == number.text
    assert Number.objects.count() == 1


def test_a_number_not_wanted_any_more_is_voided_with_its_reason_and_keeps_its_place(cast, series):
    (number,) = reserve(cast, series)
    client = cast.client(cast.registrar)
    address = reverse("outgoing_releasing", args=[number.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "会议没有通过。"}).status_code == 302
    shown = client.get(reverse("outgoing_numbers"), {"state": "voided"}).content.decode()
    assert "会议没有通过。" in shown
    assert "已经作废" in client.post(address, {"reason": "再次。"}).content.decode()
    assert not queries.reserved(cast.organ.pk, 2026).exists()
    assert walk(cast, opened(cast), "printing").number == "清政发〔2026〕2号"


def test_a_number_of_last_year_does_not_go_with_a_document_of_this_one(cast, series):
    (number,) = reserve(cast, series)
    matter = walk(cast, opened(cast), "numbering")
    cast.at = cast.at.replace(year=2027)
    with unchanged(), refused("不能用于2027年印发的文件"):
        cast.complete(matter, "numbering", by=cast.registrar, reserved=number.pk)


@pytest.mark.parametrize(
    ("count", "purpose", "sentence"),
    [(0, "用途", "请填写预留几个文号"), (21, "用途", "最多同时预留20个"), (1, " ", "请填写预留用途")],
)
def test_bad_input_sets_nothing_aside(cast, series, count, purpose, sentence):
    with unchanged(), refused(sentence):
        reserve(cast, series, count, purpose)


def test_a_mark_of_secrecy_is_neither_a_purpose_nor_a_reason(cast, series):
    with unchanged(), refused("内容中发现国家秘密标志"):
        reserve(cast, series, purpose="机密★10年文件")
    (number,) = reserve(cast, series)
    client = cast.client(cast.registrar)
    page = client.post(reverse("outgoing_releasing", args=[number.pk]), {"reason": "改用绝密★长期"}).content.decode()
    assert "内容中发现国家秘密标志" in page
    assert Entry.objects.latest("pk").verb == "documents.secret_refused"
    number.refresh_from_db()
    assert not number.is_voided


def test_no_more_than_twenty_wait_at_one_time(cast, series):
    reserve(cast, series, 15)
    with unchanged(), refused("已有15个预留文号没有使用"):
        reserve(cast, series, 6)


def test_only_registrars_of_the_organ_set_numbers_aside(cast, series):
    with unchanged(), refused("只有登记人员可以预留文号"):
        reserve(cast, series, by=cast.office_head)
    (number,) = reserve(cast, series)
    with unchanged(), refused("只有登记人员可以作废本机关的预留文号"):
        actions.release(number.pk, reason="不用。", by=cast.outsider, at=cast.tick())


def test_a_number_of_the_telegrams_is_not_for_other_documents(cast, series):
    wires = actions.open_code(code="清政发电", by=cast.registrar, at=cast.tick())
    (number,) = reserve(cast, wires)
    matter = walk(cast, opened(cast), "numbering")
    with unchanged(), refused("机关代字不能用于这类文件"):
        cast.complete(matter, "numbering", by=cast.registrar, reserved=number.pk)


def test_an_organ_without_a_code_is_told_what_to_do(cast):
    matter = walk(cast, opened(cast), "numbering")
    queries.codes(cast.organ.pk).update(organ="organ:0")
    with unchanged(), refused("请登记人员先在“发文字号”中设立机关代字"):
        cast.complete(matter, "numbering", by=cast.registrar)
    shown = cast.client(cast.registrar).get(reverse("outgoing_numbers")).content.decode()
    assert "先设立机关代字" in shown
