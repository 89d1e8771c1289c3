"""The page's own act on sealed files: what could not be made is made again (重新加盖)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhongshu.outgoing.actions import impressing
from zhongshu.ui import access
from zhongshu.ui.pages import attempt
from zhongshu.ui.views.matters import back_to, visible_or_404


@require_POST
@access.people
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """重新加盖."""
    matter, form = visible_or_404(request, pk), forms.Form({})

    def act() -> Any:
        return impressing.seal_again(pk, by=request.person, at=timezone.now())  # type: ignore[attr-defined]

    if not attempt(request, form, act, "正在重新生成盖章件，请稍后刷新查看。"):
        for sentence in form.non_field_errors():
            messages.error(request, str(sentence))
    return back_to(matter)
