"""From one step of signing in to the next (登录过程), and what a browser keeps to be known again."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from zhongshu.org import queries as org
from zhongshu.org.models import Account
from zhongshu.org.rules import factors, keys, passwords
from zhongshu.portal import actions
from zhongshu.ui import identity

MACHINE = "machine"  # the cookie by which a browser is known again; it gives no right whatever
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Pending:
    """Whoever has taken the first step and not the second: no session yet, and five minutes to get one."""

    account: Account
    since: datetime
    onward: str
    by: str  # password or identity


def proceed(request: HttpRequest, account: Account, *, by: str, onward: str) -> HttpResponse:
    """Go on after the first step: to the second where the account has one, else into the system."""
    if not org.has_factor(account):
        return admit(request, account, by=by, onward=onward)
    request.session.flush()
    request.session["pending"] = {
        "account": account.pk,
        "since": timezone.now().isoformat(),
        "onward": onward,
        "by": by,
    }
    return redirect("second_step")


def pending(request: HttpRequest) -> Pending | None:
    """Return who is between the steps, or None; what is older than five minutes is forgotten."""
    kept = request.session.get("pending")
    if not kept:
        return None
    since = datetime.fromisoformat(kept["since"])
    account = Account.objects.select_related("person").filter(pk=kept["account"]).first()
    if account is None or timezone.now() - since > factors.PATIENCE:
        request.session.flush()
        return None
    return Pending(account, since, kept["onward"], kept["by"])


def admit(request: HttpRequest, account: Account, *, by: str, onward: str) -> HttpResponse:
    """Begin a session (会话) under a new key; what was in an older one does not pass over.

    `by` is how they came: password, identity or demonstration.
    """
    now = timezone.now()
    request.session.flush()
    login(request, account, backend=identity.BACKEND)
    request.session["begun"] = request.session["seen"] = now.isoformat()
    request.session["administrator"] = org.administrator_role(account)
    request.session["by"] = by
    machine = request.COOKIES.get(MACHINE, "")[:64] or secrets.token_urlsafe(24)
    actions.enter(
        account,
        key=str(request.session.session_key),
        machine=machine,
        user_agent=request.headers.get("User-Agent", ""),
        address=identity.address(request),
        at=now,
        is_shown_in=by == "demonstration",
    )
    response = redirect(_first_duty(request, account, by, now) or onward)
    _keep(response, machine)
    return response


def _first_duty(request: HttpRequest, account: Account, by: str, at: datetime) -> str:
    """Return the page to which somebody must go before any other, and hold them there."""
    if by == "password" and passwords.must_change(account, at, org.policy()):
        request.session["must_change"] = True
        return "password"
    if by != "demonstration" and org.is_factor_required(account) and not org.has_factor(account):
        request.session["must_protect"] = True
        return "security"
    return ""


def _keep(response: HttpResponse, machine: str) -> None:
    response.set_cookie(
        MACHINE,
        machine,
        max_age=int(YEAR.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def place(request: HttpRequest) -> keys.Place:
    """Return under which name and scheme the office is being visited (本系统网址), as far as it may be."""
    return keys.Place(f"{request.scheme}://{request.get_host()}")


def begun_at(request: HttpRequest) -> datetime:
    """Return when the session began."""
    return datetime.fromisoformat(request.session["begun"])


def onward(request: HttpRequest) -> str:
    """Return where somebody wanted to go when they were led to the door: never to another machine."""
    wanted: Any = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else "/"
