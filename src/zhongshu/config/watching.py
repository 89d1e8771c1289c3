"""Around every request (请求观测): its number, how long it took, and a line in the log when that was long."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhongshu.config import health, metrics
from zhongshu.kit import tracing

SLOW = 1.0  # seconds
HEADER = "X-Request-ID"

View = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger(__name__)


def watch(get_response: View) -> View:
    """Work on each request under a number (请求编号): our proxy's, which `environ` lets through, or a new one."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        number = tracing.accepted(request.headers.get(HEADER, ""))
        request.number = number  # type: ignore[attr-defined]
        began = time.perf_counter()
        with tracing.under(number):
            # Asked by machines, which must learn it while the database is away: before sessions and all else.
            answer = health.ASKED.get(request.path_info, get_response)
            response = answer(request)
            _note(request, response.status_code, time.perf_counter() - began)
        response.headers[HEADER] = number
        return response

    return middleware


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    # By the name of the page: the address itself may say whom or what somebody looked for.
    name = request.resolver_match.url_name if request.resolver_match else None
    view = name or ("health" if request.path_info in health.ASKED else "-")
    metrics.note(view, request.method or "", status, seconds)
    if seconds > SLOW:
        logger.warning("请求用时 %.1f 秒：%s %s %s", seconds, request.method, view, status)
