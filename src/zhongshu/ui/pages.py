"""Answering with a page (页面): every view ends here or in a redirect."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.template.backends.utils import csrf_input, csrf_token_lazy
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property

from zhongshu.kit.errors import Refused
from zhongshu.notices import queries as notices
from zhongshu.org import queries as org
from zhongshu.org import rules
from zhongshu.ui import navigation
from zhongshu.ui.jinja import url

LEVELS = {"info": "info", "success": "success", "warning": "warning", "error": "danger"}


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a whole page with what stands around every page; `known` in the context saves asking who is who."""
    return _answer(request, template, frame(request, context.get("known")) | context, status)


class BoundedPaginator(Paginator):
    """Pages of a list that grows for ever (分页): nothing beyond `MOST` rows is counted or shown."""

    MOST = 5_000

    @cached_property
    def count(self) -> int:
        """How many rows there are, at most `MOST`."""
        return int(self.object_list[: self.MOST].count())  # type: ignore[attr-defined]

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than can be shown."""
        return self.count == self.MOST


def fragment(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Render a piece of a page that a script asked for: nothing stands around it, no flash message is used up."""
    return _answer(request, template, context)


def _answer(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Draw a template. All forms of a page share one token, which is made when the first is drawn (防伪令牌)."""
    tokens = {"csrf_input": SimpleLazyObject(partial(csrf_input, request)), "csrf_token": csrf_token_lazy(request)}
    context |= {"request": request, **tokens}
    return HttpResponse(loader.render_to_string(template, context, using="jinja2"), status=status)


def frame(request: HttpRequest, known: org.Directory | None = None) -> dict[str, Any]:
    """Return what the base page needs: who is signed in, navigation, unread notices, flash messages."""
    context: dict[str, Any] = {
        "now": timezone.now(),
        "messages_list": [(LEVELS.get(m.level_tag, "info"), str(m)) for m in messages.get_messages(request)],
        "links": {
            name: url(name)
            for name in ("home", "look", "notices", "password", "search", "security", "settings", "sign_in", "sign_out")
        },
        "look": _look(request.COOKIES.get("type", "")),
        "request_key": secrets.token_urlsafe(16),
    }
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated:
        return context
    person = request.person  # type: ignore[attr-defined]
    known = known or org.directory()
    unit = org.unit_of(person.pk, org.local_day(context["now"]), known=known) if person else None
    return context | {
        "person": person,
        "is_staff": person is not None,
        "look": account.look,
        "uses_keys": account.uses_keys,
        "me": {
            "account": account.pk,
            "name": account.display_name,
            "unit": known.units[unit].short_name if unit else navigation.ADMINISTRATORS.get(request.administrator, ""),  # type: ignore[attr-defined]
        },
        "organ_name": navigation.organ_name(known, unit),
        "nav": navigation.entries(request, known),
        **(_messages(person.pk, context["now"], known) if person else {"unread": 0, "must_read": ()}),
    }


def _look(kept: str) -> str:
    """Return how pages look to whoever is not signed in: as to the last one on this machine (显示方式)."""
    return kept if kept in dict(rules.LOOKS) else rules.LOOKS[0][0]


def _messages(person: int, now: datetime, known: org.Directory) -> dict[str, Any]:
    """Return how many messages are unread, and what is to be confirmed; that is read where it is shown, on the desk."""
    readers = notices.readers_for(person, now, known=known)
    unread, waiting = notices.counts(person, readers)
    return {"unread": unread, "must_read": notices.waiting(readers) if waiting else ()}


def attempt(request: HttpRequest, form: Any, act: Callable[[], Any], done: str = "") -> Any | None:
    """Carry out an act; a refusal becomes a sentence on the form and None is returned (不予办理).

    `done` is said on the next page when all went well.
    """
    if not form.is_valid():
        return None
    try:
        result = act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None
    if done:
        messages.success(request, done)
    return result if result is not None else True
