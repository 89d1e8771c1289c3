"""What is sent to whom (分发): the receivers that a text names, the files that go out, how they stand afterwards."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from zhongshu.documents import rules as incoming
from zhongshu.documents.models import IncomingDocument
from zhongshu.exchange import queries as deliveries
from zhongshu.exchange import rules as exchange
from zhongshu.exchange.models import Delivery, Dispatch, ScopeChange
from zhongshu.files.models import StoredFile
from zhongshu.gongwen.draft.model import Draft
from zhongshu.jobs import queries as jobs
from zhongshu.matters import kinds
from zhongshu.matters.models import Attachment, Matter
from zhongshu.matters.rules import FINAL, URGENCY_RANK
from zhongshu.numbering.models import Series
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import cessations, enclosed, printing, receivers
from zhongshu.outgoing.queries.receivers import Meant, Tree
from zhongshu.outgoing.rules import ceasing
from zhongshu.seals import queries as seals
from zhongshu.seals.models import Impression

MAKING = "outgoing:"  # before the number of a matter in the key of the job that makes its files
GIVEN_UP = "生成盖章件的作业没有完成。"
_URGENCY = {rank: key for key, rank in URGENCY_RANK.items() if key not in ("routine", "flash")}


def tree(document: OutgoingDocument, at: datetime, *, known: org.Directory | None = None) -> Tree:
    """Return the organs as whoever sends a document knows them that day, its groups among them."""
    known, day, organ = known or org.directory(), org.local_day(at), document.matter.organ_id
    reached = reachable(bool(document.telegram_grade), day, known=known)
    return Tree(organ, day, known, deliveries.members_of(organ), reached)


def proposed(draft: Draft, tree: Tree) -> list[Meant]:
    """Return whom the lines of a text mean (主送、抄送), to be confirmed at 分发."""
    lines = ((exchange.MAIN, draft.recipients), (exchange.COPY, draft.copied_to))
    return [one for one in receivers.recognised(tree, lines) if one.unit != tree.organ]


def reachable(is_telegram: bool, day: date, *, known: org.Directory) -> set[int]:
    """Return the organs in which somebody signs for documents, or for telegrams, and has a register to enter them."""
    kind = incoming.TELEGRAM if is_telegram else incoming.INCOMING
    registers = set(Series.objects.filter(code=incoming.SERIES[kind]).values_list("organ", flat=True))
    keepers = {unit for key, unit in known.on(day).roles if key == incoming.KEEPERS[kind]}
    return {unit for unit in keepers if f"organ:{unit}" in registers}


def is_being_made(matter: Matter) -> bool:
    """Tell whether the printed or the sealed file of a document is still to come (正式文件、盖章件生成中)."""
    if jobs.unfinished().filter(unique_key=f"{MAKING}{matter.pk}").exists():
        return True
    return bool(seals.impressions(matter)) and seals.sealed_file(matter) is None


def sealing_key(matter: Matter) -> str:
    """Return the key of the job that makes the sealed file of a document (盖章作业)."""
    return f"outgoing-sealing:{matter.pk}"


def sealing_fault(matter: Matter, rows: list[Impression] | None = None) -> str:
    """Return why the sealed file of a document could not be made (未能加盖), or nothing.

    That is what the worker noted, or else that it was given up: all was put on, no file came, none is on its way.
    rows: the electronic seals of the document, where they are known.
    """
    rows = seals.impressions(matter) if rows is None else rows
    told = next((one.fault for one in rows if one.fault), "")
    if told or not rows or any(one.file_id or one.use_id is None for one in rows):
        return told
    is_coming = jobs.unfinished().filter(unique_key=sealing_key(matter)).exists()
    return "" if is_coming or seals.sealed_file(matter) else GIVEN_UP  # it may have come between the two questions


def sent_files(matter: Matter) -> list[tuple[StoredFile, str]]:
    """Return what goes out with a document (分发的文件), with its attachments.

    That is the sealed file where there is one, else of each format what the last 印制 made; nothing before it has.
    """
    last = printing.printed_at(matter)
    sealed_files = Impression.objects.filter(matter=matter, file__isnull=False).values("file")
    kept = Attachment.objects.filter(matter=matter, role=FINAL, withheld_at=None).exclude(pk__in=sealed_files)
    kept = kept.filter(at__gte=last) if last else kept.none()
    sealed = seals.sealed_file(matter)
    printed = {row.file.suffix: row for row in kept.select_related("file").order_by("pk")}
    final = [sealed] if sealed else list(printed.values())
    return [(row.file, row.name) for row in (*final, *enclosed.files_of(matter))]


def urgency(document: OutgoingDocument) -> str:
    """Return how urgent receivers are told that a document is (紧急程度), of a telegram its grade."""
    return document.telegram_grade or _URGENCY[document.matter.urgency]


def answered(matter: Matter) -> str:
    """Return the number of the document that this one replies to (所答复来文的字号), or nothing."""
    found = IncomingDocument.objects.filter(matter__links_in__source=matter, matter__links_in__relation="reply_to")
    return found.values_list("sender_number", flat=True).first() or ""


def dispatches(matter: Matter) -> list[Dispatch]:
    """Return the dispatches of a document in their order (历次分发), each with whether it went outside as well."""
    outside = Exists(Delivery.objects.filter(dispatch=OuterRef("pk"), unit=None))
    found = Dispatch.objects.filter(matter=matter).annotate(goes_outside=outside)
    return list(found.select_related("by").order_by("pk"))


def standing(matter: Matter) -> list[Delivery]:
    """Return the deliveries by which somebody has a document, or has it waiting (已送达且未退回、未撤回)."""
    return list(deliveries.deliveries_of(matter).filter(deliveries.IS_STANDING))


def have_it(matter: Matter) -> set[int | str]:
    """Return who has a document, or has it waiting (已收到或者待签收): organs by number, others by name."""
    return {one.unit_id or one.name for one in standing(matter)}


def keeps(person: Person, matter: Matter, at: datetime, *, known: org.Directory | None = None) -> bool:
    """Tell whether a person keeps the register in which a document stands (发文登记人员)."""
    role = kinds.get(matter.kind).registrars
    return org.has_role(person.pk, role, at, unit=matter.organ_id, known=known or org.directory())


def decides_scope(person: Person, matter: Matter, at: datetime, *, known: org.Directory | None = None) -> bool:
    """Tell whether a person may change who is told of a document (调整印发传达范围).

    That is the issuer's: its principal head, or the head of its office (条例 art. 31).
    """
    known, day, organ = known or org.directory(), org.local_day(at), matter.organ_id
    holders = {*org.heads(organ, day, known=known), *org.role("office_head", organ, day, known=known)}
    return bool(holders & set(org.holders_of(person.pk, at, known=known)))


def receipts(matter: Matter, wanted: Mapping[str, Any], at: datetime) -> QuerySet[Delivery]:
    """Return what became of a document at its receivers (签收情况). wanted: q, role, state, late among the states."""
    found = deliveries.deliveries_of(matter).select_related("package", "recall__by")
    if wanted.get("q"):
        found = found.filter(name__icontains=wanted["q"])
    if wanted.get("role"):
        found = found.filter(role=wanted["role"])
    if wanted.get("state") == "late":
        return found.filter(deliveries.IS_WAITING, due_at__lt=at)
    return found.filter(deliveries.IN_STATE[wanted["state"]]) if wanted.get("state") else found


def to_remind(matter: Matter) -> list[int]:
    """Return the deliveries that somebody of this system can be asked to sign for (可催签)."""
    waiting = deliveries.deliveries_of(matter).filter(deliveries.IS_WAITING, delivered_at__isnull=False)
    return [one.pk for one in waiting]


def paper_waiting(matter: Matter) -> list[tuple[int, str]]:
    """Return the deliveries of paper whose receipt is still out (待登记回执) as (number, receiver)."""
    found = deliveries.deliveries_of(matter).filter(deliveries.IS_WAITING, unit=None)
    return [(one.pk, one.name) for one in found]


def to_resend(matter: Matter) -> list[Meant]:
    """Return who sent a document back, or from whom it was taken back, and has not got it since (可重发)."""
    rows = list(deliveries.deliveries_of(matter))
    have = {one.name for one in rows if exchange.state(one) in (exchange.WAITING, exchange.SIGNED)}
    gone = {one.name: one for one in rows if one.name not in have}
    words = dict(exchange.STATES)
    return [Meant(one.role, one.name, one.unit_id, note=words[exchange.state(one)]) for one in gone.values()]


def scope_changes(matter: Matter) -> list[ScopeChange]:
    """Return how the scope of a document was changed (印发传达范围调整记录), each change once, the last first."""
    found = ScopeChange.objects.filter(dispatch__matter=matter).select_related("by").order_by("-at", "pk")
    return list({one.at: one for one in found}.values())


def part(matter: Matter, today: date) -> Mapping[str, Any]:
    """Return what the matter page says of what is out: how many have signed, and whether it is in force."""
    cessation = cessations.cessation_of(matter)
    last = Dispatch.objects.filter(matter=matter).order_by("-pk").first()
    sent = None
    if last is not None:
        counts = deliveries.counts(matter)
        sent = {**counts, "total": sum(counts.values()), "scope": last.scope}
    return {"sent": sent, "cessation": cessation, "ceased": ceasing.say(cessation, today) if cessation else ""}
