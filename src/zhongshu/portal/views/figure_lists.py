"""The figures of efficiency (效率统计) and the work behind each, for their pages, workbooks and prints."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.http import Http404

from zhongshu.matters import rules
from zhongshu.matters.models import Matter, Task
from zhongshu.matters.queries import efficiency
from zhongshu.matters.queries.efficiency import MATTERS, TASKS, Figure, Question
from zhongshu.org import queries as org
from zhongshu.portal.forms.efficiency import FiguresForm
from zhongshu.portal.queries import efficiency as queries
from zhongshu.ui.jinja import url
from zhongshu.ui.lists import DAY, LABEL, MOMENT, NUMBER, Asking, Column, List, in_words, labelled, of

NUMBERED = ("person", "unit")  # groups whose key is a number
Row = dict[str, Any]


def _form(asking: Asking) -> FiguresForm:
    return FiguresForm(asking.params)


def question(asking: Asking) -> Question | None:
    """Return what is asked within what the person may ask; None for a wrong form or somebody without a unit."""
    form = asking.form
    if not isinstance(form, FiguresForm) or not form.is_valid():
        return None
    start, end = form.span(org.local_day(asking.at))
    last = org.local_day(min(asking.at, end - timedelta(seconds=1)))
    scope = queries.scope(asking.reader, asking.at, last, known=asking.known)
    if scope is None:
        return None
    clean = form.cleaned_data
    return Question(
        measure=clean["measure"],
        by=clean["by"],
        organ=scope.organ,
        start=start,
        end=end,
        kind=clean["kind"],
        places=scope.places,
        is_bounded=scope.is_bounded,
    )


def _groups(measure: str, asking: Asking) -> list[Row]:
    """Return the rows of the table (统计表), the total first; nothing where there is nothing to count."""
    asked = question(asking)
    if asked is None:
        return []
    if asked.measure != measure:
        raise Http404
    whole, groups = efficiency.figures(asked, asking.at)
    rows = [_row(one, queries.named(one.key, asked.by, asking.known)) for one in groups]
    return [_row(whole, "合计"), *rows] if rows else []


def _row(figure: Figure, name: str) -> Row:
    """Return a row of the table: name, key and the figures as they are read."""
    return {
        "name": name,
        "key": figure.key,
        "figure": figure,
        "done": figure.count - figure.pending,
        "mean": queries.lasting(figure.mean) if figure.count else "",
        "median": queries.lasting(figure.median) if figure.count else "",
        "longest": queries.lasting(figure.longest) if figure.count else "",
        "rate": "" if figure.rate is None else f"{figure.rate:.0%}",
        "rating": "" if figure.rating is None else f"{figure.rating:.1f}",
    }


def _rating(row: Row, asking: Asking) -> str:
    return f"{row['rating']}分（{row['figure'].rated}件）" if row["rating"] else ""


def _figures(measure: str, title: str, pending: str, last: Column) -> List:
    def counted(name: str) -> Any:
        return lambda row, asking: getattr(row["figure"], name)

    return List(
        key=f"efficiency_{measure}",
        title=title,
        page="efficiency",
        rows=partial(_groups, measure),
        form=_form,
        columns=(
            Column("统计对象", of("name"), width=22),
            Column("件数", counted("count"), sort=NUMBER, width=9),
            Column(pending, counted("pending"), sort=NUMBER, width=9),
            Column("超期", counted("late"), sort=NUMBER, width=9),
            Column("按时率", of("rate"), sort=NUMBER, width=10),
            Column("平均用时", of("mean"), sort=NUMBER, width=12),
            Column("中位用时", of("median"), sort=NUMBER, width=12),
            Column("最长用时", of("longest"), sort=NUMBER, width=12),
            Column("退回", counted("returned"), sort=NUMBER, width=9),
            last,
        ),
    )


AGAIN = Column("重办", lambda row, asking: row["figure"].again, sort=NUMBER, width=9)
FIGURES = {
    TASKS: _figures(TASKS, "办理任务效率统计", "未办", AGAIN),
    MATTERS: _figures(MATTERS, "事项效率统计", "未办结", Column("评价", _rating, sort=NUMBER, width=16)),
}


def group(asking: Asking) -> tuple[Question, str, str]:
    """Return which group and which part of it is asked for (统计明细): question, name, state. Raises Http404."""
    asked, key, state = question(asking), asking.params.get("key", ""), asking.params.get("state", "")
    if asked is None or (state and state not in efficiency.STATES) or not _is_key(asked.by, key):
        raise Http404
    try:
        name = queries.named(int(key) if asked.by in NUMBERED else key, asked.by, asking.known)
    except (LookupError, ValueError) as unknown:  # nobody, or no month, is called so
        raise Http404 from unknown
    return asked, name, efficiency.STATES.get(state, "")


def _is_key(by: str, key: str) -> bool:
    return key.lstrip("-").isdecimal() and len(key) < 19 if by in NUMBERED else bool(key)


def _behind(asking: Asking) -> Any:
    asked, _, _ = group(asking)
    behind: Any = efficiency.behind_matters if asked.measure == MATTERS else efficiency.behind_tasks
    key, state = asking.params.get("key", ""), asking.params.get("state", "")
    return behind(asked, key, state, asking.reader, asking.at, known=asking.known)


def _work(rows: Iterable[Task | Matter], asking: Asking) -> Iterator[Row]:
    """Yield what a row of the list says of a task or a matter (统计明细)."""
    for row in rows:
        matter = row.matter if isinstance(row, Task) else row
        begun, done = (row.opened_at, row.done_at) if isinstance(row, Task) else (row.received_at, row.closed_at)
        due = row.due  # type: ignore[union-attr]  # annotated
        late = due is not None and (done or asking.at) > due
        yield {
            "url": url("matter", matter.pk),
            "title": matter.title or rules.WITHHELD,
            "number": matter.number,
            "label": matter.label,
            "is_limited": matter.restricted_at is not None,
            "step": row.name if isinstance(row, Task) else rules.OUTCOMES.get(matter.outcome, "在办"),
            "who": _doer(row, asking.known),
            "begun_at": begun,
            "ended_at": done,
            "due_at": due,
            "light": "red" if late else rules.light(due, done, asking.at),
            "words": "超期" if late else "" if done else rules.remaining(due, asking.at),
        }


def _doer(row: Task | Matter, known: org.Directory) -> str:
    if isinstance(row, Matter):
        names = (row.lead_unit.short_name if row.lead_unit else "", row.owner.name if row.owner else "")
        return " ".join(filter(None, names))
    return row.done_by.name if row.done_by else org.holder_name(row.holder_id, known=known)


def _asked(asking: Asking) -> str:
    _, name, state = group(asking)
    return "；".join(filter(None, (f"{name}的工作", state, in_words(asking))))


WORK = List(
    key="efficiency_work",
    title="统计明细",
    page="efficiency_work",
    rows=_behind,
    drawn=_work,
    form=_form,
    said=_asked,
    columns=(
        Column("编号", of("number"), width=22),
        Column("标题", of("title"), width=44),
        Column(LABEL, lambda row, asking: labelled(row["label"], row["is_limited"]), width=18),
        Column("环节", of("step"), width=14),
        Column("办理人", of("who"), width=16),
        Column("开始", of("begun_at"), sort=MOMENT, width=18),
        Column("结束", of("ended_at"), sort=MOMENT, width=18),
        Column("时限", of("due_at"), sort=DAY, width=13),
        Column("提示", of("words"), width=14),
    ),
)
EVERY = (*FIGURES.values(), WORK)
