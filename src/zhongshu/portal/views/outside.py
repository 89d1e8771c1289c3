"""Signing in through the network's own sign-in (统一身份登录): out to the issuer, and back with its answer."""

import hmac
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhongshu.org import actions
from zhongshu.org.rules import passwords
from zhongshu.portal import provider
from zhongshu.portal.views import entering
from zhongshu.ui import access
from zhongshu.ui.access import View
from zhongshu.ui.identity import address

PATIENCE = timedelta(minutes=10)  # from leaving for the issuer until coming back


def _told(view: View) -> View:
    """Say a refusal at the door, where the password may be given instead; without an issuer there is no such page."""

    @wraps(view)
    def told(request: HttpRequest) -> HttpResponse:
        if not provider.is_configured():
            raise Http404
        try:
            return view(request)  # type: ignore[return-value]
        except passwords.SignInRefused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("sign_in")

    return told


@never_cache
@require_GET
@access.public
@_told
def leave(request: HttpRequest) -> HttpResponse:
    """统一身份登录: to the issuer."""
    begun = provider.begin(_back(request))
    request.session["outside"] = {
        "state": begun.state,
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "at": timezone.now().isoformat(),
        "onward": entering.onward(request),
    }
    return redirect(begun.address)


@never_cache
@require_GET
@access.public
@_told
def answer(request: HttpRequest) -> HttpResponse:
    """统一身份登录: back from the issuer."""
    now, kept = timezone.now(), _kept(request)
    identity = provider.finish(
        request.GET.get("code", ""),
        redirect_uri=_back(request),
        nonce=kept["nonce"],
        verifier=kept["verifier"],
        at=now,
    )
    account = actions.sign_in_by_identity(identity, address=address(request), at=now)
    return entering.proceed(request, account, by="identity", onward=kept["onward"])


def _kept(request: HttpRequest) -> dict[str, Any]:
    """Return what was remembered when this browser left, once; an answer to nobody's question is refused."""
    kept = request.session.pop("outside", None)
    state = request.GET.get("state", "")
    if (
        kept is None
        or not hmac.compare_digest(kept["state"].encode(), state.encode())
        or timezone.now() - datetime.fromisoformat(kept["at"]) > PATIENCE
    ):
        raise provider.Untrusted("这次统一身份登录不是从本页面发起，或已超过10分钟，请重新登录。")
    if not request.GET.get("code"):
        raise provider.Untrusted("统一身份认证没有完成，请重新登录，或用账号和口令登录。")
    return dict(kept)


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("outside_answer"))
