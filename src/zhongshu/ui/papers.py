"""What is printed (打印): the processing slip of a matter and every list, set as PDF by `gongwen.paper`."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.paper.typesetting import typeset
from zhongshu.kit import terms
from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds, queries, rules
from zhongshu.matters.kinds import Paper
from zhongshu.matters.models import Matter
from zhongshu.matters.queries import labelling
from zhongshu.org import queries as org
from zhongshu.ui import lists, marking, navigation, slips, workbooks
from zhongshu.ui.jinja import day, full_moment

MEDIA_TYPE = "application/pdf"
AT_ONCE = 300  # rows of a list; more are a job
LIMIT = 5_000
WIDE = 15  # characters of a particular that stands in half a line
ROOM = {0: 14, 1: 5}  # millimetres left free for a pen, by how much stands in a section
LABELS = dict(terms.LABELS)
Report = Callable[[int], None]


@cache
def fonts() -> Fonts:
    """Return the type of this machine (字库); what is installed later is seen after a restart."""
    return Fonts(settings.FONTS)


def check(count: int) -> None:
    """Refuse what would be more than a volume."""
    if count > LIMIT:
        raise Refused(f"共{count}行，一次最多打印{LIMIT}行，请先用查询条件缩小范围，或导出表格。")


def print_list(listed: lists.List, asking: lists.Asking, report: Report = lambda done: None) -> bytes:
    """Return a list as PDF (打印登记簿、清单)."""
    rows = []
    for done, line in enumerate(lists.lines(listed, listed.rows(asking), asking), 1):
        rows.append([_said(value) for value in line])
        if done % lists.BATCH == 0:
            report(done)
    unit = org.unit_of(asking.person.pk, org.local_day(asking.at), known=asking.known) if asking.person else None
    content = {
        "title": listed.title,
        "organ": navigation.organ_name(asking.known, unit),
        "conditions": asking.said,
        "columns": [{"title": one.title, "width": one.width, "sort": one.sort} for one in listed.columns],
        "rows": rows,
        "close": workbooks.foot(asking, len(rows), "打印"),
        "foot": _foot(workbooks.signature(asking), asking.at),
        "watermark": lists.watermark(asking) if any(lists.is_marked(listed, row) for row in rows) else "",
    }
    return typeset("list", content, fonts=fonts(), at=asking.at)


def _said(value: lists.Value) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else "" if value is None else str(value)


def _foot(signature: str, at: datetime) -> str:
    return f"打印人：{signature}　打印时间：{full_moment(at)}"


def print_slip(matter: Matter, asking: lists.Asking) -> bytes:
    """Return the processing slip of a visible matter as PDF (打印办理单): what its page shows to this person."""
    kind = kinds.get(matter.kind)
    paper = kind.paper(matter)
    stops, copies = queries.timeline(queries.slip_of(matter)), queries.readers(matter)
    slip = slips.Slip(asking.known, asking.at, matter, asking.reader)
    content = {
        "title": paper.title or f"{kind.name}办理单",
        "organ": matter.organ.name,
        "left": matter.number,
        "middle": "　".join(filter(None, (LABELS[matter.label], rules.URGENCY_WORDS[matter.urgency]))),
        "right": f"{paper.received}：{day(matter.received_at)}",
        "particulars": _particulars(matter, paper, asking.known),
        "sections": _sections(slip.stops(stops, kind.facts(matter, org.local_day(asking.at))), paper),
        "readers": [_reader(slip.task(copy)) for copy in copies],
        "foot": _foot(workbooks.signature(asking), asking.at),
        "watermark": marking.words_for(matter, asking),
    }
    return typeset("slip", content, fonts=fonts(), at=asking.at)


def _particulars(matter: Matter, paper: Paper, known: org.Directory) -> list[dict[str, Any]]:
    """Return what is known of the matter, in halves of a line where it is short."""
    units = "、".join(row.unit.short_name for row in matter.co_units.select_related("unit").order_by("order"))
    rows = [
        *(row for row in paper.rows if len(row[1]) <= WIDE),
        *(row for row in paper.rows if len(row[1]) > WIDE),
        ("标题", matter.title or rules.WITHHELD),
        ("主办单位", matter.lead_unit.short_name if matter.lead_unit else ""),
        ("办理时限", day(matter.due_at) if matter.due_at else "未设时限"),
        ("协办单位", units),
        ("知悉范围", _need_to_know(matter, known)),
        ("办理情况", rules.OUTCOMES.get(matter.outcome, "在办")),
    ]
    always = {"标题", "知悉范围"}
    return [
        {"label": label, "value": value, "wide": label in always or len(value) > WIDE} for label, value in rows if value
    ]


def _need_to_know(matter: Matter, known: org.Directory) -> str:
    """Return who may know of a restricted matter, by name; of every other the general rule says it."""
    if matter.restricted_at is None:
        return "经办人员及有关单位负责人"
    return "限" + "、".join(labelling.knowers(matter, known=known))


def _sections(stops: list[slips.Shown], paper: Paper) -> list[dict[str, Any]]:
    shown = []
    for stop in stops:
        if stop["state"] == "skipped":
            continue
        entries = [_entry(task) for task in stop["tasks"] if task["at"]]
        remarks = [
            {"words": words, "who": who, "at": full_moment(at) if at else "", "note": ""}
            for words, who, at in paper.remarks.get(stop["key"], ())
        ]
        title = paper.headings.get(stop["key"], stop["name"])
        if not entries and paper.headings and stop["key"] not in paper.headings:
            continue  # what the office's slip has no room for stands on it once it has happened
        shown.append({"title": title, "entries": entries + remarks, "room": ROOM.get(len(entries + remarks), 0)})
    return shown


def _entry(task: Mapping[str, Any]) -> dict[str, str]:
    notes = (
        rules.DOUBTFUL if task["doubtful"] else "",
        "已撤回" if task["withdrawn"] else "",
        "加签" if task["added"] else "",
        f"代{task['behalf']}" if task["behalf"] else "",
        task["unit"],
    )
    words = "\n".join(filter(None, (task["act"], task["opinion"])))
    return {"words": words, "who": task["who"], "at": full_moment(task["at"]), "note": "　".join(filter(None, notes))}


def _reader(task: Mapping[str, Any]) -> dict[str, str]:
    words = rules.DOUBTFUL if task["doubtful"] else task["opinion"]
    return {"who": task["who"], "at": full_moment(task["at"]), "words": words}
