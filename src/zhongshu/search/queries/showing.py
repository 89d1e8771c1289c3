"""What is shown of a hit (检索结果): its title, and of each word the first passage in which it stands."""

import json
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from zhongshu.search.rules import dialects, text
from zhongshu.trail.rules import moment

Pieces = list[tuple[str, bool]]
BEFORE, LENGTH = 30, 100  # characters of a passage
PASSAGES = 3
COLUMNS = "subject, kind, unit, at, title, sources"
TITLE = "标题"


@dataclass(frozen=True)
class Passage:
    """A piece of text with what was sought in it, and where it stands: a label, and the attachment if it is one."""

    label: str
    attachment: int | None
    pieces: Pieces


@dataclass(frozen=True)
class Hit:
    """One entry that was found."""

    subject: int
    kind: str
    unit: int | None
    at: datetime
    title: Pieces
    passages: list[Passage]


def hits(subjects: list[int], words: list[str]) -> list[Hit]:
    """Return entries as they are shown, in the order of their numbers, in one query: texts are cut by the database."""
    if not subjects:
        return []
    shown = words[:PASSAGES]
    places = "".join(f", {dialects.place('text')} AS place{number}" for number in range(len(shown)))
    starts = [dialects.larger(f"place{number} - {BEFORE}", "1") for number in range(len(shown))]
    cuts = "".join(f", place{number}, substr(text, {start}, {LENGTH})" for number, start in enumerate(starts))
    among, numbers = dialects.among("subject", subjects)
    # OFFSET keeps the databases from working out each place twice.
    found_in = f"SELECT {COLUMNS}, text{places} FROM search_entry WHERE {among} LIMIT %s OFFSET 0"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS}{cuts} FROM ({found_in}) AS found", [*shown, numbers, len(subjects)])  # noqa: S608
        found = {row[0]: _hit(row, words) for row in cursor.fetchall()}
    return [found[subject] for subject in subjects if subject in found]


def _hit(row: tuple[Any, ...], words: list[str]) -> Hit:
    subject, kind, unit, at, title, kept, *cut = row
    sources = json.loads(kept) if isinstance(kept, str) else kept
    passages, covered = [], 0
    for place, said in sorted(zip(cut[::2], cut[1::2], strict=True)):
        # What stands in the passage before is marked there already.
        if place > covered:
            passage, covered = _passage(place - 1, said, sources, words)
            passages.append(passage)
    shown = [one for one in passages if one.label != TITLE]
    return Hit(subject, kind, unit, moment(at), text.marked(title, words), shown)


def _passage(place: int, cut: str, sources: list[list[Any]], words: list[str]) -> tuple[Passage, int]:
    """Return a passage within the part in which the word stands, and where it ends; what is cut off is an ellipsis."""
    number = bisect_right([offset for offset, _, _ in sources], place) - 1
    offset, label, attachment = sources[number]
    first = max(place - BEFORE, 0)
    last = first + len(cut)
    end = sources[number + 1][0] - 1 if number + 1 < len(sources) else last
    said = cut[max(offset - first, 0) : end - first]
    before, after = "…" if offset < first else "", "…" if end > last else ""
    return Passage(label, attachment, text.marked(f"{before}{text.readable(said)}{after}", words)), min(end, last)


def ranked(subjects: list[int], words: list[str]) -> list[int]:
    """Return subjects with the best first: words in the title, then how often they stand in the text, then newer."""
    if not subjects or not words:
        return subjects
    lowered, title = dialects.lower("text"), dialects.place("title")
    in_title = " + ".join(f"CASE WHEN {title} > 0 THEN 1 ELSE 0 END" for _ in words)
    often = " + ".join(f"(length(text) - length(replace({lowered}, %s, ''))) / {len(word)}" for word in words)
    among, numbers = dialects.among("subject", subjects)
    statement = f"SELECT subject FROM search_entry WHERE {among} ORDER BY {in_title} DESC, {often} DESC, subject DESC"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [numbers, *words, *words])
        return [row[0] for row in cursor.fetchall()]
