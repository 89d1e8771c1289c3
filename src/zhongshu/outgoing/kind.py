"""The kind of matter that this domain brings: outgoing documents (发文)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from zhongshu.matters.kinds import Fact, Kind
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import URGENCY_WORDS
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.actions import steps
from zhongshu.outgoing.queries import signing
from zhongshu.outgoing.rules import pieces, telegrams

FACTS = (
    Fact("genre", "文种", "choice", pieces.WRITTEN),
    Fact("direction", "行文方向", "choice", rules.DIRECTIONS),
    Fact("urgency", "紧急程度", "choice", tuple((rank, words or "平件") for rank, words in URGENCY_WORDS.items())),
    Fact("is_important", "重要公文", "yes_no"),
    Fact("countersigned", "需要会签", "yes_no"),
    Fact("is_normative", "行政规范性文件", "yes_no"),
    Fact("affects_market", "涉及经营者经济活动", "yes_no"),
    Fact("joint", "联合行文", "yes_no"),
    Fact("sealing", "用印", "choice", rules.SEALINGS),
    Fact("is_piece", "非正式公文（信息、总结等）", "yes_no"),
)
NEEDS = (
    ("drafting", "checking", "review", "sign_off", "recheck", "numbering", "printing", "sealing", "dispatch"),
    ("fair_competition", "legality", "review"),
    ("sign_off", "joint", "recheck"),
)


def facts(matter: Matter, day: date) -> Mapping[str, Any]:
    """Return what the conditions of a route may look at (流转条件)."""
    document = queries.document_of(matter)
    return {
        "genre": document.genre,
        "direction": document.direction,
        "urgency": matter.urgency,
        "is_important": document.is_important,
        "countersigned": document.countersigned,
        "is_normative": document.is_normative,
        "affects_market": document.affects_market,
        "joint": signing.is_joint_here(document, day),
        "sealing": document.sealing,
        "is_piece": pieces.is_piece(document.genre),
    }


KIND = Kind(
    key=rules.OUTGOING,
    name="发文",
    icon="file-export",
    app="zhongshu.outgoing",
    route="outgoing.json",
    facts=facts,
    declared=FACTS,
    needs=NEEDS,
    check_step=steps.check,
    on_step=steps.carry_out,
    template="outgoing/part.html",
    context=queries.part,
    forms="zhongshu.outgoing.forms.STEP_FORMS",
    act_forms="zhongshu.outgoing.forms.returning.ACT_FORMS",
    sees=("registrar", "office_head"),
    registrars="registrar",
    one_by_one=("drafting", "numbering", "printing", "sealing", "dispatch"),
    without=("rate",),  # nobody outside the organ has been served by it yet
    answers=("outgoing_opening", "起草复文", "pencil-plus"),
    searchable=queries.searchable,
    paper=queries.paper,
)
TELEGRAM = replace(
    KIND,
    key=telegrams.TELEGRAM,
    name="发电",
    icon="bolt",
    route="outgoing_telegram.json",
    needs=(tuple(key for key in NEEDS[0] if key != "sealing"),),
    sees=(telegrams.KEEPER,),
    registrars=telegrams.KEEPER,
    answers=None,  # what is begun in answer is begun on one page, whatever it will be sent as
)
