"""The lists of one's own work (工作台、检索结果): what stands in each, for its workbook and its print."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

from zhongshu.matters import kinds, queries
from zhongshu.matters import rules as matters
from zhongshu.portal.forms import desk as forms
from zhongshu.portal.views import desk, search
from zhongshu.search.rules import LIMIT
from zhongshu.ui.lists import BATCH, DAY, LABEL, MOMENT, Asking, Column, List, labelled


class _Whole(desk.Desk):
    """A list of the desk without its pages: a batch of rows at a time."""

    per_page = BATCH  # type: ignore[assignment]


class _Rows:
    """All rows of a list of the desk, fetched as they are asked for."""

    def __init__(self, name: str, asking: Asking) -> None:
        self.box, self.asking = desk.BOXES[name], asking

    def __len__(self) -> int:
        return self._page(1)[0].paginator.count

    def __getitem__(self, part: slice) -> list[desk.Row]:
        return self._page((part.start or 0) // BATCH + 1)[1]

    def _page(self, number: int) -> tuple[Any, list[desk.Row]]:
        asking = self.asking
        params = asking.params.copy()
        params["page"] = str(number)
        return self.box.show(_Whole(asking.reader, asking.at, asking.known, params, self.box.fields))


def _notes(row: desk.Row, asking: Asking) -> str:
    notes = (*row["notes"][1:], matters.DOUBTFUL if row.get("doubtful") else "")
    return "；".join(filter(None, notes))


def _desk(name: str, title: str, step: str = "环节", at: str = "办理时限", sort: str = DAY) -> List:
    """Return a list of the desk: `step` is the title of what stands first on its rows, `at` that of the moment."""
    return List(
        key=f"desk_{name}",
        title=title,
        page="desk",
        args=(name,),
        rows=partial(_Rows, name),
        said=partial(_conditions, desk.BOXES[name].fields),
        columns=(
            Column("编号", lambda row, asking: row["notes"][0] if row["notes"] else "", width=22),
            Column("标题", lambda row, asking: row["title"], width=44),
            Column(LABEL, lambda row, asking: labelled(row["label"], row["is_limited"]), width=18),
            Column("紧急程度", lambda row, asking: matters.URGENCY_WORDS[row["urgency"]], width=10),
            Column(step, lambda row, asking: row["step"], width=14),
            Column("代谁办理", lambda row, asking: row.get("behalf", ""), width=10),
            Column("情况", _notes, width=32),
            Column(at, lambda row, asking: row.get("at"), sort=sort, width=18 if sort == MOMENT else 13),
            Column("提示", lambda row, asking: row.get("words", ""), width=14),
        ),
    )


def _conditions(fields: tuple[str, ...], asking: Asking) -> str:
    wanted, _ = forms.clean(asking.params, fields)
    return "；".join(forms.words(wanted))


def _hits(asking: Asking) -> Sequence[Any]:
    """Return what a search found, as far as its pages go."""
    asked, offered = asking.params, search.offered_to(asking.reader, asking.at, asking.known)
    found = queries.search(
        asking.reader,
        asked.get("q", ""),
        asking.at,
        filters=search.filters_of(asked, offered, asking.known),
        best=asked.get("order") == "best",
        size=LIMIT,
        known=asking.known,
    )
    return found.hits


def _found(hits: Iterable[Any], asking: Asking) -> Iterator[Any]:
    """Yield hits with what the matter itself says; what is gone meanwhile is left out."""
    hits = list(hits)
    about = queries.heads([hit.subject for hit in hits])
    for hit in hits:
        if hit.subject in about:
            unit = asking.known.units[hit.unit].short_name if hit.unit else ""
            title = "".join(piece for piece, _ in hit.title)
            yield SimpleNamespace(hit=hit, matter=about[hit.subject], title=title, unit=unit)


def _sought(asking: Asking) -> str:
    offered = search.offered_to(asking.reader, asking.at, asking.known)
    chosen = (dict(offered[name]).get(asking.params.get(name, "")) for name in offered if asking.params.get(name))
    words = asking.params.get("q", "")
    return "；".join(filter(None, (f"检索词：{words}" if words else "", *chosen)))


FOUND = List(
    key="search",
    title="检索结果",
    page="search",
    rows=_hits,
    drawn=_found,
    said=_sought,
    columns=(
        Column("编号", lambda one, asking: one.matter["number"], width=22),
        Column("标题", lambda one, asking: one.title, width=48),
        Column("类型", lambda one, asking: kinds.get(one.hit.kind).name, width=12),
        Column(LABEL, lambda one, asking: labelled(one.matter["label"], one.matter["restricted_at"]), width=18),
        Column("日期", lambda one, asking: one.hit.at, sort=DAY, width=13),
        Column("主办单位", lambda one, asking: one.unit, width=18),
    ),
)
EVERY = (
    _desk("todo", "待办清单"),
    _desk("to_read", "待阅清单"),
    _desk("done", "已办清单", at="办理时间", sort=MOMENT),
    _desk("mine", "我发起的事项", step="状态"),
    _desk("waiting", "我在等谁", step="等谁"),
    _desk("delegated", "我委托的事项"),
    _desk("suspended", "已暂停的事项"),
    FOUND,
)
