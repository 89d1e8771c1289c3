"""Reading the register of peers, the packages that were made and those that came in (交换对方、交换包)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from zhongshu.documents import queries as documents
from zhongshu.documents import rules as document_rules
from zhongshu.exchange import rules
from zhongshu.exchange.models import Delivery, Dispatch, ImportedPackage, Package, Peer
from zhongshu.exchange.queries.deliveries import IS_WAITING, coming_to, organs_of, received_by, sends, told
from zhongshu.exchange.rules import peering
from zhongshu.files.models import StoredFile
from zhongshu.gongwen.packages.opening import Sender
from zhongshu.gongwen.signing import certificates
from zhongshu.gongwen.signing.certificates import Certificate
from zhongshu.jobs.models import Job
from zhongshu.kit.errors import Refused
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.seals import queries as seals


def keeps(person: Person, organ: int | None, at: datetime) -> bool:
    """Tell whether a person deals with other systems for an organ (收文登记人员)."""
    return organ is not None and documents.keeps(person, document_rules.INCOMING, organ, at)


def organs(person: Person, at: datetime, *, known: org.Directory | None = None) -> list[int]:
    """Return the organs for which a person deals with other systems, in protocol order."""
    return organs_of(person, document_rules.INCOMING, at, known=known)


def certificate_of(peer: Peer) -> Certificate:
    """Return the certificate of a peer as people read it."""
    return certificates.read_roots([peer.certificate.encode()])[0]


def own_fingerprint(organ: int, at: datetime) -> str:
    """Return what an organ tells others of its own certificate (本机关证书指纹), or nothing without one."""
    try:
        return peering.in_fours(seals.certificate_to_sign(organ, at).fingerprint[: peering.TOLD_DIGITS])
    except Refused:
        return ""


def peers(
    person: Person, at: datetime, wanted: Mapping[str, Any], *, known: org.Directory | None = None
) -> QuerySet[Peer]:
    """Return the register of peers that a person keeps (visible_to), those in force first. wanted: q."""
    found = Peer.objects.filter(organ__in=organs(person, at, known=known)).select_related("organ", "by", "ended_by")
    if wanted.get("q"):
        found = found.filter(Q(name__icontains=wanted["q"]) | Q(code__icontains=wanted["q"]))
    return found.order_by(F("ended_at").asc(nulls_first=True), "name", "id")


def peer_for(person: Person, number: int, at: datetime) -> Peer | None:
    """Return a peer from a register that the person keeps, or None."""
    return peers(person, at, {}).filter(pk=number).first()


def peer_of(organ: int, name: str) -> Peer | None:
    """Return the peer of an organ that goes by a name and is in force, or None."""
    return Peer.objects.filter(organ=organ, name=name, ended_at=None).order_by("pk").first()


def senders(organ: int) -> list[tuple[Sender, Peer]]:
    """Return all from whom an organ takes packages, and took them once (发送方), those in force first."""
    found = sorted(Peer.objects.filter(organ=organ), key=lambda one: (one.ended_at is not None, -one.pk))
    return [(Sender(one.code, one.name, certificate_of(one), one.ended_at), one) for one in found]


def imported(
    person: Person, at: datetime, wanted: Mapping[str, Any], *, known: org.Directory | None = None
) -> QuerySet[ImportedPackage]:
    """Return the packages that came in for the organs whose register a person keeps, the latest first. wanted: q.

    Telegrams are named to the confidential registrars alone, what has become a matter to who may see that.
    """
    found = ImportedPackage.objects.filter(organ__in=organs(person, at, known=known))
    if words := wanted.get("q"):
        mine = coming_to(person, at, known=known).filter(dispatch=OuterRef("dispatch"))
        seen = Exists(mine) | Q(dispatch__matter__in=matters.visible_to(person, at, known=known))
        found = found.filter(Q(peer__name__icontains=words) | Q(seen, dispatch__number__icontains=words))
    return found.select_related("peer", "dispatch", "organ", "by").order_by("-at", "-id")


def outward(dispatch: Dispatch) -> QuerySet[Delivery]:
    """Return the deliveries of a dispatch to receivers on other systems (系统外单位), with their packages."""
    found = told(Delivery.objects.filter(dispatch=dispatch, unit=None))
    return found.select_related("package__taken_by").order_by("id")


def unpacked(dispatch: Dispatch) -> QuerySet[Delivery]:
    """Return those that wait and have no package yet (未生成交换包)."""
    return Delivery.objects.filter(IS_WAITING, dispatch=dispatch, unit=None, package=None).order_by("id")


def packing_jobs(deliveries: Iterable[int]) -> dict[int, Job]:
    """Return the last job that was to make each package, while it is kept (打包作业), by delivery."""
    keys = {rules.job_key(one): one for one in deliveries}
    found = Job.objects.filter(unique_key__in=list(keys)).order_by("pk")
    return {keys[job.unique_key]: job for job in found if job.unique_key}


def dispatch_for(person: Person, number: int, at: datetime) -> Dispatch | None:
    """Return a dispatch of this system that a person sends and whose matter they may see, or None."""
    seen = matters.visible_to(person, at)
    row = Dispatch.objects.filter(pk=number, matter__in=seen).select_related("matter", "sender").first()
    return row if row and sends(person, row, at) else None


def matter_of(dispatch: int) -> QuerySet[Matter]:
    """Return the matter of a dispatch, if there is one, whoever may see it."""
    return Matter.objects.filter(dispatches=dispatch)


def packed_with(stored: StoredFile) -> list[StoredFile]:
    """Return the packages made here in which a file lies (装有该文件的交换包)."""
    made = Package.objects.filter(delivery__dispatch__peer=None, delivery__dispatch__files__file=stored).values("file")
    return list(StoredFile.objects.filter(pk__in=made).order_by("pk"))


def package_for(person: Person, number: int, at: datetime) -> Package | None:
    """Return a package that a person may take along, or None."""
    if packable_for(person, number, at) is None:
        return None
    return Package.objects.filter(pk=number).select_related("file", "delivery__dispatch__matter").first()


def packable_for(person: Person, number: int, at: datetime) -> Delivery | None:
    """Return a delivery whose package is a person's to have made: of what they send, or of what came to them."""
    row = Delivery.objects.filter(pk=number).select_related("dispatch").first()
    if row is None:
        return None
    if row.dispatch.peer_id:
        return row if received_by(person, at).filter(pk=number).exists() else None
    return row if row.unit_id is None and dispatch_for(person, row.dispatch_id, at) else None
