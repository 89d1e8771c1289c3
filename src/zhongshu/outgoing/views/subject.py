"""What the pages of a document ask alike: which document it is, and that something secret was refused (公文页面)."""

from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpRequest
from django.utils import timezone

from zhongshu.documents import actions as documents
from zhongshu.documents.rules import SecretFound
from zhongshu.matters.models import Matter
from zhongshu.outgoing.models import OutgoingDocument

Done = TypeVar("Done")


def document_of(matter: Matter) -> OutgoingDocument:
    """Return the document that a visible matter is about. Raises Http404 for a matter of another kind."""
    document = OutgoingDocument.objects.select_related("matter").filter(matter=matter).first()
    if document is None:
        raise Http404
    return document


def guarded(request: HttpRequest, act: Callable[[], Done]) -> Done:
    """Carry out what takes in a text; that something secret was refused is logged, without a word of it."""
    try:
        return act()
    except SecretFound:
        documents.note_refusal(by=request.person, at=timezone.now())  # type: ignore[attr-defined]
        raise
