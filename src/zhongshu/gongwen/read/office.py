"""Reading DOC, WPS, RTF and other old formats (旧格式文件识读) through LibreOffice, where it is installed.

It runs for one file at a time, in a folder of its own that is gone afterwards, without macros, without links and
with no way to the network; whatever takes too long is ended with everything it started.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from zhongshu.gongwen.read import docx
from zhongshu.gongwen.read.model import Paper, Recogniser, Report, Unreadable

TIME_LIMIT = 120.0  # seconds for one file
QUEUE_LIMIT = 600.0  # seconds to wait until the files before it are done
LOOK_AGAIN = 0.1
NOT_INSTALLED = "本机未安装 LibreOffice，不能识读旧格式文件。请用文字处理软件另存为 DOCX 或 PDF 后重新上传。"
FAILED = "旧格式文件转换失败，可能已损坏或者设有密码。请用文字处理软件另存为 DOCX 或 PDF 后重新上传。"
TOO_LONG = "旧格式文件转换超时，已停止。请用文字处理软件另存为 DOCX 或 PDF 后重新上传。"
BUSY = "正在转换的旧格式文件较多，请稍后重试。"

_SUFFIXES = ((b"{\\rtf", ".rtf"), (b"PK", ".odt"), (b"<", ".xml"), (b"\xef\xbb\xbf<", ".xml"))
_COMMON = "/org.openoffice.Office.Common/Security/Scripting"
# Path, property and value: macros never, active content never, linked content never, and a proxy that nobody answers.
_SETTINGS = (
    (_COMMON, "MacroSecurityLevel", 3),
    (_COMMON, "DisableMacrosExecution", "true"),
    (_COMMON, "DisableActiveContent", "true"),
    (_COMMON, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", 2),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", 2),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", 9),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", 9),
)
_NOWHERE = "http://127.0.0.1:9"
_PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")


def read(source: BinaryIO, *, report: Report | None = None, recogniser: Recogniser | None = None) -> Paper:
    """Return an old file as the DOCX that it is turned into.

    Raises Unreadable when LibreOffice is not installed, fails, takes longer than TIME_LIMIT or is busy for longer
    than QUEUE_LIMIT.
    """
    program = installed()
    if program is None:
        raise Unreadable(NOT_INSTALLED)
    with tempfile.TemporaryDirectory(prefix="zhongshu-office-") as folder:
        turned = _turn(program, source, Path(folder))
        with turned.open("rb") as file:
            return docx.read(file, report=report, recogniser=recogniser)


def installed() -> str | None:
    """Return the path of LibreOffice's program, None when this machine has none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def _turn(program: str, source: BinaryIO, folder: Path) -> Path:
    """Write the source into the folder, have it turned into DOCX, and return the path of that."""
    old = folder / f"old{_suffix(source)}"
    with old.open("wb") as file:
        shutil.copyfileobj(source, file)
    _write_settings(folder / "profile" / "user")
    with _turn_taken():
        _run(_command(program, old, folder), folder)
    new = folder / "new" / "old.docx"
    if not new.is_file():
        raise Unreadable(FAILED)
    return new


def _suffix(source: BinaryIO) -> str:
    source.seek(0)
    head = source.read(8)
    source.seek(0)
    return next((suffix for mark, suffix in _SUFFIXES if head.startswith(mark)), ".doc")


def _command(program: str, old: Path, folder: Path) -> list[str]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    quiet = ["--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault", "--nofirststartwizard"]
    return [program, profile, *quiet, "--convert-to", "docx", "--outdir", str(folder / "new"), str(old)]


def _write_settings(user: Path) -> None:
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{setting}</value></prop></item>'
        for path, name, setting in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>'
    )


def _run(command: list[str], folder: Path) -> None:
    """Run to the end, and end whatever it leaves behind. Raises Unreadable when it fails or takes too long."""
    surroundings = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "zh_CN.UTF-8"}
    surroundings |= dict.fromkeys((*_PROXIES, *map(str.upper, _PROXIES)), _NOWHERE)
    try:
        process = subprocess.Popen(  # noqa: S603 (the program and its arguments are ours, the file's name too)
            command, cwd=folder, env=surroundings, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise Unreadable(FAILED) from error
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(TOO_LONG) from error
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _turn_taken() -> Iterator[None]:
    """Wait until no other process of this user turns a file; the lock goes with whoever holds it."""
    path = Path(tempfile.gettempdir()) / f"zhongshu-office-{os.getuid()}.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        _wait(handle, time.monotonic() + QUEUE_LIMIT)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise Unreadable(BUSY) from error
            time.sleep(LOOK_AGAIN)
