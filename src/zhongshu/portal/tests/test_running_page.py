"""The page of how the system runs: what must be looked after stands on top."""

from datetime import timedelta

import pytest
from django.utils import timezone

from zhongshu.jobs.models import Job, Process, Schedule
from zhongshu.portal.queries import running


@pytest.fixture
def keeper(cast, settings):
    settings.BACKUP_FOLDER = "/mnt/backup"
    return cast.client(cast.sysadmin)


def job(task, **times):
    now = timezone.now()
    given = {"payload": {"args": [], "kwargs": {}}, "queue": "default", "run_at": now, "enqueued_at": now}
    return Job.objects.create(task=task, **given | times)


def look(keeper):
    return keeper.get("/running/").content.decode()


def alive(kind="worker"):
    now = timezone.now()
    return Process.objects.create(kind=kind, host="主机甲", pid=4711, begun_at=now, seen_at=now)


def test_all_is_well(keeper):
    alive(), alive("web")
    told = {"name": "zhongshu-20261121-013000", "files": 12, "bytes": 4096}
    job(running.BACKUP, finished_at=timezone.now(), result=told)
    said = look(keeper)
    assert "系统运行正常，没有需要处理的问题。" in said
    for words in (
        "zhongshu-20261121-013000",
        "12个",
        "最近7天、4周、12个月各一份",
        "主机甲",
        "4711",
        "网页服务",
        "后台作业",
    ):
        assert words in said
    home = keeper.get("/administration/").content.decode()
    assert "需要处理的运行问题" in home


def test_troubles_stand_on_top_and_are_counted_at_home(keeper, monkeypatch):
    now = timezone.now()
    job(running.BACKUP, finished_at=now - timedelta(days=2), result={"name": "old", "files": 1, "bytes": 1})
    job(running.BACKUP, failed_at=now, message="备份没有完成：磁盘空间不足。")
    job(running.CHECK, failed_at=now, message="备份已损坏。")
    Schedule.objects.create(key="checkpoint", task="x", every_minutes=1, next_at=now - timedelta(hours=1))
    monkeypatch.setattr(running, "free_disk", lambda: 1 << 30)
    said = look(keeper)
    for words in (
        "没有后台作业进程",
        "没有按时启动",
        "不足 5 GB",
        "磁盘空间不足。",
        "备份已损坏。",
        "超过一天没有成功",
    ):
        assert words in said
    assert len(running.troubles(now)) == 6


def test_a_failure_that_was_made_good_is_past(keeper):
    alive()
    now = timezone.now()
    job(running.BACKUP, failed_at=now - timedelta(hours=1), message="磁盘空间不足。")
    job(running.BACKUP, finished_at=now, result={"name": "new", "files": 1, "bytes": 1})
    assert running.troubles(now) == []
    assert "磁盘空间不足" not in look(keeper)


def test_no_backups_at_all_is_a_trouble(keeper, settings):
    settings.BACKUP_FOLDER = ""
    alive()
    said = look(keeper)
    assert "没有设置定时备份" in said and "磁盘损坏时数据将无法找回" in said


def test_what_the_machine_lacks_is_said(keeper, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(running.office, "installed", lambda: None)
    settings.FONTS = tmp_path
    said = look(keeper)
    assert "早期文字处理软件保存的文件不能识读" in said and "版面会有出入" in said
