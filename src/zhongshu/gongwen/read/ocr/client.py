"""Who asks for recognition: starts the process at the first page, and once more when it dies on one."""

import importlib.util
import subprocess
import sys
import threading
from types import TracebackType
from typing import BinaryIO, Self, cast

from zhongshu.gongwen.read.model import Page, Unreadable
from zhongshu.gongwen.read.ocr import wire

PAGE_SECONDS = 60.0
IDLE_SECONDS = 60.0
MEMORY = 4 * 2**30

_NEEDED = ("rapidocr", "onnxruntime", "cv2", "numpy")


def available() -> bool:
    """Tell whether the recognition is installed on this machine; nothing is loaded for it."""
    return all(importlib.util.find_spec(name) for name in _NEEDED)


class Recognition:
    """The recogniser (model.Recogniser) of one program: one page at a time, whatever thread asks.

    page_seconds: what a page may take; idle_seconds: after how long without a page the process ends;
    memory: address space of the process in bytes. Usable as a context manager; closing is never needed, since the
    process ends with its parent.
    """

    def __init__(
        self, *, page_seconds: float = PAGE_SECONDS, idle_seconds: float = IDLE_SECONDS, memory: int = MEMORY
    ) -> None:
        self.page_seconds, self.idle_seconds, self.memory = page_seconds, idle_seconds, memory
        self.process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def recognise(self, picture: bytes, width: float) -> Page:
        """Return the lines of an encoded picture (PNG or JPEG) that is `width` millimetres wide.

        Raises Unreadable when the recognition is not installed, or when a page took too long or broke the
        process twice.
        """
        if not available():
            raise Unreadable("本机未安装文字识别组件，扫描页没有识读。")
        with self._lock:
            for _ in range(2):
                frame, is_late = self._ask(wire.question(picture, width))
                if frame is not None:
                    return _page(frame)
                self._end()
        raise Unreadable("识别超时，请重新扫描后上传。" if is_late else "识别失败，请重新扫描后上传。")

    def _ask(self, question: bytes) -> tuple[bytes | None, bool]:
        """Return the answer, or None and whether the time was up."""
        process = self._running()
        is_late = threading.Event()

        def stop() -> None:
            is_late.set()
            process.kill()

        clock = threading.Timer(self.page_seconds, stop)
        clock.start()
        try:
            # Both pipes break when the clock kills the process: no wait here is without end.
            wire.send(cast(BinaryIO, process.stdin), question)
            return wire.receive(cast(BinaryIO, process.stdout)), is_late.is_set()
        except OSError:
            return None, is_late.is_set()
        finally:
            clock.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process and self.process.poll() is not None:
            self._end()
        if self.process is None:
            command = [sys.executable, "-P", "-m", "zhongshu.gongwen.read.ocr.server"]
            self.process = subprocess.Popen(  # noqa: S603
                [*command, str(self.idle_seconds), str(self.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self.process

    def _end(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                cast(BinaryIO, pipe).close()
            except OSError:
                # What was not yet sent cannot be sent any more.
                continue


def _page(frame: bytes) -> Page:
    page = wire.answered(frame)
    if page is None:
        raise Unreadable("图片已损坏，无法识别，请重新扫描后上传。")
    return page
