"""The one address under which other systems come in. What lies behind it is loaded when the first of them does."""

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404
from django.views.decorators.csrf import csrf_exempt

from zhongshu.ui.access import public


@csrf_exempt  # a token comes in a header, which no page of another site can send along
@public
def door(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer a request below /api/v1/."""
    # Two tenths of a second and as much memory as a whole page process: only for those who are asked.
    from zhongshu.portal.api import application, shapes

    try:
        found = application.resolver().resolve(rest)
    except Resolver404:
        return shapes.answer(404, "没有这个地址，请核对接口说明。")
    response: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return response
