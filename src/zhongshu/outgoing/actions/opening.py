"""Opening a document (拟稿): what its first text is made of, and its matter on its way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit import terms, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import URGENCY_RANK, form_key
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.actions import drafting
from zhongshu.outgoing.actions import telegrams as sending
from zhongshu.outgoing.models import OutgoingDocument, Template
from zhongshu.outgoing.queries import beside, templates
from zhongshu.outgoing.rules import beginnings, filling, importing, pieces, telegrams
from zhongshu.trail import actions as trail


@dataclass(frozen=True, slots=True)
class _Writer:
    """Who begins a document, and where: by name and number."""

    person: Person
    at: datetime
    organ: int
    unit: int
    organ_name: str
    unit_name: str


@transaction.atomic(durable=True)
def open_draft(*, details: Mapping[str, Any], by: Person, at: datetime, request_key: str = "") -> Matter:
    """Open a document (拟稿): matter, first text, on its way. It belongs to the writer's unit.

    details: genre, title (may be empty), label, urgency, disclosure, is_important; where there are any, `answers`: the
    matter of the incoming document that it replies to; `issues`: that of the piece that it issues (印发); `template`:
    the number of the template that it begins with; `draft`: the text of a file; `telegram_grade`: of a telegram.
    Raises Refused with the field.
    """
    request_key = form_key(request_key, by, "draft", rules.OUTGOING)
    if earlier := matters.claim(request_key, at=at):
        return Matter.objects.get(pk=earlier.removeprefix("matter:"))
    writer = _writer(by, at)
    draft = _begun(details, writer)
    rules.check_no_secret(draft)
    matter = _matter(draft, details, writer)
    _enter(matter, draft, details, by=by, at=at)
    matters.assign_units(matter, lead=writer.unit, co_units=(), by=by, at=at)
    _relate(matter, details, by=by, at=at)
    matters.start(matter, by=by, at=at)
    if grade := details.get("telegram_grade"):
        sending.confide(matter, grade, by=by, at=at)
    matters.remember(request_key, matter.stream, at=at)
    return matter


def _matter(draft: Draft, details: Mapping[str, Any], writer: _Writer) -> Matter:
    grade = details.get("telegram_grade") or ""
    return matters.open_matter(
        kind=telegrams.TELEGRAM if grade else rules.OUTGOING,
        organ=writer.organ,
        title=drafting.shown_title(draft),
        by=writer.person,
        at=writer.at,
        urgency=URGENCY_RANK[grade or details["urgency"]],
        label=details["label"],
    )


def _relate(matter: Matter, details: Mapping[str, Any], *, by: Person, at: datetime) -> None:
    """Link a document with what it answers (答复) and what it issues (印发)."""
    if answered := details.get("answers"):
        matters.link(matter, answered, "reply_to", by=by, at=at)
    if issued := details.get("issues"):
        matters.link(issued, matter, "source_of", by=by, at=at)


def _writer(by: Person, at: datetime) -> _Writer:
    known = org.directory()
    unit = org.unit_of(by.pk, org.local_day(at), known=known)
    if unit is None:
        raise Refused("您目前不在任何单位任职，不能起草公文，请联系系统管理员。")
    organ = org.organ_of(unit, known=known)
    return _Writer(by, at, organ, unit, known.units[organ].name, known.units[unit].name)


def _begun(details: Mapping[str, Any], writer: _Writer) -> Draft:
    """Return the first text: of a file, of what it issues, of a template of the office, or of the usual words."""
    genre = details["genre"]
    if genre not in dict(pieces.WRITTEN):
        raise Refused("请选择文种。", field="genre")
    title = text.clean_line(details.get("title", ""), 200, "标题", field="title")
    begun = beginnings.begin(genre, organ=writer.organ_name, title=title, office=writer.unit_name)
    template = templates.chosen(writer.organ, genre, details.get("template"))
    if issued := details.get("issues"):
        _check_label(details["label"], issued)
        begun = pieces.issuing(begun, _finished(issued))
    elif given := details.get("draft"):
        begun = importing.brought_in(begun, given)
    elif template:
        begun = _of_template(template, begun, title)
    begun = filling.fill(begun, _words(details, writer))
    urgency = {"urgent": "加急", "extra_urgent": "特急"}.get(details["urgency"], "")
    made = pieces.fitted(replace(begun, urgency=urgency), genre)
    return telegrams.begun(made, genre, grade) if (grade := details.get("telegram_grade")) else made


def _of_template(template: Template, begun: Draft, title: str) -> Draft:
    """Return the text of a template; what it leaves open of the head and the foot is as usual."""
    kept = queries.read(template.text)
    kept = replace(kept, issuers=kept.issuers or begun.issuers, printer=kept.printer or begun.printer)
    return replace(kept, title=title or kept.title or begun.title)


def _check_label(label: str, issued: Matter) -> None:
    """Refuse to let a piece go out under a lower label than its own, or one that is for a few (密级标志、知悉范围)."""
    if issued.restricted_at is not None:
        raise Refused("所印发的文稿限定了知悉范围，不能以通知印发。确需印发的，请另行拟稿并限定知悉范围。")
    if terms.is_freer(label, issued.label):
        own = terms.show(terms.LABELS, issued.label)
        raise Refused(f"所印发的文稿标为“{own}”，通知的密级标志不能低于它。", field="label")


def _finished(issued: Matter) -> Draft:
    """Return the text of a piece that was approved. Raises Refused for any other."""
    document = OutgoingDocument.objects.filter(matter=issued).first()
    if document is None or not pieces.is_piece(document.genre) or issued.outcome != "completed":
        raise Refused("只有审定办结的信息、总结、计划、要点、讲话可以通知印发。")
    return queries.draft_of(queries.latest(document))


def _words(details: Mapping[str, Any], writer: _Writer) -> dict[str, str]:
    """Return what stands for the places of a template (替换内容)."""
    words = {
        "发文机关": writer.organ_name,
        "拟稿单位": writer.unit_name,
        "拟稿人": writer.person.name,
        "年度": str(timezone.localtime(writer.at).year),
    }
    answered = details.get("answers")
    came = beside.source(writer.person, answered.pk, writer.at) if answered else None
    return words | ({"来文单位": came.origin, "来文": came.cited} if came else {})


def _enter(matter: Matter, draft: Draft, details: Mapping[str, Any], *, by: Person, at: datetime) -> None:
    document = OutgoingDocument.objects.create(
        matter=matter,
        year=timezone.localtime(at).year,
        genre=details["genre"],
        direction=draft.direction,
        sealing=draft.sealing,
        is_important=bool(details.get("is_important")),
        disclosure=details["disclosure"],
        telegram_grade=details.get("telegram_grade") or "",
    )
    drafting.add_version(document, draft, 1, station="drafting", note="起草", by=by, at=at)
    trail.record(matter.stream, "outgoing.begun", by=by.ref, at=at, detail={"genre": document.genre})
