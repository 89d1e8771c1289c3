"""The lists of the exchange (公文签收、收文单位组): what stands in each, for page, workbook and print."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied

from zhongshu.documents import rules as documents
from zhongshu.exchange import forms, queries, rules
from zhongshu.exchange.models import Delivery, Group
from zhongshu.exchange.views import package_lists
from zhongshu.kit import terms
from zhongshu.ui.lists import DAY, LABEL, MOMENT, NUMBER, Asking, Column, List, labelled

GENRES, ROLES, STATES = dict(terms.GENRES), dict(rules.ROLES), dict(rules.STATES)
GRADES = dict(terms.URGENCY) | dict(terms.TELEGRAM_GRADES)


def _filters(kind: str, asking: Asking) -> forms.DeliveriesForm:
    organs = queries.organs_of(asking.reader, kind, asking.at, known=asking.known)
    names = [(one, asking.known.units[one].short_name) for one in organs]
    return forms.DeliveriesForm(asking.params, kind=kind, organs=names)


def _deliveries(kind: str, asking: Asking) -> Any:
    if not queries.organs_of(asking.reader, kind, asking.at, known=asking.known):
        raise PermissionDenied
    return queries.deliveries(asking.reader, kind, asking.at, asking.wanted, known=asking.known)


def settled(delivery: Delivery) -> tuple[str, Any]:
    """Return who settled a delivery and when (办理人、办理时间): signed for it, sent it back, or took it back."""
    match rules.state(delivery):
        case rules.RECALLED:
            return delivery.dispatch.sender_name, delivery.recall.at
        case rules.REJECTED if hasattr(delivery, "rejection"):
            return delivery.rejection.name, delivery.rejection.at
        case rules.SIGNED | rules.REJECTED:
            return delivery.receipt.name, delivery.receipt.at
    return "", None


def _organ(delivery: Delivery) -> str:
    return delivery.unit.short_name if delivery.unit else delivery.name


COLUMNS = (
    Column("送达时间", lambda one, asking: one.delivered_at, sort=MOMENT, width=18),
    Column("发文机关", lambda one, asking: one.dispatch.sender_name, width=24),
    Column("签名发送", lambda one, asking: rules.signed_by(one.dispatch), width=24),
    Column("发文字号", lambda one, asking: one.dispatch.number, width=22),
    Column("标题", lambda one, asking: one.dispatch.title, width=46),
    Column(LABEL, lambda one, asking: labelled(rules.label_of(one.dispatch), False), width=10),
    Column("紧急程度", lambda one, asking: GRADES.get(one.dispatch.urgency, ""), width=10),
    Column("文种", lambda one, asking: GENRES.get(one.dispatch.genre, ""), width=8),
    Column("成文日期", lambda one, asking: one.dispatch.dated, sort=DAY, width=15),
    Column("收文机关", lambda one, asking: _organ(one), width=16),
    Column("主送抄送", lambda one, asking: ROLES[one.role], width=8),
    Column("份数", lambda one, asking: one.copies, sort=NUMBER, width=8),
    Column("份号", lambda one, asking: rules.copy_numbers(one), width=16),
    Column("签收时限", lambda one, asking: one.due_at, sort=MOMENT, width=18),
    Column("状态", lambda one, asking: STATES[rules.state(one)], width=10),
    Column("办理人", lambda one, asking: settled(one)[0], width=16),
    Column("办理时间", lambda one, asking: settled(one)[1], sort=MOMENT, width=18),
    Column("收文编号", lambda one, asking: one.matter.number if one.matter else "", width=20),
)


def _list(key: str, title: str, kind: str) -> List:
    rows, form = partial(_deliveries, kind), partial(_filters, kind)
    return List(key=key, title=title, page=key, columns=COLUMNS, rows=rows, form=form)


DELIVERIES = {
    documents.INCOMING: _list("deliveries", "公文签收", documents.INCOMING),
    documents.TELEGRAM: _list("telegram_deliveries", "电报签收", documents.TELEGRAM),
}


def _groups(asking: Asking) -> Any:
    organs = queries.keepers_organs(asking.reader, asking.at, known=asking.known)
    if not organs:
        raise PermissionDenied
    return queries.groups(organs)


def members(group: Group) -> list[str]:
    """Return the names of the members of a group in their order."""
    return [one.name for one in group.members.all()]


GROUPS = List(
    key="receiver_groups",
    title="收文单位组",
    page="receiver_groups",
    rows=_groups,
    columns=(
        Column("组名", lambda one, asking: one.name, width=24),
        Column("所属机关", lambda one, asking: one.organ.short_name, width=18),
        Column("单位数", lambda one, asking: len(members(one)), sort=NUMBER, width=8),
        Column("单位", lambda one, asking: "、".join(members(one)), width=80),
        Column("建立人", lambda one, asking: one.by.name, width=12),
        Column("建立日期", lambda one, asking: one.at, sort=DAY, width=15),
    ),
)
EVERY = (*DELIVERIES.values(), GROUPS, *package_lists.EVERY)
