"""How the system runs (系统运行): what its keeper, a monitoring system and `zhongshu doctor` all ask."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count

from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.read import office
from zhongshu.gongwen.read.ocr import client
from zhongshu.jobs import queries as jobs
from zhongshu.jobs.models import Job
from zhongshu.matters.models import Task
from zhongshu.notices import queries as notices

BACKUP, CHECK = "zhongshu.config.schedules.back_up", "zhongshu.config.schedules.check_backups"
OVERDUE = timedelta(hours=26)  # a daily backup, and two hours for it
LITTLE_DISK, NO_DISK = 5 << 30, 200 << 20  # bytes
Figure = tuple[str, str, str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Backups:
    """The last good backup and the last failure after it (备份情况)."""

    good: Job | None
    failed: Job | None
    checked: Job | None
    wrong: Job | None
    is_overdue: bool


def backups(at: datetime) -> Backups:
    """Return how the backups stand (备份情况). A failure that a later success has made good is no longer told."""
    good, checked = jobs.last_done(BACKUP), jobs.last_done(CHECK)
    overdue = bool(settings.BACKUP_FOLDER) and not (good and good.finished_at and at - good.finished_at < OVERDUE)
    return Backups(good, _since(BACKUP, good), checked, _since(CHECK, checked), overdue)


def _since(task: str, good: Job | None) -> Job | None:
    failed = jobs.last_failed(task)
    is_past = failed and good and good.finished_at and failed.failed_at and good.finished_at > failed.failed_at
    return None if is_past else failed


def database_size() -> int:
    """Return how much the database takes (数据库大小), in bytes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path = Path(str(connection.settings_dict["NAME"]))
    return sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*")) if path.is_file() else 0


def database_version() -> str:
    """Return the database and its version (数据库版本): PostgreSQL 15.6."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
    return f"SQLite {sqlite3.sqlite_version}"


def free_disk() -> int:
    """Return what is free where the data lies (剩余空间), in bytes."""
    return shutil.disk_usage(settings.VAR).free


def pending_migrations() -> int:
    """Return how many changes of the tables have not been applied (待升级)."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unready() -> list[str]:
    """Return why pages cannot be served (未就绪原因), one sentence each."""
    reasons = []
    if not all(os.access(settings.VAR / "secrets" / name, os.R_OK) for name in ("trail.key", "django.key")):
        reasons.append("密钥文件缺失或不能读取。")
    if free_disk() < NO_DISK:
        reasons.append("磁盘空间即将用尽。")
    try:
        connection.ensure_connection()
        if pending_migrations():
            reasons.append("数据库不是最新，请运行 zhongshu migrate。")
    except DatabaseError:
        reasons.append("数据库无法连接。")
    return reasons


def figures(at: datetime) -> Iterator[Figure]:
    """Yield what is measured (监测指标): name, what it is, the name of its label or nothing, value by label."""
    waiting, oldest = jobs.waiting(at), jobs.waiting(at).first()
    counts = {"waiting": waiting.count(), "failed": jobs.failed().count()}
    counts["running"] = Job.objects.filter(finished_at=None, failed_at=None, lease_until__gt=at).count()
    yield "jobs", "后台作业数", "state", {key: float(count) for key, count in counts.items()}
    yield "oldest_job_seconds", "等待最久的作业（秒）", "", {"": _seconds(at, oldest.run_at if oldest else None)}
    open_tasks = Task.objects.filter(done_at=None, opened_at__isnull=False)
    late = open_tasks.filter(due_at__lt=at).count()
    yield "tasks", "未办结任务数", "state", {"open": float(open_tasks.count()), "late": float(late)}
    yield "sessions", "有效会话数", "", {"": float(Session.objects.filter(expire_date__gt=at).count())}
    alive = jobs.processes(at).order_by("kind").values_list("kind").annotate(count=Count("pk"))
    yield "processes", "运行中的进程数", "kind", {"web": 0.0, "worker": 0.0} | {kind: float(n) for kind, n in alive}
    good = jobs.last_done(BACKUP)
    if good:
        yield "backup_age_seconds", "最近一次成功备份距今（秒）", "", {"": _seconds(at, good.finished_at)}
    sending = notices.figures(at)
    yield "oldest_due_message_seconds", "到时未发的最早消息（秒）", "", {"": sending.pop("oldest_due_seconds")}
    yield "messages", "外发消息和事件推送数", "state", sending
    yield "database_bytes", "数据库大小（字节）", "", {"": float(database_size())}
    yield "disk_free_bytes", "数据盘剩余空间（字节）", "", {"": float(free_disk())}


def _seconds(at: datetime, since: datetime | None) -> float:
    return max((at - since).total_seconds(), 0.0) if since else 0.0


def troubles(at: datetime) -> list[str]:
    """Return what the keeper must look after now (需要处理的运行问题), one sentence each."""
    found = []
    if not jobs.processes(at).filter(kind="worker").exists():
        found.append("没有后台作业进程在运行，定时作业、识读和消息都会停下。请启动后台作业进程。")
    if jobs.late(at).exists():
        found.append("有定时作业没有按时启动。请查看后台作业进程是否正常。")
    if free_disk() < LITTLE_DISK:
        found.append("数据所在磁盘的剩余空间不足 5 GB。请清理磁盘或者扩容。")
    if notices.is_stuck(at):
        found.append("有外发消息发送失败或者到时未发。请在“外发消息”中查看原因。")
    return found + backup_troubles(at)


def backup_troubles(at: datetime) -> list[str]:
    """Return what is wrong with the backups (备份问题), one sentence each."""
    state = backups(at)
    if not settings.BACKUP_FOLDER:
        return ["没有设置定时备份。请按部署说明设置备份目录和公钥。"]
    found = [f"最近一次备份失败：{state.failed.message}"] if state.failed else []
    if state.wrong:
        found.append(f"最近一次核对备份失败：{state.wrong.message}")
    if state.is_overdue:
        found.append(
            "超过一天没有成功的备份。请查看备份目录是否可用。"
            if state.good
            else "还没有成功的备份。请立即作一份，核对备份目录和公钥。"
        )
    if state.good and (unreadable := (state.good.result or {}).get("unreadable")):
        found.append(unreadable_backups(unreadable))
    return found


def unreadable_backups(names: list[str]) -> str:
    """Say which older backups cannot be read, and what to do (不能读取的备份)."""
    return (
        f"备份目录中有 {len(names)} 份备份的清单不能读取：{'、'.join(names)}。新的备份照常进行，旧文件因此暂不清理。"
        "请从其他介质找回清单放回原处；不再需要的，请从备份目录中删除名称相同的文件。"
    )


def programs() -> list[tuple[str, bool, str]]:
    """Return what this machine can do besides (识读和转换能力): name, whether it is there, what lacks without it."""
    fonts = Fonts(settings.FONTS)
    return [
        ("扫描件文字识别", client.available(), "扫描件不能识读，只能人工登记。"),
        ("旧格式文件转换", office.installed() is not None, "早期文字处理软件保存的文件不能识读。"),
        ("打印字库", not fonts.lacking(), "打印的文件用其他字体代替，版面会有出入。"),
    ]
