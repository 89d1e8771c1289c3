"""One's own settings (个人设置): how the pages look, and whether keys are shortcuts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.org import actions, rules
from zhongshu.portal.forms.settings import LookForm
from zhongshu.portal.views import acting
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page

A_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "POST"])
@access.signed_in
def settings(request: HttpRequest) -> HttpResponse:
    """个人设置."""
    account: Any = request.user
    sent = acting.sent(request)
    form = LookForm(sent, initial={"look": account.look, "uses_keys": account.uses_keys})

    def act() -> bool:
        actions.set_look(account, **form.values(), **acting.signed(request))
        return True

    if form.is_bound and attempt(request, form, act, "设置已保存。"):
        return _remembered(redirect("settings"), account.look)
    return page(request, "portal/settings.html", status=422 if form.is_bound else 200, form=form)


@require_POST
@access.signed_in
def look(request: HttpRequest) -> HttpResponse:
    """切换页面显示: from the menu, and back to where one was."""
    account: Any = request.user
    chosen, back = request.POST.get("look", ""), request.POST.get("next", "")
    if chosen in dict(rules.LOOKS):
        actions.set_look(account, look=chosen, uses_keys=account.uses_keys, **acting.signed(request))
    else:
        messages.error(request, "没有这种显示方式，请在个人设置中选择。")
    # Whatever else stands there, it must be a page of ours.
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return _remembered(redirect(back if ours and back.startswith("/") else "home"), account.look)


def _remembered(response: HttpResponse, chosen: str) -> HttpResponse:
    """On this machine the sign-in page looks as its last user likes it, before anybody is known."""
    response.set_cookie("type", chosen, max_age=A_YEAR, samesite="Lax")
    return response
