"""The short subcommands (命令): each calls one action or query and says in Chinese what came of it."""

import argparse
import signal
import threading
from itertools import chain, islice

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from zhongshu.config import schedules, spool
from zhongshu.documents import actions as documents
from zhongshu.jobs import actions as jobs
from zhongshu.kit.errors import Refused
from zhongshu.matters.actions import checking
from zhongshu.matters.queries import signatures
from zhongshu.matters.rules import FINDINGS_KEPT
from zhongshu.org import actions as org
from zhongshu.org.rules import SYSTEM
from zhongshu.portal.queries import running
from zhongshu.trail import actions as trail
from zhongshu.trail import queries as trail_queries


def migrate(options: argparse.Namespace) -> int:
    """Bring the tables up to date and put the guards of the trail back (建立或升级数据库)."""
    pending = running.pending_migrations()
    call_command("migrate", interactive=False, verbosity=0)
    # At the very end: SQLite drops the triggers of a table that it rebuilds.
    trail.install_guards()
    print(f"数据库已升级，应用了 {pending} 项结构变更。" if pending else "数据库已是最新，无需升级。")
    return 0


def init(options: argparse.Namespace) -> int:
    """Set up the organ and the three administrators (初始化); their one-time passwords are shown this once."""
    organ = options.organ or _ask("机关全称：")
    asked = options.organ is None
    first = org.bootstrap(
        organ,
        short_name=options.short_name or (_ask("机关简称（可不填）：") if asked else ""),
        number_code=options.number_code or (_ask("机关代字（可不填）：") if asked else ""),
        code=options.code or "",
        at=timezone.now(),
    )
    with transaction.atomic(durable=True):
        documents.open_registers(first.organ.pk, by=SYSTEM, at=timezone.now())
    print(f"已建立机关：{first.organ.name}。三员账号和一次性口令如下，只显示这一次，请分别交给三人：")
    for login, title, password in first.sheets:
        print(f"  {title}  账号 {login}  口令 {password}")
    print("首次登录时须修改口令。")
    return 0


def _ask(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError as error:
        raise Refused("没有填写机关名称，没有建立任何内容。请用 --organ 写明机关全称。") from error


def verify(options: argparse.Namespace) -> int:
    """Name what is wrong of the trail, and tasks that do not agree with it (核验留痕); exit code 1 if anything is."""
    count, altered = 0, list(islice(signatures.altered(), FINDINGS_KEPT))
    for finding in chain(trail_queries.verify(), altered):
        count += 1
        print(finding.sentence)
    checking.note_discrepancies(altered, by=SYSTEM, at=timezone.now())
    print(f"核验完成，发现 {count} 处异常。请立即报告审计管理员。" if count else "核验完成，留痕完整，没有发现改动。")
    return 1 if count else 0


def worker(options: argparse.Namespace) -> int:
    """Do background jobs until SIGTERM or Ctrl+C (运行后台作业)."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    spool.sweep()
    schedules.declare(at=timezone.now())
    jobs.run_worker(stop)
    return 0
