"""The whole of /api/v1: its rooms, its errors in words, and its description (OpenAPI)."""

import functools
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from zhongshu import __version__
from zhongshu.kit.errors import Refused
from zhongshu.portal.api import acts, desk, files, matters, organisation, search, webhooks
from zhongshu.portal.api.security import OutOfScope, Scoped
from zhongshu.portal.api.shapes import answer

PREFIX = "/api/v1/"
TOLD = (
    "请求头带“Authorization: Bearer 访问凭证”。时间均为带时区的 ISO 8601。"
    "被拒绝的请求返回 422 和一句话（sentence），不作任何改动。"
    "办理类请求可带 request_key：同一 request_key 重复提交只办理一次。"
)
ROOMS = (
    ("desk", "desk", desk.router, "工作台"),
    ("matters", "matters", matters.router, "事项"),
    ("", "acts", acts.router, "办理"),
    ("", "files", files.router, "文件"),
    ("search", "search", search.router, "检索"),
    ("org", "org", organisation.router, "机构人员"),
    ("webhooks", "webhooks", webhooks.router, "事件推送"),
)


@functools.cache
def application() -> NinjaAPI:
    """Return the application, put together once."""
    made = NinjaAPI(
        title="中枢接口", version=__version__, description=TOLD, docs_url=None, openapi_url=None, urls_namespace="api"
    )
    for prefix, scope, router, name in ROOMS:
        made.add_router(prefix, router, auth=Scoped(scope), tags=[name])
    made.get("openapi.json", auth=None, include_in_schema=False)(description)
    for kind, handler in HANDLERS.items():
        made.add_exception_handler(kind, handler)
    return made


@functools.cache
def resolver() -> URLResolver:
    """Return what finds the operation behind an address below PREFIX."""
    return URLResolver(RegexPattern(r"^"), application().urls[0])  # type: ignore[arg-type]


def description(request: HttpRequest) -> HttpResponse:
    """接口说明 (OpenAPI 3.1)."""
    return JsonResponse(application().get_openapi_schema(path_prefix=PREFIX), json_dumps_params={"ensure_ascii": False})


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(422, error.sentence, error.field or "")


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """A request of the wrong shape: which part of it, in the words of its description."""
    places = ["".join(f"/{part}" for part in one["loc"][1:]) for one in error.errors]
    return answer(422, f"请求内容不符合接口说明：{'、'.join(dict.fromkeys(filter(None, places))) or '请求体'}。", "")


def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(401, "访问凭证无效、已过期或已撤销，请重新生成。")


def _out_of_scope(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(403, "该访问凭证的使用范围不包括这项操作。")


def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(404, "没有找到，或者您无权查看。")


def _malformed(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(error.status_code, "请求内容不能识别，请按接口说明发送。")


HANDLERS: dict[Any, Any] = {
    Refused: _refused,
    ValidationError: _invalid,
    AuthenticationError: _unknown,
    OutOfScope: _out_of_scope,
    Http404: _not_found,
    HttpError: _malformed,
}
