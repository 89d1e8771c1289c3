"""What a search costs over many texts: rare and common words, for somebody who sees little and who sees everything.

The texts are made of words as often as words are in any language: the second half as often as the first, and so on.
"""

import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate, product
from typing import Any
from urllib.parse import urlencode

from django.db import connection, transaction
from django.utils import timezone

from zhongshu.matters.models import Matter
from zhongshu.search import actions as search
from zhongshu.search.models import Entry
from zhongshu.search.rules import Content, Part, dialects, text

WORDS, LENGTH = 20_000, 800  # in the language; characters of a text on the average
BATCH = 500
RARE, COMMON = (3, 400), (0.1, 0.7)  # texts that have the word; for a common one the share of all texts
SEES_ALL, SEES_LITTLE = 1, 11  # the first registrar, the first of the staff
Get = Callable[[str, int], object]


class Language:
    """A made-up language with its words, and how many texts have each."""

    def __init__(self) -> None:
        self.picked = random.Random(11)  # noqa: S311 - the same language each time
        signs = [chr(0x4E00 + 7 * number) for number in range(2500)]
        often = list(accumulate(1 / rank for rank in range(8, 2508)))
        lengths = self.picked.choices((2, 3, 4), (7, 1, 2), k=WORDS)
        self.words = ["".join(self.picked.choices(signs, cum_weights=often, k=length)) for length in lengths]
        self.often = list(accumulate(1 / rank for rank in range(3, WORDS + 3)))
        self.texts: Counter[str] = Counter()

    def text(self) -> str:
        """Return a new text of some sentences."""
        count = max(int(self.picked.expovariate(1) * LENGTH / 2.5), 20)
        words = self.picked.choices(self.words, cum_weights=self.often, k=count)
        self.texts.update(set(words))
        return "。".join("".join(words[start : start + 12]) for start in range(0, count, 12))

    def some(self, length: int, *, is_common: bool, of: int, count: int) -> list[str]:
        """Return words of a length that few or many of the texts have."""
        least, most = (COMMON[0] * of, COMMON[1] * of) if is_common else RARE
        known = sorted(word for word, texts in self.texts.items() if len(word) == length and least <= texts <= most)
        return self.picked.choices(known, k=count) if known else []


def plant(texts: int, language: Language) -> int:
    """Index a text for each of the first matters (编入检索), many at once; return how many."""
    free = Matter.objects.exclude(pk__in=Entry.objects.values("subject"))  # a job worker may have taken some in
    rows = list(free.order_by("pk").values("pk", "title", "lead_unit_id", "opened_at")[:texts])
    index = _take_index_off()
    for start in range(0, len(rows), BATCH):
        entries = [_entry(row, language.text()) for row in rows[start : start + BATCH]]
        with transaction.atomic(), connection.cursor() as cursor:
            Entry.objects.bulk_create(entries)
            tokens = [dialects.put(one.subject, text.grams(one.text) | set(one.marks)) for one in entries]
            cursor.executemany(dialects.PUT, tokens)
    with connection.cursor() as cursor:
        for statement in filter(None, (index, "ANALYZE")):
            cursor.execute(statement)
    return len(rows)


def _entry(row: Any, body: str) -> Entry:
    year, title = row["opened_at"].year, text.normalise(row["title"])
    sources = [(0, "附件", None), (len(body) + 1, "标题", None)]
    about = {"kind": "incoming", "unit": row["lead_unit_id"], "year": year, "at": row["opened_at"]}
    marks = ["§kindincoming", f"§unit{row['lead_unit_id']}", f"§year{year}"]
    return Entry(subject=row["pk"], title=row["title"], sources=sources, marks=marks, text=f"{body}\n{title}", **about)


def _take_index_off() -> str:
    """On PostgreSQL drop the index of the tokens and return the statement that builds it: all at once is quicker."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_grams_index'")
        statement = str(cursor.fetchone()[0])
        cursor.execute("DROP INDEX search_grams_index")
    return statement


def pages(get: Get, language: Language, texts: int, runs: int) -> dict[str, dict[str, float]]:
    """Time the search page, in ms at the median and at 95 of 100, by length of the word, how often, and who asks."""
    found = {}
    for length, (often, is_common), (who, person) in product(
        (2, 4), (("rare", False), ("common", True)), (("little", SEES_LITTLE), ("all", SEES_ALL))
    ):
        words = language.some(length, is_common=is_common, of=texts, count=runs)
        if words:
            found[f"{length}_{often}_{who}"] = _timed(get, [urlencode({"q": word}) for word in words], person)
    return found


def _timed(get: Get, queries: list[str], person: int) -> dict[str, float]:
    get(f"/search/?{queries[0]}", person)
    wall = []
    for query in queries:
        began = time.perf_counter()
        get(f"/search/?{query}", person)
        wall.append((time.perf_counter() - began) * 1000)
    return {"p50_ms": round(statistics.median(wall), 2), "p95_ms": round(statistics.quantiles(wall, n=20)[-1], 2)}


def indexing(language: Language, runs: int) -> float:
    """Time indexing one more text in a transaction of its own, in ms at the median."""
    return round(statistics.median(_puts(language, runs)), 2)


def _puts(language: Language, runs: int) -> Iterator[float]:
    for number in range(runs):
        content = Content("incoming", None, timezone.now(), "标题", (Part("附件", language.text()),))
        began = time.perf_counter()
        with transaction.atomic():
            search.put(10**9 + number, content)
        yield (time.perf_counter() - began) * 1000


def size(texts: int) -> dict[str, int]:
    """Return the bytes per text: of the tokens and their index, and of the text as it is kept to be read."""
    if connection.vendor == "postgresql":
        tokens, kept = "pg_total_relation_size('search_grams')", "pg_total_relation_size('search_entry')"
        statement = f"SELECT {tokens}, {kept}"
    else:
        kept = "(SELECT sum(length(CAST(text AS BLOB))) FROM search_entry)"
        statement = f"SELECT sum(length(block)), {kept} FROM search_grams_data"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement)
        tokens, kept = cursor.fetchone()
    return {"tokens": int(tokens) // texts, "text": int(kept) // texts}
