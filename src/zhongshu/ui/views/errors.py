"""Pages for what went wrong (出错页面), in Chinese, each saying what to do."""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

from zhongshu.ui import access, guarding


def _page(request: HttpRequest, template: str, status: int, **context: str) -> HttpResponse:
    return HttpResponse(loader.render_to_string(template, context, request, using="jinja2"), status=status)


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
    """500 系统故障, or 503 when it will pass without anybody mending the program: from templates that need nothing."""
    sentence = _passing(sys.exc_info()[1])
    if not sentence:
        return _page(request, "ui/errors/500.html", 500)
    response = _page(request, "ui/errors/503.html", 503, sentence=sentence)
    response.headers["Retry-After"] = "60"
    return response


def _passing(error: BaseException | None) -> str:
    """Return what to say of a full disk or of a database that is away, nothing of every other failure."""
    is_full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if is_full or (isinstance(error, OperationalError) and "disk" in str(error)):
        return "服务器磁盘空间已满，刚才的操作没有保存。请联系系统管理员清理磁盘后再试。"
    is_fault = str(error).startswith("no such")  # SQLite says of a missing table what others say of themselves
    if isinstance(error, OperationalError | InterfaceError) and not is_fault:
        return "系统暂时读取不到数据，可能正在维护，刚才的操作没有保存。请过几分钟再试。"
    return ""


@access.public
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token: its page is old, or the session has ended."""
    return _page(request, "ui/errors/stale.html", 403)
