"""The lists of outgoing documents (发文登记簿、发文字号): what stands in each, for page, workbook and print."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from zhongshu.matters import rules as matters
from zhongshu.org import queries as org
from zhongshu.outgoing import forms, queries
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import templates
from zhongshu.outgoing.rules import ceasing, pieces
from zhongshu.outgoing.views import consulting, receipts, year_lists
from zhongshu.ui.lists import DAY, LABEL, NUMBER, Asking, Column, List, labelled

GENRES = dict(pieces.NAMES)


def _filters(asking: Asking) -> forms.FilterForm:
    unit = org.unit_of(asking.reader.pk, org.local_day(asking.at), known=asking.known)
    organ = org.organ_of(unit, known=asking.known) if unit else 0
    return forms.FilterForm(
        asking.params,
        years=queries.years(asking.at),
        units=org.handling_units(organ, org.local_day(asking.at), known=asking.known) if organ else [],
    )


def _register(asking: Asking) -> Any:
    return queries.register(asking.reader, asking.at, asking.wanted, known=asking.known)


def _state(document: OutgoingDocument, today: date) -> str:
    ended = getattr(document, "ended", None)
    if ended is not None and ceasing.has_ended(ended, today):
        return dict(ceasing.ENDED)[ended.manner]
    return matters.OUTCOMES.get(document.matter.outcome, "在办")


def _unit(document: OutgoingDocument) -> str:
    unit = document.matter.lead_unit
    return unit.short_name if unit else ""


REGISTER = List(
    key="outgoing",
    title="发文登记簿",
    page="outgoing",
    rows=_register,
    form=_filters,
    columns=(
        Column("发文字号", lambda one, asking: one.matter.number, width=24),
        Column("标题", lambda one, asking: one.matter.title or matters.WITHHELD, width=50),
        Column(LABEL, lambda one, asking: labelled(one.matter.label, one.matter.restricted_at), width=18),
        Column("文种", lambda one, asking: GENRES[one.genre], width=8),
        Column("拟稿单位", lambda one, asking: _unit(one), width=18),
        Column("拟稿人", lambda one, asking: one.matter.opened_by.name, width=10),
        Column("拟稿日期", lambda one, asking: org.local_day(one.matter.opened_at), sort=DAY, width=15),
        Column("状态", lambda one, asking: _state(one, org.local_day(asking.at)), width=10),
    ),
)


def _organ(asking: Asking) -> int:
    organ = queries.organ_kept_by(asking.reader, asking.at, known=asking.known)
    if organ is None:
        raise PermissionDenied
    return organ


def _codes(asking: Asking) -> Any:
    return queries.counted(_organ(asking))


CODES = List(
    key="outgoing_codes",
    title="发文字号",
    page="outgoing_codes",
    rows=_codes,
    columns=(
        Column("机关代字", lambda row, asking: row["name"], width=24),
        Column("年度", lambda row, asking: row["year"], sort=NUMBER, width=10),
        Column("已编至", lambda row, asking: row["last"], sort=NUMBER, width=10),
        Column("其中作废", lambda row, asking: row["voided"], sort=NUMBER, width=10),
    ),
)


def _numbers_form(asking: Asking) -> forms.NumbersForm:
    counted = queries.counted(_organ(asking))
    series = list(dict.fromkeys((row["series_id"], row["name"]) for row in counted))
    years = sorted({row["year"] for row in counted if row["year"]}, reverse=True)
    return forms.NumbersForm(asking.params, series=series, years=years)


HIDDEN = "（限知悉范围）"  # in place of a document that the reader of the register may not see


def _held_by(line: Any) -> str:
    if line.matter:
        return line.matter.title or matters.WITHHELD
    if line.is_hidden:
        return HIDDEN
    return line.reservation.purpose if line.reservation else ""


NUMBERS = List(
    key="outgoing_numbers",
    title="编号登记",
    page="outgoing_numbers",
    rows=lambda asking: queries.numbered(_organ(asking), asking.wanted),
    drawn=lambda rows, asking: queries.lines(list(rows), asking.reader, asking.at, known=asking.known),
    form=_numbers_form,
    columns=(
        Column("发文字号", lambda one, asking: one.number.text, width=24),
        Column("文件标题或者预留用途", lambda one, asking: _held_by(one), width=50),
        Column(
            LABEL,
            lambda one, asking: labelled(one.matter.label, one.matter.restricted_at) if one.matter else "",
            width=18,
        ),
        Column("编号日期", lambda one, asking: org.local_day(one.number.taken_at), sort=DAY, width=15),
        Column("预留人", lambda one, asking: one.reservation.by.name if one.reservation else "", width=10),
        Column("状态", lambda one, asking: one.state, width=10),
        Column("作废原因", lambda one, asking: one.number.void_reason, width=30),
    ),
)


def _templates(asking: Asking) -> Any:
    organ = templates.organ_kept_by(asking.reader, asking.at, known=asking.known)
    if organ is None:
        raise PermissionDenied
    return templates.in_force(organ)


TEMPLATES = List(
    key="outgoing_templates",
    title="文稿模板",
    page="outgoing_templates",
    rows=_templates,
    columns=(
        Column("文种", lambda row, asking: GENRES[row.genre], width=10),
        Column("模板名称", lambda row, asking: row.name, width=30),
        Column("最近修改", lambda row, asking: org.local_day(row.at), sort=DAY, width=15),
        Column("修改人", lambda row, asking: row.by.name, width=12),
    ),
)
EVERY = (receipts.DELIVERIES, REGISTER, CODES, NUMBERS, TEMPLATES, consulting.OPINIONS, *year_lists.EVERY)
