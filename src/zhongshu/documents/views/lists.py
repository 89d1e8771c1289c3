"""The lists of documents (登记簿): what stands in each, for its page, its workbook and its print."""

from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from zhongshu.documents import forms, queries, rules
from zhongshu.documents.models import IncomingDocument, Intake, PaperCard
from zhongshu.kit import terms
from zhongshu.matters import rules as matters
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.ui.jinja import full_moment
from zhongshu.ui.lists import DAY, LABEL, LABELS, MOMENT, NUMBER, Asking, Column, List, labelled

GENRES, TYPES = dict(terms.GENRES), dict(terms.HANDLING_TYPES)
GRADES = dict(terms.URGENCY) | dict(terms.TELEGRAM_GRADES)


def organ_of(asking: Asking) -> int:
    """Return the organ whose registers the person works with. Raises Http404 for somebody of no unit."""
    return organ_for(asking.reader, asking.at, asking.known)


def organ_for(person: Person, at: datetime, known: org.Directory) -> int:
    """Return the organ whose registers a person works with. Raises Http404 for somebody of no unit."""
    unit = org.unit_of(person.pk, org.local_day(at), known=known)
    if unit is None:
        raise Http404
    return org.organ_of(unit, known=known)


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
    Column("标题", lambda one, asking: one.matter.title or matters.WITHHELD, width=44),
    Column(LABEL, lambda one, asking: labelled(one.matter.label, one.matter.restricted_at), width=18),
    Column("紧急程度", lambda one, asking: GRADES.get(one.urgency, ""), width=10),
    Column("文种", lambda one, asking: GENRES[one.genre], width=8),
    Column("办理类别", lambda one, asking: TYPES.get(one.handling_type, ""), width=10),
    Column("收文日期", lambda one, asking: org.local_day(one.matter.received_at), sort=DAY, width=15),
    Column("办理时限", lambda one, asking: _day(one.matter.due_at), sort=DAY, width=15),
    Column("主办单位", _unit, width=16),
    Column("状态", lambda one, asking: matters.OUTCOMES.get(one.matter.outcome, "在办"), width=10),
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
    Column("来源", lambda one, asking: _origin(one), width=18),
    Column(LABEL, lambda one, asking: LABELS[one.label], width=10),
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
VERDICTS = dict(rules.VERDICTS)


def _origin(intake: Intake) -> str:
    return f"{intake.by.name}上传" if intake.by else "收文目录"


# Of what is withheld neither name nor content is known to anybody; what the page says is all there is.
WITHHELD_FILES = List(
    key="withheld",
    title="待处理隔离件",
    page="withheld",
    rows=lambda asking: queries.withheld(asking.reader, organ_of(asking), asking.at),
    columns=(
        Column("隔离件", lambda one, asking: f"第{one.intake_id}批第{one.pk}号文件", width=26),
        Column("收件", lambda one, asking: _origin(one.intake), width=18),
        Column("收件时间", lambda one, asking: one.intake.at, sort=MOMENT, width=18),
        Column("隔离时间", lambda one, asking: one.found_at, sort=MOMENT, width=18),
        Column("第一人", lambda one, asking: one.first_by.name if one.first_by else "", width=12),
        Column("处理意见", lambda one, asking: VERDICTS[one.verdict] if one.first_by else "", width=14),
    ),
)
STATES = {
    "refused": "未能收取",
    "waiting": "等待识读",
    "reading": "正在识读",
    "failed": "识读中断",
    "unreadable": "不能识读",
    "unpacked": "已解压",
    "registered": "已登记",
    "set_aside": "不予登记",
    "withheld": "已隔离",
}


def state(row: queries.Row) -> str:
    """Say how far a file of a batch is (收件状态)."""
    if row.is_sure:
        return "无疑义"
    if row.state == "withheld" and row.arrival.second_at:
        return "已清除"
    compared = row.likes is not None or bool(row.doubts)
    return "已识读" if row.state == "read" and not compared else STATES.get(row.state, "待核对")


def _batch(asking: Asking) -> Intake:
    found = queries.intake_for(asking.reader, asking.number("intake"), asking.at)
    if found is None:
        raise Http404
    return found


def _arrivals(asking: Asking) -> list[queries.Row]:
    rows = queries.rows(_batch(asking))
    queries.compare(rows, asking.reader, asking.at)
    return rows


def _read(name: str, words: dict[str, str] | None = None) -> Any:
    """Return what was read of a file under a name, in words where it is a key; of others nothing."""

    def value(row: queries.Row, asking: Asking) -> Any:
        found = row.details.get(name) if row.state == "read" else None
        return words.get(found, "") if words and found else found

    return value


ARRIVALS = List(
    key="arrivals",
    title="收件明细",
    page="intake",
    of=("intake",),
    rows=_arrivals,
    said=lambda asking: f"批次：{_origin(_batch(asking))}，{full_moment(_batch(asking).at)}",
    columns=(
        Column("文件", lambda row, asking: row.arrival.name, width=36),
        Column("标题", _read("title"), width=44),
        Column("来文单位", _read("sender"), width=20),
        Column("字号", _read("sender_number"), width=20),
        Column("文种", _read("genre", GENRES), width=8),
        Column("日期", _read("dated"), sort=DAY, width=13),
        Column("状态", lambda row, asking: state(row), width=12),
        Column("收文编号", lambda row, asking: row.arrival.matter.number if row.arrival.matter else "", width=22),
        Column(LABEL, lambda row, asking: LABELS[row.arrival.intake.label], width=10),
    ),
)
EVERY = (*REGISTERS.values(), *INTAKES.values(), PAPER_CARDS, WITHHELD_FILES, ARRIVALS)
