"""The lists of how the system runs (后台作业、系统运行、放假安排), as their pages show them."""

from functools import cache

from django.apps import apps

from zhongshu.calendars import queries as calendars
from zhongshu.jobs import queries as jobs
from zhongshu.jobs.models import Schedule
from zhongshu.portal.queries import running
from zhongshu.ui.lists import MOMENT, NUMBER, Asking, Column, List

STATUS = {"RUNNING": "运行中", "READY": "等待", "FAILED": "失败", "SUCCESSFUL": "完成"}
KINDS = {"web": "网页服务", "worker": "后台作业"}


@cache
def job_titles() -> dict[str, str]:
    """Return what each job does in words, as the apps declare it in `tasks`."""
    return {path: title for app in apps.get_app_configs() for path, title in getattr(app, "tasks", {}).items()}


JOBS = List(
    key="jobs",
    title="后台作业",
    page="jobs",
    rows=lambda asking: jobs.failed() if asking.params.get("state") == "failed" else jobs.unfinished(),
    columns=(
        Column("编号", lambda one, asking: one.pk, sort=NUMBER, width=10),
        Column("作业", lambda one, asking: job_titles().get(one.task, "其他作业"), width=26),
        Column("状态", lambda one, asking: STATUS[jobs.status(one)], width=10),
        Column("情况", lambda one, asking: one.message, width=36),
        Column("登记时间", lambda one, asking: one.enqueued_at, sort=MOMENT, width=18),
        Column("最近运行", lambda one, asking: one.failed_at or one.started_at, sort=MOMENT, width=18),
        Column("已试次数", lambda one, asking: one.attempts, sort=NUMBER, width=10),
    ),
)


def interval(one: Schedule, asking: Asking) -> str:
    """Say how often a job is started (间隔): 每日 02:00, 每5分钟."""
    if one.daily_at:
        return f"每日 {one.daily_at:%H:%M}"
    minutes = one.every_minutes or 0
    return f"每{minutes // 1440}天" if minutes % 1440 == 0 else f"每{minutes}分钟"


PROCESSES = List(
    key="processes",
    title="运行中的进程",
    page="running",
    rows=lambda asking: list(jobs.processes(asking.at)),
    columns=(
        Column("种类", lambda one, asking: KINDS[one.kind], width=16),
        Column("主机", lambda one, asking: one.host, width=26),
        Column("进程号", lambda one, asking: one.pid, sort=NUMBER, width=12),
        Column("启动时间", lambda one, asking: one.begun_at, sort=MOMENT, width=18),
        Column("状态", lambda one, asking: "正常", width=10),
    ),
)
SCHEDULES = List(
    key="schedules",
    title="定时作业",
    page="running",
    rows=lambda asking: Schedule.objects.order_by("next_at"),
    columns=(
        Column("作业", lambda one, asking: job_titles().get(one.task, "其他作业"), width=30),
        Column("间隔", interval, width=16),
        Column("下次启动", lambda one, asking: one.next_at, sort=MOMENT, width=18),
    ),
)
PROGRAMS = List(
    key="programs",
    title="识读和转换能力",
    page="running",
    rows=lambda asking: list(running.programs()),
    columns=(
        Column("能力", lambda row, asking: row[0], width=26),
        Column("状态", lambda row, asking: "可用" if row[1] else "没有安装", width=12),
        Column("说明", lambda row, asking: "" if row[1] else row[2], width=60),
    ),
)
HOLIDAYS = List(
    key="calendar",
    title="放假安排",
    page="calendar",
    rows=lambda asking: list(calendars.notices()),
    columns=(
        Column("年份", lambda row, asking: f"{row.year}年", width=10),
        Column("版本", lambda row, asking: f"第{row.version}版", width=10),
        Column("通知标题", lambda row, asking: row.title, width=50),
        Column("导入时间", lambda row, asking: row.at, sort=MOMENT, width=18),
    ),
)
EVERY = (JOBS, PROCESSES, SCHEDULES, PROGRAMS, HOLIDAYS)
