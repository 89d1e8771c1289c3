"""Whose work may be handed over by whom (工作移交)."""

from datetime import datetime

from zhongshu.kit.errors import Refused
from zhongshu.org import queries as org
from zhongshu.org.models import Person


def may_hand_over(leaver: Person, person: Person, at: datetime, *, known: org.Directory | None = None) -> bool:
    """Tell whether a person is office head of the leaver's organ or of one above it.

    Of somebody who never had a unit, any office head may.
    """
    known, today = known or org.directory(), org.local_day(at)
    unit, own = org.last_unit_of(leaver.pk, today, known=known), org.unit_of(person.pk, today, known=known)
    if org.has_role(person.pk, "office_head", at, unit=unit, known=known):
        return True
    organ = org.organ_of(own, known=known) if own else None
    if unit is None or organ is None or not org.has_role(person.pk, "office_head", at, unit=organ, known=known):
        return False
    theirs = {unit, org.organ_of(unit, known=known)}  # an organ stands below another with all of its sections
    return any(org.is_subordinate(one, organ, today, known=known) for one in theirs)


def check_may(leaver: Person, person: Person, at: datetime) -> None:
    """Refuse to hand over the work of another organ (工作移交), and its undoing. Raises Refused."""
    if not may_hand_over(leaver, person, at):
        raise Refused(f"只有{leaver.name}所在机关或其上级机关的办公室主任可以办理移交。")
