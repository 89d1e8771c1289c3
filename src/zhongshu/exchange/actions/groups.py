"""Groups of receivers (收文单位组): an organ keeps them under a name, for whom it often writes to together."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from zhongshu.exchange import queries, rules
from zhongshu.exchange.models import Group, GroupMember
from zhongshu.exchange.queries import Member
from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.rules import form_key
from zhongshu.org import queries as org
from zhongshu.org.models import Person, Unit
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def create_group(
    *, organ: int, name: str, names: Sequence[str], by: Person, at: datetime, request_key: str = ""
) -> Group:
    """Keep receivers together under a name (新建收文单位组), in the order of `names`. Raises Refused with the field.

    A name of an organ of this system means that organ; any other is a receiver outside.
    """
    request_key = form_key(request_key, by, "group", organ)
    if earlier := matters.claim(request_key, at=at):
        return Group.objects.get(pk=earlier.removeprefix("group:"))
    unit = Unit.objects.select_for_update().get(pk=organ)  # of two with the same name the second sees the first
    _check_keeper(organ, by, at)
    name = _name(organ, name)
    group = Group.objects.create(organ=unit, name=name, by=by, at=at)
    count = _fill(group, names, org.local_day(at))
    detail = {"group": group.pk, "members": count}
    trail.record(_stream(group), "exchange.group_created", by=by.ref, at=at, detail=detail)
    matters.remember(request_key, f"group:{group.pk}", at=at)
    return group


@transaction.atomic(durable=True)
def change_group(
    group: int, *, name: str, names: Sequence[str], by: Person, at: datetime, base: str = "", request_key: str = ""
) -> Group:
    """Change the name and the members of a group (修改收文单位组); what has been sent keeps its receivers.

    base: `queries.group_base` of what the person had before them. Raises Refused where another has changed it since.
    """
    row = _locked(group)
    request_key = form_key(request_key, by, "group_change", group)
    if spine.by_request(request_key):
        return row
    _check_keeper(row.organ_id, by, at)
    _check_in_use(row)
    if base and base != queries.group_base(row):
        raise Refused("这个收文单位组刚刚由其他人员修改过，您的修改没有保存。请重新打开，核对后再修改。")
    name = _name(row.organ_id, name, but=row.pk)
    Group.objects.filter(pk=row.pk).update(name=name)
    GroupMember.objects.filter(group=row).delete()
    count = _fill(row, names, org.local_day(at))
    detail = {"group": row.pk, "members": count}
    trail.record(_stream(row), "exchange.group_changed", by=by.ref, at=at, detail=detail)
    matters.remember(request_key, f"group:{row.pk}", at=at)
    row.refresh_from_db()
    return row


@transaction.atomic(durable=True)
def end_group(group: int, *, by: Person, at: datetime, request_key: str = "") -> Group:
    """Keep a group no longer (停用收文单位组). A form that comes twice finds it ended."""
    row = _locked(group)
    request_key = form_key(request_key, by, "group_end", group)
    if spine.by_request(request_key):
        return row
    _check_keeper(row.organ_id, by, at)
    _check_in_use(row)
    Group.objects.filter(pk=row.pk).update(ended_at=at, ended_by=by)
    trail.record(_stream(row), "exchange.group_ended", by=by.ref, at=at, detail={"group": row.pk})
    matters.remember(request_key, f"group:{row.pk}", at=at)
    return row


def _locked(group: int) -> Group:
    """Lock the organ first, as whoever opens a group does, so that a name stays free until it is taken."""
    Unit.objects.select_for_update().get(pk=Group.objects.get(pk=group).organ_id)
    return Group.objects.get(pk=group)


def _fill(group: Group, names: Sequence[str], day: date) -> int:
    """Write the members of a group in their order; return how many."""
    members = recognised(names, group.organ_id, day)
    GroupMember.objects.bulk_create(
        GroupMember(group=group, order=order, unit_id=unit, name=name) for order, (unit, name) in enumerate(members)
    )
    return len(members)


def recognised(names: Sequence[str], organ: int, day: date) -> list[Member]:
    """Return who is meant by typed names (识别单位), each once. Raises Refused."""
    known = queries.organs_by_name(day)
    members = [_meant(one, known.get(one, ()), organ) for typed in names if (one := _line(typed))]
    if not members:
        raise Refused("请至少填写一个单位。", field="names")
    if len(members) > rules.MOST_RECEIVERS:
        raise Refused(f"一组最多{rules.MOST_RECEIVERS}个单位，请分成几组。", field="names")
    rules.check_once([name for _, name in members], field="names")
    return members


def _line(typed: str) -> str:
    return text.clean_line(typed, 200, "单位名称", field="names")


def _meant(name: str, found: Sequence[queries.UnitRow], organ: int) -> Member:
    if len(found) > 1:
        whole = "、".join(unit.name for unit in found)
        raise Refused(f"“{name}”可能指{whole}，请填写全称。", field="names")
    if not found:
        return None, name
    (unit,) = found
    if unit.id == organ:
        raise Refused(f"{unit.name}是本机关，不能加入收文单位组，请去掉。", field="names")
    return unit.id, unit.name


def _name(organ: int, typed: str, but: int = 0) -> str:
    name = text.required_line(typed, 60, "组名", field="name")
    if Group.objects.filter(organ=organ, name=name, ended_at=None).exclude(pk=but).exists():
        raise Refused(f"已有名为“{name}”的收文单位组，请换一个组名。", field="name")
    return name


def _check_keeper(organ: int, by: Person, at: datetime) -> None:
    if organ not in queries.keepers_organs(by, at):
        raise Refused("只有本机关的收文登记人员可以管理收文单位组。")


def _check_in_use(group: Group) -> None:
    if group.ended_at is not None:
        raise Refused("该收文单位组已经停用，不能再作改动。")


def _stream(group: Group) -> str:
    return f"group:{group.pk}"
