"""Who may know of a matter (密级标志、知悉范围): changed while it runs, by those who keep it, with a reason.

Labels of a system that is not classified: 公开, 内部, 工作秘密. Whoever has or had a task keeps seeing the matter.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import LABELS
from zhongshu.matters import kinds, rules
from zhongshu.matters.actions import indexing, opening
from zhongshu.matters.models import Grant, Labelling, Matter, Task
from zhongshu.matters.queries import page, visible
from zhongshu.notices import actions as notices
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def relabel(matter: int, *, label: str, reason: str, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Change the label of a matter (调整密级标志). Unless it is public, nothing but a bare notice leaves the system."""
    row, request_key = _begin(matter, "relabel", reason, by, at, request_key)
    if row is None:
        return Matter.objects.get(pk=matter)
    if label not in dict(LABELS):
        raise Refused("请选择密级标志。", field="label")
    if label == row.label:
        raise Refused(f"密级标志已是“{dict(LABELS)[label]}”，无须调整。", field="label")
    before, row.label = row.label, label
    row.save(update_fields=["label"])
    if not row.is_quotable:
        notices.hush(row.stream)
    kinds.carry_on(kinds.Step("relabel", row, None, "", by, at))
    kept = _note(row, "relabelled", reason, by, at, before=before, after=label)
    detail = {"before": before, "after": label, "reason": digests.sm3(kept.reason)}
    trail.record(row.stream, "matters.relabelled", by=by.ref, at=at, detail=detail)
    _finish(row, request_key, at)
    return row


@transaction.atomic(durable=True)
def set_scope(
    matter: int, *, holders: Iterable[int], reason: str, by: Person, at: datetime, request_key: str = ""
) -> Matter:
    """Say who may know of a matter (设定知悉范围): these, whoever sets it, and whoever has or had a task on it."""
    row, request_key = _begin(matter, "scope", reason, by, at, request_key)
    if row is None:
        return Matter.objects.get(pk=matter)
    listed = dict.fromkeys([*holders, org.holder_of(by.pk)])
    _clear(row, keep=listed)
    _note(row, "restricted", reason, by, at)
    opening.restrict(row, listed, by=by, at=at)
    kinds.carry_on(kinds.Step("scope", row, None, "", by, at))
    _finish(row, request_key, at)
    return row


@transaction.atomic(durable=True)
def release(matter: int, *, reason: str, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Lift the list of who may know (解除知悉范围): the general rule holds again. Never for telegrams."""
    row, request_key = _begin(matter, "scope", reason, by, at, request_key)
    if row is None:
        return Matter.objects.get(pk=matter)
    kind, day = kinds.get(row.kind), org.local_day(at)
    if row.restricted_at is None:
        raise Refused("该事项没有限定知悉范围，无须解除。")
    if kind.registrars == org.CONFIDENTIAL:
        raise Refused("电报的知悉范围不能解除。")
    _clear(row, keep=())
    known = org.directory()
    general = [holder for role in kind.sees for holder in org.role(role, row.organ_id, day, known=known)]
    opening.grant(row, [*general, org.holder_of(row.opened_by_id, known=known)], reason="register", at=at)
    row.restricted_at = None
    row.save(update_fields=["restricted_at"])
    kept = _note(row, "released", reason, by, at)
    trail.record(row.stream, "matters.released", by=by.ref, at=at, detail={"reason": digests.sm3(kept.reason)})
    _finish(row, request_key, at)
    return row


def _begin(
    matter: int, verb: str, reason: str, by: Person, at: datetime, request_key: str
) -> tuple[Matter | None, str]:
    """Lock the matter and check; None for a form that has arrived before."""
    row = Matter.objects.select_for_update().get(pk=matter)
    request_key = rules.form_key(request_key, by, verb, matter)
    if visible.by_request(request_key):
        return None, request_key
    rules.check_open(row)
    page.check_may(verb, row, by, at)
    opening.ask_domain(verb, row, by=by, at=at, opinion=reason)
    return row, request_key


def _clear(matter: Matter, *, keep: Iterable[int]) -> None:
    """Take those off the former list who are neither on the new one nor have a task."""
    named = Task.objects.filter(matter=matter).values("holder")
    former = Grant.objects.filter(matter=matter, reason="need_to_know").exclude(holder__in=named)
    former.exclude(holder__in=list(keep)).delete()


def _note(
    matter: Matter, verb: str, reason: str, by: Person, at: datetime, *, before: str = "", after: str = ""
) -> Labelling:
    clean = text.required_line(reason, 400, "理由", field="reason")
    return Labelling.objects.create(matter=matter, verb=verb, before=before, after=after, reason=clean, by=by, at=at)


def _finish(matter: Matter, request_key: str, at: datetime) -> None:
    indexing.touch(matter, at=at)
    opening.remember(request_key, matter.stream, at=at)
