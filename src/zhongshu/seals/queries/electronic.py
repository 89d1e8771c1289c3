"""Electronic seals (电子印章): which seal has one that can be used, the key behind it, and whom the office trusts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from zhongshu.gongwen.signing import certificates
from zhongshu.gongwen.signing.certificates import Credential
from zhongshu.matters.models import Attachment, Matter
from zhongshu.seals import rules
from zhongshu.seals.models import Certificate, Impression, Picture, Root, Seal, Withdrawal
from zhongshu.seals.rules import electronic, keys

SIZE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the office trusts (信任范围), as `gongwen.signing.verifying.verify` takes it.

    roots: trusted certificates. withdrawn: since when certificates hold no more, by fingerprint; of a root that was
    ended too, so that what was signed before stays good.
    """

    roots: tuple[certificates.Certificate, ...]
    withdrawn: Mapping[str, datetime]


def trust(at: datetime) -> Trust:
    """Return the roots that the office trusts and the certificates that were withdrawn (受信任的证书、停用的证书)."""
    rows = list(Root.objects.filter(at__lte=at).order_by("pk"))
    standing = {row.fingerprint for row in rows if row.ended_at is None or row.ended_at > at}
    ended = {row.fingerprint: row.ended_at for row in rows if row.ended_at and row.fingerprint not in standing}
    withdrawn = dict(Withdrawal.objects.filter(at__lte=at).values_list("certificate__fingerprint", "since"))
    known = {row.fingerprint: row for row in rows}.values()
    return Trust(tuple(certificates.read(bytes(row.der)) for row in known), ended | withdrawn)


def signer(organ: int, at: datetime) -> Credential:
    """Return the certificate with its key that an organ signs with (机关签章证书), as of its main seal first.

    For what the organ signs as such, like an exchange package: `gongwen.packages.packing.pack(…, credential=…)`. The
    key stays in memory only. Raises `rules.NoCertificate`, a Refused with its sentence, for an organ without one that
    can be used now; `rules.keys.NotOurs` where the key cannot be opened. An organ that has had a certificate of its own
    does not sign with one for demonstration any more.
    """
    return credential(_signing(organ, at))


def certificate_to_sign(organ: int, at: datetime) -> certificates.Certificate:
    """Return the same certificate without its key, which stays sealed (机关签章证书). Raises `rules.NoCertificate`."""
    return certificates.read_roots([_signing(organ, at).chain.encode()])[0]


def _signing(organ: int, at: datetime) -> Certificate:
    usable = _usable(at).filter(seal__organ=organ, seal__stopped_at=None)
    if _real().filter(seal__organ=organ).exists():
        usable = usable.filter(is_demonstration=False)
    found = list(usable.select_related("seal"))
    if not found:
        raise rules.NoCertificate(rules.NO_CERTIFICATE)
    ranks = [kind for kind, _ in rules.KINDS]
    return min(found, key=lambda one: (ranks.index(one.seal.kind), -one.pk))


def credential(row: Certificate) -> Credential:
    """Return a certificate with its private key opened. Raises NotOurs."""
    chain = certificates.read_roots([row.chain.encode()])
    return certificates.joined(chain, keys.unseal(row.key, row.fingerprint))


def _real() -> QuerySet[Certificate]:
    return Certificate.objects.filter(is_demonstration=False)


def _usable(at: datetime) -> QuerySet[Certificate]:
    """Return the certificates that can be used; none for demonstration of a seal that has had one of its own."""
    found = Certificate.objects.filter(valid_from__lte=at, valid_to__gte=at, withdrawal=None)
    return found.exclude(is_demonstration=True, seal__in=_real().values("seal"))


def certificate_of(seal: Seal, at: datetime) -> Certificate | None:
    """Return the certificate that a seal is set with at a time (在用签章证书): the last brought in that can be used."""
    return _usable(at).filter(seal=seal).order_by("-pk").first()


def picture_of(seal: Seal) -> Picture | None:
    """Return what a seal looks like (在用印章图形), or None."""
    return Picture.objects.filter(seal=seal).order_by("-pk").first()


def size_of(seal: Seal) -> dict[str, float]:
    """Return width and height of a seal in millimetres: of its picture, else as the register tells its size (规格)."""
    if picture := picture_of(seal):
        return {"width": picture.width, "height": picture.height}
    told = [float(number) for number in SIZE.findall(seal.size)[:2]] or [electronic.USUAL]
    return {"width": told[0], "height": told[-1]}


def is_electronic(seal: Seal, at: datetime) -> bool:
    """Tell whether a seal has an electronic one that can be used: a picture, and a certificate that holds."""
    return seal.pk in with_electronic([seal], at)


def with_electronic(seals: Iterable[Seal], at: datetime) -> set[int]:
    """Return which of these seals have an electronic one that can be used (可用的电子印章).

    Its picture and its certificate are both the organ's own, or both for demonstration.
    """
    asked = [seal.pk for seal in seals]
    drawn, certified = (
        dict(rows.filter(seal__in=asked).order_by("pk").values_list("seal", "is_demonstration"))
        for rows in (Picture.objects.all(), _usable(at))
    )
    return {seal for seal, is_demonstration in certified.items() if drawn.get(seal) == is_demonstration}


def fault_of(seal: Seal, at: datetime) -> str:
    """Return why a seal cannot be set electronically now (电子印章不能使用的原因), or nothing.

    Without a certificate it is what became of the last one that it had, of its own where it has had such.
    """
    certificate, picture = certificate_of(seal, at), picture_of(seal)
    if certificate and picture:
        return electronic.mismatch(certificate.is_demonstration, picture.is_demonstration)
    if certificate:
        return electronic.NO_PICTURE
    had = sorted(certificates_of(seal), key=lambda one: one.is_demonstration)
    if not had:
        return electronic.NO_CERTIFICATE
    withdrawal = getattr(had[0], "withdrawal", None)
    if withdrawal:
        return electronic.withdrawn(had[0].subject, withdrawal.since)
    if at > had[0].valid_to:
        return electronic.expired(had[0].subject, had[0].valid_to)
    return electronic.early(had[0].subject, had[0].valid_from)


def impressions(matter: Matter) -> list[Impression]:
    """Return the electronic seals of a document as it was printed last (电子盖章), set or to be set, in their order."""
    told = ("seal__organ", "use__sealed_by", "certificate__withdrawal", "picture", "file__file")
    rows = Impression.objects.filter(matter=matter, superseded_at=None).exclude(use__voided_at__isnull=False)
    return list(rows.select_related(*told).order_by("pk"))


def sealed_file(matter: Matter) -> Attachment | None:
    """Return the PDF of a document that bears all its electronic seals (盖章件), or None; none that is withheld."""
    rows = impressions(matter)
    file = rows[0].file if rows and all(row.file_id for row in rows) else None
    return file if file and file.withheld_at is None else None


def certificates_of(seal: Seal) -> list[Certificate]:
    """Return all certificates that a seal ever had, the latest first (签章证书)."""
    return list(Certificate.objects.filter(seal=seal).select_related("by", "withdrawal__by").order_by("-pk"))


def certificate_state(row: Certificate, at: datetime) -> tuple[str, str]:
    """Return in words whether a certificate can be used (证书状态), and its colour."""
    if withdrawal := getattr(row, "withdrawal", None):
        return f"已停用（{dict(rules.CAUSES)[withdrawal.cause]}）", "plain"
    if at < row.valid_from:
        return "尚未生效", "yellow"
    return ("已过期", "red") if at > row.valid_to else ("可用", "green")


def roots() -> QuerySet[Root]:
    """Return the certificates that are or were trusted, those in force first (受信任的证书)."""
    return Root.objects.order_by(F("ended_at").asc(nulls_first=True), "-pk")
