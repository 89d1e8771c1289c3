"""登录安全: what protects one's own account besides the password, and where one is signed in."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.org import actions
from zhongshu.org import queries as org
from zhongshu.org.models import Account, Session
from zhongshu.org.rules import devices, factors, keys, sealing
from zhongshu.portal.forms import door as forms
from zhongshu.portal.views import acting, entering
from zhongshu.portal.views import guarding_lists as lists
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page


@never_cache
@require_GET
@access.signed_in
def show(request: HttpRequest) -> HttpResponse:
    """登录安全."""
    account, now = _account(request), timezone.now()
    here = devices.digest(str(request.session.session_key))
    return page(
        request,
        "portal/security.html",
        must=request.session.get("must_protect", False),
        is_fresh=factors.is_fresh(entering.begun_at(request), now),
        is_required=org.is_factor_required(account),
        code=org.time_code(account),
        keys=list(org.security_keys(account)),
        place=entering.place(request),
        left=org.recovery_codes(account).count(),
        identities=list(org.identities(account)),
        listed=lists.OWN_DEVICES,
        sessions=sorted(org.open_sessions(account, now), key=lambda one: one.key != here),
        here=here,
    )


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
@access.signed_in
def code(request: HttpRequest) -> HttpResponse:
    """设置动态验证码: the secret as a picture and as text, confirmed by the first code."""
    if not _is_fresh(request):
        return _sign_in_again(request)
    account, form = _account(request), forms.CodeForm(acting.sent(request))
    secret = _secret(request, account)

    def act() -> tuple[str, ...]:
        return actions.set_up_code(account, secret=secret, typed=form.cleaned_data["code"], **_signed(request))

    if form.is_bound:
        done = _set_up(request, form, act, "动态验证码已启用，下次登录时使用。")
        if done:
            del request.session["secret"]
            return done
    return page(
        request,
        "portal/code_setup.html",
        form=form,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture=_picture(factors.address_of(secret, account)),
        status=422 if form.is_bound else 200,
    )


def _secret(request: HttpRequest, account: Account) -> str:
    """Return the secret that is being set up: the same until it is confirmed, sealed in the session."""
    if "secret" not in request.session:
        fresh = sealing.seal(factors.fresh_secret(), actions.factors.purpose(account))
        request.session["secret"] = fresh.hex()
    return sealing.unseal(bytes.fromhex(request.session["secret"]), actions.factors.purpose(account))


def _picture(address: str) -> str:
    """Return a square code (二维码) as markup of our own making: the page's policy lets no other in."""
    import segno

    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(border=3, light="#fff", dark="#000", svgclass="qr", omitsize=True))  # noqa: S308


@sensitive_post_parameters("answer")
@never_cache
@require_http_methods(["GET", "POST"])
@access.signed_in
def key(request: HttpRequest) -> HttpResponse:
    """登记安全密钥: its script asks the browser for a new one."""
    if not _is_fresh(request):
        return _sign_in_again(request)
    account, place = _account(request), entering.place(request)
    form = forms.NewKeyForm(acting.sent(request))
    challenge = request.session.pop("challenge", "")  # good for one answer

    def act() -> tuple[str, ...]:
        made = keys.registered(place, challenge, form.cleaned_data["answer"])
        return actions.register_key(
            account, name=form.cleaned_data["name"], host=place.host, key=made, **_signed(request)
        )

    if form.is_bound:
        done = _set_up(request, form, act, "安全密钥已登记，下次登录时可以使用。")
        if done:
            return done
    asked = keys.registration(place, account, [bytes(one.public) for one in org.keys_for(account, place.host)])
    request.session["challenge"] = asked.challenge
    return page(
        request,
        "portal/key_setup.html",
        form=form,
        place=place,
        options=asked.options,
        status=422 if form.is_bound else 200,
    )


def _set_up(request: HttpRequest, form: Form, act: Callable[[], tuple[str, ...]], done: str) -> HttpResponse | None:
    """Carry out what adds a factor; recovery codes that came of it are shown, here and nowhere else."""
    made = attempt(request, form, lambda: (act(),))
    if not made:
        return None
    request.session.pop("must_protect", None)
    messages.success(request, done)
    return _codes(request, made[0]) if made[0] else redirect("security")


def _codes(request: HttpRequest, codes: tuple[str, ...]) -> HttpResponse:
    return page(request, "portal/recovery_codes.html", codes=codes, account=_account(request))


@never_cache
@require_POST
@access.signed_in
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """重新生成恢复码."""
    made = acting.press(request, lambda: actions.renew_codes(_account(request), **_signed(request)))
    return _codes(request, made) if made else redirect("security")


@require_POST
@access.signed_in
def code_removal(request: HttpRequest) -> HttpResponse:
    """取消动态验证码."""
    acting.press(request, lambda: actions.remove_code(_account(request), **_signed(request)), "动态验证码已取消。")
    return redirect("security")


@require_POST
@access.signed_in
def key_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """取消安全密钥, one's own."""
    account = _account(request)
    found = get_object_or_404(org.security_keys(account), pk=pk)
    acting.press(request, lambda: actions.remove_key(found, account=account, **_signed(request)), "安全密钥已取消。")
    return redirect("security")


@require_POST
@access.signed_in
def session_ending(request: HttpRequest, pk: int) -> HttpResponse:
    """下线一台设备, one's own."""
    found = get_object_or_404(Session.objects.filter(account=_account(request)), pk=pk)
    acting.press(request, lambda: actions.end_session(found, **acting.signed(request)), "该设备已下线。")
    return redirect("security")


@require_POST
@access.signed_in
def session_endings(request: HttpRequest) -> HttpResponse:
    """下线其他设备: everywhere but here."""
    key = str(request.session.session_key)
    number = actions.end_other_sessions(_account(request), key=key, at=timezone.now())
    messages.success(request, f"已让{number}台其他设备下线。" if number else "没有其他设备在登录。")
    return redirect("security")


def _signed(request: HttpRequest) -> dict[str, Any]:
    return {**acting.signed(request), "begun_at": entering.begun_at(request)}


def _is_fresh(request: HttpRequest) -> bool:
    return factors.is_fresh(entering.begun_at(request), timezone.now())


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    messages.warning(request, "为确认是您本人，请重新登录，登录后10分钟内再办理。")
    return redirect("security")


def _account(request: HttpRequest) -> Account:
    account: Account = request.user  # type: ignore[assignment]
    return account
