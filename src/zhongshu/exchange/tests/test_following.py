"""催签、撤回、登记签收: what a sender does after a document has gone out."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.cast import client_of, last_act, refused, unchanged, verbs

from zhongshu.exchange import actions, jobs, queries
from zhongshu.exchange.models import Delivery, Recall, Receipt, Reminder
from zhongshu.exchange.rules import Receiver
from zhongshu.exchange.tests.sending import SENT, announce
from zhongshu.jobs.models import Job
from zhongshu.notices.models import Notice


def ids(dispatch):
    """The numbers of the deliveries of a dispatch."""
    return list(Delivery.objects.filter(dispatch=dispatch).order_by("pk").values_list("pk", flat=True))


# --- 催签 ------------------------------------------------------------------------------------------------


def test_whoever_has_not_signed_is_asked_once_a_day(cast, towns):
    dispatch = towns.send()
    actions.sign(towns.delivery(dispatch).pk, by=towns.registrars[0], at=cast.tick())
    assert actions.remind(ids(dispatch), by=cast.registrar, at=cast.tick()) == 1
    asked = Reminder.objects.get()
    assert (asked.delivery, asked.by) == (towns.delivery(dispatch, 1), cast.registrar)
    told = Notice.objects.get(kind="chase")
    assert (told.person, told.text) == (towns.registrars[1], f"请尽快签收：清河县人民政府《{SENT.title}》")
    assert last_act(dispatch.matter) == ("exchange.reminded", cast.registrar.ref, {"deliveries": [asked.delivery_id]})
    assert queries.deliveries_of(dispatch.matter).get(pk=asked.delivery_id).reminded == 1
    with refused("今天已经催签过"):
        actions.remind(ids(dispatch), by=cast.registrar, at=cast.tick())
    assert actions.remind(ids(dispatch), by=cast.registrar, at=cast.tick(days=1)) == 1


def test_a_form_that_comes_twice_asks_once(cast, towns):
    dispatch = towns.send()
    given = {"by": cast.registrar, "request_key": "one"}
    assert actions.remind(ids(dispatch), at=cast.tick(), **given) == 2
    with unchanged():
        assert actions.remind(ids(dispatch), at=cast.tick(), **given) == 2


def test_there_must_be_somebody_to_be_asked(cast, towns):
    dispatch = towns.send([*towns.receivers()[:1], Receiver("清河县供电公司")])
    inside, outside = ids(dispatch)
    with refused("请用电话等方式催签"):
        actions.remind([outside], by=cast.registrar, at=cast.tick())
    with refused("请先选择收文单位"):
        actions.remind([], by=cast.registrar, at=cast.tick())
    with refused("只有发文机关的文书人员"):
        actions.remind([inside], by=towns.registrars[0], at=cast.tick())
    actions.sign(inside, by=towns.registrars[0], at=cast.tick())
    with refused("不需要催签"):
        actions.remind([inside], by=cast.registrar, at=cast.tick())


def test_what_is_overdue_is_asked_for_by_itself_once_a_day(cast, towns):
    dispatch = towns.send(due_at=cast.at + timedelta(hours=4))
    assert actions.remind_overdue(at=cast.tick()) == 0
    assert actions.remind_overdue(at=cast.tick(hours=4)) == 2
    assert actions.remind_overdue(at=cast.tick(hours=1)) == 0
    assert "签收时限2026年3月2日13:0" in Notice.objects.filter(kind="chase")[0].text
    assert last_act(dispatch.matter)[:2] == ("exchange.reminded", "system")
    actions.sign(ids(dispatch)[0], by=towns.registrars[0], at=cast.tick())
    assert actions.remind_overdue(at=cast.tick(days=1)) == 1
    actions.recall(ids(dispatch), reason="重复发文", by=cast.registrar, at=cast.tick())
    assert actions.remind_overdue(at=cast.tick(days=1)) == 0


def test_all_of_one_dispatch_are_asked_together_and_not_for_ever(cast, towns):
    dispatch = towns.send(due_at=cast.at + timedelta(hours=4))
    asked = [actions.remind_overdue(at=cast.tick(days=1)) for _ in range(7)]
    assert asked == [2, 2, 2, 2, 2, 0, 0]
    assert verbs(dispatch.matter).count("exchange.reminded") == 5
    told = Notice.objects.get(person=cast.registrar, text__contains="已自动催签5次")
    assert told.text == f"平安镇人民政府、太平镇人民政府逾期未签收，已自动催签5次，请直接联系：{SENT.title}"


def test_the_job_asks(cast, towns):
    towns.send(due_at=cast.at + timedelta(hours=4))
    assert jobs.remind.call() == 2
    assert Reminder.objects.filter(by=None).count() == 2


# --- 撤回 ------------------------------------------------------------------------------------------------


def test_what_nobody_has_signed_for_vanishes_and_stays_shown(cast, towns):
    dispatch = towns.send()
    actions.recall(ids(dispatch), reason="附件有误", by=cast.registrar, at=cast.tick())
    client = client_of(towns.registrars[0])
    assert SENT.title not in client.get(reverse("deliveries")).content.decode()
    assert SENT.title in client.get(reverse("deliveries"), {"state": "recalled"}).content.decode()
    page = client.get(reverse("delivery", args=[ids(dispatch)[0]])).content.decode()
    assert "撤回本件：附件有误" in page and "请您签收" not in page
    assert client.get(reverse("delivery_file", args=[ids(dispatch)[0], 0])).status_code == 404
    assert {(row.reason, row.by) for row in Recall.objects.all()} == {("附件有误", cast.registrar)}
    assert last_act(dispatch.matter)[:2] == ("exchange.recalled", cast.registrar.ref)
    announce()
    told = Notice.objects.filter(text__startswith="发文机关已撤回")
    assert {each.person for each in told} == set(towns.registrars)
    with refused("已由发文机关于2026年3月2日.*撤回"):
        actions.sign(ids(dispatch)[0], by=towns.registrars[0], at=cast.tick())


def test_who_has_signed_is_told_and_its_matter_shows_it(cast, towns):
    dispatch = towns.send()
    by = towns.registrars[0]
    matter = actions.sign(ids(dispatch)[0], by=by, at=cast.tick())
    actions.recall(ids(dispatch)[:1], reason="附件有误", by=cast.registrar, at=cast.tick())
    announce()
    assert verbs(matter)[-1] == "exchange.recalled"
    told = Notice.objects.get(person=by, kind="chase")
    assert told.link == f"/matters/{matter.pk}/" and told.text.startswith("发文机关已撤回")
    page = client_of(by).get(told.link).content.decode()
    assert "撤回本件：附件有误。请停止办理，按退文或者作废处理。" in page
    assert queries.counts(dispatch.matter) == {"waiting": 1, "signed": 0, "rejected": 0, "recalled": 1}


def test_what_was_told_is_not_told_again_when_the_job_begins_anew(cast, towns):
    dispatch = towns.send()
    matter = actions.sign(ids(dispatch)[0], by=towns.registrars[0], at=cast.tick())
    actions.recall(ids(dispatch), reason="附件有误", by=cast.registrar, at=cast.tick())
    (job,) = Job.objects.filter(task="zhongshu.exchange.jobs.announce")
    for _ in range(2):
        jobs.announce.call(*job.payload["args"])
    assert verbs(matter).count("exchange.recalled") == 1
    assert Notice.objects.filter(text=f"发文机关已撤回：清河县人民政府《{SENT.title}》").count() == 2


def test_the_click_costs_the_same_however_many_have_signed(cast, towns, django_assert_max_num_queries):
    dispatch = towns.send()
    for place, number in enumerate(ids(dispatch)):
        actions.sign(number, by=towns.registrars[place], at=cast.tick())
    Delivery.objects.bulk_create(Delivery(dispatch=dispatch, name=f"第{n}村", role="main") for n in range(300))
    with django_assert_max_num_queries(25):
        actions.recall(ids(dispatch), reason="附件有误", by=cast.registrar, at=cast.tick())


def test_a_matter_that_came_through_the_exchange_says_so(cast, towns):
    by = towns.registrars[0]
    matter = actions.sign(ids(towns.send())[0], by=by, at=cast.tick())
    page = client_of(by).get(reverse("matter", args=[matter.pk])).content.decode()
    assert "本件由清河县人民政府通过公文交换发来。" in page


def test_taken_back_is_taken_back_once_and_whole(cast, towns):
    dispatch = towns.send()
    one, two = ids(dispatch)
    actions.recall([one], reason="附件有误", by=cast.registrar, at=cast.tick())
    with refused("平安镇人民政府的文件已于.*撤回，不需要再次撤回"):
        actions.recall([one, two], reason="附件有误", by=cast.registrar, at=cast.tick())
    actions.reject(two, cause="ours_to_handle", reason="误发", by=towns.registrars[1], at=cast.tick())
    with refused("太平镇人民政府已将文件退回"):
        actions.recall([two], reason="附件有误", by=cast.registrar, at=cast.tick())


@pytest.mark.parametrize(
    ("reason", "sentence"), [("", "请填写撤回原因"), ("绝密★10年", "发现国家秘密标志"), ("多" * 401, "最多 400 字")]
)
def test_taking_back_has_its_reason(cast, towns, reason, sentence):
    dispatch = towns.send()
    with refused(sentence):
        actions.recall(ids(dispatch), reason=reason, by=cast.registrar, at=cast.tick())


def test_only_the_sender_takes_back_and_only_of_one_document(cast, towns):
    one, two = towns.send(), towns.send()
    with refused("只有发文机关的文书人员"):
        actions.recall(ids(one), reason="有误", by=towns.registrars[0], at=cast.tick())
    with refused("请分别办理每一件公文"):
        actions.recall(ids(one) + ids(two), reason="有误", by=cast.registrar, at=cast.tick())


def test_a_form_that_comes_twice_takes_back_once(cast, towns):
    dispatch = towns.send()
    given = {"reason": "有误", "by": cast.registrar, "request_key": "one"}
    actions.recall(ids(dispatch), at=cast.tick(), **given)
    with unchanged():
        actions.recall(ids(dispatch), at=cast.tick(), **given)


def test_what_is_taken_back_before_it_arrives_never_does(cast, towns):
    dispatch = towns.send(delivered=False)
    actions.recall(ids(dispatch)[:1], reason="有误", by=cast.registrar, at=cast.tick())
    assert actions.deliver(dispatch.pk, at=cast.tick()) == 1
    assert not Notice.objects.filter(person=towns.registrars[0]).exists()


# --- 登记签收 --------------------------------------------------------------------------------------------


def test_who_signed_for_paper_outside_is_noted_by_the_sender(cast, towns):
    dispatch = towns.send([Receiver("清河县供电公司")])
    (number,) = ids(dispatch)
    actions.record_receipt(number, name="贺明", on=date(2026, 3, 3), by=cast.registrar, at=cast.tick(days=2))
    row = Receipt.objects.get()
    assert (row.name, row.by) == ("贺明", cast.registrar)
    assert queries.counts(dispatch.matter)["signed"] == 1
    assert last_act(dispatch.matter)[:2] == ("exchange.signed", cast.registrar.ref)
    with refused("已由贺明于2026年3月3日签收"):
        actions.record_receipt(number, name="贺明", on=date(2026, 3, 3), by=cast.registrar, at=cast.tick())


def test_paper_is_not_signed_for_before_it_was_sent(cast, towns):
    dispatch = towns.send([Receiver("清河县供电公司")])
    about = {"name": "贺明", "on": date(2026, 3, 2), "by": cast.registrar}
    actions.record_receipt(ids(dispatch)[0], **about, at=cast.tick(days=1))
    assert Receipt.objects.get().at == dispatch.at


@pytest.mark.parametrize(
    ("name", "on", "sentence"),
    [
        ("", date(2026, 3, 2), "请填写签收人"),
        ("贺明", date(2026, 3, 1), "签收日期应在分发之日至今天之间"),
        ("贺明", date(2026, 3, 3), "签收日期应在分发之日至今天之间"),
    ],
)
def test_a_receipt_has_a_name_and_a_day_that_can_be(cast, towns, name, on, sentence):
    dispatch = towns.send([Receiver("清河县供电公司")])
    with refused(sentence):
        actions.record_receipt(ids(dispatch)[0], name=name, on=on, by=cast.registrar, at=cast.tick())


def test_an_organ_of_this_system_signs_by_itself(cast, towns):
    dispatch = towns.send()
    with refused("由该机关自行签收"):
        actions.record_receipt(ids(dispatch)[0], name="某人", on=date(2026, 3, 2), by=cast.registrar, at=cast.tick())
