"""待复核: critical operations that another administrator asked for, and one's own that wait."""

import json

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhongshu.org import actions
from zhongshu.org import queries as org
from zhongshu.org.actions.confirming import OPERATIONS
from zhongshu.org.models import Account, Confirmation
from zhongshu.org.queries import guarding
from zhongshu.portal import queries as portal
from zhongshu.portal.forms.fields import ChangeForm
from zhongshu.portal.forms.guarding import SettlementForm
from zhongshu.portal.views import acting
from zhongshu.portal.views import guarding_lists as lists
from zhongshu.portal.views.accounts import once
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

PER_PAGE = 30


@require_GET
@access.administrator("sysadmin", "secadmin", "auditor")
def confirmations(request: HttpRequest) -> HttpResponse:
    """待复核 and what has been settled."""
    return _page(request)


def _page(request: HttpRequest, refusal: ChangeForm | None = None) -> HttpResponse:
    asking, role = declared.ask(request, lists.CONFIRMATIONS), org.administrator_role(request.user)  # type: ignore[arg-type]
    waiting = list(guarding.open_confirmations(asking.at))
    past = Paginator(guarding.past_confirmations(asking.at), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "portal/administration/confirmations.html",
        status=422 if refusal else 200,
        known=asking.known,
        listed=lists.CONFIRMATIONS,
        waiting=[(row, _may_settle(row, role, request.user.ref)) for row in waiting],  # type: ignore[union-attr]
        past=past,
        operations=OPERATIONS,
        verdicts=lists.VERDICTS,
        imports={row.pk: json.loads(row.arguments).get("import") for row in (*waiting, *past)},
        names=portal.actors(ref for row in (*waiting, *past) for ref in (row.asked_by, row.settled_by)),
        refusal=refusal,
    )


def _may_settle(row: Confirmation, role: str, ref: str) -> bool:
    return role in OPERATIONS[row.operation].settles and row.asked_by != ref


@require_POST
@never_cache
@access.administrator("sysadmin", "secadmin", "auditor")
def settlement(request: HttpRequest, pk: int) -> HttpResponse:
    """复核: 同意 carries it out at once; a one-time password that comes of it is shown once."""
    asked, form = get_object_or_404(Confirmation, pk=pk), SettlementForm(request.POST)

    def act() -> object:
        if form.cleaned_data["verdict"] == "declined":
            return actions.confirming.decline(asked, **acting.signed(request))
        return actions.confirming.agree(asked, **acting.signed(request))

    result = attempt(request, form, act, "复核意见已登记。")
    if isinstance(result, str):
        return once(request, Account.objects.get(pk=json.loads(asked.arguments)["account"]), result)
    return redirect("confirmations") if result else _page(request, form)


@require_POST
@access.administrator("sysadmin", "secadmin", "auditor")
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回 what one has asked for oneself."""
    asked, form = get_object_or_404(Confirmation, pk=pk), ChangeForm(request.POST)
    done = attempt(request, form, lambda: actions.confirming.withdraw(asked, **acting.signed(request)), "已撤回。")
    return redirect("confirmations") if done else _page(request, form)
