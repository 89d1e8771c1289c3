from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from zhongshu.config import assets, cli, commands, doctor, schedules, sealing, upkeep
from zhongshu.jobs.models import Job, Process, Schedule
from zhongshu.notices.models import Webhook
from zhongshu.portal.queries import running
from zhongshu.portal.views.running_lists import job_titles
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
    database = connection.display_name
    for subject in ("Python", database, "SM3", "数据目录", "密钥", "数据库结构", "页面资源", "后台作业", "工作日历"):
        assert any(line.startswith(("正常", "注意")) and subject in line for line in shown.splitlines())


def test_each_thing_is_said_once_and_counted(cast, capsys):
    cli.main(["doctor"])
    *lines, last = capsys.readouterr().out.splitlines()
    subjects = [line.partition("  ")[2].partition("：")[0] for line in lines]
    assert len(set(subjects)) == len(subjects)
    assert sum(f"{connection.display_name} 1" in one or f"{connection.display_name} 3" in one for one in subjects) == 1
    notes = sum(line.startswith("注意") for line in lines)
    assert last.startswith(f"检查完成：缺少 0 项，注意 {notes} 项。")
    assert not any(line.count("：") > 1 for line in lines)


def test_a_newcomer_is_led_from_the_tables_to_the_organ(monkeypatch, capsys):
    assert "请运行 zhongshu init" in next(line.advice for line in doctor._living() if line.subject == "机关和三员账号")
    monkeypatch.setattr(doctor.running, "pending_migrations", lambda: 3)
    assert cli.main(["doctor"]) == 1
    shown = capsys.readouterr().out
    assert [line for line in shown.splitlines() if line.startswith("缺少")] == [
        "缺少  数据库结构：数据库尚未建立或不是最新。请运行 zhongshu migrate。"
    ]
    assert "缺少 1 项" in shown


def test_with_an_organ_nobody_is_sent_to_make_one(cast):
    assert state(doctor._living(), "机关和三员账号") == doctor.FINE


def test_a_backup_that_could_not_be_written_tonight_is_said_today(settings, tmp_path):
    settings.BACKUP_FOLDER, settings.BACKUP_RECIPIENTS = str(tmp_path / "disk"), tmp_path / "none"
    said = [line.advice for line in upkeep.living(timezone.now()) if line.subject == "备份"]
    assert said[0].startswith("还没有成功的备份") and "没有收件公钥" in said[1]
    settings.BACKUP_FOLDER = str(settings.VAR / "backup")
    assert "不能是数据目录" in [line.advice for line in upkeep.living(timezone.now()) if line.subject == "备份"][1]


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
    assert state(doctor._living(), "定时作业") == doctor.FINE
    Schedule.objects.update(next_at=timezone.now() - timedelta(minutes=6))
    assert state(doctor._living(), "定时作业") == doctor.NOTE


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


def test_every_scheduled_task_has_words_for_the_page_of_jobs(settings):
    settings.BACKUP_FOLDER = "/mnt/backup"
    schedules.declare(at=timezone.now())
    assert set(Schedule.objects.values_list("task", flat=True)) <= set(job_titles())


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


def test_the_keeper_is_told_what_to_look_after(settings, tmp_path):
    now = timezone.now()
    lines = list(upkeep.living(now))
    assert state(lines, "运行中的进程") == doctor.NOTE
    assert state(lines, "备份") == doctor.NOTE
    assert state(lines, "消息渠道") == doctor.NOTE
    assert state(lines, "系统时间") == doctor.FINE
    for host in ("甲", "乙"):
        Process.objects.create(kind="worker", host=host, pid=1, begun_at=now, seen_at=now)
    settings.BACKUP_FOLDER = "/mnt/backup"
    given = {"payload": {"args": [], "kwargs": {}}, "queue": "default", "run_at": now, "enqueued_at": now}
    Job.objects.create(task=running.BACKUP, finished_at=now - timedelta(hours=3), **given)
    settings.BACKUP_RECIPIENTS = tmp_path / "recipients"
    settings.BACKUP_RECIPIENTS.write_text(sealing.generate()[0])
    lines = list(upkeep.living(now))
    assert state(lines, "后台作业 2 个") == doctor.FINE
    assert state(lines, "备份（3 小时前）") == doctor.FINE
    assert state(lines, "主机 2 台") == doctor.NOTE
    options = settings.STORAGES["files"]["OPTIONS"] | {"location": tmp_path}
    settings.STORAGES = {**settings.STORAGES, "files": {**settings.STORAGES["files"], "OPTIONS": options}}
    assert state(upkeep.living(now), "主机 2 台") == doctor.FINE


def test_a_clock_that_was_set_back_or_runs_apart_is_noticed(monkeypatch):
    now = timezone.now()
    with transaction.atomic():
        trail.record("settings", "config.backed_up", by="system", at=now + timedelta(hours=1))
    assert state(upkeep.living(now), "系统时间") == doctor.NOTE
    later = now + timedelta(hours=2)
    monkeypatch.setattr(upkeep, "_database_clock", lambda at: at + timedelta(minutes=1))
    assert "相差 60 秒" in next(line.advice for line in upkeep.living(later) if line.subject == "系统时间")


def test_doors_and_permissions_are_looked_at(settings, tmp_path):
    settings.VAR = tmp_path
    (tmp_path / "secrets").mkdir(mode=0o755)
    tmp_path.chmod(0o755)
    settings.HTTPS, settings.ALLOWED_HOSTS = False, list(settings.DEMONSTRATION_HOSTS)
    assert [line.state for line in upkeep.outward()] == [doctor.NOTE] * 3
    settings.HTTPS, settings.ALLOWED_HOSTS = True, ["oa.example"]
    assert "请设 ZHONGSHU_PROXIES" in next(line.advice for line in upkeep.outward() if line.subject == "加密访问")
    settings.PROXIES = ("10.0.0.1",)
    tmp_path.chmod(0o700)
    (tmp_path / "secrets").chmod(0o700)
    assert [line.state for line in upkeep.outward()] == [doctor.FINE] * 3
