"""The second step of signing in (第二步验证): a code or a security key. Whoever stands here is not signed in yet."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.kit.errors import Refused
from zhongshu.org import actions
from zhongshu.org import queries as org
from zhongshu.org.rules import keys, passwords
from zhongshu.portal.forms import door as forms
from zhongshu.portal.views import acting, entering
from zhongshu.portal.views.entering import Pending
from zhongshu.ui import access
from zhongshu.ui.identity import address
from zhongshu.ui.pages import page


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
@access.public
def code(request: HttpRequest) -> HttpResponse:
    """第二步验证 by a code from the telephone, or from paper."""
    pending, form = entering.pending(request), forms.CodeForm(acting.sent(request))
    if pending is None:
        return _back(request)
    return _answer(
        request,
        pending,
        form,
        lambda: actions.prove_by_code(pending.account, form.cleaned_data["code"], **_said(request, pending)),
    )


@sensitive_post_parameters("answer")
@never_cache
@require_POST
@access.public
def key(request: HttpRequest) -> HttpResponse:
    """第二步验证 by a security key; its script has asked the browser."""
    pending, form = entering.pending(request), forms.KeyAnswerForm(request.POST)
    if pending is None:
        return _back(request)
    challenge = request.session.pop("challenge", "")  # good for one answer

    def act() -> None:
        actions.prove_by_key(
            pending.account,
            place=entering.place(request),
            challenge=challenge,
            answer=form.cleaned_data["answer"],
            **_said(request, pending),
        )

    return _answer(request, pending, form, act)


def _said(request: HttpRequest, pending: Pending) -> dict[str, Any]:
    return {"since": pending.since, "address": address(request), "at": timezone.now()}


def _answer(request: HttpRequest, pending: Pending, form: Form, act: Callable[[], None]) -> HttpResponse:
    """Let in whoever has proved it; a wrong code may be tried again, a lock or a delay leads back to the door."""
    if form.is_bound and form.is_valid():
        try:
            act()
            return entering.admit(request, pending.account, by=pending.by, onward=pending.onward)
        except passwords.SignInRefused as refusal:
            request.session.flush()
            messages.error(request, refusal.sentence)
            return redirect("sign_in")
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    return _page(request, pending, form)


def _page(request: HttpRequest, pending: Pending, form: Form) -> HttpResponse:
    place, account = entering.place(request), pending.account
    known = org.keys_for(account, place.host) if place.is_usable else []
    asked = keys.request(place, [bytes(one.public) for one in known]) if known else None
    request.session["challenge"] = asked.challenge if asked else ""
    return page(
        request,
        "portal/second_step.html",
        form=form if "code" in form.fields else forms.CodeForm(),
        key_form=form if "answer" in form.fields else forms.KeyAnswerForm(),
        options=asked.options if asked else "",
        has_code=org.time_code(account) is not None,
        name=account.display_name,
        status=422 if form.is_bound else 200,
    )


def _back(request: HttpRequest) -> HttpResponse:
    """Lead back to the door whoever took too long, or came here without a first step."""
    messages.warning(request, "请先用账号和口令登录。如已登录，可能是超过5分钟没有完成验证，请重新登录。")
    return redirect("sign_in")
