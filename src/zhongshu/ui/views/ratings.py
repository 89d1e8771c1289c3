"""Rating a closed matter (评价): two clicks, on its page or in the list of what waits to be rated."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhongshu.matters import actions
from zhongshu.ui import access
from zhongshu.ui.forms import RateForm
from zhongshu.ui.pages import attempt
from zhongshu.ui.views.matters import back_to, matter_page, visible_or_404


@require_POST
@access.people
def rating(request: HttpRequest, pk: int) -> HttpResponse:
    """评价: back to the list where it was sent from there, else to the matter."""
    matter, person, now = visible_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = RateForm(request.POST)

    def act() -> Any:
        clean = {name: value for name, value in form.cleaned_data.items() if name != "back"}
        return actions.rate(pk, by=person, at=now, **clean)

    if attempt(request, form, act, "评价已提交，谢谢。"):
        return redirect("ratings") if request.POST.get("back") == "ratings" else back_to(matter)
    return matter_page(request, matter, rate=form)
