"""Pages for what went wrong (出错页面), in Chinese, each saying what to do."""

from django.http import HttpRequest, HttpResponse
from django.template import loader

from zhongshu.ui import access, guarding


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return HttpResponse(loader.render_to_string(template, {}, request, using="jinja2"), status=status)


@access.public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 无权访问; that somebody tried stands in the security log."""
    guarding.refused(request, f"page:{request.resolver_match.url_name if request.resolver_match else ''}")
    return _page(request, "ui/errors/403.html", 403)


@access.public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 找不到, also for what exists but may not be seen."""
    return _page(request, "ui/errors/404.html", 404)


@access.public
def forms_only(request: HttpRequest) -> HttpResponse:
    """405 for an address to which forms are sent and which somebody has opened."""
    return _page(request, "ui/errors/405.html", 405)


@access.public
def failed(request: HttpRequest) -> HttpResponse:
    """500 系统故障: from a template that needs nothing."""
    return _page(request, "ui/errors/500.html", 500)


@access.public
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token: its page is old, or the session has ended."""
    return _page(request, "ui/errors/stale.html", 403)
