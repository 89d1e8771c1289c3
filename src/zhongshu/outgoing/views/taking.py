"""A file that somebody hands in is read as a draft (导入文件), and whatever bears a mark of secrecy is refused."""

from pathlib import PurePath
from typing import Any

from django.http import HttpRequest

from zhongshu.kit.errors import Refused
from zhongshu.outgoing.queries import draft_files
from zhongshu.outgoing.rules import importing
from zhongshu.outgoing.views import subject

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
    return subject.guarded(request, lambda: draft_files.opened(content, given.name))


def said(given: draft_files.Opened) -> list[str]:
    """Return what its reader should know of a file that was brought in: what was left out of it."""
    return [*given.notes, *importing.left_out(given.draft)]
