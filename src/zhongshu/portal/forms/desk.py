"""Turning the filters of the desk, and what is done with what was ticked, into clean values (筛选、批量办理)."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from django import forms
from markupsafe import Markup

from zhongshu.kit import terms, text
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms
from zhongshu.matters import kinds, rules
from zhongshu.matters.actions.filters import NAME_LIMIT
from zhongshu.matters.queries import Selection
from zhongshu.matters.queries.selecting import DUES
from zhongshu.org import queries as org
from zhongshu.ui.forms import ActForm

WORDS_LIMIT = 60
OPTION = Markup('<option value="{}"{}>{}</option>')
NAMES = {
    "q": "标题、编号",
    "kind": "事项类型",
    "urgency": "紧急程度",
    "label": "标注",
    "step": "环节",
    "from": "来自",
    "due": "时限",
}


def offered() -> dict[str, Terms]:
    """Return what can be chosen in the filters as (value, words); what is typed freely is not among it."""
    return {
        "kind": tuple((kind.key, kind.name) for kind in kinds.every()),
        "urgency": tuple((str(rank), words or "平件") for rank, words in reversed(rules.URGENCY_WORDS.items())),
        "label": terms.LABELS,
        "due": DUES,
    }


def choices(name: str, chosen: str) -> Markup:
    """Return the choices of a filter as they are drawn."""
    return _drawn((("", "不限"), *offered()[name]), chosen)


@lru_cache(maxsize=256)
def _drawn(options: Terms, chosen: str) -> Markup:
    made = (OPTION.format(value, Markup(" selected") if value == chosen else "", words) for value, words in options)
    return Markup("").join(made)


@lru_cache(maxsize=1)
def steps() -> tuple[str, ...]:
    """Return the names of the steps that come with the domains, offered where one is typed (环节名称)."""
    routes = [kind.loaded_route for kind in kinds.every() if kind.route]
    return tuple(dict.fromkeys(step.name for route in routes for step in route.steps))


def clean(asked: Mapping[str, str], fields: tuple[str, ...]) -> tuple[dict[str, str], bool]:
    """Return what was asked as far as it makes sense, and whether something did not (筛选条件)."""
    wanted, known = {}, offered()
    for name in fields:
        value = asked.get(name, "").strip()
        if name in known:
            fits = value in dict(known[name])
        else:
            value, fits = _line(value)
        if value and fits:
            wanted[name] = value
    return wanted, any(asked.get(name, "").strip() and name not in wanted for name in fields)


def _line(typed: str) -> tuple[str, bool]:
    try:
        return text.clean_line(typed, WORDS_LIMIT, "筛选条件"), True
    except Refused:
        return typed, False


def selection(wanted: Mapping[str, str], known: org.Directory) -> Selection:
    """Return the conditions of a list from what was asked and makes sense."""
    return Selection(
        words=wanted.get("q", ""),
        kind=wanted.get("kind", ""),
        urgency=int(wanted["urgency"]) if "urgency" in wanted else None,
        label=wanted.get("label", ""),
        step=wanted.get("step", ""),
        people=org.called(wanted["from"], known=known) if "from" in wanted else None,
        due=wanted.get("due", ""),
    )


def query(wanted: Mapping[str, str]) -> str:
    """Return the conditions as they stand in an address, in one order, so that the same ones read the same."""
    return urlencode({name: wanted[name] for name in NAMES if name in wanted})


def words(wanted: Mapping[str, str]) -> list[str]:
    """Return the conditions in words, for the head of the list."""
    known = offered()
    return [f"{NAMES[name]}：{dict(known.get(name, ())).get(value, value)}" for name, value in wanted.items()]


class FilterForm(ActForm):
    """存为常用筛选: the name; the conditions are those of the address."""

    name = forms.CharField(label="名称", max_length=NAME_LIMIT)


class BulkForm(ActForm):
    """批量办理: one opinion for all."""

    opinion = forms.CharField(
        label="办理意见", required=False, max_length=rules.OPINION_LIMIT, widget=forms.Textarea({"rows": 3})
    )
