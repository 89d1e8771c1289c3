"""Who has signed a document for each of its issuers (签发情况), on this system or on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhongshu.gongwen.draft.model import Draft
from zhongshu.org import queries as org
from zhongshu.org.queries.snapshot import UnitRow
from zhongshu.outgoing.models import JointSignature, OutgoingDocument, Signature, Version
from zhongshu.outgoing.queries import texts

JOINT = "joint"  # key of the station at which the other issuers sign (联合会签)


@dataclass(frozen=True, slots=True)
class Signed:
    """That somebody signed a version for an issuer (签发): who, when; whether on paper, elsewhere."""

    organ: str
    signer: str
    day: date
    version: Version
    is_paper: bool


def signed(document: OutgoingDocument, *, known: org.Directory | None = None) -> list[Signed]:
    """Return the signatures that stand, of all issuers, in the order in which the issuers are named."""
    known = known or org.directory()
    issuers = texts.draft_of(texts.latest(document)).issuers
    found = [
        *(_here(one, issuers, known) for one in texts.signatures(document)),
        *(
            Signed(one.organ, one.signer, one.signed_on, one.version, True)
            for one in _on_paper(document)
            if one.organ in issuers
        ),
    ]
    return sorted(found, key=lambda one: issuers.index(one.organ) if one.organ in issuers else 0)


def _on_paper(document: OutgoingDocument) -> Iterable[JointSignature]:
    """Return what each issuer signed on paper last: earlier ones stand under earlier texts."""
    rows = JointSignature.objects.filter(document=document).select_related("version").order_by("pk")
    return {one.organ: one for one in rows}.values()


def _here(signature: Signature, issuers: tuple[str, ...], known: org.Directory) -> Signed:
    """Return for which issuer somebody signed: the leading one at 签发, at 联合会签 the one that they belong to."""
    task = signature.task
    day = org.local_day(task.done_at)  # type: ignore[arg-type]
    organ = issuers[0] if issuers else ""
    if task.station and task.station.key == JOINT:
        organ = issuer_of(task.holder_id, issuers[1:], day, known=known)
    return Signed(organ, task.done_by.name if task.done_by else "", day, signature.version, False)


def days(document: OutgoingDocument, *, known: org.Directory | None = None) -> dict[str, date]:
    """Return the day on which each issuer signed last (签发日期), by its name."""
    found: dict[str, date] = {}
    for one in signed(document, known=known):
        found[one.organ] = max(one.day, found.get(one.organ, one.day))
    return found


def dated(document: OutgoingDocument) -> date:
    """Return the day on which the last of those who signed did so (成文日期, 条例 art. 9 (12))."""
    return max(days(document).values())


def unsigned(document: OutgoingDocument, version: Version, *, known: org.Directory | None = None) -> list[str]:
    """Return the issuers nobody has signed for whose signature stands under this very substance (未会签机关)."""
    substance = texts.substance_of(version)
    done = {one.organ for one in signed(document, known=known) if texts.substance_of(one.version) == substance}
    return [organ for organ in texts.draft_of(version).issuers if organ not in done]


def here(organs: Iterable[str], day: date, *, known: org.Directory | None = None) -> dict[str, tuple[int, ...]]:
    """Return those of some organs that work on this system, with their heads (本系统内的联署机关)."""
    known = known or org.directory()
    found = {}
    for organ in organs:
        unit = _unit(organ, day, known)
        heads = org.heads(unit.id, day, known=known) if unit else ()
        if any(org.people_of(head, day, known=known) for head in heads):
            found[organ] = tuple(heads)
    return found


def others_here(draft: Draft, day: date, *, known: org.Directory | None = None) -> dict[str, tuple[int, ...]]:
    """Return the issuers beside the leading one that work on this system, with their heads."""
    return here(draft.issuers[1:], day, known=known)


def issuer_of(holder: int, issuers: Iterable[str], day: date, *, known: org.Directory | None = None) -> str:
    """Return the issuer that a holder heads, whatever their other posts; else the nearest above their unit, or ""."""
    known, issuers = known or org.directory(), tuple(issuers)
    led = next((organ for organ, heads in here(issuers, day, known=known).items() if holder in heads), "")
    return led or _above(holder, issuers, day, known)


def _above(holder: int, issuers: Iterable[str], day: date, known: org.Directory) -> str:
    units = {unit.id: organ for organ in issuers if (unit := _unit(organ, day, known))}
    row = known.holders[holder]
    own = known.posts[row.post_id].unit_id if row.post_id else org.last_unit_of(row.person_id or 0, day, known=known)
    path = known.units[own].path if own else ""
    upward = [int(part) for part in reversed(path.split("/")) if part]
    return next((units[one] for one in upward if one in units), "")


def _unit(name: str, day: date, known: org.Directory) -> UnitRow | None:
    return next((unit for unit in known.on(day).units.values() if unit.name == name), None)


def is_joint_here(document: OutgoingDocument, day: date) -> bool:
    """Tell whether others who work on this system issue the document as well (联合会签条件)."""
    issuers = texts.draft_of(texts.latest(document)).issuers[1:]
    return bool(issuers) and bool(here(issuers, day))
