"""Addresses for machines: alive, ready, figures; and who gets which of them."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from zhongshu.jobs.models import Job, Process
from zhongshu.portal.queries import running

OUTSIDE = {"REMOTE_ADDR": "192.0.2.9"}


@pytest.fixture
def client():
    return Client()


def test_it_lives_without_a_database(client):
    answer = client.get("/health")
    assert (answer.status_code, answer.content.decode()) == (200, "正常\n")


@pytest.mark.django_db
def test_it_is_ready(client):
    assert client.get("/health/ready").status_code == 200


@pytest.mark.django_db
def test_reasons_are_for_those_who_watch(client, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(running, "pending_migrations", lambda: 1)
    monkeypatch.setattr(running.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1 << 20}))
    settings.VAR = tmp_path
    told = client.get("/health/ready")
    said = told.content.decode()
    assert told.status_code == 503
    assert "请运行 zhongshu migrate" in said and "磁盘空间即将用尽" in said and "密钥文件缺失" in said
    for outside in (OUTSIDE, {"zhongshu.forwarded": True}):
        answer = client.get("/health/ready", **outside)
        assert (answer.status_code, answer.content.decode()) == (503, "未就绪\n")


def test_a_database_out_of_reach_is_a_reason(client, monkeypatch):
    def unreachable():
        raise OperationalError("connection refused")

    monkeypatch.setattr(running.connection, "ensure_connection", unreachable)
    assert "数据库无法连接" in client.get("/health/ready").content.decode()


@pytest.mark.django_db
def test_figures_are_for_those_who_watch(client, settings):
    assert client.get("/metrics", **OUTSIDE).status_code == 404
    assert client.get("/metrics", **{"zhongshu.forwarded": True}).status_code == 404
    settings.METRICS_TOKEN = "一个长的口令"
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}, **OUTSIDE).status_code == 404
    settings.METRICS_TOKEN = "long-enough-token"
    given = client.get("/metrics", headers={"Authorization": "Bearer long-enough-token"}, **OUTSIDE)
    assert given.status_code == 200
    settings.WATCHERS = ("192.0.2.9",)
    assert client.get("/metrics", **OUTSIDE).status_code == 200


@pytest.mark.django_db
def test_figures_say_how_it_stands(client, cast):
    now = timezone.now()
    cast.document()
    Process.objects.create(kind="worker", host="甲", pid=1, begun_at=now, seen_at=now)
    given = {"task": running.BACKUP, "payload": {"args": [], "kwargs": {}}, "queue": "default", "run_at": now}
    Job.objects.create(**given, enqueued_at=now, finished_at=now - timedelta(hours=2))
    Job.objects.create(**given | {"task": "x", "run_at": now - timedelta(seconds=90)}, enqueued_at=now)
    client.get("/sign-in/")
    said = client.get("/metrics").content.decode()
    lines = dict(line.rsplit(" ", 1) for line in said.splitlines() if not line.startswith("#"))
    assert float(lines['zhongshu_jobs{state="waiting"}']) >= 1
    assert 90 <= float(lines["zhongshu_oldest_job_seconds"]) < 120
    assert float(lines['zhongshu_tasks{state="open"}']) == 1
    assert float(lines['zhongshu_processes{kind="worker"}']) == 1
    assert 7200 <= float(lines["zhongshu_backup_age_seconds"]) < 7260
    assert float(lines['zhongshu_requests_total{method="GET",status="200",view="sign_in"}']) >= 1
    assert float(lines['zhongshu_request_seconds_bucket{le="+Inf",view="sign_in"}']) >= 1
    assert {"zhongshu_disk_free_bytes", "zhongshu_database_bytes", "zhongshu_sessions"} <= set(lines)


@pytest.mark.django_db
def test_a_word_that_is_no_method_opens_no_row_of_its_own(client):
    client.generic("STRANGE", "/sign-in/")
    said = client.get("/metrics").content.decode()
    assert 'method="-"' in said and "STRANGE" not in said
