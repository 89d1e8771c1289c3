"""Registering what has come in, returning it to its sender, voiding a wrong registration, a different opinion."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhongshu.documents import queries, rules
from zhongshu.documents.models import Dissent, IncomingDocument
from zhongshu.gongwen import numbers
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import URGENCY_RANK, check_open, form_key
from zhongshu.numbering import actions as numbering
from zhongshu.numbering import queries as series
from zhongshu.numbering.models import Number
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

DOCUMENT_FIELDS = ("genre", "dated", "urgency", "copies", "copy_number")


@transaction.atomic(durable=True)
def register(
    *,
    kind: str,
    organ: int,
    label: str,
    details: Mapping[str, Any],
    uploads: Iterable[str] = (),
    by: Person,
    at: datetime,
    request_key: str = "",
) -> Matter:
    """Sign for and register an incoming document (签收登记): number, matter, files, and on its way to 初审.

    details: sender, sender_number, title, genre, dated, recipients, attachment_titles (a line each), urgency, copies,
    copy_number, signed_for_by, note.
    `confirmed` in details registers a number that is there already. Raises SecretFound, or Refused with the field.
    """
    request_key = form_key(request_key, by, "register", kind)
    if earlier := matters.claim(request_key, at=at):
        return Matter.objects.get(pk=earlier.removeprefix("matter:"))
    matter = enter(kind=kind, organ=organ, label=label, details=details, by=by, at=at)
    matters.attach_within(matter, uploads, role="original", by=by, at=at)
    send_off(matter, by=by, at=at)
    matters.remember(request_key, matter.stream, at=at)
    return matter


def enter(*, kind: str, organ: int, label: str, details: Mapping[str, Any], by: Person, at: datetime) -> Matter:
    """Enter a document into the register (登录), within the caller's transaction; its files come next."""
    clean = _cleaned(details, label, at)
    _check_keeper(by, kind, organ, at)
    matter = matters.open_matter(
        kind=kind,
        organ=organ,
        title=clean.pop("title"),
        by=by,
        at=at,
        urgency=URGENCY_RANK[clean["urgency"]],
        label=label,
    )
    year = timezone.localtime(at).year
    number = numbering.take(
        series.series(f"organ:{organ}", rules.SERIES[kind]), year=year, holder=matter.stream, by=by.ref, at=at
    )
    # Only here, behind the wait for the number, is seen what somebody else registered at the same moment.
    _check_duplicates(by, clean["sender_number"], bool(details.get("confirmed")), at)
    matters.number(matter, number.text)
    IncomingDocument.objects.create(matter=matter, year=year, **clean)
    trail.record(matter.stream, "documents.registered", by=by.ref, at=at, detail={"number": number.text})
    return matter


def send_off(matter: Matter, *, by: Person, at: datetime) -> None:
    """Send a document that has its files on its way to 初审, within the caller's transaction."""
    if matter.kind == rules.TELEGRAM:
        keepers = org.role(rules.KEEPERS[matter.kind], matter.organ_id, org.local_day(at))
        matters.restrict(matter, keepers, by=by, at=at)
    matters.start(matter, by=by, at=at)


def _cleaned(details: Mapping[str, Any], label: str, at: datetime) -> dict[str, Any]:
    """Check what was typed and return the columns of IncomingDocument, with the title."""
    rules.check_declaration(label)
    clean = {name: details[name] for name in DOCUMENT_FIELDS}
    clean["title"] = text.clean_line(details["title"], 200, "标题", field="title")
    clean["sender"] = text.clean_line(details["sender"], 200, "来文单位", field="sender")
    clean["sender_number"] = numbers.normalise(text.clean_line(details.get("sender_number", ""), 100, "来文字号"))
    clean["number_key"] = numbers.number_key(clean["sender_number"])
    clean["signed_for_by"] = text.clean_line(details["signed_for_by"], 40, "签收人", field="signed_for_by")
    clean["recipients"] = text.clean_line(details.get("recipients", ""), 400, "主送机关", field="recipients")
    titles = text.clean_text(details.get("attachment_titles", ""), 2000, "附件", field="attachment_titles")
    clean["attachment_titles"] = "\n".join(line.strip() for line in titles.split("\n") if line.strip())
    clean["note"] = text.clean_text(details.get("note", ""), 400, "备注", field="note")
    for name, word in (("title", "标题"), ("sender", "来文单位"), ("signed_for_by", "签收人")):
        if not clean[name]:
            raise Refused(f"请填写{word}。", field=name)
    rules.check_no_secret(*(value for value in clean.values() if isinstance(value, str)))
    rules.check_copy_number(clean["copy_number"])
    rules.check_dated(clean["dated"], org.local_day(at))
    return clean


def _check_keeper(by: Person, kind: str, organ: int, at: datetime) -> None:
    if not queries.keeps(by, kind, organ, at):
        words = "机要登记人员" if kind != rules.INCOMING else "收文登记人员"
        raise Refused(f"只有{words}可以办理登记。")


def _check_duplicates(by: Person, sender_number: str, confirmed: bool, at: datetime) -> None:
    same = queries.same_number(by, sender_number, at).first()
    if same and not confirmed:
        raise Refused(
            f"来文字号{sender_number}已登记为{same.matter.number}。确需重复登记的，请勾选“确认重复登记”。",
            field="sender_number",
        )


@transaction.atomic(durable=True)
def dissent(matter: int, *, words: str, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Put a different opinion (不同意见) beside the proposal. It stays for good and the leader sees it."""
    row = Matter.objects.select_for_update().get(pk=matter)
    request_key = form_key(request_key, by, "dissent", matter)
    if spine.by_request(request_key):
        return row
    check_open(row)
    words = text.clean_text(words, 2000, "不同意见", field="words")
    if not words:
        raise Refused("请填写不同意见。", field="words")
    rules.check_no_secret(words)
    Dissent.objects.create(document=queries.document_of(row), text=words, by=by, at=at)
    trail.record(row.stream, "documents.dissented", by=by.ref, at=at, detail={"text": digests.sm3(words)})
    matters.touch(row, at=at)
    matters.remember(request_key, row.stream, at=at)
    return row


def send_back(matter: int, *, reason: str, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Return a document to its sender at 初审 (退文) with the reason; its number stays with it."""
    return matters.terminate(matter, by=by, at=at, reason=reason, outcome="returned", request_key=request_key)


def void(matter: int, *, reason: str, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Void a wrong registration (作废) with a reason; the number keeps its place and is never issued again."""
    return matters.terminate(matter, by=by, at=at, reason=reason, outcome="voided", request_key=request_key)


def note_force(matters_of: Iterable[int], words: str, ends: date | None) -> None:
    """Note that the sender did away with what was registered (已撤销、已废止), within the caller's transaction.

    ends: the first day without force. Who did so and when is recorded by the caller on the trail of each matter.
    """
    check_transaction()
    IncomingDocument.objects.filter(matter__in=list(matters_of)).update(force=words, force_ends=ends)


def void_number(matter: Matter, *, reason: str, by: Person, at: datetime) -> None:
    """Void the number of a registration inside the act that ends it."""
    for number in Number.objects.filter(holder=matter.stream, voided_at=None):
        numbering.void(number, reason=reason[:200], by=by.ref, at=at)
