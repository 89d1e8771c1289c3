"""Signing in and out (登录), and one's own password. The demonstration has a door of its own, on this machine alone."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.org import actions
from zhongshu.org.models import Account
from zhongshu.portal import demonstration, forms, provider
from zhongshu.portal.views import entering
from zhongshu.ui import access
from zhongshu.ui.identity import address
from zhongshu.ui.jinja import query
from zhongshu.ui.pages import attempt, page


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
@access.public
def sign_in(request: HttpRequest) -> HttpResponse:
    """登录: by account and password; on a demonstration also from a list of people."""
    if request.user.is_authenticated:
        return redirect(entering.onward(request))
    form = forms.SignInForm(request.POST or None)

    def act() -> Account:
        clean = form.cleaned_data
        return actions.sign_in(clean["login"], clean["password"], address=address(request), at=timezone.now())

    account = attempt(request, form, act) if form.is_bound else None
    if account:
        return entering.proceed(request, account, by="password", onward=entering.onward(request))
    cast = demonstration.cast() if _is_demonstration(request) else []
    ended = request.session.pop("ended", False)
    leave_too = request.session.pop("leave_too", "")
    return page(
        request,
        "portal/sign_in.html",
        form=form,
        cast=cast,
        ended=ended,
        leave_too=leave_too,
        outside=settings.OIDC_NAME if provider.is_configured() else "",
        next=entering.onward(request),
        status=422 if form.is_bound else 200,
    )


@require_POST
@never_cache
@access.public
def demonstration_sign_in(request: HttpRequest) -> HttpResponse:
    """演示登录: as one of the demonstration people; impossible elsewhere than on demonstration data on loopback."""
    if not _is_demonstration(request):
        raise Http404
    number = request.POST.get("account", "")
    account = Account.objects.filter(pk=number).first() if number.isdigit() else None
    if account is None or not account.is_active:
        raise Http404
    return entering.admit(request, account, by="demonstration", onward=entering.onward(request))


@require_POST
@access.signed_in
def sign_out(request: HttpRequest) -> HttpResponse:
    """退出登录."""
    account: Any = request.user
    actions.sign_out(account, key=str(request.session.session_key), at=timezone.now())
    was_vouched_for = request.session.get("by") == "identity" and provider.is_configured()
    logout(request)
    door = reverse("sign_in")
    if was_vouched_for:
        # A link, for a form may lead to no other machine: what one has there is another's to end.
        request.session["leave_too"] = provider.end_address(request.build_absolute_uri(door))
    return redirect(f"{door}{query({'next': entering.onward(request)})}" if "next" in request.POST else door)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@access.signed_in
def password(request: HttpRequest) -> HttpResponse:
    """修改口令: of one's own account; a one-time password leads here first."""
    form = forms.PasswordForm(request.POST or None)
    account: Any = request.user

    def act() -> bool:
        clean = form.cleaned_data
        actions.change_password(account, old=clean["old"], new=clean["new"], at=timezone.now())
        return True

    if form.is_bound and attempt(request, form, act):
        logout(request)
        messages.success(request, "口令已修改，请用新口令登录。")
        return redirect("sign_in")
    must = request.session.get("must_change", False)
    return page(request, "portal/password.html", form=form, must=must, status=422 if form.is_bound else 200)


def _is_demonstration(request: HttpRequest) -> bool:
    try:
        near = ip_address(address(request)).is_loopback
    except ValueError:
        near = False
    host = request.get_host().rsplit(":", 1)[0]
    return near and host in settings.DEMONSTRATION_HOSTS and demonstration.is_planted()
