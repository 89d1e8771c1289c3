"""Who may enter a page at all (访问规则). Every view bears one of these; what is seen inside `visible_to` decides."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from zhongshu.org import queries as org

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """For everybody, signed in or not (公开页面)."""
    view.access = "public"  # type: ignore[attr-defined]
    view.allows = lambda request: True  # type: ignore[attr-defined]
    return login_not_required(view)


def people(view: View) -> View:
    """For everybody who is signed in as a member of staff (工作人员); administrators as such see no business."""
    return _guarded(view, "people", lambda request: request.person is not None)


def signed_in(view: View) -> View:
    """For every account, members of staff and administrators alike (已登录)."""
    return _guarded(view, "signed_in", lambda request: True)


def role(*keys: str) -> Callable[[View], View]:
    """For members of staff who hold one of the roles (角色)."""

    def holds(request: HttpRequest) -> bool:
        person = request.person  # type: ignore[attr-defined]
        now = timezone.now()
        return person is not None and any(org.has_role(person.pk, key, now) for key in keys)

    return lambda view: _guarded(view, "role:" + ",".join(keys), holds)


def administrator(*roles: str) -> Callable[[View], View]:
    """For the administrators (三员) named."""
    return lambda view: _guarded(
        view,
        "administrator:" + ",".join(roles),
        # Asked anew each time: what the session remembers may have been taken away.
        lambda request: org.administrator_role(request.user) in roles,
    )


def any_of(*guards: Callable[[View], View]) -> Callable[[View], View]:
    """For whoever one of the guards lets in (任一即可)."""

    def guard(view: View) -> View:
        inner: list[Any] = [one(view) for one in guards]
        name = " or ".join(one.access for one in inner)
        return _guarded(view, name, lambda request: any(one.allows(request) for one in inner))

    return guard


def _guarded(view: View, name: str, allows: Callable[[Any], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not allows(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.access = name  # type: ignore[attr-defined]
    guarded.allows = allows  # type: ignore[attr-defined]
    return guarded
