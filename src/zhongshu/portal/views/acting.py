"""What every act of a page needs: what was sent, by whom, when (办理人和时间)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from zhongshu.ui.pages import attempt

STALE = "请刷新页面后重试。"


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form is bound to: what was sent, be it empty, or None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def signed(request: HttpRequest) -> dict[str, Any]:
    """Return `by` and `at` for an act of whoever is signed in."""
    return {"by": request.user.ref, "at": timezone.now()}  # type: ignore[union-attr]


def press(request: HttpRequest, act: Callable[[], Any], done: str = "", form: Form | None = None) -> Any | None:
    """Carry out an act of one button (单击即办); a refusal is said on the next page, and None is returned.

    A `form` holds what the button carries along unseen: what is wrong with that, no page can show beside a field.
    """
    form = Form({}) if form is None else form
    result = attempt(request, form, act, done)
    if result is None:
        for sentence in form.non_field_errors() or [STALE]:
            messages.error(request, str(sentence))
    return result
