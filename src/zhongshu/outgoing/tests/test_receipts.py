"""签收情况: who has signed at a glance, chasing, taking back, sending again, another scope, the end of its force."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import client_of, last_act, unchanged, verbs

from zhongshu.documents.models import IncomingDocument
from zhongshu.exchange import actions as exchange
from zhongshu.exchange.models import Delivery, Dispatch, Recall, Receipt, Reminder, ScopeChange
from zhongshu.exchange.rules import Receiver
from zhongshu.exchange.tests.sending import Towns, announce
from zhongshu.matters.models import Link, Matter
from zhongshu.notices.models import Notice
from zhongshu.org import queries as org
from zhongshu.outgoing.models import Cessation
from zhongshu.outgoing.tests.writing import opened, print_out, walk

PAPER = "市气象局"


@pytest.fixture
def towns(cast):
    return Towns(cast, 3)


@pytest.fixture
def sent(cast, towns):
    """A document that went to three towns and to one receiver of paper; the first has signed, the second refused."""
    matter = walk(cast, opened(cast), "dispatch")
    print_out(cast, matter)
    cast.complete(matter, "dispatch", by=cast.registrar, receivers=(*towns.receivers(), Receiver(PAPER)))
    dispatch = Dispatch.objects.get()
    exchange.deliver(dispatch.pk, at=cast.tick())
    exchange.sign(towns.delivery(dispatch).pk, by=towns.registrars[0], at=cast.tick())
    away = {"cause": "ours_to_handle", "reason": "不属我镇。"}
    exchange.reject(towns.delivery(dispatch, 1).pk, by=towns.registrars[1], at=cast.tick(), **away)
    matter.refresh_from_db()
    return matter


def look(who, matter, **query):
    return client_of(who).get(f"/outgoing/{matter.pk}/receipts/", query).content.decode()


def post(who, matter, what, **form):
    return client_of(who).post(f"/outgoing/{matter.pk}/receipts/{what}/", form)


def test_at_a_glance(cast, towns, sent):
    page = look(cast.finance_clerk, sent)
    for words in ("平安镇人民政府", "已签收", "不属我镇", "待签收", "纸质件", PAPER):
        assert words in page
    assert "撤回所选" not in page  # for whoever keeps the register alone
    assert towns.units[1].name not in look(cast.registrar, sent, state="signed")
    assert "分发4个单位：已签收1个" in client_of(cast.finance_clerk).get(f"/matters/{sent.pk}/").content.decode()


def test_packages_are_offered_where_somebody_is_outside(cast, sent):
    assert "系统外单位的交换包" in look(cast.registrar, sent)
    Delivery.objects.get(name=PAPER).delete()
    assert "系统外单位的交换包" not in look(cast.registrar, sent)


def test_who_may_not_see_the_document_sees_nothing(cast, sent):
    assert client_of(cast.outsider).get(f"/outgoing/{sent.pk}/receipts/").status_code == 404


def test_it_takes_the_same_queries_however_many_there_are(cast, towns, sent, django_assert_max_num_queries):
    client = client_of(cast.registrar)
    client.get(f"/outgoing/{sent.pk}/receipts/")
    rows = Delivery.objects.bulk_create(
        Delivery(dispatch=Dispatch.objects.get(), name=f"第{n}单位", role="main") for n in range(500)
    )
    assert len(rows) == 500
    with django_assert_max_num_queries(32):
        assert "共504个单位" in client.get(f"/outgoing/{sent.pk}/receipts/").content.decode()


def test_all_that_wait_are_reminded_with_one_press(cast, towns, sent):
    assert post(cast.registrar, sent, "reminders", everybody="on").status_code == 302
    assert Reminder.objects.get().delivery == towns.delivery(Dispatch.objects.get(), 2)
    again = post(cast.registrar, sent, "reminders", everybody="on")
    assert again.status_code == 422
    assert "今天已经催签过" in again.content.decode()
    with unchanged():
        assert post(cast.finance_clerk, sent, "reminders", everybody="on").status_code == 422


def test_chosen_ones_are_taken_back_with_a_reason(cast, towns, sent):
    third = towns.delivery(Dispatch.objects.get(), 2)
    with unchanged():
        assert "请填写撤回原因" in post(cast.registrar, sent, "recalls", deliveries=third.pk).content.decode()
    assert post(cast.registrar, sent, "recalls", deliveries=third.pk, reason="内容有误。").status_code == 302
    assert Recall.objects.get().delivery == third
    assert "内容有误" in look(cast.registrar, sent)


def test_it_is_taken_back_from_all_but_who_sent_it_back(cast, towns, sent):
    assert post(cast.registrar, sent, "recalls", everybody="on", reason="内容有误。").status_code == 302
    assert Recall.objects.count() == 3
    announce()
    incoming = Matter.objects.get(kind="incoming")
    assert "exchange.recalled" in verbs(incoming)


def test_who_sent_it_back_is_offered_to_be_sent_it_again(cast, towns, sent):
    page = client_of(cast.registrar).get(f"/outgoing/{sent.pk}/receipts/again/").content.decode()
    value = f"main:u{towns.units[1].pk}"
    assert f'value="{value}" checked' in page
    assert f"main:u{towns.units[0].pk}" not in page
    form = {"receivers": [value], "note": "已更正。", "copies": "1"}
    answer = client_of(cast.registrar).post(f"/outgoing/{sent.pk}/receipts/again/", form | {"more": "平安镇政府"})
    assert answer.status_code == 422
    assert "平安镇人民政府已经收到该件" in answer.content.decode()
    assert client_of(cast.registrar).post(f"/outgoing/{sent.pk}/receipts/again/", form).status_code == 302
    second = Dispatch.objects.latest("pk")
    assert (second.note, second.number, second.deliveries.get().unit_id) == ("已更正。", sent.number, towns.units[1].pk)
    exchange.deliver(second.pk, at=timezone.now())
    exchange.sign(second.deliveries.get().pk, by=towns.registrars[1], at=timezone.now())
    assert "第2次分发" in look(cast.registrar, sent)
    assert client_of(cast.finance_clerk).get(f"/outgoing/{sent.pk}/receipts/again/").status_code == 403


def test_who_signed_for_paper_is_entered(cast, sent):
    paper, today = Delivery.objects.get(name=PAPER), org.local_day(timezone.now())
    form = {"delivery": paper.pk, "name": "周签", "on": (today + timedelta(days=2)).isoformat()}
    with unchanged():
        assert "签收日期应在" in post(cast.registrar, sent, "paper", **form).content.decode()
    assert post(cast.registrar, sent, "paper", **form | {"on": today.isoformat()}).status_code == 302
    assert Receipt.objects.get(delivery=paper).name == "周签"


def test_the_scope_is_the_issuers_to_change(cast, towns, sent):
    form = {"scope": "发至村", "reason": "需要公开宣传。"}
    with unchanged():
        assert "由本机关主要负责人或者办公室主任决定" in post(cast.registrar, sent, "scope", **form).content.decode()
    assert post(cast.office_head, sent, "scope", **form).status_code == 302
    change = ScopeChange.objects.get()
    assert (change.before, change.scope, change.by) == ("", "发至村", cast.office_head)
    assert Dispatch.objects.get().scope == "发至村"
    assert last_act(sent)[0] == "outgoing.scope_changed"
    announce()
    assert "outgoing.scope_changed" in verbs(Matter.objects.get(kind="incoming"))
    assert Notice.objects.filter(text__contains="印发传达范围调整为“发至村”").exists()
    assert "发至村" in look(cast.registrar, sent)
    with unchanged():
        assert "没有变化" in post(cast.office_head, sent, "scope", **form).content.decode()


def issued(cast, towns, **changed):
    matter = walk(cast, opened(cast), "dispatch", **changed)
    print_out(cast, matter)
    cast.complete(matter, "dispatch", by=cast.registrar, receivers=towns.receivers())
    matter.refresh_from_db()
    return matter


def test_what_is_annulled_was_never_in_force(cast, towns, sent):
    ground = issued(cast, towns, title="清河县人民政府关于撤销防汛通知的决定")
    form = {"manner": "annulled", "ground": ground.number, "reason": "超越职权。"}
    assert post(cast.registrar, sent, "cessation", **form).status_code == 302
    made = Cessation.objects.get()
    assert (made.manner, made.effective.isoformat(), made.decided_by) == ("annulled", "2026-03-02", ground)
    assert Link.objects.get(source=sent, relation="decided_by").target == ground
    incoming = Matter.objects.get(kind="incoming")
    announce()
    assert IncomingDocument.objects.get(matter=incoming).force == "已撤销（自始无效）"
    assert "outgoing.annulled" in verbs(incoming)
    assert "本件已撤销（自始无效）" in client_of(towns.registrars[0]).get(f"/matters/{incoming.pk}/").content.decode()
    assert "已撤销（自始无效）" in client_of(cast.finance_clerk).get(f"/matters/{sent.pk}/").content.decode()
    assert sent.number in client_of(cast.registrar).get("/outgoing/", {"state": "annulled"}).content.decode()
    young = opened(cast)
    found = client_of(cast.finance_clerk).get(f"/outgoing/{young.pk}/beside/", {"q": "防汛备汛"}).content.decode()
    assert "已撤销（自始无效），不得再作为依据。" in found
    with unchanged():
        assert "不能再次办理" in post(cast.registrar, sent, "cessation", **form).content.decode()
    again = client_of(cast.registrar).post(f"/outgoing/{sent.pk}/receipts/again/", {"more": "县气象局", "copies": "1"})
    assert "不能再分发" in again.content.decode()


def test_who_signs_afterwards_registers_it_as_done_away_with(cast, towns, sent):
    cast.document(sender_number="市政发〔2026〕3号")
    form = {"manner": "annulled", "ground": "市政发〔2026〕3号", "reason": "超越职权。"}
    assert post(cast.registrar, sent, "cessation", **form).status_code == 302
    late, by = towns.delivery(Dispatch.objects.get(), 2), towns.registrars[2]
    assert "本件已撤销（自始无效）" in client_of(by).get(f"/deliveries/{late.pk}/").content.decode()
    matter = exchange.sign(late.pk, by=by, at=timezone.now())
    assert IncomingDocument.objects.get(matter=matter).force == "已撤销（自始无效）"
    assert last_act(matter) == ("exchange.signed", by.ref, {"delivery": late.pk, "force_ends": "2026-03-02"})
    assert "本件已撤销（自始无效）" in client_of(by).get(f"/matters/{matter.pk}/").content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"effective": ""}, "请填写废止日期"),
        ({"effective": "2026-03-01"}, "废止日期不能早于成文日期2026年3月2日"),
        ({"ground": "清政发〔2026〕99号"}, "没有找到依据文件"),
        ({"ground": "清政发〔2026〕1号"}, "依据文件不能是该件本身"),
        ({"reason": " "}, "请填写"),
    ],
)
def test_what_is_repealed_has_a_day_and_a_ground(cast, sent, changed, sentence):
    form = {"manner": "repealed", "effective": "2026-05-01", "ground": "市政发〔2026〕3号", "reason": "已有新规定。"}
    cast.document(sender_number="市政发〔2026〕3号")
    with unchanged():
        answer = post(cast.registrar, sent, "cessation", **form | changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert post(cast.registrar, sent, "cessation", **form).status_code == 302
    assert Cessation.objects.get().effective.isoformat() == "2026-05-01"
    assert "自2026年5月1日起废止" in look(cast.registrar, sent)


def test_what_is_repealed_from_a_later_day_is_in_force_until_then(cast, towns, sent):
    cast.document(sender_number="市政发〔2026〕3号")
    ends = org.local_day(timezone.now()) + timedelta(days=30)
    form = {
        "manner": "repealed",
        "effective": ends.isoformat(),
        "ground": "市政发〔2026〕3号",
        "reason": "已有新规定。",
    }
    assert post(cast.registrar, sent, "cessation", **form).status_code == 302
    incoming, by = towns.delivery(Dispatch.objects.get()).matter, towns.registrars[0]
    pages = {cast.finance_clerk: sent, by: incoming}
    for who, matter in pages.items():
        assert "起废止，在此之前仍然有效。" in client_of(who).get(f"/matters/{matter.pk}/").content.decode()
    register = client_of(cast.registrar)
    assert sent.number not in register.get("/outgoing/", {"state": "repealed"}).content.decode()
    again = f"/outgoing/{sent.pk}/receipts/again/"
    assert again in look(cast.registrar, sent)
    assert register.post(again, {"more": "县气象局", "copies": "1"}).status_code == 302
    Cessation.objects.update(effective=ends - timedelta(days=30))
    IncomingDocument.objects.update(force_ends=ends - timedelta(days=30))
    for who, matter in pages.items():
        assert "起废止，不得再作为依据。" in client_of(who).get(f"/matters/{matter.pk}/").content.decode()
    assert sent.number in register.get("/outgoing/", {"state": "repealed"}).content.decode()
    assert again not in look(cast.registrar, sent)


def test_only_what_was_issued_is_done_away_with_and_by_its_registrar(cast, sent):
    form = {"manner": "annulled", "ground": sent.number, "reason": "无效。"}
    with unchanged():
        assert "只有发文机关的登记人员" in post(cast.finance_clerk, sent, "cessation", **form).content.decode()
    young = walk(cast, opened(cast), "review")
    with unchanged():
        assert "还没有印发" in post(cast.registrar, young, "cessation", **form).content.decode()


def test_an_answer_that_came_on_paper_is_entered(cast, sent):
    came = cast.document(sender_number="平政函〔2026〕2号")
    with unchanged():
        assert "没有找到该来文" in post(cast.registrar, sent, "answers", number="平政函〔2026〕7号").content.decode()
    assert post(cast.registrar, sent, "answers", number="平政函〔2026〕2号").status_code == 302
    assert Link.objects.get(source=came, relation="reply_to").target == sent
    assert last_act(sent) == ("outgoing.answer_noted", cast.registrar.ref, {"answer": came.pk})
    with unchanged():
        assert (
            "已经登记为本件的答复" in post(cast.registrar, sent, "answers", number="平政函〔2026〕2号").content.decode()
        )
    assert "对本件的答复" in client_of(cast.registrar).get(f"/matters/{sent.pk}/").content.decode()
