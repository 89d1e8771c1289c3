"""安全策略: what is in force, and asking for another; a second administrator brings it in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhongshu.org import actions
from zhongshu.org import queries as org
from zhongshu.org.models import SecurityPolicy
from zhongshu.org.queries import guarding
from zhongshu.org.rules import policies
from zhongshu.portal import queries as portal
from zhongshu.portal.forms.guarding import PolicyForm
from zhongshu.portal.views import acting
from zhongshu.ui import access
from zhongshu.ui.identity import address
from zhongshu.ui.pages import attempt, page


@require_http_methods(["GET", "POST"])
@access.administrator("secadmin")
def policy(request: HttpRequest) -> HttpResponse:
    """安全策略."""
    now = org.policy()
    form = PolicyForm(acting.sent(request), address=address(request), initial=now.values())

    def act() -> Any:
        wanted = form.cleaned_data["policy"]
        said = policies.differences(now, wanted)
        return actions.confirming.ask("set_policy", wanted.values(), sentence=said, **acting.signed(request))

    if form.is_bound and attempt(request, form, act):
        messages.success(request, "已提交复核，另一位管理员同意后生效。")
        return redirect("security_policy")
    last = SecurityPolicy.objects.order_by("-id").first()
    return page(
        request,
        "portal/administration/policy.html",
        status=422 if form.is_bound else 200,
        form=form,
        last=last,
        waiting=list(guarding.open_confirmations(timezone.now()).filter(operation="set_policy")),
        names=portal.actors([last.set_by] if last else []),
    )
