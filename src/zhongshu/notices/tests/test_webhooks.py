"""Events for other systems (事件推送)."""

import hmac
import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, refused

from zhongshu.notices import actions, queries
from zhongshu.notices.jobs import postman, sending
from zhongshu.notices.models import Posting, Webhook
from zhongshu.notices.rules import EVENTS, reasons, times
from zhongshu.notices.tests import sinks
from zhongshu.trail.models import Entry


def hook(cast, target, events=None, **changes):
    given = {"name": "数据平台", "target": target, "events": events or [event for event, _ in EVENTS]}
    return actions.add_webhook(cast.organ, **given | changes, by=cast.sysadmin.ref, at=cast.tick())


def here(web):
    return f"http://127.0.0.1:{web.server_port}/hook"


def go_out(at):
    sending.dispatch(at=at)
    return sum(sending.push(number, now=lambda: at) for number in queries.due_webhooks(at))


def test_what_happens_to_a_matter_is_pushed_in_order_and_signed(cast, web):
    webhook, secret = hook(cast, here(web))
    assert secret not in webhook.secret
    cast.walk(cast.document(title="关于防汛的通知"), to="closed")
    assert go_out(cast.tick()) == len(web.posts) == Posting.objects.count()
    events = [headers["X-Zhongshu-Event"] for _, headers, _ in web.posts]
    assert (events[0], events[-1]) == ("matter.opened", "matter.closed")
    assert events.count("task.completed") == 7
    _, headers, body = web.posts[0]
    signed = f"{headers['X-Zhongshu-Timestamp']}.".encode() + body
    expected = hmac.digest(secret.encode(), signed, "sha256").hex()
    assert headers["X-Zhongshu-Signature"] == f"sha256={expected}"
    said = json.loads(body)
    assert (said["event"], said["title"], said["kind"]) == ("matter.opened", "关于防汛的通知", "incoming")
    assert go_out(cast.tick()) == 0


@pytest.mark.parametrize("label", ["internal", "work_secret"])
def test_what_is_not_public_bears_no_title(cast, web, label):
    hook(cast, here(web))
    cast.walk(cast.document(title="关于干部考察的通知", label=label), to="handling")
    go_out(cast.tick())
    assert web.posts
    assert not any("干部".encode() in body or b"title" in body for _, _, body in web.posts)


def test_nothing_is_written_or_asked_where_nobody_listens(cast, web):
    hook(cast, here(web), ["matter.closed"])
    with CaptureQueriesContext(connection) as asked:
        cast.document()
    assert not Posting.objects.exists()
    assert not [one for one in asked.captured_queries if "notices_posting" in one["sql"]]
    other = Webhook.objects.get()
    actions.disable_webhook(other.pk, by=cast.sysadmin.ref, at=cast.tick())
    cast.walk(cast.document(), to="closed")
    assert not Posting.objects.exists()


def test_it_goes_with_the_transaction(cast, web):
    hook(cast, here(web))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.emit("matter.opened", stream="matter:7", payload={}, organ=cast.organ.pk, at=AT)
        raise ZeroDivisionError
    assert not Posting.objects.exists()


def emit(cast, count=1):
    for number in range(count):
        with transaction.atomic():
            actions.emit(
                "matter.opened", stream=f"matter:{number}", payload={"matter": number}, organ=cast.organ.pk, at=AT
            )


def test_what_was_withheld_or_restricted_meanwhile_is_not_told(cast, web):
    hook(cast, here(web))
    with transaction.atomic():
        for stream in ("matter:7", "matter:8"):
            actions.emit("matter.opened", stream=stream, payload={"title": "防汛"}, organ=cast.organ.pk, at=AT)
        actions.withhold("matter:7", at=AT)
        actions.hush("matter:8")
    assert go_out(AT) == 1
    assert "title" not in json.loads(web.posts[0][2])
    assert Posting.objects.get(about="matter:7").body == ""


def test_five_hundred_then_two_hundred(cast):
    with sinks.web_sink(500) as web:
        hook(cast, here(web))
        emit(cast, 2)
        assert go_out(AT) == 0
        assert {one.reason for one in Posting.objects.all()} == {reasons.REASONS["busy"]}
        assert go_out(AT + timedelta(seconds=30)) == 0
        assert go_out(AT + timedelta(minutes=1)) == 2
    assert [json.loads(body)["matter"] for _, _, body in web.posts] == [0, 0, 1]
    assert Webhook.objects.get().failing_since is None


def test_a_redirection_is_not_followed(cast):
    with sinks.web_sink(302) as web:
        hook(cast, here(web))
        emit(cast)
        assert go_out(AT) == 0
    assert [path for path, _, _ in web.posts] == ["/hook"]
    assert Posting.objects.get().reason == reasons.REASONS["redirected"]


def test_a_target_that_hangs_is_left(cast, monkeypatch):
    monkeypatch.setitem(postman.Postman.__init__.__kwdefaults__, "seconds", 1.5)
    with sinks.silence() as port:
        hook(cast, f"http://127.0.0.1:{port}/")
        emit(cast)
        assert go_out(AT) == 0
    assert Posting.objects.get().reason == reasons.REASONS["timeout"]


@pytest.mark.parametrize("target", ["http://127.0.0.1:{}/", "http://localhost:{}/", "http://[::1]:{}/"])
def test_this_machine_is_no_target_unless_it_is_listed(cast, web, settings, target):
    settings.OUTSIDE_HOSTS = ()
    hook(cast, target.format(web.server_port))
    emit(cast)
    assert go_out(AT) == 0
    assert web.posts == []
    assert Posting.objects.get().reason == reasons.REASONS["forbidden"]


@pytest.mark.parametrize("target", ["ftp://a.test/", "hook", "http://", "http://u:p@a.test/", "http://a.test:x/", ""])
def test_what_cannot_be_a_target_is_refused(cast, target):
    with refused("推送地址的写法不对"):
        hook(cast, target)


def test_it_needs_a_name_an_event_and_the_administrator(cast):
    with refused("请填写对方系统的名称"):
        hook(cast, "http://a.test/", name=" ")
    with refused("请选择要推送的事件"):
        hook(cast, "http://a.test/", events=["matter.eaten"])
    with refused("只能由系统管理员"):
        actions.add_webhook(
            cast.organ, name="甲", target="http://a.test/", events=["matter.opened"], by=cast.secadmin.ref, at=cast.at
        )


def test_after_days_of_nothing_but_failures_it_is_switched_off_and_seen(cast):
    webhook, _ = hook(cast, "http://127.0.0.1:9/")
    emit(cast)
    assert go_out(AT) == 0
    for attempt in range(1, times.ATTEMPTS):
        Posting.objects.update(due_at=AT)
        go_out(AT + timedelta(hours=2 * attempt))
    posting = Posting.objects.get()
    assert (posting.attempts, posting.failed_at is not None) == (times.ATTEMPTS, True)
    emit(cast)
    later = AT + times.DISABLE_AFTER
    go_out(later)
    webhook.refresh_from_db()
    assert (webhook.disabled_at, webhook.disabled_by) == (later, "system")
    assert Posting.objects.latest("pk").reason == reasons.SWITCHED_OFF
    assert Entry.objects.filter(verb="notices.webhook_disabled", by="system").exists()
    assert "连续失败" in cast.client(cast.sysadmin).get("/outbox/").content.decode()
    actions.enable_webhook(webhook.pk, by=cast.sysadmin.ref, at=cast.tick(days=9))
    assert not queries.stopped_webhooks().exists()
