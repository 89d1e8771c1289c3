"""访问凭证: what other systems show to act for oneself; the system administrator watches over all of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.org import actions
from zhongshu.org.models import Token
from zhongshu.org.queries import tokens as queries
from zhongshu.org.rules import factors
from zhongshu.portal.forms.tokens import TokenForm
from zhongshu.portal.views import acting, entering
from zhongshu.portal.views import guarding_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

PER_PAGE = 20


@never_cache
@require_http_methods(["GET", "POST"])
@access.signed_in
def own(request: HttpRequest) -> HttpResponse:
    """访问凭证: one's own, and a form that makes one; its secret is shown once."""
    account, asking = request.user, declared.ask(request, lists.TOKENS)
    form = TokenForm(acting.sent(request), administrator=request.administrator)  # type: ignore[attr-defined]

    def act() -> tuple[Token, str]:
        factors.check_fresh(entering.begun_at(request), asking.at)  # a token outlives the session in which it is made
        return actions.make_token(account, **form.values(), **acting.signed(request))  # type: ignore[arg-type]

    made = attempt(request, form, act) if form.is_bound else None
    if made:
        return page(request, "portal/token.html", token=made[0], secret=made[1], scopes=lists.SCOPES)
    return page(
        request,
        "portal/tokens.html",
        status=422 if form.is_bound else 200,
        known=asking.known,
        listed=lists.TOKENS,
        form=form,
        rows=lists.TOKENS.rows(asking),
        scopes=lists.SCOPES,
    )


@require_POST
@access.signed_in
def own_revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销访问凭证 of one's own."""
    found = queries.tokens(request.user, timezone.now())  # type: ignore[arg-type]
    return _revoke(request, get_object_or_404(found, pk=pk), "tokens")


@require_GET
@access.administrator("sysadmin")
def office(request: HttpRequest) -> HttpResponse:
    """全部访问凭证."""
    listed = lists.OFFICE_TOKENS
    asking = declared.ask(request, listed)
    rows = Paginator(listed.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"known": asking.known, "listed": listed, "rows": rows, "scopes": lists.SCOPES}
    return page(request, "portal/administration/tokens.html", **context)


@require_POST
@access.administrator("sysadmin")
def office_revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销访问凭证 of somebody else."""
    return _revoke(request, get_object_or_404(Token, pk=pk), "office_tokens")


def _revoke(request: HttpRequest, token: Token, back: str) -> HttpResponse:
    acting.press(request, lambda: actions.revoke_token(token, **acting.signed(request)), "访问凭证已撤销。")
    return redirect(back)
