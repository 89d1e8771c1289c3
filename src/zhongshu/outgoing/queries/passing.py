"""What the matter page shows of how a document passes the gate (审查、会签、联合行文情况)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhongshu.matters import queries as matters
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import agreeing, examining, signing, texts
from zhongshu.outgoing.rules.examining import SUBJECTS


def part(matter: Matter, document: OutgoingDocument, person: Person, at: datetime) -> Mapping[str, Any]:
    """Return examinations, who does not agree, and of a joint document who has signed.

    demanded: what is to be examined; exempt: as what the document is exempt; waiting: issuers that have not signed;
    keeps: whether the person enters what others signed on paper.
    """
    known, version = org.directory(), texts.latest(document)
    draft = texts.draft_of(version)
    is_joint = len(draft.issuers) > 1
    signed = signing.signed(document, known=known) if is_joint else []
    return {
        "examined": examining.examined(document, version),
        "demanded": "、".join(dict(SUBJECTS)[one] for one in examining.demanded(document)),
        "exempt": examining.exemption(document, draft),
        "opposed": agreeing.opposed(document, org.local_day(at), known=known),
        "is_joint": is_joint,
        "signed": signed,
        "waiting": signing.unsigned(document, version, known=known) if is_joint else [],
        "keeps": bool(signed) and matter.closed_at is None and matters.keeps(matter, person, at, known=known),
    }
