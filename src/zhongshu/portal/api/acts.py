"""Doing (办理): the acts of the pages, with the same forms, rules and trail (see `ui.acts.ACTS`)."""

from collections.abc import Callable
from typing import Any, Literal

from django.forms import CharField, Field
from django.http import HttpRequest
from ninja import Body, Router, Schema
from ninja import Field as Described

from zhongshu.kit.errors import Refused
from zhongshu.portal.api.shapes import NOT_FOUND, REFUSALS, Number
from zhongshu.ui import acts
from zhongshu.ui.views.acts import PLACES

router = Router()
# On what one acts: as the table calls it, in the address, in words.
SUBJECTS = (
    ("task", "tasks", "本人的任务"),
    ("matter", "matters", "事项"),
    ("chase", "chases", "催办"),
    ("jump", "jumps", "流程跳转申请"),
    ("run", "requests", "延期、征求意见、退办申请"),
)
SENT = Body(
    default_factory=dict,
    description=(
        "该操作的表单内容，与页面上的相同，没有的不写。办理：opinion 意见和该环节的各项；"
        "退回：to、straight（yes 或 no）、reason，发文另写 cause（退回原因类别）；"
        "转办：people（一个承办对象）、reason；加签：people、reason；调整后续环节："
        "seen、place、struck，新增的环节 new0 另写 new0_name、new0_kind、"
        "new0_people、new0_completion、new0_days；"
        "传阅：people；催办：tasks、mode、words；"
        "终止：reason；添加附件：uploads、role；评价：score、words；反馈：words。均可带 request_key。"
    ),
)


class Done(Schema):
    """已办理的事项."""

    id: int = Described(description="事项")
    state: str = Described(description="open 在办、closed 已结束")


def _operation(on: str) -> Callable[..., object]:
    """Return the operation for whatever is done on one sort of subject."""
    names: Any = Literal[tuple(name for name, act in acts.ACTS.items() if act.on == on)]  # type: ignore[misc]

    def operation(request: HttpRequest, number: Number, act: names, sent: dict[str, Any] = SENT) -> object:
        return _carry_out(acts.ACTS[act], PLACES[on](request, number), sent)

    return operation


for on, prefix, words in SUBJECTS:
    router.post(
        f"{prefix}/{{number}}/{{act}}",
        response={200: Done, **REFUSALS, **NOT_FOUND},
        operation_id=f"{on}_act",
        summary=f"办理{words}",
    )(_operation(on))


def _carry_out(act: acts.Act, place: acts.Place, sent: dict[str, Any]) -> dict[str, Any]:
    """Check what was sent by the act's own form, and carry the act out. Raises Refused with the first fault."""
    form = act.form(sent, place)
    for name, value in sent.items():
        _check_plain(form.fields.get(name), name, value)
    if not form.is_valid():
        field, sentences = next(iter(form.errors.items()))
        raise Refused(str(sentences[0]), field="" if field == "__all__" else field)
    act.carry_out(place, form)
    place.matter.refresh_from_db()
    return {"id": place.matter.pk, "state": "closed" if place.matter.closed_at else "open"}


def _check_plain(field: Field | None, name: str, value: Any) -> None:
    """Refuse what no form could have sent: a structure, or several values for a text."""
    texts = value if isinstance(value, list) else [value]
    is_text = isinstance(field, CharField) and isinstance(value, list)
    if is_text or any(isinstance(one, dict | list) for one in texts):
        raise Refused("这一项应是文字、数字，或由它们组成的列表。", field=name)
