"""What the pages tell the security log (安全日志): who looked at, took along or was refused what."""

from typing import Any, NoReturn

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from zhongshu.matters.models import Matter
from zhongshu.org.actions import security
from zhongshu.org.rules import devices
from zhongshu.org.rules.security import Origin, is_guarded
from zhongshu.ui import identity

SESSION_DIGITS = 12


def origin(request: HttpRequest) -> Origin:
    """Return where a request came from (来源): address, device, and a digest that tells sessions apart."""
    return Origin(
        address=identity.address(request),
        device=devices.describe(request.headers.get("User-Agent", "")),
        session=devices.digest(str(request.session.session_key or ""))[:SESSION_DIGITS],
    )


def seen(request: HttpRequest, matter: Matter, verb: str = "org.paper_viewed", about: str = "") -> None:
    """Note that a labelled or restricted paper was looked at (查看) or, by `verb`, taken along. 公开: nothing."""
    if is_guarded(matter.label, matter.restricted_at is not None):
        _note(request, verb, about or matter.stream, {"matter": matter.pk, "label": matter.label})


def seen_as(request: HttpRequest, label: str, verb: str, about: str) -> None:
    """Note the same of a labelled paper that is no matter of ours yet."""
    if is_guarded(label, False):
        _note(request, verb, about, {"label": label})


def refused(request: HttpRequest, about: str) -> None:
    """Note that somebody asked for what is not for them (访问被拒绝)."""
    if request.user.is_authenticated:
        _note(request, "org.access_refused", about, {})


def hidden(request: HttpRequest, matters: QuerySet[Matter]) -> NoReturn:
    """Answer that something does not exist; where it does and may not be seen, that is noted first (S-AUD-1)."""
    matter = matters.first()
    if matter is not None:
        refused(request, matter.stream)
    raise Http404


def _note(request: HttpRequest, verb: str, about: str, detail: dict[str, Any]) -> None:
    account: Any = request.user
    security.note(verb, account=account, at=timezone.now(), origin=origin(request), about=about, detail=detail)
