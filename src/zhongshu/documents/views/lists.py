"""The lists of documents (登记簿): what stands in each, for its page, its workbook and its print."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from zhongshu.documents import forms, queries, rules
from zhongshu.documents.models import IncomingDocument, PaperCard
from zhongshu.kit import terms
from zhongshu.matters import rules as matters
from zhongshu.org import queries as org
from zhongshu.ui.lists import DAY, LABELS, MOMENT, NUMBER, Asking, Column, List

WITHHELD = "（标题不予显示）"
GENRES, TYPES = dict(terms.GENRES), dict(terms.HANDLING_TYPES)
GRADES = dict(terms.URGENCY) | dict(terms.TELEGRAM_GRADES)


def organ_of(asking: Asking) -> int:
    """Return the organ whose registers the person works with. Raises Http404 for somebody of no unit."""
    unit = org.unit_of(asking.reader.pk, org.local_day(asking.at), known=asking.known)
    if unit is None:
        raise Http404
    return org.organ_of(unit, known=asking.known)


def _filters(kind: str, asking: Asking) -> forms.FilterForm:
    return forms.FilterForm(
        asking.params,
        kind=kind,
        years=queries.years(asking.reader, kind, asking.at, known=asking.known),
        units=org.handling_units(organ_of(asking), org.local_day(asking.at), known=asking.known),
    )


def _register(kind: str, asking: Asking) -> Any:
    return queries.register(asking.reader, kind, asking.at, asking.wanted, known=asking.known)


def _unit(document: IncomingDocument, asking: Asking) -> str:
    unit = document.matter.lead_unit
    return unit.short_name if unit else ""


REGISTERED = (
    Column("收文编号", lambda one, asking: one.matter.number, width=22),
    Column("来文单位", lambda one, asking: one.sender, width=20),
    Column("来文字号", lambda one, asking: one.sender_number, width=20),
    Column("标题", lambda one, asking: one.matter.title or WITHHELD, width=44),
    Column("密级标志", lambda one, asking: LABELS[one.matter.label], width=10),
    Column("紧急程度", lambda one, asking: GRADES.get(one.urgency, ""), width=10),
    Column("文种", lambda one, asking: GENRES[one.genre], width=8),
    Column("办理类别", lambda one, asking: TYPES.get(one.handling_type, ""), width=10),
    Column("收文日期", lambda one, asking: org.local_day(one.matter.received_at), sort=DAY, width=13),
    Column("办理时限", lambda one, asking: _day(one.matter.due_at), sort=DAY, width=13),
    Column("主办单位", _unit, width=16),
    Column("状态", lambda one, asking: matters.OUTCOMES.get(one.matter.outcome, "在办"), width=8),
)


def _day(at: Any) -> Any:
    return org.local_day(at) if at else None


def _card(title: str, name: str) -> Column:
    def value(card: PaperCard, asking: Asking) -> Any:
        return getattr(card, name)

    return Column(title, value, sort=MOMENT, width=18)


CARDS = (
    Column("流水号", lambda card, asking: card.matter.number, width=22),
    Column("来文单位代号", lambda card, asking: card.sender_code, width=16),
    Column("份号", lambda card, asking: card.copy_number, width=10),
    Column("份数", lambda card, asking: card.copies, sort=NUMBER, width=8),
    Column("收到", lambda card, asking: card.matter.received_at, sort=MOMENT, width=18),
    _card("清退", "returned_at"),
    _card("销毁", "destroyed_at"),
)
BATCHES = (
    Column("收件时间", lambda one, asking: one.at, sort=MOMENT, width=18),
    Column("来源", lambda one, asking: f"{one.by.name}上传" if one.by else "收文目录", width=18),
    Column("密级标志", lambda one, asking: LABELS[one.label], width=10),
    Column("文件", lambda one, asking: one.files, sort=NUMBER, width=8),
    Column("待登记", lambda one, asking: one.waits, sort=NUMBER, width=8),
    Column("已隔离", lambda one, asking: one.held, sort=NUMBER, width=8),
    Column("未能收取", lambda one, asking: one.lost, sort=NUMBER, width=10),
)


def _batches(kind: str, asking: Asking) -> Any:
    organ = organ_of(asking)
    if not queries.keeps(asking.reader, kind, organ, asking.at, known=asking.known):
        raise PermissionDenied
    return queries.intakes(asking.reader, kind, organ, asking.at)


def _cards(asking: Asking) -> Any:
    return queries.paper_cards(asking.reader, asking.at)


def _shelf(key: str, title: str, kind: str) -> List:
    rows, form = partial(_register, kind), partial(_filters, kind)
    return List(key=key, title=title, page=key, columns=REGISTERED, rows=rows, form=form)


def _heap(key: str, title: str, kind: str) -> List:
    return List(key=key, title=title, page=key, columns=BATCHES, rows=partial(_batches, kind))


REGISTERS = {
    rules.INCOMING: _shelf("documents", "收文登记簿", rules.INCOMING),
    rules.TELEGRAM: _shelf("telegrams", "电报登记簿", rules.TELEGRAM),
}
INTAKES = {
    rules.INCOMING: _heap("intakes", "收件批次", rules.INCOMING),
    rules.TELEGRAM: _heap("telegram_intakes", "电报收件批次", rules.TELEGRAM),
}
PAPER_CARDS = List(key="cards", title="纸质件跟踪卡登记簿", page="cards", columns=CARDS, rows=_cards)
EVERY = (*REGISTERS.values(), *INTAKES.values(), PAPER_CARDS)
