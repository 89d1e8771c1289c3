"""A document on its way, for the tests (发文办理): opened, written, walked to a station."""

import json
from typing import Any

from django.utils import timezone
from tests.cast import Cast

from zhongshu.exchange.rules import Receiver
from zhongshu.gongwen.draft.model import Draft
from zhongshu.jobs.models import Job
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter
from zhongshu.outgoing import actions, queries, rules
from zhongshu.outgoing.actions import printing
from zhongshu.seals import queries as seals
from zhongshu.seals.models import Seal
from zhongshu.seals.tests.desk import Desk
from zhongshu.trail.models import Entry

DETAILS = {"genre": "notice", "title": "", "label": "public", "urgency": "none", "disclosure": "open"}
POINTS = {key: True for key, _ in rules.REVIEW_POINTS}
NOTICE = {
    "title": "清河县人民政府关于做好防汛备汛工作的通知",
    "recipients": "各乡镇人民政府，县政府各部门",
    "body": ("为做好防汛备汛工作，现将有关事项通知如下：", "一、压实责任。", "二、加强值守。"),
}


def opened(cast: Cast, **details: Any) -> Matter:
    """Return a document that a clerk of the finance bureau has begun."""
    return actions.open_draft(details=DETAILS | details, by=cast.finance_clerk, at=cast.tick())


def text(matter: Matter) -> Draft:
    """Return the text in force."""
    return queries.draft_of(queries.latest(matter.pk))


def write(cast: Cast, matter: Matter, by: Any = None, **changed: Any) -> Any:
    """Hand in the next version with some parts changed."""
    from dataclasses import replace

    base = queries.latest(matter.pk)
    draft = replace(queries.draft_of(base), **changed)
    return actions.hand_in(matter.pk, draft=draft, base=base.order, by=by or cast.finance_clerk, at=cast.tick())


def catch_up(cast: Cast) -> None:
    """Let the clock of the cast be that of the pages, once somebody has acted on one of them."""
    cast.at = max(cast.at, timezone.now())


def give_back(
    cast: Cast, matter: Matter, station: str, to: str, *, by: Any, cause: str = "content", **way: Any
) -> None:
    """Return a document from a station to an earlier one."""
    given = {"reason": "请修改。", "fields": {"cause": cause}} | way
    matters.give_back(cast.task(matter, station, by).pk, to=to, by=by, at=cast.tick(), **given)


def recorded(matter: Matter, verb: str) -> list[dict[str, Any]]:
    """Return what the trail of a matter says of each act of a kind, in their order."""
    found = Entry.objects.filter(stream=matter.stream, verb=verb).order_by("seq")
    return [json.loads(detail) for detail in found.values_list("detail", flat=True)]


def seal_of(cast: Cast) -> Seal:
    """Return the main seal of the organ, which the registrar keeps."""
    if not Seal.objects.exists():
        Desk(cast)
    return seals.usable(cast.organ.pk)[0]


def print_out(cast: Cast, matter: Matter) -> None:
    """Let the worker make the files that were ordered at 印制."""
    printing.lay_down(matter.pk, by=cast.registrar, at=cast.at)
    Job.objects.filter(task=printing.JOB).update(finished_at=cast.at)


def walk(cast: Cast, matter: Matter, to: str, **changed: Any) -> Matter:
    """Take a document from its first word to a station, or to the end with `to="closed"`."""
    series = queries.codes(cast.organ.pk).first()
    if series is None:
        series = actions.open_code(code="清政发", by=cast.registrar, at=cast.tick())
    steps = (
        ("drafting", cast.finance_clerk, {}, {}),
        ("checking", cast.finance_chief, {}, {}),
        ("review", cast.office_head, POINTS | {"reason": "已核对。"}, {"sign_off": (cast.holder(cast.leader),)}),
        ("sign_off", cast.leader, {}, {}),
        ("recheck", cast.registrar, {}, {}),
        ("numbering", cast.registrar, {"series": series.pk}, {}),
        ("printing", cast.registrar, {"seal": seal_of(cast).pk, "copies": 30}, {}),
        ("sealing", cast.registrar, {"copies": 30, "witness": (cast.holder(cast.office_head),)}, {}),
        ("dispatch", cast.registrar, {"receivers": (Receiver("市人民政府"),)}, {}),
    )
    if queries.latest(matter.pk).order == 1:
        write(cast, matter, **NOTICE | changed)
    for station, by, fields, chosen in steps:
        if station == to:
            break
        if station == "dispatch":
            print_out(cast, matter)
        cast.complete(matter, station, by=by, chosen=chosen, **fields)
    matter.refresh_from_db()
    return matter
