"""How the log is written (运行日志): a line for people, or JSON for machines, each with the number of its request.

No opinions, titles or secrets: of an error it is told where it happened and of which class it was, not what it said,
because what a database says quotes the row; addresses stand without what was asked for in them.
"""

import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from zhongshu.kit import tracing

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def numbered(record: logging.LogRecord) -> bool:
    """Give a line the number of the request that is being worked on (a logging filter)."""
    record.request_number = tracing.current()
    return True


def _place(raised: Raised) -> str:
    """Return where an error happened and of which class it was."""
    kind, error, trace = raised
    if kind is None:
        return ""
    frames = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    cause = error.__cause__ if error else None
    return "\n".join([*frames, kind.__qualname__, *([f"  ← {type(cause).__qualname__}"] if cause else [])])


class Line(logging.Formatter):
    """A line for people."""

    def formatException(self, ei: Any) -> str:
        """Say where, not what."""
        return _place(ei)


class JsonLine(JsonFormatter):
    """A line for machines: time, level, logger, request, message, and error where there was one."""

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Take what is known and leave out whatever else a record carries, such as the request itself."""
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        log_data |= {"level": record.levelname, "logger": record.name, "request": tracing.current()}
        log_data["message"] = record.getMessage()
        log_data |= getattr(record, "facts", {})
        if record.exc_info:
            log_data["error"] = _place(record.exc_info)


def settings(kind: str) -> dict[str, Any]:
    """Return Django's LOGGING for `json` or, by default, a line."""
    formatter = {
        "line": {
            "()": "zhongshu.config.logs.Line",
            "format": "{asctime} {levelname} {name} [{request_number}] {message}",
            "style": "{",
        },
        "json": {"()": "zhongshu.config.logs.JsonLine", "json_ensure_ascii": False},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"numbered": {"()": lambda: numbered}},
        "formatters": formatter,
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json" if kind == "json" else "line",
                "filters": ["numbered"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        # A page that was not found or not allowed is no failure of the server.
        "loggers": {"django.request": {"level": "ERROR"}},
    }
