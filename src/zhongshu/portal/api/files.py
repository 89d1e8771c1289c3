"""Files (文件): going up in pieces, coming down as the pages give them, with the same watermark and the same record."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from zhongshu.files import actions
from zhongshu.portal.api.shapes import NOT_FOUND, REFUSALS, Number, Refusal, answer
from zhongshu.ui.views import files

router = Router()


class Begin(Schema):
    """要上传的文件."""

    name: str = Field(min_length=1, max_length=200)
    size: int = Field(ge=1)


class Begun(Schema):
    """已开始的上传."""

    id: UUID
    received: int = Field(description="已收到的字节数")


@router.post("uploads", response={201: Begun, **REFUSALS}, operation_id="upload_begin")
def begin(request: HttpRequest, body: Begin) -> object:
    """开始上传。接着用 PUT 分块发送，每块不超过512 kB；传完后在办理或添加附件时写上它的 id."""
    by = request.person.ref  # type: ignore[attr-defined]
    made = actions.start_upload(name=body.name, size=body.size, by=by, at=timezone.now())
    return Status(201, {"id": made.uuid, "received": 0})


@router.put(
    "uploads/{uuid}",
    response={200: Begun, 400: Refusal, 409: Begun, **REFUSALS, **NOT_FOUND},
    operation_id="upload_piece",
    openapi_extra={
        "requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
        "parameters": [
            {"in": "header", "name": "Upload-Offset", "required": True, "schema": {"type": "integer", "minimum": 0}}
        ],
    },
)
def piece(request: HttpRequest, uuid: UUID) -> Any:
    """发送一块；Upload-Offset 是这一块的起点。起点不对时返回409和应从哪里继续."""
    response: Any = files.upload(request, uuid)
    told = json.loads(response.content)
    if "received" in told:
        return Status(response.status_code, {"id": uuid, "received": told["received"]})
    return answer(response.status_code, told["error"])


@router.get(
    "attachments/{number}", response={200: bytes, 202: Refusal, **REFUSALS, **NOT_FOUND}, operation_id="attachment"
)
def attachment(request: HttpRequest, number: Number) -> Any:
    """下载可查看事项的附件；支持断点续传（Range）。须加水印的文件较大时返回202，完成后本人在页面上取用."""
    response = files.attachment(request, number)
    if response.status_code == 302:
        return answer(202, "文件较大，正在后台加水印，完成后请登录系统，在“我的下载”中取用。")
    if response.status_code == 200 and "Content-Disposition" not in response.headers:  # a page that says why
        return answer(422, "该文件不能加水印，没有下载。请登录系统，在页面上查看或办理。")
    return response
