"""An organ on another system (系统外机关), for the tests: its certificate, what it sends and answers with."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
from tests.cast import Cast

from zhongshu.exchange import actions
from zhongshu.exchange.models import Peer
from zhongshu.gongwen.packages import model, packing
from zhongshu.gongwen.packages.model import File, Manifest, Party
from zhongshu.gongwen.signing import certificates, demonstration
from zhongshu.gongwen.signing.certificates import Credential
from zhongshu.org.models import Person, Unit
from zhongshu.seals import actions as seals
from zhongshu.seals.tests.desk import Desk

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)  # so that certificates hold by the clock of the cast and by the real one
PASSWORD = "密码-7"
DAYS = 3000
CITY = Party("清源市人民政府", "QY-0001")
TEXT = "清源市人民政府关于做好秋粮收购工作的通知\n\n各县人民政府：\n现就做好秋粮收购工作通知如下。"


@cache
def certificate(name: str, days: int) -> bytes:
    """Return a certificate file of a demonstration certificate, its key in it."""
    return demonstration.demonstration(name, at=BEGUN, days=days, password=PASSWORD)


def credential(name: str, days: int = DAYS) -> Credential:
    """Return a demonstration certificate with its key, opened."""
    return certificates.open_credential(certificate(name, days), PASSWORD, BEGUN)


class Elsewhere:
    """The city's government, which works with another system; `peer` is how the county has it in its register."""

    def __init__(self, cast: Cast, party: Party = CITY) -> None:
        self.cast, self.party = cast, party
        self.credential = credential(party.name)

    def register(self, organ: Unit | None = None, by: Person | None = None) -> Peer:
        """Enter it into the county's register of peers."""
        cast = self.cast
        given = {"name": self.party.name, "code": self.party.code, "certificate": self.credential.pem}
        given |= {"fingerprint": self.credential.fingerprint}
        return actions.register_peer(organ=(organ or cast.organ).pk, by=by or cast.registrar, at=cast.tick(), **given)

    def letter(
        self,
        *,
        files: tuple[File, ...] = (),
        to: Party | None = None,
        also: Party | None = None,
        uids: str = "1",
        copies: int = 2,
        credential: Credential | None = None,
        **changed: Any,
    ) -> bytes:
        """Return a document for the county as a package; `changed` parts of the document."""
        cast = self.cast
        document = model.Document(
            label="public",
            issuers=(self.party.name,),
            title="清源市人民政府关于做好秋粮收购工作的通知",
            genre="notice",
            number="清源政发〔2026〕31号",
            recipients=("各县人民政府",),
            dated=date(2026, 2, 27),
        )
        to = to or Party(cast.organ.name, cast.organ.code)
        delivery = model.Delivery("2" * 31 + uids, to, copies=copies, first="000011", last="000012")
        further = (model.Delivery("5" * 31 + uids, also),) if also else ()
        dispatch = model.Dispatch("3" * 31 + uids, replace(document, **changed), (delivery, *further))
        manifest = Manifest("4" * 31 + uids, cast.tick(), self.party, dispatch)
        texts = files or (File("关于做好秋粮收购工作的通知.txt", "text", TEXT.encode()),)
        return packing.pack(manifest, texts, credential=credential or self.credential)

    def receipt(self, delivery: Any, key: str = "r", **changed: Any) -> bytes:
        """Return its receipt for what the county sent to it: signed unless told otherwise."""
        cast = self.cast
        told = model.Receipt(
            delivery=delivery.uid.hex,
            dispatch=delivery.dispatch.uid.hex,
            outcome="signed",
            at=cast.tick().replace(microsecond=0),
            by="钱进",
        )
        manifest = Manifest(
            uuid.uuid5(delivery.uid, key).hex, cast.tick(), self.party, receipt=replace(told, **changed)
        )
        return packing.pack(manifest, credential=self.credential)

    def read(self, content: bytes, organ: Unit) -> Any:
        """Open a package as the city would that knows the certificate of the county."""
        from zhongshu.gongwen.packages import opening

        own = certificates.read(credential(organ.name).der)
        return opening.open_package(
            content, senders=[opening.Sender(organ.code, organ.name, own)], at=datetime.now(UTC)
        )


@pytest.fixture
def elsewhere(cast: Cast) -> Elsewhere:
    """The city, as yet unknown to the county."""
    return Elsewhere(cast)


@pytest.fixture
def signing(cast: Cast) -> Desk:
    """A register of seals in which the county's own has a certificate to sign packages with."""
    desk = Desk(cast)
    file = certificate(cast.organ.name, DAYS)
    given = {"password": PASSWORD, "by": desk.manager, "at": cast.tick()}
    seals.add_certificate(desk.main.pk, file=file, **given)
    return desk
