"""The gate (把关): what is wrong with a text, and what of it a review has let pass."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from zhongshu.gongwen.check.model import Finding, Severity
from zhongshu.gongwen.draft.model import Draft
from zhongshu.org import queries as org
from zhongshu.outgoing.models import OutgoingDocument, Review, Waiver
from zhongshu.outgoing.queries import knowing, texts

CONSENT = "ROUTE-05"


def findings(
    draft: Draft, at: datetime, *, known: org.Directory | None = None, document: OutgoingDocument | None = None
) -> list[Finding]:
    """Return what the rules find in a draft as it will be issued, but for hints, which need no answer.

    document: whose text it is; what is known of that is asked as well.
    """
    from zhongshu.gongwen.check import drafts, engine

    known = known or org.directory()
    sheet = drafts.of_draft(texts.foreseen(draft, at, known=known))
    day = org.local_day(at)
    world = knowing.of_document(document, draft, at, known=known) if document else knowing.world(known, day)
    found = engine.check(sheet, world)
    return [one for one in found if one.severity is not Severity.INFO]


def errors(found: Iterable[Finding]) -> list[Finding]:
    """Return those that stop a sign-off (必须改正的问题)."""
    return [one for one in found if one.severity is Severity.ERROR]


def needs_consent(found: Iterable[Finding]) -> bool:
    """Tell whether the text needs the consent of the department's own committee or government (art. 15 (2))."""
    return any(one.rule.id == CONSENT for one in found)


def to_waive(found: Iterable[Finding], consent: str) -> list[Finding]:
    """Return what a review has to let pass: not that a consent was wanted, where it stands by what it was given."""
    return [one for one in found if not (consent and one.rule.id == CONSENT)]


def last_review(document: OutgoingDocument) -> Review | None:
    """Return the review that stands: the last one."""
    return Review.objects.filter(document=document).order_by("-pk").first()


def not_waived(found: Iterable[Finding], document: OutgoingDocument) -> list[Finding]:
    """Return the errors that the last review did not let pass (未放行的问题)."""
    review = last_review(document)
    passed = Waiver.objects.filter(review=review).values_list("rule", "wrong") if review else ()
    left, open_ones = Counter(passed), []
    for one in to_waive(errors(found), review.consent if review else ""):
        if left[one.rule.id, one.wrong]:
            left[one.rule.id, one.wrong] -= 1
        else:
            open_ones.append(one)
    return open_ones
