"""Units and people of today (机构人员), as every member of staff may look them up."""

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from zhongshu.org import queries as org
from zhongshu.portal.api.shapes import NOT_FOUND, REFUSALS, Number

router = Router()
MOST = 50


class UnitOfToday(Schema):
    """机关或内设机构."""

    id: int
    code: str = Field(description="编码，不会改变")
    name: str
    short_name: str
    kind: str = Field(description="organ 机关、section 内设机构")
    parent: int | None = Field(description="上级")


class Found(Schema):
    """人员."""

    id: int
    holder: int = Field(description="承办对象，办理时用来选人")
    name: str
    unit: str
    post: str


class Me(Schema):
    """凭证所属的人."""

    id: int
    holder: int
    name: str
    unit: int | None
    roles: list[str]


@router.get("me", response={200: Me, **REFUSALS}, operation_id="org_me")
def me(request: HttpRequest) -> object:
    """凭证所属的人、单位和角色."""
    person, now, known = request.person, timezone.now(), org.directory()  # type: ignore[attr-defined]
    return {
        "id": person.pk,
        "holder": org.holder_of(person.pk, known=known),
        "name": person.name,
        "unit": org.unit_of(person.pk, org.local_day(now), known=known),
        "roles": sorted(org.roles_of(person.pk, now, known=known)),
    }


@router.get("units", response={200: list[UnitOfToday], **REFUSALS}, operation_id="org_units")
def units(request: HttpRequest) -> object:
    """今天的全部机关和内设机构，上级在前."""
    known = org.directory()
    rows = known.on(org.local_day(timezone.now())).units.values()
    return [_unit(row) for row in sorted(rows, key=lambda row: (row.path.count("/"), row.order, row.id))]


@router.get("units/{number}", response={200: UnitOfToday, **REFUSALS, **NOT_FOUND}, operation_id="org_unit")
def unit(request: HttpRequest, number: Number) -> object:
    """一个机关或内设机构."""
    found = org.directory().on(org.local_day(timezone.now())).units.get(number)
    if found is None:
        raise Http404
    return _unit(found)


@router.get("people", response={200: list[Found], **REFUSALS}, operation_id="org_people")
def people(request: HttpRequest, q: str = Query(..., min_length=1, max_length=40)) -> object:
    """按姓名、拼音、单位或岗位查找人员，最多50人."""
    return [
        {"id": one.person_id, "holder": one.holder_id, "name": one.name, "unit": one.unit, "post": one.post}
        for one in org.pick(q, org.local_day(timezone.now()), limit=MOST)
    ]


def _unit(row: object) -> dict[str, object]:
    names = ("id", "code", "name", "short_name", "kind")
    return {name: getattr(row, name) for name in names} | {"parent": row.parent_id}  # type: ignore[attr-defined]
