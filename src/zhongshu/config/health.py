"""Whether it lives, whether it is ready, and its figures (健康检查): addresses for machines, not for people."""

from secrets import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from zhongshu.portal.queries import running
from zhongshu.ui import access

TEXT = "text/plain; charset=utf-8"


@require_GET
@access.public
def health(request: HttpRequest) -> HttpResponse:
    """Say that this process answers (存活); nothing else is asked, not even the database."""
    return HttpResponse("正常\n", content_type=TEXT)


@require_GET
@access.public
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether pages can be served (就绪): 200 or 503; the reasons only to who may know them."""
    reasons = running.unready()
    words = reasons if reasons and _is_ours(request) else ["未就绪" if reasons else "正常"]
    return HttpResponse("\n".join(words) + "\n", status=503 if reasons else 200, content_type=TEXT)


ASKED = {"/health": health, "/health/ready": ready}


@require_GET
@access.public
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures (监测指标) to the machine itself, to addresses that are listed, and to who has the token."""
    from zhongshu.config import metrics as figures

    if not (_is_ours(request) or _has_token(request)):
        raise Http404
    return HttpResponse(figures.text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_ours(request: HttpRequest) -> bool:
    """Tell whether it comes from where watchers are. A proxy that was not declared makes everybody look local."""
    return request.META["REMOTE_ADDR"] in settings.WATCHERS and not request.META.get("zhongshu.forwarded")


def _has_token(request: HttpRequest) -> bool:
    offered = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and compare_digest(offered.encode(), settings.METRICS_TOKEN.encode())
