"""Telling receivers and senders what has become of a document (告知)."""

from collections.abc import Iterable
from datetime import datetime

from zhongshu.exchange import rules
from zhongshu.exchange.models import Delivery, Dispatch
from zhongshu.matters import queries as spine
from zhongshu.matters.actions import telling
from zhongshu.matters.kinds import Step
from zhongshu.notices import actions as notices
from zhongshu.org import queries as org
from zhongshu.org.models import Person

PRESSING = ("extra_urgent", "flash")


def about(dispatch: Dispatch) -> str:
    """Return what messages to receivers are about: settled for a person when one of them opens it."""
    return f"dispatch:{dispatch.pk}"


def titled(words: str, dispatch: Dispatch) -> str:
    """Return words with whose document they are about, and its title."""
    return f"{words}：{rules.headed(dispatch)}"


def by_dispatch(rows: Iterable[Delivery]) -> list[list[Delivery]]:
    """Return deliveries of a document by the dispatch that they came with (历次分发): what is told is told of each."""
    found: dict[int, list[Delivery]] = {}
    for row in rows:
        found.setdefault(row.dispatch_id, []).append(row)
    return list(found.values())


def tell_receivers(dispatch: Dispatch, units: Iterable[int], text: str, *, kind: str, at: datetime) -> None:
    """Tell who signs for a document in some organs (告知收文机关), all in one go; the message leads each to their own.

    Outside the system the title is said only of what is public.
    """
    known, day, role = org.directory(), org.local_day(at), rules.keeper_of(dispatch)
    holders = [holder for unit in units for holder in org.role(role, unit, day, known=known)]
    matter = dispatch.matter
    is_quotable = matter.is_quotable if matter else True
    notices.tell(
        sorted(org.people_behind(holders, day, known=known)),
        text=text,
        outside=text if rules.label_of(dispatch) == "public" and is_quotable else "",
        link=f"/deliveries/of/{dispatch.pk}/",
        about=about(dispatch),
        at=at,
        kind=kind,
        urgent=dispatch.urgency in PRESSING,
        known=known,
    )


def hush(step: Step) -> None:
    """Say no more outside of what has gone out once its label is raised or it is for a few alone (不再外传标题)."""
    if not step.matter.is_quotable:
        for dispatch in Dispatch.objects.filter(matter=step.matter).order_by("pk"):
            notices.hush(about(dispatch))


def tell_sender(dispatch: Dispatch, text: str, *, at: datetime, by: Person | None = None) -> None:
    """Tell the registrars of the sender (告知发文机关), unless it is another system's document."""
    if dispatch.matter is None or dispatch.sender_id is None:
        return
    known, day = org.directory(), org.local_day(at)
    holders = set(org.role("registrar", dispatch.sender_id, day, known=known))
    people = spine.hearers(dispatch.matter, holders, at, known=known)
    if people:
        telling.send(dispatch.matter, people - {by.pk if by else 0}, text, kind="result", at=at, known=known)
