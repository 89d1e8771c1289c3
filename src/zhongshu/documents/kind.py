"""The kinds of matter that this domain brings: incoming documents, telegrams, tracking cards of papers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from zhongshu.documents import queries, rules
from zhongshu.documents.actions import secrets, steps
from zhongshu.kit import terms
from zhongshu.matters.kinds import Fact, Kind, Searched
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import URGENCY_WORDS

FACTS = (
    Fact("handling_type", "办理类别", "choice", terms.HANDLING_TYPES),
    Fact("genre", "文种", "choice", terms.GENRES),
    Fact("urgency", "紧急程度", "choice", tuple((rank, words or "平件") for rank, words in URGENCY_WORDS.items())),
    Fact("sender", "来文单位", "text"),
)
# What this domain does at each of them hangs on their keys: they may be renamed and moved, not taken out.
NEEDS = (
    ("review", "proposal", "instruction", "assignment", "handling", "reply", "closing"),
    ("review", "circulation", "closing"),
)


def facts(matter: Matter, day: date) -> Mapping[str, Any]:
    """Return what the conditions of a route may look at (流转条件)."""
    document = queries.document_of(matter)
    return {
        "handling_type": document.handling_type,
        "genre": document.genre,
        "urgency": matter.urgency,
        "sender": document.sender,
    }


INCOMING = Kind(
    key=rules.INCOMING,
    name="收文",
    icon="inbox",
    app="zhongshu.documents",
    route="incoming.json",
    facts=facts,
    declared=FACTS,
    needs=NEEDS,
    check_step=steps.check,
    on_step=steps.carry_out,
    on_secret=secrets.quarantine_within,
    template="documents/part.html",
    context=queries.part,
    forms="zhongshu.documents.forms.STEP_FORMS",
    act_forms="zhongshu.documents.forms.ACT_FORMS",
    sees=("registrar", "office_head"),
    registrars="registrar",
    one_by_one=("handling", "reply", "closing"),
    answered=True,
    searchable=queries.searchable,
    paper=queries.paper,
)
TELEGRAM = replace(
    INCOMING,
    key=rules.TELEGRAM,
    name="电报",
    icon="bolt",
    route="telegram.json",
    sees=("confidential_registrar",),
    registrars="confidential_registrar",
)
PAPER_CARD = Kind(
    key=rules.PAPER_CARD,
    name="纸质件跟踪卡",
    icon="id",
    app="zhongshu.documents",
    route="",
    facts=lambda matter, day: {},
    template="documents/card_part.html",
    context=queries.paper_part,
    sees=("confidential_registrar",),
    registrars="confidential_registrar",
    without=(
        "circulate",
        "chase",
        "attach",
        "terminate",
        "relabel",
        "scope",
    ),  # nothing of the paper may come in by another door
    searchable=lambda matter: Searched(is_bare=True),
    paper=queries.card_paper,
)
EVERY = (INCOMING, TELEGRAM, PAPER_CARD)
