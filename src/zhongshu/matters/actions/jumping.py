"""Moving a slip off its order (流程跳转): one person asks with a reason, a second one of the office confirms."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from zhongshu.kit.errors import Refused
from zhongshu.matters import rules
from zhongshu.matters.actions import acting, opening, telling
from zhongshu.matters.models import Jump, Matter, Task
from zhongshu.matters.queries import page, slips, visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes import acts, engine
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def ask_jump(
    matter: int,
    *,
    to: str,
    holders: Iterable[int] = (),
    reason: str,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> Matter:
    """Ask that a slip go to a station (申请跳转), where `holders` act if any are named; it is tried in thought."""
    rules.check_reason(reason, "跳转")
    act = acting.on_matter("jump", matter, by=by, at=at, opinion=reason, request_key=request_key, asked=to)
    if act is None:
        return Matter.objects.get(pk=matter)
    row, chosen = act.matter, tuple(holders)
    opening.ask_domain("jump", row, by=by, at=at, opinion=act.opinion)
    act.check_chosen({to: chosen})
    engine.advance(act.slip, acts.Jump(to, chosen), slips.World(row, at, known=act.known))
    if Jump.objects.filter(run=act.run, settled_at=None).exists():
        raise Refused("该事项已有一项跳转申请等待确认，请先处理。")
    others = page.keepers("jump", row, at, known=act.known)
    if not visible.hearers(row, others, at, known=act.known) - {by.pk}:
        raise Refused("跳转须由另一名登记人员或办公室主任确认，目前没有其他可确认的人员。")
    jump = Jump.objects.create(run=act.run, to=to, holders=list(chosen), reason=act.opinion, asked_by=by, asked_at=at)
    detail = {"jump": jump.pk, "to": to, "holders": list(chosen)}
    trail.record(row.stream, "matters.jump_asked", by=by.ref, at=at, detail=detail)
    telling.tell(row, others, "请确认流程跳转", by=by, at=at, known=act.known, kind="task")
    opening.remember(act.request_key, row.stream, at=at)
    return row


@transaction.atomic(durable=True)
def settle_jump(jump: int, *, verdict: str, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Confirm a jump, which is then made, or do not (确认跳转): not whoever asked, who may only withdraw it."""
    asked = Jump.objects.select_related("run", "asked_by").get(pk=jump)
    act = acting.on_matter(
        "jump", asked.run.matter_id, by=by, at=at, request_key=request_key, asked=f"{jump}:{verdict}"
    )
    if act is None:
        return Matter.objects.get(pk=asked.run.matter_id)
    _check_settler(asked, verdict, by)
    if not Jump.objects.filter(pk=jump, run=act.run, settled_at=None).update(
        verdict=verdict, settled_by=by, settled_at=at
    ):
        raise Refused("该跳转申请已经处理，请刷新页面查看最新情况。")
    telling.take_back(act.matter, told_at=asked.asked_at, at=at)
    detail: dict[str, Any] = {"jump": jump, "verdict": verdict}
    trail.record(act.matter.stream, "matters.jump_settled", by=by.ref, at=at, detail=detail)
    left: set[int] = set()
    if verdict == "approved":
        left = {task.holder_id for task in act.tasks.values() if task.opened_at and not task.done_at}
        acting.carry_out(act, lambda _: acts.Jump(asked.to, tuple(asked.holders)), {"to": asked.to, "jump": jump}, {})
        kept = Task.objects.filter(matter=act.matter, done_at=None).values_list("holder", flat=True)
        telling.tell(act.matter, left - set(kept), "流程已跳转，您处的任务已取消", by=by, at=at, known=act.known)
    else:
        opening.remember(act.request_key, act.matter.stream, at=at)
    asker = org.own_holders(asked.asked_by_id, at, known=act.known)
    words = f"流程跳转申请{rules.JUMP_VERDICTS[verdict]}"
    telling.tell(act.matter, asker, words, by=by, at=at, known=act.known)
    return act.matter


def _check_settler(asked: Jump, verdict: str, by: Person) -> None:
    """Two persons: whoever asked takes it back at most."""
    if verdict not in rules.JUMP_VERDICTS or verdict == rules.LAPSED:
        raise Refused("请选择确认或者不确认。", field="verdict")
    if (verdict == "withdrawn") != (by.pk == asked.asked_by_id):
        raise Refused(
            "跳转申请不能由申请人本人确认，请由另一名登记人员或办公室主任确认。"
            if by.pk == asked.asked_by_id
            else "只有申请人本人可以撤回跳转申请。"
        )
