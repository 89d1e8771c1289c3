"""Selections of a list that a person keeps under a name (常用筛选): saved, renamed, deleted."""

from datetime import datetime

from django.db import transaction

from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters.models import SavedFilter
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail

NAME_LIMIT, QUERY_LIMIT = 20, 400
AT_MOST = 12  # of one list: more would be no shortcut any more


@transaction.atomic(durable=True)
def save_filter(page: str, *, name: str, query: str, by: Person, at: datetime) -> SavedFilter:
    """Keep a selection of the list `page` under a name (存为常用筛选); `query` is what stands after its address."""
    Person.objects.select_for_update().get(pk=by.pk)
    name = _name(name)
    kept = SavedFilter.objects.filter(person=by, page=page)
    if not query:
        raise Refused("请先设定筛选条件并查询，再存为常用筛选。")
    if len(query) > QUERY_LIMIT:
        raise Refused("筛选条件过长，请减少条件后重新保存。")
    if kept.count() >= AT_MOST:
        raise Refused(f"每个列表最多保存{AT_MOST}个常用筛选，请先删除不用的。")
    _check_free(kept.filter(name=name).exists(), name)
    row = SavedFilter.objects.create(person=by, page=page, name=name, query=query, saved_at=at)
    _record("matters.filter_saved", row, by, at)
    return row


@transaction.atomic(durable=True)
def rename_filter(number: int, *, name: str, by: Person, at: datetime) -> SavedFilter:
    """Give a kept selection another name (重命名常用筛选)."""
    row, name = _own(number, by), _name(name)
    others = SavedFilter.objects.filter(person=by, page=row.page, name=name).exclude(pk=row.pk)
    _check_free(others.exists(), name)
    row.name = name
    row.save(update_fields=["name"])
    _record("matters.filter_renamed", row, by, at)
    return row


@transaction.atomic(durable=True)
def delete_filter(number: int, *, by: Person, at: datetime) -> None:
    """Take a kept selection away (删除常用筛选)."""
    row = _own(number, by)
    _record("matters.filter_deleted", row, by, at)
    row.delete()


def _own(number: int, by: Person) -> SavedFilter:
    row = SavedFilter.objects.select_for_update().filter(pk=number, person=by).first()
    if row is None:
        raise Refused("该常用筛选已经删除，请刷新页面。")
    return row


def _name(typed: str) -> str:
    return text.required_line(typed, NAME_LIMIT, "名称", field="name")


def _check_free(taken: bool, name: str) -> None:
    if taken:
        raise Refused(f"已有名为“{name}”的常用筛选，请换一个名称。", field="name")


def _record(verb: str, row: SavedFilter, by: Person, at: datetime) -> None:
    detail = {"filter": row.pk, "page": row.page, "query": digests.sm3(row.query)}
    trail.record(f"person:{by.pk}", verb, by=by.ref, at=at, detail=detail)
