"""A register of seals for the test people (印章柜): who manages it, who keeps what, and an application on its way.

Unless told otherwise `supervisor` manages the register, `registrar` keeps the organ's seal and that of its office,
`second_registrar` the one for contracts. Of the applicants `finance_clerk` has a chief, a leader in charge, and no say.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.cast import GIVEN, Cast

from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter
from zhongshu.org import actions as org
from zhongshu.org.models import Person
from zhongshu.seals import actions
from zhongshu.seals.models import Seal

SEAL = {
    "name": "清河县人民政府公章",
    "kind": "official",
    "material": "铜",
    "size": "直径45毫米",
    "issuer": "清源市人民政府",
    "engraver": "清源市印章刻制社",
    "engraved_at": "清源市",
    "permit": "清公印〔2025〕3号",
    "used_since": date(2025, 3, 1),
    "note": "",
}
ASKED = {
    "title": "关于拨付防汛资金的函",
    "reason": "报送资金拨付函",
    "document_number": "清财函[2026]5号",
    "copies": 5,
    "sent_to": "清源市财政局",
}
LENT = {
    "title": "防汛工程施工合同",
    "reason": "到施工现场签订合同",
    "place": "清源市水利局",
    "copies": 4,
    "sent_to": "清源市水利局",
}


class Desk:
    """The seals by attribute, and how far an application or a loan is taken."""

    def __init__(self, cast: Cast, *, manager: Person | None = None) -> None:
        self.cast, self.manager = cast, manager or cast.supervisor
        with transaction.atomic():
            org.posts.give_role(self.manager.holder, "seal_keeper", cast.organ, **GIVEN | {"at": cast.tick()})
        self.main = self.register()
        self.office = self.register(name="清河县人民政府办公室印章", kind="office")
        self.contract = self.register(cast.second_registrar, name="合同专用章", kind="special")

    def register(self, keeper: Person | None = None, **details: Any) -> Seal:
        """Enter a seal into the register."""
        cast = self.cast
        return actions.register(
            organ=cast.organ.pk,
            details=SEAL | details,
            keeper=keeper or cast.registrar,
            by=self.manager,
            at=cast.tick(),
        )

    def apply(self, *seals: Seal, by: Person | None = None, label: str = "internal", **details: Any) -> Matter:
        """Ask for seals, for that of the office unless told."""
        by = by or self.cast.finance_clerk
        return actions.apply(
            seals=[seal.pk for seal in seals or (self.office,)],
            label=label,
            details=ASKED | details,
            uploads=[self.cast.upload(by, "函.txt", "请予拨付。")],
            is_full=True,
            by=by,
            at=self.cast.tick(),
        )

    def ask_loan(self, seal: Seal | None = None, *, due: datetime | None = None, **details: Any) -> Matter:
        """Ask to take a seal along until tomorrow, unless told."""
        cast = self.cast
        return actions.ask_loan(
            seal=(seal or self.main).pk,
            label="internal",
            details=LENT | details,
            borrower=cast.finance_clerk,
            companion=cast.finance_chief,
            due=due or cast.at + timedelta(days=1),
            uploads=[cast.upload(cast.finance_clerk, "合同.txt", "施工合同正文。")],
            is_full=True,
            by=cast.finance_clerk,
            at=cast.tick(),
        )

    def approve(self, matter: Matter, *, leader: bool = False) -> Matter:
        """Let everybody say yes whom the route asks of a clerk's application."""
        said: Iterable[tuple[str, Person]] = (
            ("unit_review", self.cast.finance_chief),
            ("office_review", self.cast.office_head),
            *((("leader_approval", self.cast.leader),) if leader else ()),
        )
        for station, by in said:
            self.do(matter, station, by, opinion="同意。")
        return matter

    def do(self, matter: Matter, station: str, by: Person, *, opinion: str = "", **fields: Any) -> Matter:
        """Complete somebody's task at a station."""
        task = self.cast.task(matter, station, by)
        matters.complete(task.pk, by=by, at=self.cast.tick(), opinion=opinion, fields=fields)
        matter.refresh_from_db()
        return matter

    def seal(self, matter: Matter, by: Person | None = None, **fields: Any) -> Matter:
        """Put every seal that somebody keeps on five copies, before the office head."""
        cast = self.cast
        asked = [each.pk for each in matter.seal_application.seals.all()]
        given = {
            "copies": dict.fromkeys(asked, 5),
            "witness": (cast.holder(cast.office_head),),
            "is_checked": True,
        }
        return self.do(matter, "sealing", by or cast.registrar, **given | fields)

    def hand_out(self, matter: Matter, by: Person | None = None) -> Matter:
        """Let the keeper hand a seal out."""
        return self.do(matter, "handing_out", by or self.cast.registrar, is_received=True)

    def take_back(self, matter: Matter, copies: int = 0, **changed: Any) -> Matter:
        """Let the keeper take it back."""
        words = changed.pop("opinion", "印章完好，已收回。")
        return self.do(matter, "taking_back", self.cast.registrar, opinion=words, copies=copies, **changed)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """The register with three seals in use."""
    return Desk(cast)
