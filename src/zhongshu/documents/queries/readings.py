"""What the machine read of a file that waits (识读结果), in the words of the registration."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhongshu.documents import rules
from zhongshu.documents.models import Arrival
from zhongshu.files.models import FileText
from zhongshu.kit import terms

GENRES = {chinese: key for key, chinese in terms.GENRES}
GRADES = {chinese: key for key, chinese in (*terms.URGENCY, *terms.TELEGRAM_GRADES)}


def reading(arrival: Arrival) -> FileText | None:
    """Return what was read of a file, once it has been."""
    return getattr(arrival.file, "reading", None)


def confidence(fields: Mapping[str, Any], name: str) -> float:
    """Return how far what was found may be trusted, 0 to 1; 0 where nothing was."""
    found = fields.get(name) or {}
    return float(found.get("confidence") or 0) if found.get("value") else 0.0


def details(arrival: Arrival) -> dict[str, Any]:
    """Return what was read as the registration form has it (登记要素): empty where nothing was found."""
    text = reading(arrival)
    fields = {name: found["value"] for name, found in (text.fields if text else {}).items() if found["value"]}
    return {
        "title": (fields.get("title") or "")[:200],
        "sender": "、".join(fields.get("issuers") or [])[:200],
        "sender_number": (fields.get("doc_number") or "")[:100],
        "genre": GENRES.get(fields["genre"], "other") if fields.get("genre") else "",
        "dated": date.fromisoformat(fields["date"]) if fields.get("date") else None,
        "recipients": "，".join(fields.get("recipients") or [])[:400],
        "attachment_titles": "\n".join(fields.get("attachments") or [])[:2000],
        "urgency": _grade(fields.get("urgency") or "", arrival.intake.kind),
        "copies": 1,
        "copy_number": "",
        "note": "",
    }


def _grade(found: str, kind: str) -> str:
    grades = terms.TELEGRAM_GRADES if kind == rules.TELEGRAM else terms.URGENCY
    plain = "routine" if kind == rules.TELEGRAM else "none"
    return GRADES[found] if found in {words for _, words in grades} else plain
