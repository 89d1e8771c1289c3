"""What comes again (定时作业). Declared by every worker when it starts."""

from datetime import datetime, time
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from zhongshu.config import spool, vault
from zhongshu.documents import jobs as documents
from zhongshu.exchange import jobs as exchange
from zhongshu.files import jobs as files
from zhongshu.jobs import actions as jobs
from zhongshu.jobs import jobs as jobs_jobs
from zhongshu.kit.errors import Refused
from zhongshu.matters import jobs as matters
from zhongshu.matters.actions import checking
from zhongshu.matters.queries import signatures
from zhongshu.matters.rules import FINDINGS_KEPT
from zhongshu.notices import actions as notices
from zhongshu.notices import jobs as notices_jobs
from zhongshu.org import jobs as org_jobs
from zhongshu.org import queries as org
from zhongshu.org.rules import SYSTEM
from zhongshu.seals import jobs as seals
from zhongshu.trail import actions as trail
from zhongshu.trail import queries as trail_queries
from zhongshu.trail.models import Checkpoint

WEEK = 7 * 24 * 60  # minutes
ALARMS = 1000  # findings counted


@task()
def checkpoint() -> dict[str, int]:
    """Verify all opinions and what was recorded since yesterday, and seal it (每日留痕核验和校验点); a fault alarms."""
    now = timezone.now()
    altered = list(islice(signatures.altered(), FINDINGS_KEPT))
    checking.note_discrepancies(altered, by=SYSTEM, at=now)
    found = sum(1 for _ in islice(trail_queries.verify(Checkpoint.objects.order_by("-id").first()), ALARMS))
    found += len(altered)
    if found:
        trail.note_findings(found, by="system", at=now)
    trail.checkpoint(by="system", at=now)
    return {"findings": found}


@task()
def back_up() -> dict[str, Any]:
    """Write the encrypted backup of the day (每日加密备份). What the disk refuses is told, and tried again tomorrow."""
    try:
        told = vault.take(at=timezone.now())
        with transaction.atomic(durable=True):
            vault.enter(told, at=timezone.now())
        return told
    except Refused as refusal:
        tell(f"今日备份没有完成：{refusal.sentence}", at=timezone.now())
        raise


@task()
def check_backups() -> dict[str, Any]:
    """Read the latest backup back from its disk (每周核对备份)."""
    try:
        return vault.check_latest()
    except Refused as refusal:
        tell(f"备份核对不符：{refusal.sentence}", at=timezone.now())
        raise


@task()
def clear_spool() -> int:
    """Remove what processes that are no more left in the data folder (清理残留的暂存内容); return how many."""
    return spool.sweep()


@transaction.atomic(durable=True)
def tell(text: str, *, at: datetime) -> None:
    """Tell the system administrators, as far as they are people who read notices (提醒系统管理员)."""
    trail.record("settings", "config.backup_failed", by="system", at=at)
    in_office = org.administrators().filter(role="sysadmin", account__person__isnull=False)
    people = in_office.values_list("account__person_id", flat=True)
    notices.tell(people, text=text, link=reverse("running"), about="settings", at=at, urgent=True)


def declare(*, at: datetime) -> None:
    """Declare all scheduled tasks (登记定时作业). Declared again, nothing changes."""
    jobs.schedule("checkpoint", checkpoint, at=at, daily_at=time(0, 30))
    jobs.schedule("documents.collect", documents.collect, at=at, every_minutes=1)
    jobs.schedule("exchange.collect", exchange.collect, at=at, every_minutes=1)
    jobs.schedule("exchange.deliver_left", exchange.deliver_left, at=at, every_minutes=10)
    jobs.schedule("exchange.remind", exchange.remind, at=at, every_minutes=60)
    jobs.schedule("files.sweep", files.sweep, at=at, every_minutes=60)
    if settings.BACKUP_FOLDER:
        jobs.schedule("backup", back_up, at=at, daily_at=time.fromisoformat(settings.BACKUP_AT))
        jobs.schedule("backup.check", check_backups, at=at, every_minutes=WEEK)
    jobs.schedule("config.spool", clear_spool, at=at, every_minutes=60)
    jobs.schedule("jobs.sweep", jobs_jobs.sweep, at=at, daily_at=time(3, 15))
    jobs.schedule("matters.index", matters.index, at=at, every_minutes=1)
    jobs.schedule("org.sweep", org_jobs.sweep, at=at, daily_at=time(3, 0))
    jobs.schedule("notices.dispatch", notices_jobs.dispatch, at=at, every_minutes=1)
    jobs.schedule("notices.sweep", notices_jobs.sweep, at=at, daily_at=time(3, 30))
    jobs.schedule("seals.remind", seals.remind, at=at, every_minutes=60)
