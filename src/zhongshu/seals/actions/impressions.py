"""Electronic seals on a document (电子盖章): meant when it is printed, put on by the keeper, set by the worker.

`mean_within` at 印制, `impress_within` at 用印, both inside the act of the station; `placements` and `finish_within` by
whoever makes the file. Nothing here knows what a document is.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from zhongshu.gongwen.signing.sealing import Placement
from zhongshu.kit import digests
from zhongshu.matters.models import Attachment, Matter
from zhongshu.org.models import Person
from zhongshu.seals import queries
from zhongshu.seals.models import Certificate, Impression, Picture, Seal, Use
from zhongshu.seals.rules import electronic
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction


def mean_within(matter: Matter, seals: Sequence[Seal], *, at: datetime) -> bool:
    """Have these seals set electronically on a document (拟加盖电子印章) if all of them can be; tell whether they will.

    What was meant before and not put on is forgotten, what was set before is of an earlier print; with no seals that is
    all that happens. Raises NotUsable for a seal that there is no other of.
    """
    check_transaction()
    Impression.objects.filter(matter=matter, use=None).delete()
    Impression.objects.filter(matter=matter, superseded_at=None).update(superseded_at=at)
    usable = queries.with_electronic(seals, at)
    for seal in seals:
        if seal.is_electronic and seal.pk not in usable:
            raise electronic.not_usable(seal.name, queries.fault_of(seal, at))
    if not seals or not {seal.pk for seal in seals} <= usable:
        return False
    Impression.objects.bulk_create(Impression(matter=matter, seal=seal) for seal in seals)
    return True


def impress_within(use: Use, *, substance: str, at: datetime) -> bool:
    """Put on a seal that was meant to be set electronically (加盖电子印章), as the act of its keeper; False for paper.

    substance: SM3 of what was signed for issue. Raises NotUsable when its certificate has gone since 印制.
    """
    check_transaction()
    row = Impression.objects.filter(matter=use.matter_id, seal=use.seal_id, use=None).first()
    if row is None:
        return False
    certificate, picture = _equipment(use.seal, at)
    Impression.objects.filter(pk=row.pk).update(
        use=use, certificate=certificate, picture=picture, substance=substance, fault=""
    )
    return True


def renew_within(rows: Iterable[Impression], *, at: datetime) -> None:
    """Take what the seals are set with now, for a file that could not be made (重新加盖). Raises NotUsable."""
    check_transaction()
    for row in rows:
        certificate, picture = _equipment(row.seal, at)
        Impression.objects.filter(pk=row.pk).update(certificate=certificate, picture=picture, fault="")


def _equipment(seal: Seal, at: datetime) -> tuple[Certificate, Picture]:
    certificate, picture = queries.certificate_of(seal, at), queries.picture_of(seal)
    if certificate is None or picture is None or certificate.is_demonstration != picture.is_demonstration:
        raise electronic.not_usable(seal.name, queries.fault_of(seal, at))
    return certificate, picture


def check_standing(rows: Iterable[Impression], *, at: datetime) -> None:
    """Refuse to sign with a certificate that is withdrawn by now, since whenever (证书已停用). Raises NotUsable."""
    for row in rows:
        withdrawal = getattr(row.certificate, "withdrawal", None)
        if withdrawal and withdrawal.since <= at:
            why = electronic.withdrawn(withdrawal.certificate.subject, withdrawal.since)
            raise electronic.not_usable(row.seal.name, why)


def placement(row: Impression, *, page: int, x: float, y: float) -> Placement:
    """Return a seal with its key and where it goes, its middle in millimetres. Raises NotOurs."""
    assert row.picture is not None and row.certificate is not None  # noqa: S101 - it was put on
    return Placement(
        page=page,
        x=x,
        y=y,
        width=row.picture.width,
        height=row.picture.height,
        image=bytes(row.picture.image),
        credential=queries.credential(row.certificate),
        name=row.seal.name,
    )


def finish_within(rows: Sequence[Impression], file: Attachment, *, before: str, by: Person, at: datetime) -> None:
    """Note the file that the seals were set on (盖章件). before: digest of the file as it was printed."""
    check_transaction()
    Impression.objects.filter(pk__in=[row.pk for row in rows]).update(file=file, before=before, fault="")
    detail = {
        "file": file.file.digest,
        "before": before,
        "seals": [row.seal_id for row in rows],
        "serials": [row.certificate.serial for row in rows if row.certificate],
    }
    trail.record(file.matter.stream, "seals.impressed", by=by.ref, at=at, detail=detail)


def fail_within(rows: Sequence[Impression], fault: str, *, by: Person, at: datetime) -> None:
    """Note why a file could not be made (未能加盖)."""
    check_transaction()
    Impression.objects.filter(pk__in=[row.pk for row in rows]).update(fault=fault[:300])
    detail = {"seals": [row.seal_id for row in rows], "fault": digests.sm3(fault)}
    trail.record(rows[0].matter.stream, "seals.not_impressed", by=by.ref, at=at, detail=detail)
