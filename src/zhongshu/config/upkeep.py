"""What the keeper of the machine looks after (运行维护检查): clock, processes, backups, doors, permissions."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection
from django.utils import timezone

from zhongshu.config import sealing, vault
from zhongshu.config.lines import FINE, MISSING, Line, judged
from zhongshu.jobs import queries as jobs
from zhongshu.kit.errors import Refused
from zhongshu.notices import queries as notices
from zhongshu.portal.queries import running
from zhongshu.trail.models import Entry
from zhongshu.trail.rules import CLOCK_TOLERANCE

OLDEST_POSTGRESQL = 150000  # as the server says it: 15.0
APART = timedelta(seconds=30)


def living(now: datetime) -> Iterator[Line]:
    """Yield what depends on the data."""
    yield from _server()
    yield _clock(now)
    yield _workers(now)
    yield from _backups(now)
    yield _hosts(now)
    yield _channels()


def outward() -> Iterator[Line]:
    """Yield what the settings say of doors and permissions."""
    yield _names()
    yield _encryption()
    yield _permissions()


def _server() -> Iterator[Line]:
    """Yield the version of a database that is a server of its own."""
    if connection.vendor == "postgresql":
        is_old = connection.pg_version < OLDEST_POSTGRESQL  # type: ignore[attr-defined]
        advice = "版本过低。请升级到 PostgreSQL 15 或更高版本。" if is_old else ""
        yield Line(MISSING if is_old else FINE, running.database_version(), advice)


def _clock(now: datetime) -> Line:
    """Compare the clock with the database's, and with the last act on record."""
    last = Entry.objects.order_by("-id").values_list("at", flat=True).first()
    if last and last > now + CLOCK_TOLERANCE:
        shown = timezone.localtime(last, ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m-%d %H:%M")
        return judged("系统时间", f"早于最后一条留痕（{shown}），新的操作会被拒绝。请校准本机时间。")
    apart = abs(now - _database_clock(now))
    advice = f"与数据库服务器相差 {apart.total_seconds():.0f} 秒。请给两台机器配置时间同步。" if apart > APART else ""
    return judged("系统时间", advice)


def _database_clock(now: datetime) -> datetime:
    if connection.vendor != "postgresql":
        return now
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(UTC)


def _workers(now: datetime) -> Line:
    kinds = list(jobs.processes(now).values_list("kind", flat=True))
    shown = f"运行中的进程（网页 {kinds.count('web')} 个，后台作业 {kinds.count('worker')} 个）"
    advice = "" if "worker" in kinds else "没有后台作业进程。请用 zhongshu serve 或 zhongshu worker 启动。"
    return judged(shown, advice)


def _backups(now: datetime) -> Iterator[Line]:
    troubles = running.backup_troubles(now) + _unfit()
    good = running.backups(now).good
    hours = (now - good.finished_at) // timedelta(hours=1) if good and good.finished_at else None
    yield from (judged("备份", sentence) for sentence in troubles)
    if not troubles:
        yield judged(f"备份（{hours} 小时前）", "")


def _unfit() -> list[str]:
    """Return why the next backup could not be written, before it is tried at night."""
    if not settings.BACKUP_FOLDER:
        return []
    try:
        vault.place()
        sealing.recipients(settings.BACKUP_RECIPIENTS)
    except Refused as refusal:
        return [refusal.sentence]
    return []


def _hosts(now: datetime) -> Line:
    hosts = set(jobs.processes(now).values_list("host", flat=True))
    is_own = settings.VAR in Path(str(getattr(storages["files"], "location", "/"))).parents
    alone = isinstance(storages["files"], FileSystemStorage) and is_own
    advice = "各台的文件没有放在一起。请设置 ZHONGSHU_SHARE 或对象存储。" if len(hosts) > 1 and alone else ""
    return judged(f"主机 {max(len(hosts), 1)} 台", advice)


def _channels() -> Line:
    advice = (
        "" if notices.channels_on() else "没有启用的渠道，消息只在页面上显示。需要时请由管理员设置邮件、短信等渠道。"
    )
    return judged("消息渠道", advice)


def _names() -> Line:
    named = [host for host in settings.ALLOWED_HOSTS if host not in settings.DEMONSTRATION_HOSTS]
    advice = "" if named else "没有设置域名，只能在本机访问。请用 ZHONGSHU_HOSTS 列出用户输入的域名。"
    return judged(f"域名 {'、'.join(named)}".strip(), advice)


def _encryption() -> Line:
    if not settings.HTTPS:
        return judged("加密访问", "没有要求加密。对外提供服务时请在代理上配好证书，再设 ZHONGSHU_HTTPS=1。")
    advice = "" if settings.PROXIES else "没有列出前置代理，加密状态和来访地址都认不出来。请设 ZHONGSHU_PROXIES。"
    return judged("加密访问", advice)


def _permissions() -> Line:
    wrong = [str(path) for path in (settings.VAR, settings.VAR / "secrets") if path.stat().st_mode & 0o077]
    advice = f"{'、'.join(wrong)} 可被其他账号进入。请运行 chmod 700。" if wrong else ""
    return judged("数据目录的权限", advice)
