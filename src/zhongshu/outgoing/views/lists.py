"""The lists of outgoing documents (发文登记簿、发文字号): what stands in each, for page, workbook and print."""

from typing import Any

from django.core.exceptions import PermissionDenied

from zhongshu.kit import terms
from zhongshu.matters import rules as matters
from zhongshu.org import queries as org
from zhongshu.outgoing import forms, queries
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.ui.lists import DAY, LABEL, NUMBER, Asking, Column, List, labelled

GENRES = dict(terms.GENRES)


def _filters(asking: Asking) -> forms.FilterForm:
    unit = org.unit_of(asking.reader.pk, org.local_day(asking.at), known=asking.known)
    organ = org.organ_of(unit, known=asking.known) if unit else 0
    return forms.FilterForm(
        asking.params,
        years=queries.years(asking.reader, asking.at, known=asking.known),
        units=org.handling_units(organ, org.local_day(asking.at), known=asking.known) if organ else [],
    )


def _register(asking: Asking) -> Any:
    return queries.register(asking.reader, asking.at, asking.wanted, known=asking.known)


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
        Column("状态", lambda one, asking: matters.OUTCOMES.get(one.matter.outcome, "在办"), width=10),
    ),
)


def _codes(asking: Asking) -> Any:
    organ = queries.organ_kept_by(asking.reader, asking.at, known=asking.known)
    if organ is None:
        raise PermissionDenied
    return queries.counted(organ)


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
EVERY = (REGISTER, CODES)
