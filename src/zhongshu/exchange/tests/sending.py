"""Documents on their way to other organs, for the tests (分发): towns with a registrar each, what the county sends."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from tests.cast import GIVEN, Cast

from zhongshu.documents.actions import open_registers
from zhongshu.exchange import actions, jobs
from zhongshu.exchange.models import Delivery, Dispatch
from zhongshu.exchange.rules import ANNOUNCING, Particulars, Receiver
from zhongshu.files import actions as files
from zhongshu.jobs.models import Job
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter
from zhongshu.org import actions as org
from zhongshu.org import queries as who
from zhongshu.org.models import Account, Person, Unit
from zhongshu.outgoing import rules as outgoing

TOWNSHIPS = ("平安", "太平", "长乐", "永兴", "和顺", "新丰", "大成", "青山", "石桥", "柳河", "白马", "双溪")
SENT = Particulars(
    title="清河县人民政府关于做好防汛备汛工作的通知",
    genre="notice",
    label="public",
    number="清政发〔2026〕8号",
    dated=date(2026, 3, 2),
    recipients="各乡镇人民政府",
    copied_to="县委办公室",
)
CONTENT = b"%PDF-1.4 flood"


class Towns:
    """Organs that receive documents, a registrar in each, and what the county sends them."""

    def __init__(self, cast: Cast, count: int = 2) -> None:
        self.cast = cast
        self.units: list[Unit] = []
        self.registrars: list[Person] = []
        with transaction.atomic():
            for name in TOWNSHIPS[:count]:
                self.add(f"{name}镇人民政府", f"{name}镇政府", f"{name}文书", parent=cast.organ)

    def add(self, name: str, short_name: str, registrar: str, *, parent: Unit | None = None) -> None:
        """Add an organ with its registrar; without a parent it stands beside or above the county."""
        number = len(self.units) + 1
        about = {"code": f"town{number}", "kind": Unit.ORGAN, "parent": parent, "order": number}
        unit = org.units.create(name=name, short_name=short_name, **about, **GIVEN)
        open_registers(unit.pk, by="system", at=GIVEN["at"])
        post = org.posts.create(unit, code=f"registry{number}", name="文书岗", is_head=False, order=1, **GIVEN)
        person = org.people.create(code=f"town_registrar{number}", name=registrar, order=100 + number, **GIVEN)
        org.posts.appoint(person, post, **GIVEN)
        org.posts.give_role(person.holder, "registrar", unit, **GIVEN)
        begun = {"created_by": "system", "created_at": GIVEN["at"], "activated_at": GIVEN["at"]}
        Account.objects.create(login=f"town{number}", person=person, display_name=person.name, **begun)
        self.units.append(unit)
        self.registrars.append(person)

    def confide(self, place: int = 0) -> Person:
        """Let the registrar of a town receive telegrams as well."""
        with transaction.atomic():
            org.posts.give_role(self.registrars[place].holder, "confidential_registrar", self.units[place], **GIVEN)
        return self.registrars[place]

    def matter(self, **changed: Any) -> Matter:
        """Return a matter of the county that documents are sent out of."""
        cast = self.cast
        with transaction.atomic():
            about = {"kind": outgoing.OUTGOING, "organ": cast.organ.pk, "title": SENT.title}
            return matters.open_matter(**about | changed, by=cast.registrar, at=cast.tick())

    def receivers(self, **changed: Any) -> list[Receiver]:
        """Return all towns as main receivers."""
        return [Receiver(unit.name, unit.pk, **changed) for unit in self.units]

    def ready(
        self, receivers: Sequence[Receiver] | None = None, *, matter: Matter | None = None, **changed: Any
    ) -> Callable[[], Dispatch]:
        """Return what sends a document to all towns, unless told; its matter and file are there already."""
        cast = self.cast
        stored = files.store(io.BytesIO(CONTENT), name="通知.pdf", by=cast.registrar.ref, at=cast.tick())
        given = {
            "sender": cast.organ,
            "particulars": replace(SENT, **changed),
            "files": [(stored, "防汛备汛通知.pdf")],
            "receivers": self.receivers() if receivers is None else receivers,
            "by": cast.registrar,
        }
        matter = matter or self.matter(label=changed.get("label", "public"))

        def send() -> Dispatch:
            with transaction.atomic():
                return actions.dispatch_within(matter, **given, at=cast.tick())

        return send

    def send(self, receivers: Sequence[Receiver] | None = None, *, delivered: bool = True, **about: Any) -> Dispatch:
        """Send a document, and deliver it at once as a worker would."""
        row = self.ready(receivers, **about)()
        if delivered:
            actions.deliver(row.pk, at=self.cast.tick())
        return row

    def end(self, place: int = 0) -> Unit:
        """Abolish a town: its registrar goes first."""
        cast = self.cast
        cast.dismiss(self.registrars[place])
        with transaction.atomic():
            org.units.end(self.units[place], on=who.local_day(cast.at), by="system", at=cast.tick())
        return self.units[place]

    def delivery(self, dispatch: Dispatch, place: int = 0) -> Delivery:
        """Return what of a dispatch goes to one of the towns."""
        return Delivery.objects.get(dispatch=dispatch, unit=self.units[place])


def announce() -> None:
    """Let the worker tell the receivers what was ordered to be told to them."""
    for job in Job.objects.filter(task=ANNOUNCING, finished_at=None).order_by("pk"):
        jobs.announce.call(*job.payload["args"])
        Job.objects.filter(pk=job.pk).update(finished_at=job.enqueued_at)


def arrived(cast: Cast, **changed: Any) -> Delivery:
    """Return a document of another organ that waits for the county to sign for it."""
    stored = files.store(io.BytesIO(CONTENT), name="函.pdf", by="system", at=cast.tick())
    about = {"number": "白政函〔2026〕5号", "title": "白石县人民政府关于联合巡查河道的函", "genre": "letter"}
    with transaction.atomic():
        row = actions.dispatch_within(
            None,
            sender=cast.other_organ,
            particulars=replace(SENT, **about | changed),
            files=[(stored, "联合巡查河道的函.pdf")],
            receivers=[Receiver(cast.organ.name, cast.organ.pk)],
            by=None,
            at=cast.tick(),
        )
    actions.deliver(row.pk, at=cast.tick())
    return row.deliveries.get()


@pytest.fixture
def towns(cast: Cast) -> Towns:
    """Two towns with a registrar each."""
    return Towns(cast)
