"""What of a document depends on whether it is a telegram (电报): its numbers, and how it is printed."""

from zhongshu.gongwen.draft.model import Draft
from zhongshu.numbering.models import Series
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import documents, signing, texts
from zhongshu.outgoing.rules import telegrams


def codes(document: OutgoingDocument) -> list[Series]:
    """Return the 机关代字 under which a document may be numbered: telegrams have their own (发电字号)."""
    is_telegram = bool(document.telegram_grade)
    found = documents.codes(document.matter.organ_id)
    return [one for one in found if one.name.endswith(telegrams.ENDING) == is_telegram]


def printed(document: OutgoingDocument) -> Draft:
    """Return the text in force as it is printed (付印稿)."""
    return as_printed(document, texts.draft_of(texts.latest(document)))


def as_printed(document: OutgoingDocument, draft: Draft) -> Draft:
    """Return a text of a document as it will print: of a telegram without 版头 and 版记, its head under the title."""
    if not document.telegram_grade:
        return draft
    signers = tuple(dict.fromkeys(one.signer for one in signing.signed(document)))
    return telegrams.printed(draft, document.telegram_grade, signers)
