"""What a reader is told of packages that came in (导入的交换包): the title and how it stands, where they may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhongshu.exchange import rules
from zhongshu.exchange.models import Delivery, ImportedPackage, Package
from zhongshu.exchange.queries.deliveries import received_by, told
from zhongshu.matters import queries as matters
from zhongshu.org.models import Person
from zhongshu.ui.jinja import url

WITHHELD = "（您不能查看这一件）"


@dataclass(frozen=True, slots=True)
class Told:
    """One package as its line shows it. receipt: the delivery whose receipt can be taken along; state: of `STATES`."""

    is_receipt: bool
    title: str
    link: str = ""
    state: str = ""
    receipt: int | None = None
    is_taken: bool = False


def told_of(rows: Iterable[ImportedPackage], person: Person, at: datetime) -> dict[int, Told]:
    """Return what may be told of each package, by its number."""
    found = list(rows)
    dispatches = [one.dispatch_id for one in found]
    mine = told(received_by(person, at).filter(dispatch__in=dispatches))
    arrived = {(one.dispatch_id, one.unit_id): one for one in mine}
    sent = {one.dispatch.matter_id for one in found if one.dispatch.matter_id}
    seen = set(matters.visible_to(person, at).filter(pk__in=sent).values_list("pk", flat=True))
    made = {one.pk: one for one in Package.objects.filter(pk__in=[one.pk for one in arrived.values()])}
    return {one.pk: _told(one, arrived.get((one.dispatch_id, one.organ_id)), seen, made) for one in found}


def _told(row: ImportedPackage, arrived: Delivery | None, seen: set[int], made: dict[int, Package]) -> Told:
    sent = row.dispatch
    if sent.matter_id:
        return Told(True, sent.title, url("matter", sent.matter_id)) if sent.matter_id in seen else Told(True, WITHHELD)
    if arrived is None:
        return Told(False, WITHHELD)
    package = made.get(arrived.pk)
    is_taken = package is not None and package.taken_at is not None
    receipt = arrived.pk if package else None
    return Told(False, sent.title, url("delivery", arrived.pk), rules.state(arrived), receipt, is_taken)
