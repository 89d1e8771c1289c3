"""Finding (检索) among what one may see."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from zhongshu.matters import queries
from zhongshu.portal.api.shapes import REFUSALS
from zhongshu.search.rules import Filters

router = Router()
SIZE = 20


class Hit(Schema):
    """检索结果."""

    matter: int
    kind: str
    title: str
    at: datetime = Field(description="登记时间")
    passages: list[str] = Field(description="摘录")


class Hits(Schema):
    """一页检索结果."""

    items: list[Hit]
    has_more: bool = Field(description="是否还有下一页")


@router.get("", response={200: Hits, **REFUSALS}, operation_id="search")
def search(
    request: HttpRequest,
    q: str = Query(..., max_length=200, description="词语、文号或姓名"),
    kind: str = Query("", max_length=32),
    year: int | None = Query(None, ge=1900, le=2100),
    page: int = Query(1, ge=1, le=500),
) -> object:
    """按词语、文号、姓名或拼音检索本人可以查看的事项."""
    found = queries.search(
        request.person,  # type: ignore[attr-defined]
        q,
        timezone.now(),
        filters=Filters(kind=kind, unit=None, person=None, year=year),
        best=False,
        start=(page - 1) * SIZE,
        size=SIZE,
    )
    return {
        "has_more": found.has_more,
        "items": [
            {
                "matter": hit.subject,
                "kind": hit.kind,
                "title": _plain(hit.title),
                "at": hit.at,
                "passages": [_plain(one.pieces) for one in hit.passages],
            }
            for hit in found.hits
        ],
    }


def _plain(pieces: object) -> str:
    return "".join(piece for piece, _ in pieces)  # type: ignore[attr-defined]
