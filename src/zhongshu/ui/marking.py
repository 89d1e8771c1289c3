"""Whose copy this is (水印文字): what stands over every page of a labelled paper that is looked at or taken along."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from zhongshu.matters.models import Matter
from zhongshu.org.rules import security
from zhongshu.ui import identity


def words_of(name: str, at: datetime, address: str) -> str:
    """Return the watermark: user, time, address (T11.5)."""
    return " ".join(filter(None, (name, f"{timezone.localtime(at):%Y-%m-%d %H:%M}", address)))


def is_marked(matter: Matter) -> bool:
    """Tell whether papers of a matter bear a watermark: 内部, 工作秘密, 限知悉范围; 公开 where the office wants it."""
    return is_marked_as(matter.label, matter.restricted_at is not None)


def is_marked_as(label: str, is_limited: bool = False) -> bool:
    """Tell the same of a paper that is no matter of ours yet."""
    return settings.WATERMARK_ALL or security.is_guarded(label, is_limited)


def words_for(matter: Matter, asking: Any) -> str:
    """Return the watermark of a matter's papers for whoever asks (`lists.Asking`), or nothing."""
    return words_of(asking.user.display_name, asking.at, asking.address) if is_marked(matter) else ""


def words(request: HttpRequest, matter: Matter) -> str:
    """Return the same for who is at the screen."""
    return own_words(request) if is_marked(matter) else ""


def own_words(request: HttpRequest) -> str:
    """Return the watermark of whoever is at the screen."""
    return words_of(request.user.display_name, timezone.now(), identity.address(request))  # type: ignore[union-attr]
