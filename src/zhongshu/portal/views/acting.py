"""What every act of a page needs: what was sent, by whom, when (办理人和时间)."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form is bound to: what was sent, be it empty, or None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def signed(request: HttpRequest) -> dict[str, Any]:
    """Return `by` and `at` for an act of whoever is signed in."""
    return {"by": request.user.ref, "at": timezone.now()}  # type: ignore[union-attr]
