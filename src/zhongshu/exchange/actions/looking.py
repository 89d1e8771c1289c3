"""Reading what came in a package (识读来包): a mark of secrecy is found as in whatever is taken in, and withheld."""

from datetime import datetime

from django.db import transaction

from zhongshu.documents import actions as documents
from zhongshu.documents.actions.secrets import WITHHELD_NAME
from zhongshu.exchange import rules
from zhongshu.exchange.actions import receiving
from zhongshu.exchange.models import Delivery, Dispatch, ImportedPackage
from zhongshu.files import actions as files
from zhongshu.files import queries as store
from zhongshu.org.rules import SYSTEM
from zhongshu.trail import actions as trail

REASON = "识读发现国家秘密标志，已按保密要求隔离。涉密文件不得通过本系统传送，请改由机要渠道送达。"
BY_ITSELF = "系统"


def look(dispatch: int, *, at: datetime) -> None:
    """Read the files of a document that came in a package (识读). Done again nothing changes."""
    row = Dispatch.objects.get(pk=dispatch)
    found = [one.file for one in row.files.select_related("file").order_by("order")]
    secret = [file for file in found if store.is_withheld(file) or files.read(file, at=at).is_secret]
    if not secret:
        return
    for package in ImportedPackage.objects.filter(dispatch=row).select_related("file").order_by("pk"):
        documents.withhold_packed(
            package.file, secret, organ=package.organ_id, kind=rules.kind_of(row), label=row.label, at=at
        )
    _withhold(row, at)


@transaction.atomic(durable=True)
def _withhold(row: Dispatch, at: datetime) -> None:
    """Blank what was said of it and send back what nobody has signed for (隔离、退回); who sent it gets the receipt."""
    Dispatch.objects.select_for_update().get(pk=row.pk)
    if row.title == WITHHELD_NAME:
        return
    blank = dict.fromkeys(("number", "recipients", "copied_to", "answers", "scope", "note"), "")
    Dispatch.objects.filter(pk=row.pk).update(title=WITHHELD_NAME, **blank)
    row.files.update(name=WITHHELD_NAME)
    trail.record(row.stream, "exchange.withheld", by=SYSTEM, at=at, detail={"dispatch": row.pk})
    Delivery.objects.filter(dispatch=row, delivered_at=None).update(delivered_at=at)  # nobody is told that it came
    for number in Delivery.objects.filter(dispatch=row).order_by("pk").values_list("pk", flat=True):
        one = receiving.locked(number)
        if rules.state(one) == rules.WAITING:
            receiving.note_rejection(one, reason=REASON, name=BY_ITSELF, by=None, at=at)
