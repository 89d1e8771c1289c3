"""What a reader is told of packages that came in (导入的交换包): the title and how it stands, where they may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhongshu.exchange import rules
from zhongshu.exchange.models import Delivery, Dispatch, ImportedPackage
from zhongshu.exchange.queries.deliveries import coming_to, told
from zhongshu.matters import queries as matters
from zhongshu.org.models import Person
from zhongshu.ui.jinja import url

WITHHELD = "（您不能查看这一件）"
READING = "正在识读，识读后签收"


@dataclass(frozen=True, slots=True)
class Told:
    """One package as its line shows it. arrived: what became of it here, with the package of the receipt, if any."""

    is_receipt: bool
    title: str
    link: str = ""
    state: str = ""
    arrived: Delivery | None = None


def told_of(rows: Iterable[ImportedPackage], person: Person, at: datetime) -> dict[int, Told]:
    """Return what may be told of each package, by its number; of what has not been looked at, that it is being read."""
    found = list(rows)
    dispatches = [one.dispatch_id for one in found]
    mine = told(coming_to(person, at).filter(dispatch__in=dispatches)).select_related("package__taken_by")
    arrived = {(one.dispatch_id, one.unit_id): one for one in mine}
    sent = {one.dispatch.matter_id for one in found if one.dispatch.matter_id}
    seen = set(matters.visible_to(person, at).filter(pk__in=sent).values_list("pk", flat=True))
    return {one.pk: _told(one, arrived.get((one.dispatch_id, one.organ_id)), seen) for one in found}


def _told(row: ImportedPackage, arrived: Delivery | None, seen: set[int]) -> Told:
    sent = row.dispatch
    if sent.matter_id:
        return Told(True, sent.title, url("matter", sent.matter_id)) if sent.matter_id in seen else Told(True, WITHHELD)
    if arrived is None:
        return Told(False, WITHHELD)
    if arrived.delivered_at is None:
        return Told(False, READING)
    return Told(False, sent.title, url("delivery", arrived.pk), rules.state(arrived), arrived)


def title_for(person: Person, dispatch: Dispatch, at: datetime) -> str:
    """Return issuer and title of what a person may see (标题), or nothing."""
    if dispatch.matter_id:
        is_seen = matters.visible_to(person, at).filter(pk=dispatch.matter_id).exists()
    else:
        is_seen = coming_to(person, at).filter(dispatch=dispatch).exists()
    return f"{dispatch.sender_name}《{dispatch.title}》" if is_seen else ""
