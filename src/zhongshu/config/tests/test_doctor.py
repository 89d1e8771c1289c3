from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from zhongshu.config import assets, cli, commands, doctor, schedules
from zhongshu.jobs.models import Schedule
from zhongshu.notices.models import Webhook
from zhongshu.trail import actions as trail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ready(monkeypatch):
    """Pages are built and the guards stand."""
    monkeypatch.setattr(assets, "is_built", lambda: True)
    trail.install_guards()


def state(lines, subject):
    return next(line for line in lines if subject in line.subject).state


def test_all_is_well(capsys):
    assert cli.main(["doctor"]) == 0
    shown = capsys.readouterr().out
    for subject in ("Python", "SQLite", "SM3", "数据目录", "密钥", "数据库结构", "页面资源", "后台作业", "工作日历"):
        assert any(line.startswith(("正常", "注意")) and subject in line for line in shown.splitlines())


def test_what_is_missing_is_named_with_what_to_do(monkeypatch, capsys):
    monkeypatch.setattr(assets, "is_built", lambda: False)
    monkeypatch.setattr(doctor.trail, "missing_guards", lambda: ["没有防改动保护"])
    assert cli.main(["doctor"]) == 1
    shown = capsys.readouterr().out
    assert "缺少  页面资源：页面资源尚未生成。请在安装目录运行 make build。" in shown
    assert "缺少  留痕防改动保护：留痕没有防改动保护。请运行 zhongshu migrate。" in shown


def test_a_database_out_of_reach_is_one_line(monkeypatch):
    def unreachable():
        raise OperationalError("connection refused")

    monkeypatch.setattr(doctor, "_tables", unreachable)
    assert state(doctor.essentials(), "数据库") == doctor.MISSING


def test_jobs_that_are_late_are_noticed():
    commands.schedules.declare(at=timezone.now())
    assert state(doctor._living(), "后台作业") == doctor.FINE
    Schedule.objects.update(next_at=timezone.now() - timedelta(minutes=6))
    assert state(doctor._living(), "后台作业") == doctor.NOTE


def test_what_does_not_leave_the_system_is_noticed(cast):
    assert state(doctor._living(), "外发消息") == doctor.FINE
    Webhook.objects.create(
        organ=cast.organ,
        name="数据平台",
        target="http://a.test/",
        secret="",
        events=[],
        added_by="system",
        added_at=cast.at,
        failing_since=cast.at,
        disabled_by="system",
        disabled_at=cast.tick(),
    )
    assert state(doctor._living(), "外发消息") == doctor.NOTE


def test_schedules_declared_again_stay_as_they_are():
    schedules.declare(at=timezone.now())
    first = dict(Schedule.objects.values_list("key", "next_at"))
    schedules.declare(at=timezone.now() + timedelta(minutes=1))
    assert dict(Schedule.objects.values_list("key", "next_at")) == first
    assert set(first) >= {"checkpoint", "files.sweep"}


def test_the_scheduled_tasks_do_their_work(django_capture_on_commit_callbacks):
    schedules.checkpoint.call()
    schedules.files.sweep.call()


def test_old_programs_and_little_disk_are_noticed(monkeypatch):
    assert doctor._version("Python", (3, 10), (3, 11)).state == doctor.MISSING
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1 << 30}))
    assert doctor._disk().state == doctor.NOTE
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    assert state(doctor._optional(), "LibreOffice") == doctor.NOTE


def test_what_reading_lacks_is_a_note(monkeypatch, settings, tmp_path):
    settings.INTAKE = tmp_path / "none"
    monkeypatch.setattr(doctor.client, "available", lambda: False)
    assert state(doctor._optional(), "文字识别") == doctor.NOTE
    assert state(doctor._optional(), "收文目录") == doctor.NOTE
    settings.INTAKE = tmp_path
    assert state(doctor._optional(), "收文目录") == doctor.FINE
