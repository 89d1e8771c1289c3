"""年度发文情况 and 以文辅政: what is counted, for whom, and what took a document up."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import refused, unchanged

from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.outgoing.actions import uptakes as actions
from zhongshu.outgoing.models import OutgoingDocument, ReturnCause, Uptake
from zhongshu.outgoing.queries import yearly
from zhongshu.outgoing.tests.writing import opened, walk
from zhongshu.trail.models import Entry

TAKEN = {"manner": "instruction", "where": "县长批示：照此办理。", "taken_on": date(2026, 3, 1)}


def numbers(lines):
    return [(one.name, one.now, one.before) for one in lines]


def take_up(cast, matter, by=None, **changed):
    actions.enter_uptake(matter.pk, **TAKEN | changed, by=by or cast.finance_clerk, at=cast.tick())


def test_issued_documents_are_counted_by_genre_against_the_year_before(cast):
    before = walk(cast, opened(cast), "printing")
    OutgoingDocument.objects.filter(pk=before.pk).update(numbered_on=date(2025, 5, 6), length=100)
    walk(cast, opened(cast), "printing")
    walk(cast, opened(cast), "numbering")  # has no number yet
    ended = walk(cast, opened(cast), "printing")
    matters.terminate(ended.pk, by=cast.registrar, at=cast.tick(), reason="不再印发。")
    whole, notice = yearly.by_genre(cast.organ.pk, 2026)
    assert (whole.name, whole.now, whole.before, whole.change) == ("合计", 1, 1, "持平")
    assert (notice.name, notice.length, notice.length_before) == ("通知", 35, 100)
    assert yearly.years(cast.organ.pk) == [2026, 2025]
    assert yearly.by_genre(cast.other_organ.pk, 2026) == []


def test_returns_are_counted_by_their_cause(cast):
    for cause in ("wording", "wording", "basis"):
        matter = walk(cast, opened(cast), "review")
        given = {"to": "drafting", "reason": "请改正。", "fields": {"cause": cause}}
        matters.give_back(cast.task(matter, "review").pk, by=cast.office_head, at=cast.tick(), **given)
    assert numbers(yearly.by_cause(cast.organ.pk, 2026)) == [
        ("合计", 3, 0),
        ("文字标点数字", 2, 0),
        ("依据或政策", 1, 0),
    ]
    assert numbers(yearly.by_cause(cast.organ.pk, 2027))[0] == ("合计", 0, 3)
    assert ReturnCause.objects.count() == 3


def test_what_units_get_wrong_is_counted_by_rule_and_unit(cast):
    wrong = ("为做好防汛工作，现将有关事项通知如下:", "一、压实责任。")
    walk(cast, opened(cast), "review", body=wrong)
    whole, *rules = yearly.by_rule(cast.organ.pk, 2026)
    assert whole.now == sum(one.now for one in rules) > 0
    ((unit, often),) = yearly.by_unit(cast.organ.pk, 2026)
    assert (unit.name, unit.now) == ("清河县财政局", whole.now)
    assert rules[0].name in often


def test_the_page_of_the_year_is_for_the_office_and_leaders(cast):
    walk(cast, opened(cast), "printing")
    shown = cast.client(cast.leader).get(reverse("outgoing_year"), {"year": "2026"}).content.decode()
    assert "按文种统计发文" in shown and "合计" in shown and "退稿原因统计" in shown
    assert cast.client(cast.finance_clerk).get(reverse("outgoing_year")).status_code == 403
    assert cast.client(cast.leader).get(reverse("outgoing_year"), {"year": "乱"}).status_code == 200


def test_what_took_a_document_up_is_entered_and_linked(cast):
    matter = walk(cast, opened(cast), "closed")
    taker = cast.document(title="关于加强财政管理的通知")
    client = cast.client(cast.registrar)
    sent = TAKEN | {"number": taker.number, "request_key": "k"}
    for _ in range(2):
        assert client.post(reverse("outgoing_uptake", args=[matter.pk]), sent).status_code == 302
    found = Uptake.objects.get()
    assert (found.matter_id, found.by) == (taker.pk, cast.registrar)
    assert Entry.objects.filter(stream=matter.stream, verb="outgoing.taken_up").count() == 1
    assert "关于加强财政管理的通知" in client.get(reverse("outgoing_uptake", args=[matter.pk])).content.decode()
    assert "采用本件的文件" in client.get(reverse("matter", args=[matter.pk])).content.decode()
    assert "所采用的文稿" in client.get(reverse("matter", args=[taker.pk])).content.decode()
    assert "县长批示" in client.get(reverse("outgoing_uptakes"), {"year": "2026"}).content.decode()
    assert numbers(yearly.by_uptake(cast.organ.pk, 2026)) == [("合计", 1, 0), ("领导批示", 1, 0)]


def test_a_document_that_was_taken_up_twice_is_one_document(cast):
    matter = walk(cast, opened(cast), "closed")
    take_up(cast, matter)
    take_up(cast, matter, where="县委书记批示：同意。")
    take_up(cast, matter, manner="decision", where="县政府常务会议采纳。")
    assert sorted(numbers(yearly.by_uptake(cast.organ.pk, 2026))) == sorted(
        [("合计", 1, 0), ("领导批示", 1, 0), ("进入决策", 1, 0)]
    )


def test_who_may_not_see_what_took_it_up_is_not_told_its_title(cast):
    matter = walk(cast, opened(cast), "closed")
    taker = cast.document(title="关于加强财政管理的通知")
    take_up(cast, matter, by=cast.registrar, number=taker.number)
    assert not spine.visible_to(cast.finance_clerk, timezone.now()).filter(pk=taker.pk).exists()
    shown = cast.client(cast.finance_clerk).get(reverse("outgoing_uptake", args=[matter.pk])).content.decode()
    assert "县长批示" in shown and "关于加强财政管理的通知" not in shown


def test_a_wrong_entry_is_taken_back_once(cast):
    matter = walk(cast, opened(cast), "closed")
    take_up(cast, matter)
    address = reverse("outgoing_uptake_withdrawal", args=[matter.pk, Uptake.objects.get().pk])
    client = cast.client(cast.finance_clerk)
    assert client.post(address).status_code == 302
    assert yearly.by_uptake(cast.organ.pk, 2026) == []
    assert "已经撤销" in client.post(address, follow=True).content.decode()
    assert Entry.objects.filter(stream=matter.stream, verb="outgoing.uptake_withdrawn").count() == 1


def test_the_link_goes_with_the_last_entry_that_names_it(cast):
    matter, taker = walk(cast, opened(cast), "closed"), cast.document(title="关于加强财政管理的通知")
    for manner in ("instruction", "decision"):
        take_up(cast, matter, by=cast.registrar, manner=manner, number=taker.number)
    for uptake, left in zip(Uptake.objects.order_by("pk"), (1, 0), strict=True):
        actions.withdraw_uptake(uptake.pk, by=cast.registrar, at=cast.tick())
        assert matter.links_out.filter(target=taker, relation="taken_up_by").count() == left
    assert Entry.objects.filter(stream=matter.stream, verb="matters.unlinked").count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"manner": "gift"}, "请选择采用方式"),
        ({"where": " "}, "请填写采用情况"),
        ({"taken_on": date(2027, 1, 1)}, "不能晚于今天"),
        ({"number": "清政发〔2020〕999号"}, "没有找到文号为清政发〔2020〕999号的文件"),
        ({"where": "机密★5年"}, "发现国家秘密标志"),
    ],
)
def test_bad_input_enters_nothing(cast, changed, sentence):
    matter = walk(cast, opened(cast), "closed")
    with unchanged(), refused(sentence):
        take_up(cast, matter, **changed)


def test_only_the_writing_side_and_the_office_enter_it_and_only_when_it_is_out(cast):
    matter = walk(cast, opened(cast), "closed")
    with unchanged(), refused("由拟稿单位或者办公室登记"):
        take_up(cast, matter, by=cast.education_clerk)
    unfinished = opened(cast)
    with unchanged(), refused("还没有印发"):
        take_up(cast, unfinished, taken_on=cast.at.date() - timedelta(days=1))
