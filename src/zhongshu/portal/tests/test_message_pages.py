"""Channels, what leaves by them, and how one is told (消息渠道、外发消息、消息接收)."""

import json
from datetime import time

import pytest
from django.db import transaction
from django.utils import timezone
from tests.cast import AT, refused, unchanged

from zhongshu.jobs.models import Job
from zhongshu.notices import actions
from zhongshu.notices.actions import channels as inside
from zhongshu.notices.jobs import sending
from zhongshu.notices.models import Address, Channel, Choice, Delivery, Hours
from zhongshu.notices.rules import addresses, reasons
from zhongshu.notices.tests import sinks
from zhongshu.trail.models import Entry

SECRET = "mailto://oa:Xk29zz@127.0.0.1?from=oa@qinghe.test&to={收件人}"


def add(cast, template=SECRET, medium="email"):
    form = {"name": "单位邮箱", "medium": medium, "template": template}
    return cast.client(cast.sysadmin).post("/channels/", form)


def test_a_channel_is_kept_sealed_and_its_address_is_never_seen_again(cast):
    assert add(cast).status_code == 302
    channel = Channel.objects.get()
    assert (channel.medium, channel.is_group, channel.is_on) == ("email", False, False)
    assert "Xk29zz" not in channel.template
    assert addresses.unseal(channel.template) == SECRET
    shown = cast.client(cast.sysadmin).get("/channels/").content.decode()
    assert "单位邮箱" in shown
    entries = Entry.objects.filter(verb="notices.channel_added")
    assert json.loads(entries.get().detail) == {"channel": channel.pk, "medium": "email"}
    assert "Xk29zz" not in shown


@pytest.mark.parametrize(
    ("medium", "template", "sentence"),
    [
        ("email", "smtp.qinghe.test", "不是电子邮件的地址"),
        ("email", "json://127.0.0.1/{收件人}", "不是电子邮件的地址"),
        ("email", "mailto://127.0.0.1?to=all@qinghe.test", "没有写明收件人的位置"),
        ("dingtalk", "mailto://127.0.0.1?to={收件人}", "不是钉钉的地址"),
        ("other", "syslog://host", "不是其他渠道的地址"),
        ("other", "json:// 127.0.0.1", "不是其他渠道的地址"),
    ],
)
def test_what_cannot_be_the_address_of_a_channel_is_refused(cast, medium, template, sentence):
    cast.client(cast.sysadmin)
    with unchanged():
        answer = add(cast, template, medium)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_channel_is_tried_by_a_job_then_switched_on_and_off(cast, settings):
    settings.OUTSIDE_HOSTS = ("127.0.0.1",)
    browser = cast.client(cast.sysadmin)
    with sinks.mail_sink() as mail:
        port = mail.server_address[1]
        add(cast, f"mailto://127.0.0.1:{port}?from=oa@qinghe.test&mode=insecure&to={{收件人}}")
        channel = Channel.objects.get()
        with unchanged():
            browser.post(f"/channels/{channel.pk}/enabling/")
        browser.post(f"/channels/{channel.pk}/trial/", {"address": "admin@qinghe.test"})
        assert "正在试发" in browser.get("/channels/").content.decode()
        job = Job.objects.get(task=inside.TRIAL)
        assert mail.letters == []  # not in the request
        sending.try_out(*job.payload["args"], now=lambda: AT)
        assert mail.letters[0][0] == ["admin@qinghe.test"]
    browser.post(f"/channels/{channel.pk}/enabling/")
    channel.refresh_from_db()
    assert (channel.is_on, channel.enabled_by) == (True, cast.sysadmin.ref)
    browser.post(f"/channels/{channel.pk}/disabling/")
    channel.refresh_from_db()
    assert (channel.is_on, channel.disabled_by) == (False, cast.sysadmin.ref)
    done = Entry.objects.filter(verb__startswith="notices.channel").order_by("seq")
    assert [entry.verb.partition("_")[2] for entry in done] == ["added", "tried", "enabled", "disabled"]


@pytest.mark.parametrize(
    ("template", "reason"),
    [("nonsense://127.0.0.1/{收件人}", "unparsed"), ("json://mail.other.test/{收件人}", "forbidden")],
)
def test_a_trial_that_fails_says_why(cast, settings, template, reason):
    settings.OUTSIDE_HOSTS = ("127.0.0.1",)
    add(cast, template, "other")
    channel = Channel.objects.get()
    actions.try_channel(channel.pk, address="abc", by=cast.sysadmin.ref, at=timezone.now())
    assert sending.try_out(channel.pk, "abc", now=timezone.now) == reason
    assert reasons.REASONS[reason] in cast.client(cast.sysadmin).get("/channels/").content.decode()
    channel.refresh_from_db()
    assert channel.tested_at is None


def test_one_channel_of_a_medium_at_a_time(cast):
    for _ in range(2):
        add(cast)
    first, second = Channel.objects.order_by("pk")
    for channel in (first, second):
        inside.note_trial(channel.pk, "", at=AT)
    browser = cast.client(cast.sysadmin)
    browser.post(f"/channels/{first.pk}/enabling/")
    with unchanged():
        answer = browser.post(f"/channels/{second.pk}/enabling/", follow=True)
    assert "已有启用的电子邮件渠道" in answer.content.decode()


@pytest.fixture
def mailing(cast):
    add(cast)
    channel = Channel.objects.get()
    inside.note_trial(channel.pk, "", at=AT)
    return actions.enable_channel(channel.pk, by=cast.sysadmin.ref, at=timezone.now())


def wishes(**changes):
    kinds = ("task", "chase", "reading", "result", "system", "broadcast")
    form = {f"choice_{kind}_email": "at_once" for kind in kinds}
    return form | {"address_email": "li@qinghe.test", "has_quiet": "on", "begins": "21:30", "ends": "08:00"} | changes


def test_everybody_says_where_and_how_and_when_they_want_to_be_told(cast, mailing):
    browser = cast.client(cast.finance_clerk)
    shown = browser.get("/notices/choices/").content.decode()
    assert shown.count('<option value="at_once" selected>') == 3
    answer = browser.post("/notices/choices/", wishes(choice_reading_email="never", rests_on_holidays="on"))
    assert answer.status_code == 302
    assert Address.objects.get().value == "li@qinghe.test"
    assert Choice.objects.get(kind="reading").manner == "never"
    hours = Hours.objects.get(person=cast.finance_clerk)
    assert (hours.begins, hours.ends, hours.rests_on_holidays) == (time(21, 30), time(8), True)
    entry = Entry.objects.get(verb="notices.choices_kept")
    assert (entry.stream, entry.by) == (f"reception:{cast.finance_clerk.pk}", cast.finance_clerk.ref)
    assert "li@" not in entry.detail
    browser.post("/notices/choices/", wishes(address_email="", has_quiet=""))
    assert not Address.objects.exists()
    assert Hours.objects.get().begins is None


def test_nobody_says_how_somebody_else_is_told(cast):
    own = {"addresses": {}, "choices": {}, "quiet": None, "rests_on_holidays": False}
    for by in (cast.finance_chief, cast.sysadmin):
        with refused("只能设置本人的消息接收方式"):
            actions.choose(cast.finance_clerk, **own, by=by.ref, at=AT)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"address_email": "李雪"}, "电子邮箱地址的写法不对"),
        ({"address_email": "a@b.test,c@d.test"}, "电子邮箱地址的写法不对"),
        ({"begins": ""}, "请填写勿扰时段"),
        ({"begins": "25:00"}, "所选内容有误"),
        ({"choice_task_email": "often"}, "所选内容有误"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(cast, mailing, changes, sentence):
    browser = cast.client(cast.finance_clerk)
    with unchanged():
        answer = browser.post("/notices/choices/", wishes(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_who_is_not_reached_sees_it(cast, mailing):
    Address.objects.create(
        person=cast.finance_clerk,
        medium="email",
        value="li@qinghe.test",
        at=AT,
        failed_at=AT,
        reason=reasons.REASONS["refused"],
    )
    shown = cast.client(cast.finance_clerk).get("/notices/choices/").content.decode()
    assert "没有送达：对方拒收" in shown


def test_the_administrator_sees_what_waits_and_fails_and_sends_it_again_without_reading_it(cast, mailing):
    Address.objects.create(person=cast.finance_clerk, medium="email", value="li@qinghe.test", at=AT)
    about = {"kind": "task", "text": "承办：防汛", "outside": "承办：防汛", "link": "/matters/7/", "about": "matter:7"}
    with transaction.atomic():
        actions.tell([cast.finance_clerk.pk], at=AT, **about)
    browser = cast.client(cast.sysadmin)
    waiting = browser.get("/outbox/").content.decode()
    assert "李雪" in waiting
    assert "防汛" not in waiting
    Delivery.objects.update(failed_at=AT, attempts=8, reason=reasons.REASONS["refused"], due_at=AT)
    failed = browser.get("/outbox/?state=failed").content.decode()
    assert reasons.REASONS["refused"] in failed
    delivery = Delivery.objects.get()
    assert browser.post(f"/outbox/{delivery.pk}/resending/").status_code == 302
    delivery.refresh_from_db()
    assert (delivery.failed_at, delivery.attempts) == (None, 0)
    assert Entry.objects.filter(verb="notices.delivery_resent").exists()
    with unchanged():
        assert "无须重发" in browser.post(f"/outbox/{delivery.pk}/resending/", follow=True).content.decode()
