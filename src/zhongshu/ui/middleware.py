"""Between server and view: who is asking, and how long a session lasts (会话)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from zhongshu.org import actions as org
from zhongshu.org import queries
from zhongshu.org.rules import passwords
from zhongshu.ui import identity
from zhongshu.ui.access import View
from zhongshu.ui.views import errors

WITH_OLD_PASSWORD = ("password", "sign_in", "sign_out")
WITHOUT_FACTOR = ("security", "code_setup", "key_setup", "sign_in", "sign_out")
NOTE_EVERY = timedelta(seconds=60)  # how exactly the last activity is kept: a page is no write


def session_limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """End a session that has been idle or open too long, or that the account has outlived (S-AUTH-2)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not _goes_on(request, timezone.now()):
            logout(request)
            request.session["ended"] = True
        return get_response(request)

    return middleware


def _goes_on(request: HttpRequest, now: datetime) -> bool:
    account = request.user
    begun = _moment(request, "begun")
    seen = _moment(request, "seen")
    if begun is None or seen is None or not passwords.session_holds(account, begun):  # type: ignore[arg-type]
        return False
    policy = queries.policy_at_hand()
    if now - begun > policy.open_for or now - seen > policy.idle_for:
        return False
    if request.session.get("administrator") and not policy.admits(identity.address(request)):
        return False
    if now - seen > NOTE_EVERY or seen > now:
        request.session["seen"] = now.isoformat()
        org.sessions.see(str(request.session.session_key), at=now, every=NOTE_EVERY)
    return True


def _moment(request: HttpRequest, key: str) -> datetime | None:
    text = request.session.get(key)
    return datetime.fromisoformat(text) if text else None


def whoever(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.administrator` (what the account was at sign-in, or empty) and `request.person` (or None).

    Whoever is one of the three administrators is nobody else here: they see no business (三员分立).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        account = request.user if request.user.is_authenticated else None
        administrator = request.session.get("administrator", "") if account else ""
        request.administrator = administrator  # type: ignore[attr-defined]
        request.person = account.person if account and not administrator else None  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


class SignInFirst(LoginRequiredMiddleware):
    """Lead to the door whoever is not signed in (先登录), and from there back to what they were at.

    Whoever came with a one-time or an outdated password gets no further than to a new one (S-AUTH-1), and an
    administrator without a second factor no further than to setting one up (S-AUTH-4).
    """

    def process_view(
        self, request: HttpRequest, view_func: View, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Decide before the view is entered."""
        if request.user.is_authenticated and request.session.get("must_change"):
            return _only(WITH_OLD_PASSWORD, request)
        if request.user.is_authenticated and request.session.get("must_protect"):
            return _only(WITHOUT_FACTOR, request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponseRedirect:
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.session.is_empty():
            request.session["ended"] = True  # there was one, and somebody has ended it on another device
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        # Where a form is sent to cannot be opened; the page on which it stood can.
        page = urlsplit(request.headers.get("Referer", ""))
        return redirect_to_login(page._replace(scheme="", netloc="").geturl() or "/")


def _only(names: tuple[str, ...], request: HttpRequest) -> HttpResponseRedirect | None:
    """Lead to the first of the pages named from every other; the rest of them are what is needed there."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    return None if name in names else redirect(names[0])


def forms_only(get_response: View) -> View:
    """Say in words that an address only takes forms: the answer of 405 itself is an empty page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        told = errors.forms_only(request)
        told.headers["Allow"] = response.headers["Allow"]
        return told

    return middleware
