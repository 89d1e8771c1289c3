"""A file that somebody hands in is read as a draft (导入文件), and whatever bears a mark of secrecy is refused."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils import timezone

from zhongshu.documents import actions as documents
from zhongshu.documents.rules import SecretFound
from zhongshu.kit.errors import Refused
from zhongshu.outgoing.queries import draft_files
from zhongshu.outgoing.rules import importing

Done = TypeVar("Done")
BEGINS = {".docx": b"PK", ".ofd": b"PK", ".pdf": b"%PDF"}  # what is called so and begins otherwise is no such file


def file(request: HttpRequest, form: Any) -> draft_files.Opened | None:
    """Return the file of a form that was found valid as a draft, or None without one. Raises Refused."""
    given = form.cleaned_data.get("file")
    if not given:
        return None
    content = given.read(draft_files.MOST_BYTES + 1)
    suffix = PurePath(given.name.lower()).suffix
    if content and not content.startswith(BEGINS.get(suffix, b"")):
        raise Refused("文件没有保存好，或者改过扩展名，不能打开。请用原来的软件重新保存后上传。", field="file")
    return guarded(request, lambda: draft_files.opened(content, given.name))


def said(given: draft_files.Opened) -> list[str]:
    """Return what its reader should know of a file that was brought in: what was left out of it."""
    return [*given.notes, *importing.left_out(given.draft)]


def guarded(request: HttpRequest, act: Callable[[], Done]) -> Done:
    """Carry out what takes in a text; that something secret was refused is logged, without a word of it."""
    try:
        return act()
    except SecretFound:
        documents.note_refusal(by=request.person, at=timezone.now())  # type: ignore[attr-defined]
        raise
