"""The end of a document's force at its receivers (撤销、废止): whoever signed says it, whoever has yet to sign will."""

from datetime import date

from zhongshu.documents.actions import registration
from zhongshu.exchange import queries
from zhongshu.exchange.models import Delivery, Dispatch
from zhongshu.matters.models import Matter
from zhongshu.trail.rules import check_transaction


def hold(matter: Matter) -> None:
    """Let nobody sign for a document, send it back or take it back until the caller's transaction is over.

    To be called before anything is recorded on its trail: who signs has the delivery first and the trail after it.
    """
    check_transaction()
    sent = list(Dispatch.objects.select_for_update().filter(matter=matter).order_by("pk").values_list("pk", flat=True))
    list(Delivery.objects.select_for_update().filter(dispatch__in=sent).order_by("pk").values_list("pk"))


def end_force_within(matter: Matter, *, words: str, ends: date) -> None:
    """Note that a document was done away with (效力) on what was sent and on what became of it at its receivers.

    words: as it is said of the document; ends: the first day without force. Who signs from now on registers it so.
    The caller holds the document and records it on each trail.
    """
    Dispatch.objects.filter(matter=matter).update(force=words, force_ends=ends)
    signed = Delivery.objects.filter(queries.IS_STANDING, dispatch__matter=matter, matter__isnull=False)
    registration.note_force(list(signed.values_list("matter", flat=True)), words, ends)
