"""What others said of a document, in short (各方意见): for its matter's page, whoever signs it, and its slip."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhongshu.matters.models import Matter
from zhongshu.org.models import Person
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import conflicts, consulting, remarks
from zhongshu.outgoing.rules import consulting as rules

OUTCOMES = dict(rules.OUTCOMES)


def part(matter: Matter, document: OutgoingDocument, person: Person, at: datetime) -> Mapping[str, Any]:
    """Return what the matter page shows of it.

    asked: the version that the person is consulted about; remarks: how many are open; opinions: in a sentence;
    undecided, overdue: how many; dissent: what was not wholly adopted; conflicts: all, unanswered ones first.
    """
    found = consulting.opinions(matter, at)
    return {
        "asked": consulting.asked_version(matter, person, at) if found else None,
        "remarks": remarks.open_count(document),
        "opinions": consulting.counted(found),
        "undecided": len(consulting.undecided(found)),
        "dissent": consulting.dissent(found),
        "conflicts": list(conflicts.of_document(document)),
        "outcomes": OUTCOMES,
    }


def on_slip(document: OutgoingDocument, at: datetime) -> Mapping[str, tuple[tuple[str, str, datetime | None], ...]]:
    """Return what goes with the document on its slip, under the station of its review (发文稿纸): (words, who, when).

    That is what was not adopted and why, who has not answered in time, and conflicts with their answers.
    """
    found = consulting.opinions(document.matter, at)
    lines = [(_dissent(one), *_decided(one)) for one in consulting.dissent(found)]
    lines += [(f"征求意见：{one.whose}{rules.OVERDUE}。", "", None) for one in consulting.overdue(found)]
    raised = conflicts.of_document(document)
    lines += [(_conflict(one), (one.answered_by or one.by).name, one.answered_at or one.at) for one in raised]
    return {"review": tuple(lines)} if lines else {}


def _decided(one: consulting.Opinion) -> tuple[str, datetime | None]:
    decided = one.decided
    return (decided.decided_by.name, decided.decided_at) if decided and decided.decided_by else ("", None)


def _dissent(one: consulting.Opinion) -> str:
    return f"征求意见：{one.whose}提出“{one.words}”，{one.verdict}。理由：{one.reason}"


def _conflict(one: Any) -> str:
    answered = f"{OUTCOMES[one.outcome]}：{one.answer}" if one.answered_at else "尚未答复"
    return f"与上级文件不一致：{one.superior}。{one.by.name}提出“{one.words}”。{answered}"
