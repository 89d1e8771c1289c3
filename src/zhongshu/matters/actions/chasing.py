"""Reminders (催办) to whoever holds a task, and their answers, kept."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import rules
from zhongshu.matters.actions import indexing, opening, telling
from zhongshu.matters.actions.acting import check_holder
from zhongshu.matters.models import Chase, Matter, Task
from zhongshu.matters.queries import page, visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail

TEXT_LIMIT = 1000


@transaction.atomic(durable=True)
def chase(
    matter: int,
    *,
    tasks: Iterable[int],
    mode: str,
    words: str,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> Matter:
    """Remind the holders of open tasks (催办) in a mode of `rules.CHASE_MODES`; each is told and may answer."""
    row = Matter.objects.select_for_update().get(pk=matter)
    request_key = rules.form_key(request_key, by, "chase", matter)
    if visible.by_request(request_key):
        return row
    page.check_may("chase", row, by, at)
    words = text.clean_text(words, TEXT_LIMIT, "催办内容") or "请抓紧办理，并反馈进展。"
    opening.ask_domain("chase", row, by=by, at=at, opinion=words)
    if mode not in dict(rules.CHASE_MODES):
        raise Refused("请选择催办方式。", field="mode")
    open_tasks = list(Task.objects.filter(matter=row, pk__in=list(tasks), done_at=None, opened_at__isnull=False))
    if not open_tasks:
        raise Refused("请选择要催办的对象；已办理的任务无需催办。", field="tasks")
    Chase.objects.bulk_create(Chase(matter=row, task=task, mode=mode, text=words, by=by, at=at) for task in open_tasks)
    _tell(row, open_tasks, words, by, at)
    detail = {"tasks": [task.pk for task in open_tasks], "mode": mode, "text": digests.sm3(words)}
    trail.record(row.stream, "matters.chased", by=by.ref, at=at, detail=detail)
    indexing.touch(row, at=at)
    opening.remember(request_key, row.stream, at=at)
    return row


def _tell(matter: Matter, tasks: list[Task], words: str, by: Person, at: datetime) -> None:
    people = org.people_behind((task.holder_id for task in tasks), org.local_day(at))
    what = f"催办：{matter.title or matter.number}。"
    telling.send(matter, people, what + words, outside=what, kind="chase", at=at, urgent=True)


@transaction.atomic(durable=True)
def answer(chase: int, *, words: str, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Answer a reminder (反馈); the answer stays and the one who reminded is told."""
    matter = Matter.objects.select_for_update(of=("self",)).get(chases=chase)
    request_key = rules.form_key(request_key, by, "answer", chase)
    if visible.by_request(request_key):
        return matter
    row = Chase.objects.select_related("task").get(pk=chase)
    words = text.clean_text(words, TEXT_LIMIT, "反馈内容")
    if not words:
        raise Refused("请填写办理进展。", field="words")
    opening.ask_domain("answer", matter, by=by, at=at, opinion=words, task=row.task)
    if row.answered_at is not None:
        raise Refused("该催办已经反馈，不能重复反馈。")
    _check_chased(row.task, by, at)
    Chase.objects.filter(pk=chase).update(answer=words, answered_by=by, answered_at=at)
    what = f"催办反馈：{matter.title or matter.number}。"
    telling.send(matter, [row.by_id], what + words[:100], outside=what, kind="result", at=at)
    detail = {"chase": chase, "answer": digests.sm3(words)}
    trail.record(matter.stream, "matters.chase_answered", by=by.ref, at=at, detail=detail)
    indexing.touch(matter, at=at)
    opening.remember(request_key, matter.stream, at=at)
    return matter


def _check_chased(task: Task, by: Person, at: datetime) -> None:
    """Whoever was reminded answers, or who has taken the task over since: by transfer or hand-over."""
    if task.done_at is None:
        check_holder(task, by, at)
        return
    place = {"station": task.station_id, "round": task.round, "order": task.order}
    heirs = Task.objects.filter(matter=task.matter_id, **place)
    if task.done_by_id != by.pk and not heirs.filter(holder__in=org.own_holders(by.pk, at)).exists():
        raise rules.NotYours("只能由被催办人反馈。")
