"""Who acts and when (办理人和时间), as the actions of the organisation want them."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone


def signed(request: HttpRequest) -> dict[str, Any]:
    """Return `by` and `at` for an act of whoever is signed in."""
    return {"by": request.user.ref, "at": timezone.now()}  # type: ignore[union-attr]
