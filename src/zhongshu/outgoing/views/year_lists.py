"""The tables of the year (年度发文情况、以文辅政登记): for page, workbook and print."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied

from zhongshu.kit import terms
from zhongshu.matters import rules as matters
from zhongshu.org import queries as org
from zhongshu.outgoing.forms.years import YearForm
from zhongshu.outgoing.queries import uptakes as taken
from zhongshu.outgoing.queries import yearly
from zhongshu.outgoing.rules import uptakes
from zhongshu.seals import queries as seals
from zhongshu.ui.lists import DAY, LABEL, NUMBER, Asking, Column, List, labelled

GENRES = dict(terms.GENRES)
MANNERS = dict(uptakes.MANNERS)


def _organ(asking: Asking) -> int:
    organ = seals.organ_of(asking.reader, asking.at, known=asking.known)
    if organ is None:
        raise PermissionDenied
    return organ


def _form(asking: Asking) -> YearForm:
    this_year = org.local_day(asking.at).year
    found = yearly.years(_organ(asking))
    return YearForm(asking.params, years=found if this_year in found else [this_year, *found])


def _of(rows: Callable[[int, int], Any]) -> Callable[[Asking], Any]:
    return lambda asking: rows(_organ(asking), asking.wanted["year"])


def _columns(name: str, what: str) -> tuple[Column, ...]:
    return (
        Column(name, lambda one, asking: one.name, width=44),
        Column(f"本年{what}", lambda one, asking: one.now, sort=NUMBER, width=12),
        Column(f"上年{what}", lambda one, asking: one.before, sort=NUMBER, width=12),
        Column("比上年", lambda one, asking: one.change, width=12),
    )


def _list(key: str, title: str, rows: Callable[[int, int], Any], columns: tuple[Column, ...]) -> List:
    return List(
        key=f"outgoing_year_{key}", title=title, page="outgoing_year", rows=_of(rows), form=_form, columns=columns
    )


_LENGTHS = (
    Column("本年平均字数", lambda one, asking: one.length, sort=NUMBER, width=14),
    Column("上年平均字数", lambda one, asking: one.length_before, sort=NUMBER, width=14),
)
_UNIT = (
    Column("拟稿单位", lambda one, asking: one[0].name, width=30),
    Column("本年处数", lambda one, asking: one[0].now, sort=NUMBER, width=12),
    Column("上年处数", lambda one, asking: one[0].before, sort=NUMBER, width=12),
    Column("比上年", lambda one, asking: one[0].change, width=12),
    Column("本年较多的差错", lambda one, asking: one[1], width=60),
)
BY_GENRE = _list("genres", "按文种统计发文", yearly.by_genre, (*_columns("文种", "件数"), *_LENGTHS))
BY_CAUSE = _list("causes", "退稿原因统计", yearly.by_cause, _columns("退稿原因", "次数"))
BY_RULE = _list("rules", "文稿差错统计", yearly.by_rule, _columns("差错", "处数"))
BY_UNIT = _list("units", "各单位文稿差错统计", yearly.by_unit, _UNIT)
BY_WAIVER = _list("waivers", "放行问题统计", yearly.by_waiver, _columns("放行的问题", "处数"))
BY_UPTAKE = _list("uptakes", "以文辅政统计", yearly.by_uptake, _columns("采用方式", "件数"))
TABLES = (BY_GENRE, BY_CAUSE, BY_UNIT, BY_RULE, BY_WAIVER, BY_UPTAKE)


def _taken(asking: Asking) -> Any:
    return taken.taken_up(asking.reader, asking.at, asking.wanted["year"], known=asking.known)


def _unit(uptake: Any) -> str:
    unit = uptake.document.matter.lead_unit
    return unit.short_name if unit else ""


UPTAKES = List(
    key="outgoing_uptakes",
    title="以文辅政登记",
    page="outgoing_uptakes",
    rows=_taken,
    form=_form,
    columns=(
        Column("发文字号", lambda one, asking: one.document.matter.number, width=22),
        Column("标题", lambda one, asking: one.document.matter.title or matters.WITHHELD, width=44),
        Column(
            LABEL,
            lambda one, asking: labelled(one.document.matter.label, one.document.matter.restricted_at),
            width=14,
        ),
        Column("拟稿单位", lambda one, asking: _unit(one), width=18),
        Column("采用方式", lambda one, asking: MANNERS[one.manner], width=14),
        Column("采用情况", lambda one, asking: one.where, width=44),
        Column("采用日期", lambda one, asking: one.taken_on, sort=DAY, width=15),
    ),
)
EVERY = (*TABLES, UPTAKES)
