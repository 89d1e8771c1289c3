"""What this machine has, lacks and should have (运行环境检查): one line each, with what to do."""

import argparse
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from zhongshu.calendars import queries as calendars
from zhongshu.config import assets, upkeep
from zhongshu.config.lines import FINE, MISSING, NOTE, Line
from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.read.ocr import client
from zhongshu.jobs import queries as jobs
from zhongshu.notices import queries as notices
from zhongshu.org import queries as org
from zhongshu.portal.queries import running
from zhongshu.trail import queries as trail


def doctor(options: argparse.Namespace) -> int:
    """Print all lines (检查运行环境); exit code 1 when something essential is missing."""
    lines = [*_machine(), *essentials(), *_living(), *upkeep.outward(), *_optional()]
    for line in lines:
        print(f"{line.state}  {line.subject}" + (f"：{line.advice}" if line.advice else ""))
    missing, notes = (sum(line.state == state for line in lines) for state in (MISSING, NOTE))
    print(f"检查完成：缺少 {missing} 项，注意 {notes} 项。“缺少”的必须先处理；“注意”的按本单位的需要处理。")
    return 1 if missing else 0


def essentials() -> list[Line]:
    """Return what the pages cannot do without: the tables, the guards of the trail, the built files."""
    try:
        tables = _tables()
        return [tables, *([_guards()] if tables.state == FINE else []), _pages()]
    except DatabaseError as error:
        advice = f"数据库无法连接。请确认数据库已启动，或检查 DATABASE_URL。（{str(error).strip()}）"
        return [Line(MISSING, "数据库", advice), _pages()]


def _tables() -> Line:
    if running.pending_migrations():
        return Line(MISSING, "数据库结构", "数据库尚未建立或不是最新。请运行 zhongshu migrate。")
    return Line(FINE, f"数据库结构（{connection.display_name}）")


def _guards() -> Line:
    if trail.missing_guards():
        return Line(MISSING, "留痕防改动保护", "留痕没有防改动保护。请运行 zhongshu migrate。")
    return Line(FINE, "留痕防改动保护")


def _alarm() -> Line:
    alarm = trail.alarm()
    if alarm:
        day = timezone.localtime(alarm.at).date()
        return Line(NOTE, "留痕核验", f"{day}核验发现记录异常。请运行 zhongshu verify 查看，并报告安全审计员。")
    return Line(FINE, "留痕核验")


def _pages() -> Line:
    if not assets.is_built():
        return Line(MISSING, "页面资源", "页面资源尚未生成。请在安装目录运行 make build。")
    return Line(FINE, "页面资源")


def _machine() -> Iterator[Line]:
    yield _version("Python", sys.version_info[:2], (3, 11))
    if connection.vendor == "sqlite":
        yield _version("SQLite", sqlite3.sqlite_version_info, (3, 40))
    yield _has_sm3()
    yield _writable()
    yield _disk()
    yield _keys()


def _version(name: str, found: tuple[int, ...], wanted: tuple[int, ...]) -> Line:
    shown = ".".join(map(str, found))
    if found < wanted:
        return Line(MISSING, f"{name} {shown}", f"版本过低。请安装 {'.'.join(map(str, wanted))} 或更高版本。")
    return Line(FINE, f"{name} {shown}")


def _has_sm3() -> Line:
    if "sm3" not in hashlib.algorithms_available:
        return Line(MISSING, "SM3 算法", "本机的 OpenSSL 不带 SM3，留痕无法封存。请安装 OpenSSL 1.1.1 或更高版本。")
    return Line(FINE, "SM3 算法")


def _writable() -> Line:
    if not os.access(settings.VAR, os.W_OK | os.X_OK):
        return Line(MISSING, "数据目录", f"{settings.VAR} 不能写入。请把该目录的所有者改为运行本系统的账号。")
    return Line(FINE, f"数据目录 {settings.VAR}")


def _disk() -> Line:
    free = running.free_disk()
    shown = f"磁盘剩余空间 {free / (1 << 30):.0f} GB"
    return Line(FINE, shown) if free >= running.LITTLE_DISK else Line(NOTE, shown, "空间不足 5 GB。请清理磁盘或扩容。")


def _keys() -> Line:
    open_to_others = [key.name for key in (settings.VAR / "secrets").glob("*.key") if key.stat().st_mode & 0o077]
    if open_to_others:
        return Line(NOTE, "密钥", f"{'、'.join(open_to_others)} 可被其他账号读取。请把文件权限改为 600。")
    return Line(FINE, "密钥")


def _living() -> Iterator[Line]:
    """Yield what depends on the data, as far as there are tables to ask."""
    try:
        yield _organ()
        yield _alarm()
        yield _jobs()
        yield _calendar()
        yield from upkeep.living(timezone.now())
        yield _sending()
    except DatabaseError:
        yield Line(NOTE, "机关、留痕核验、作业、备份等", "数据库尚未建立或者不是最新，未能检查。")


def _organ() -> Line:
    if not org.administrators().exists():
        advice = "尚未建立，还不能登录。请运行 zhongshu init；只想试用的，运行 zhongshu demo 装入演示数据。"
        return Line(NOTE, "机关和三员账号", advice)
    return Line(FINE, "机关和三员账号")


def _jobs() -> Line:
    if jobs.late(timezone.now()).exists():
        return Line(
            NOTE,
            "定时作业",
            "作业没有按时执行，后台作业进程可能没有运行。请用 zhongshu serve 或 zhongshu worker 启动。",
        )
    return Line(FINE, "定时作业")


def _calendar() -> Line:
    year = timezone.localdate().year
    if year not in calendars.current().versions:
        return Line(
            NOTE, f"{year} 年工作日历", "尚未导入放假安排，工作日暂按周末推算。请由管理员导入国务院办公厅的通知。"
        )
    return Line(FINE, f"{year} 年工作日历")


def _sending() -> Line:
    if notices.is_stuck(timezone.now()):
        return Line(NOTE, "外发消息", "有消息发送失败或者到时未发。请由系统管理员在“外发消息”中查看原因。")
    return Line(FINE, "外发消息")


def _optional() -> Iterator[Line]:
    yield _program("LibreOffice", ("soffice", "libreoffice"), "没有安装，不能读取 DOC、WPS 等旧格式。需要时请安装。")
    yield _recognition()
    yield _fonts()
    yield _intake()
    yield _node()


def _recognition() -> Line:
    if not client.available():
        return Line(NOTE, "文字识别", "没有安装，扫描件不能识读，只能人工登记。需要时请安装 rapidocr、onnxruntime。")
    return Line(FINE, "文字识别")


def _fonts() -> Line:
    """Without type of the right style papers look otherwise; without any Chinese type nothing can be printed."""
    lacking = Fonts(settings.FONTS).lacking()
    if lacking:
        return Line(NOTE, "打印字库", f"缺少{'、'.join(lacking)}。请运行 zhongshu fonts，或安装本单位的正式字库。")
    return Line(FINE, "打印字库")


def _intake() -> Line:
    """The watched folder (收文目录) is nobody's duty, but one that is there must be of use."""
    folder = settings.INTAKE
    if not folder.is_dir():
        return Line(NOTE, "收文目录", f"没有设立。需要从扫描仪或其他系统自动收件的，请建立 {folder}。")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Line(NOTE, "收文目录", f"{folder} 不能读写。请把该目录的所有者改为运行本系统的账号。")
    return Line(FINE, f"收文目录 {folder}")


def _program(name: str, commands: tuple[str, ...], advice: str) -> Line:
    return Line(FINE, name) if any(map(shutil.which, commands)) else Line(NOTE, name, advice)


def _node() -> Line:
    """Node is asked for only where pages are built; a package installed ready-made does without."""
    node = shutil.which("node")
    if node is None:
        return Line(NOTE, "Node", "没有安装，不能重新生成页面资源。已生成的不受影响。")
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = tuple(int(part) for part in shown.strip().lstrip("v").split(".")[:2] if part.isdecimal())
    line = _version("Node", found, (20, 19))
    return Line(NOTE, line.subject, line.advice) if line.state == MISSING else line
