"""事件推送 as 系统管理员 keeps it: added with a secret shown once, tried, switched off and on."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import unchanged

from zhongshu.jobs.models import Job
from zhongshu.notices import queries
from zhongshu.notices.jobs import postman, sending
from zhongshu.notices.models import Posting, Webhook
from zhongshu.notices.rules import addresses, reasons
from zhongshu.notices.tests import sinks
from zhongshu.trail.models import Entry


@pytest.fixture
def browser(cast, settings):
    settings.OUTSIDE_HOSTS = ("127.0.0.1",)
    return cast.client(cast.sysadmin)


def add(cast, browser, target="http://data.test/", **changed):
    form = {"organ": cast.organ.pk, "name": "数据平台", "events": ["matter.opened", "matter.closed"]}
    return browser.post("/webhooks/", form | {"target": target} | changed)


def shown(browser) -> str:
    return browser.get("/webhooks/").content.decode()


def push(webhook):
    return sending.push(webhook.pk, now=timezone.now)


def verbs():
    return list(Entry.objects.filter(verb__startswith="notices.webhook").order_by("seq").values_list("verb", flat=True))


def test_its_secret_is_shown_once(cast, browser):
    answer = add(cast, browser, "http://data.test/hook")
    webhook = Webhook.objects.get()
    secret = re.search(r"<code>(\S+)</code>", answer.content.decode())[1]
    assert addresses.unseal(webhook.secret) == secret
    assert "no-store" in answer.headers["Cache-Control"]
    page = shown(browser)
    assert "http://data.test/hook" in page and "立项、事项办结" in page and "还没有推送过" in page
    assert secret not in page
    assert (verbs(), webhook.added_by) == (["notices.webhook_added"], cast.sysadmin.ref)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"target": "ftp://data.test/"}, "推送地址的写法不对"),
        ({"target": "javascript:alert(1)"}, "推送地址的写法不对"),
        ({"target": "http://me:secret@data.test/"}, "不带账号和口令"),
        ({"name": " "}, "请填写对方系统的名称"),
        ({"events": []}, "请选择推送的事件"),
        ({"events": ["matter.eaten"]}, "所选内容有误，请重新选择"),
        ({"organ": 10**9}, "所选内容有误，请重新选择"),
    ],
)
def test_nonsense_is_refused_by_its_field(cast, browser, changed, sentence):
    with unchanged():
        answer = add(cast, browser, **changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_it_is_tried_by_a_job_switched_off_and_on(cast, browser):
    with sinks.web_sink() as web:
        add(cast, browser, f"http://127.0.0.1:{web.server_port}/hook")
        webhook = Webhook.objects.get()
        browser.post(f"/webhooks/{webhook.pk}/trial/")
        assert Job.objects.filter(unique_key=f"zhongshu.notices.jobs.push:{webhook.pk}").exists()
        assert "待推送" in shown(browser)
        with unchanged():
            again = browser.post(f"/webhooks/{webhook.pk}/trial/", follow=True)
        assert "上一次试推送尚无结果" in again.content.decode()
        assert push(webhook) == 1
        assert [headers["X-Zhongshu-Event"] for _, headers, _ in web.posts] == ["trial"]
    assert "试推送" in shown(browser) and "已送达" in shown(browser)
    browser.post(f"/webhooks/{webhook.pk}/disabling/")
    webhook.refresh_from_db()
    assert webhook.disabled_by == cast.sysadmin.ref
    assert "已停用" in shown(browser)
    with unchanged():
        for act in ("trial", "disabling"):
            assert "已停用" in browser.post(f"/webhooks/{webhook.pk}/{act}/", follow=True).content.decode()
    browser.post(f"/webhooks/{webhook.pk}/enabling/")
    webhook.refresh_from_db()
    assert webhook.disabled_at is None
    assert verbs() == [f"notices.webhook_{did}" for did in ("added", "tried", "disabled", "enabled")]


@pytest.mark.parametrize(("host", "reason"), [("127.0.0.1", "timeout"), ("localhost", "forbidden")])
def test_a_target_that_hangs_or_is_forbidden_is_said(cast, browser, settings, monkeypatch, host, reason):
    monkeypatch.setitem(postman.Postman.__init__.__kwdefaults__, "seconds", 1.5)
    if reason == "forbidden":
        settings.OUTSIDE_HOSTS = ()
    with sinks.silence() as port:
        add(cast, browser, f"http://{host}:{port}/")
        webhook = Webhook.objects.get()
        browser.post(f"/webhooks/{webhook.pk}/trial/")
        assert push(webhook) == 0
    posting = Posting.objects.get()
    assert posting.reason == reasons.REASONS[reason]
    assert posting.failed_at is not None
    assert posting.reason in shown(browser) and "推送失败，稍后重试" in shown(browser)
    assert not queries.failed_postings().exists()
    assert queries.figures(timezone.now())["postings_failed_day"] == 0
    browser.post(f"/webhooks/{webhook.pk}/trial/")
    webhook.refresh_from_db()
    assert webhook.rests_until is None


def test_the_page_asks_once_for_each_system(cast, browser, django_assert_num_queries):
    for name in ("甲", "乙"):
        add(cast, browser, name=name)
    for webhook in Webhook.objects.all():
        at = timezone.now()
        for number in range(7):
            Posting.objects.create(
                webhook=webhook,
                event="matter.opened",
                about="matter:1",
                body="{}",
                at=at,
                due_at=at + timedelta(number),
            )
    shown(browser)
    with django_assert_num_queries(8):
        page = shown(browser)
    assert page.count("待推送") == 2 * 5
