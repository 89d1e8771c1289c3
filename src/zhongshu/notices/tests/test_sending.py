"""Messages on their way out (外发消息), to a mail server and a web server of our own."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import HERE

from zhongshu.jobs.models import Job
from zhongshu.matters import actions as matters
from zhongshu.notices import actions, queries
from zhongshu.notices.actions import outbox
from zhongshu.notices.jobs import postman, sending
from zhongshu.notices.models import Address, Channel, Choice, Delivery, Hours, Notice
from zhongshu.notices.rules import reasons, times
from zhongshu.notices.tests import sinks
from zhongshu.notices.tests.conftest import here, reach, switched_on

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=HERE)  # a Monday


def tell(*people, at=MORNING, **changes):
    given = {"kind": "task", "text": "承办：关于防汛的通知", "outside": "承办：关于防汛的通知", "at": at}
    with transaction.atomic():
        actions.tell([person.pk for person in people], link="/matters/7/", about="matter:7", **given | changes)


def go_out(at=MORNING):
    """Do what the job of a minute does, with that minute's clock; return how many messages went out."""
    sending.dispatch(at=at)
    return sum(sending.send(number, now=lambda: at) for number in queries.due_channels(at))


def test_a_document_that_comes_to_somebody_reaches_their_mailbox(cast, mail, mailing):
    reach(cast.finance_chief, "huang@qinghe.test")
    cast.walk(cast.document(title="关于防汛的通知"), to="handling")
    delivery = Delivery.objects.get()
    assert (delivery.due_at, delivery.manner) == (None, "at_once")
    assert go_out(cast.tick()) == 1
    recipients, letter = mail.letters[0]
    assert recipients == ["huang@qinghe.test"]
    assert "oa@qinghe.test" in letter["From"]
    assert "承办：关于防汛的通知\n请登录系统查看。" in sinks.words(mail.letters[0])
    delivery.refresh_from_db()
    assert (delivery.sent_at, delivery.attempts, delivery.reason) == (cast.at, 1, "")
    assert go_out(cast.tick()) == 0
    assert len(mail.letters) == 1


@pytest.mark.parametrize("label", ["internal", "work_secret"])
def test_what_is_not_public_is_not_named_outside(cast, mail, mailing, label):
    reach(cast.finance_chief, "huang@qinghe.test")
    cast.walk(cast.document(title="关于干部考察的通知", label=label), to="handling")
    go_out(cast.tick())
    said = sinks.words(mail.letters[0])
    assert said.strip() == "您有一件待办，请登录系统查看。"
    assert "干部" not in str(mail.letters[0][1])


def test_what_becomes_known_to_a_few_alone_before_it_leaves_is_not_named(cast, mail, mailing):
    reach(cast.finance_chief, "huang@qinghe.test")
    matter = cast.walk(cast.document(title="关于干部考察的通知"), to="handling")
    with transaction.atomic():
        matters.restrict(matter, [cast.holder(cast.finance_chief)], by=cast.registrar, at=cast.tick())
    go_out(cast.tick())
    assert sinks.words(mail.letters[0]).strip() == "您有一件待办，请登录系统查看。"


def test_what_is_withheld_never_leaves(cast, mail, mailing):
    reach(cast.registrar, "lin@qinghe.test")
    tell(cast.registrar)
    with transaction.atomic():
        actions.withhold("matter:7", at=MORNING)
    assert go_out() == 0
    assert (Delivery.objects.get().dropped_at, Delivery.objects.get().reason) == (MORNING, reasons.WITHHELD)
    assert mail.letters == []


def test_what_was_read_on_the_page_meanwhile_is_not_sent(cast, mail, mailing):
    reach(cast.registrar, "lin@qinghe.test")
    tell(cast.registrar)
    actions.read(cast.registrar.pk, [Notice.objects.get().pk], at=MORNING)
    assert go_out() == 0
    assert Delivery.objects.get().reason == reasons.READ


def test_who_has_no_address_wants_nothing_or_has_left_is_sent_nothing(cast, mail, mailing):
    reach(cast.leader, "zhou@qinghe.test")
    reach(cast.finance_clerk, "li@qinghe.test")
    Choice.objects.create(person=cast.leader, kind="task", medium="email", manner="never")
    tell(cast.registrar, cast.leader, cast.finance_clerk)
    assert Delivery.objects.get().notice.person == cast.finance_clerk
    cast.dismiss(cast.finance_clerk)
    assert go_out() == 0
    assert (mail.letters, Delivery.objects.get().reason) == ([], reasons.LEFT)


def test_reading_matter_is_gathered_until_the_next_digest(cast, mail, mailing):
    reach(cast.registrar, "lin@qinghe.test")
    for number in range(3):
        tell(cast.registrar, kind="reading", text=f"传阅：{number}", outside=f"传阅：{number}" if number else "")
    assert go_out() == 0
    assert [here(one.due_at) for one in Delivery.objects.all()] == ["03-02 14:00"] * 3
    assert go_out(MORNING.replace(hour=14, minute=0)) == 1
    assert sinks.words(mail.letters[0]).split() == ["传阅：1", "传阅：2", "您有一件待阅，请登录系统查看。"]
    assert Delivery.objects.filter(sent_at__isnull=False).count() == 3


def test_in_the_quiet_hours_only_what_presses_goes_out(cast, mail, mailing):
    night = MORNING.replace(hour=23)
    reach(cast.registrar, "lin@qinghe.test")
    tell(cast.registrar, at=night)
    tell(cast.registrar, at=night, text="特急：防汛", outside="特急：防汛", urgent=True)
    tell(cast.registrar, at=night, text="催办：防汛", outside="催办：防汛", kind="chase")
    assert go_out(night) == 1  # in one letter
    assert sinks.words(mail.letters[0]).split() == ["特急：防汛", "催办：防汛", "请登录系统查看。"]
    assert go_out(night + timedelta(hours=7)) == 0
    assert go_out(night + timedelta(hours=8)) == 1
    assert "承办：关于防汛的通知" in sinks.words(mail.letters[1])


def test_whoever_rests_on_holidays_is_told_on_the_next_working_day(cast, mail, mailing):
    saturday = datetime(2026, 3, 7, 10, 0, tzinfo=HERE)
    reach(cast.registrar, "lin@qinghe.test")
    Hours.objects.create(person=cast.registrar, rests_on_holidays=True)
    tell(cast.registrar, at=saturday)
    assert go_out(saturday) == 0
    assert here(Delivery.objects.get().due_at) == "03-09 08:30"


def test_an_address_that_is_refused_is_tried_again_ever_later_then_given_up_and_shown(cast, mail, mailing):
    reach(cast.registrar, "nobody@qinghe.test")
    tell(cast.registrar)
    at, waits = MORNING, []
    for attempt in range(1, times.ATTEMPTS + 1):
        assert go_out(at) == 0
        delivery = Delivery.objects.get()
        assert delivery.attempts == attempt
        waits.append((delivery.due_at - at).total_seconds() / 60)
        at = delivery.due_at
    assert waits[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert delivery.failed_at is not None
    assert delivery.reason == reasons.REASONS["refused"]
    assert go_out(at + timedelta(days=1)) == 0
    address = Address.objects.get()
    assert address.failed_at is not None
    assert Channel.objects.get().failing_since is None
    assert [row.pk for row in queries.failed()] == [delivery.pk]
    assert queries.figures(delivery.failed_at)["deliveries_failed_day"] == 1
    Address.objects.update(value="lin@qinghe.test")
    actions.resend(delivery.pk, by=cast.sysadmin.ref, at=cast.tick(days=2))
    assert go_out(cast.at) == 1
    assert Address.objects.get().failed_at is None


def test_one_bad_address_does_not_hold_the_others(cast, mail, mailing):
    reach(cast.registrar, "nobody@qinghe.test")
    reach(cast.leader, "zhou@qinghe.test")
    tell(cast.registrar, cast.leader)
    assert go_out() == 1
    assert mail.letters[0][0] == ["zhou@qinghe.test"]


def test_a_channel_that_hangs_is_ended_rests_ever_longer_and_holds_no_other(cast, web, monkeypatch):
    monkeypatch.setitem(postman.Postman.__init__.__kwdefaults__, "seconds", 1.5)
    with sinks.silence() as port:
        slow = switched_on(cast, "sms", f"json://127.0.0.1:{port}/?:phone={{收件人}}")
        switched_on(cast, "other", f"json://127.0.0.1:{web.server_port}/{{收件人}}")
        for person in (cast.registrar, cast.leader):
            reach(person, "13800000000", "sms")
            reach(person, "账号", "other")
        tell(cast.registrar, cast.leader)
        begun = datetime.now(HERE)
        assert go_out() == 2
        assert datetime.now(HERE) - begun < timedelta(seconds=20)
    assert len(web.posts) == 2
    slow.refresh_from_db()
    assert (slow.failing_since, slow.rests_until) == (MORNING, MORNING + timedelta(minutes=1))
    waiting = Delivery.objects.filter(channel=slow)
    assert {(one.reason, one.attempts) for one in waiting} == {(reasons.REASONS["timeout"], 1)}
    later = MORNING + timedelta(minutes=10)
    assert go_out(later) == 0  # nobody is there any more
    slow.refresh_from_db()
    assert slow.rests_until == later + timedelta(minutes=10)
    assert queries.due_channels(later + timedelta(minutes=5)) == []


def test_whose_turn_is_over_puts_back_what_is_left(cast, mail, mailing, monkeypatch):
    for person in (cast.registrar, cast.leader):
        reach(person, f"{person.pk}@qinghe.test")
    tell(cast.registrar, cast.leader)
    passed = iter([0.0, 0.0, 0.0, sending.TURN])  # begun, taken, the first, and it is over
    monkeypatch.setattr(sending.time, "monotonic", lambda: next(passed, sending.TURN))
    assert go_out() == 1
    left = Delivery.objects.get(sent_at=None)
    assert (left.attempts, left.due_at, left.reason) == (0, MORNING, "")
    monkeypatch.undo()
    assert go_out() == 1


def test_a_channel_reaches_nothing_that_is_not_on_the_list(cast, web, settings):
    settings.OUTSIDE_HOSTS = ("mail.qinghe.test",)
    channel = switched_on(cast, "other", f"json://127.0.0.1:{web.server_port}/{{收件人}}")
    reach(cast.registrar, "账号", "other")
    tell(cast.registrar)
    assert go_out() == 0
    assert (web.posts, Delivery.objects.get().reason) == ([], reasons.REASONS["forbidden"])
    channel.refresh_from_db()
    assert channel.failing_since == MORNING


@pytest.mark.parametrize(("status", "reason"), [(500, "busy"), (404, "refused")])
def test_a_gateway_that_fails_once_gets_it_the_next_time(cast, status, reason):
    with sinks.web_sink(status) as web:
        switched_on(cast, "sms", f"json://127.0.0.1:{web.server_port}/?:phone={{收件人}}")
        reach(cast.registrar, "13800000000", "sms")
        tell(cast.registrar)
        assert go_out() == 0
        assert Delivery.objects.get().reason == reasons.REASONS[reason]
        assert go_out(MORNING + timedelta(minutes=2)) == 1
    said = json.loads(web.posts[1][2])
    assert (said["phone"], said["message"]) == ("13800000000", "承办：关于防汛的通知\n请登录系统查看。")


def test_a_group_is_told_only_for_who_asked_and_by_name(cast, web):
    switched_on(cast, "wecom", "wecombot://key")
    tell(cast.registrar)
    assert not Delivery.objects.exists()
    Choice.objects.create(person=cast.registrar, kind="task", medium="wecom", manner="at_once")
    tell(cast.registrar)
    outbox.settle(at=MORNING)
    parcel = outbox.take(Channel.objects.get(), at=MORNING)[0]
    assert (parcel.address, parcel.text.split("\n")[0]) == ("", "林晓梅：")


def test_an_address_cannot_break_out_of_its_place(cast, web):
    switched_on(cast, "other", f"json://127.0.0.1:{web.server_port}/users/{{收件人}}")
    reach(cast.registrar, "a/../b?to=c", "other")
    tell(cast.registrar)
    assert go_out() == 1
    assert web.posts[0][0].startswith("/users/a")
    assert "?to=" not in web.posts[0][0]


def test_a_channel_whose_address_cannot_be_opened_says_so(cast, mail, mailing, settings):
    reach(cast.registrar, "lin@qinghe.test")
    tell(cast.registrar)
    settings.TRAIL_KEY = b"x" * 32
    assert go_out() == 0
    assert Delivery.objects.get().reason == reasons.REASONS["locked"]


def test_two_minutes_start_one_sender(cast, mailing):
    reach(cast.registrar, "lin@qinghe.test")
    tell(cast.registrar)
    assert sending.dispatch(at=MORNING) == sending.dispatch(at=MORNING) == 1
    assert Job.objects.filter(task=sending.SEND).count() == 1


def test_what_a_dead_sender_took_is_sent_by_the_next(cast, mail, mailing):
    reach(cast.registrar, "lin@qinghe.test")
    tell(cast.registrar)
    outbox.settle(at=MORNING)
    assert len(outbox.take(mailing, at=MORNING)) == 1
    assert outbox.take(mailing, at=MORNING + timedelta(minutes=1)) == []
    assert go_out(MORNING + outbox.TIED) == 1


STEPS = {"assignment": "registrar", "instruction": "leader", "closing": "registrar"}


@pytest.mark.parametrize("station", STEPS)
def test_a_step_costs_one_statement_more_where_there_are_channels(cast, mail, station):
    def cost():
        by = getattr(cast, STEPS[station])
        matter = cast.walk(cast.document(), to=station)
        task = cast.task(matter, station, by)
        fields, chosen, words = cast.answers(station, by)
        with CaptureQueriesContext(connection) as asked:
            matters.complete(task.pk, by=by, at=cast.tick(), opinion=words, fields=fields, chosen=chosen)
        return len(asked)

    cost()
    without = cost()
    switched_on(cast, "email", "mailto://127.0.0.1?to={收件人}")
    for person in (cast.finance_chief, cast.registrar, cast.second_registrar):
        reach(person, "huang@qinghe.test")
    cost()
    told = {"assignment": 1, "instruction": 2, "closing": 0}  # how often somebody is told
    assert cost() - without == told[station]
