"""Copies of attachments for whoever looks at them or takes them along (水印副本): made anew each time, never kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from zhongshu.files import queries as files
from zhongshu.gongwen.watermark import copies
from zhongshu.gongwen.watermark.marks import Mark
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Attachment
from zhongshu.org import queries as org
from zhongshu.ui import papers

AT_ONCE = 20 << 20  # bytes that are copied while somebody waits; more are a job
PLAYED = ("sound", "video")  # listened to in the page, which bears the watermark itself
DRAWN = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Copy:
    """A file to be handed out: its name and what it holds."""

    name: str
    content: bytes


def make(found: Attachment, words: str, at: datetime) -> Copy:
    """Return an attachment with the watermark, wrapped up with a note where its format has no place for one.

    Raises Unmarkable for what a watermark would harm, Withheld for what lies in quarantine.
    """
    mark, suffix = Mark(words, papers.fonts()), found.file.suffix
    with files.open_bytes(found.file) as source:
        content = source.read()
    if copies.bears(suffix):
        return Copy(found.name, copies.stamp(content, suffix, mark, at))
    return Copy(name_of(found), copies.wrap(content, found.name, mark))


def name_of(found: Attachment) -> str:
    """Return the name of the copy of an attachment."""
    return found.name if copies.bears(found.file.suffix) else f"{found.name}.zip"


def make_ordered(recipe: Mapping[str, Any], by: str) -> bytes:
    """Make what was ordered, if whoever ordered it may still see it. Raises PermissionDenied, Refused."""
    account, now = org.account_of(by), timezone.now()
    person = account.person if account and not org.administrator_role(account) else None
    found = matters.attachment(person, recipe["attachment"], now) if person else None
    if found is None:
        raise PermissionDenied
    return make(found, recipe["words"], now).content


def picture(content: bytes, media_type: str, words: str, at: datetime) -> bytes:
    """Return the picture of a page with the watermark. Raises Unmarkable."""
    return copies.stamp(content, DRAWN[media_type], Mark(words, papers.fonts()), at)
