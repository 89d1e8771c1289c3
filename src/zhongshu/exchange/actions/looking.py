"""Reading what came in a package (识读来包): a mark of secrecy is found as in whatever is taken in, and withheld."""

import logging
from datetime import datetime

from django.db import DatabaseError, transaction

from zhongshu.documents import actions as documents
from zhongshu.documents.actions.secrets import WITHHELD_NAME
from zhongshu.exchange import queries, rules
from zhongshu.exchange.actions import dispatching, receiving, telling
from zhongshu.exchange.models import Delivery, Dispatch, ImportedPackage
from zhongshu.files import actions as files
from zhongshu.files import queries as store
from zhongshu.files.models import StoredFile
from zhongshu.files.rules import Withheld
from zhongshu.notices import actions as notices
from zhongshu.org.rules import SYSTEM
from zhongshu.trail import actions as trail
from zhongshu.trail import queries as trails
from zhongshu.trail.rules import check_transaction

REASON = "识读发现国家秘密标志，已按保密要求隔离。涉密文件不得通过本系统传送，请改由机要渠道送达。"
BY_ITSELF = "系统"

logger = logging.getLogger(__name__)


def look(dispatch: int, *, at: datetime) -> None:
    """Read the files of a document that came in a package (识读), then deliver it. Done again nothing changes.

    What cannot be read is delivered unread: whoever signs for it looks at it.
    """
    row = Dispatch.objects.get(pk=dispatch)
    found = [one.file for one in row.files.select_related("file").order_by("order")]
    secret = [file for file in found if _is_secret(file, at)]
    if not secret:
        dispatching.deliver(dispatch, at=at)
        return
    for package in ImportedPackage.objects.filter(dispatch=row).select_related("file").order_by("pk"):
        documents.withhold_packed(
            package.file, secret, organ=package.organ_id, kind=rules.kind_of(row), label=row.label, at=at
        )
    _withhold(row, at)


def _is_secret(file: StoredFile, at: datetime) -> bool:
    try:
        return store.is_withheld(file) or files.read(file, at=at).is_secret
    except Withheld:
        return True
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("来包文件未能识读（%s）", type(error).__name__)
        return False


@transaction.atomic(durable=True)
def _withhold(row: Dispatch, at: datetime) -> None:
    """Blank what was said of it and send back what nobody has signed for (隔离、退回); who sent it gets the receipt."""
    Dispatch.objects.select_for_update().get(pk=row.pk)
    if trails.entries(row.stream).filter(verb="exchange.withheld").exists():
        return
    _blank(row, at)
    trail.record(row.stream, "exchange.withheld", by=SYSTEM, at=at, detail={"dispatch": row.pk})
    Delivery.objects.filter(dispatch=row, delivered_at=None).update(delivered_at=at)  # nobody is told that it came
    for one in queries.locked(Delivery.objects.filter(dispatch=row).values_list("pk", flat=True)):
        if rules.state(one) == rules.WAITING:
            receiving.note_rejection(one, reason=REASON, name=BY_ITSELF, by=None, at=at)


def _blank(row: Dispatch, at: datetime) -> None:
    """Blank whatever receivers are told of a document: its particulars, the names of its files, the messages."""
    blank = dict.fromkeys(("number", "recipients", "copied_to", "answers", "scope", "note"), "")
    sender = row.peer.name if row.peer else row.sender_name
    Dispatch.objects.filter(pk=row.pk).update(title=WITHHELD_NAME, sender_name=sender, **blank)
    notices.withhold(telling.about(row), at=at)
    row.files.update(name=WITHHELD_NAME)


def blank_sent(file: StoredFile, at: datetime) -> None:
    """Blank what was sent from here with a file that turned out secret (隐去分发内容), within its transaction."""
    check_transaction()
    sent = Dispatch.objects.filter(files__file=file, peer=None).exclude(title=WITHHELD_NAME)
    for row in sent.distinct().order_by("pk"):
        _blank(row, at)
        trail.record(row.stream, "exchange.sent_withheld", by=SYSTEM, at=at, detail={"dispatch": row.pk})
