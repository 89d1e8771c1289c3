"""Finding the subjects: by number, by the pinyin of a name, by the words of their texts, in this order.

There are two ways to look and each is slow where the other is quick, so it is asked first what is rare. For whoever
sees little that is looked at, and of a rare word its few candidates. Else the newest entries with the word are
looked through until there are enough.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from zhongshu.search.models import Entry
from zhongshu.search.queries import showing
from zhongshu.search.rules import BLOCK, LIMIT, RARE, Filters, dialects, facet, text

HANDFUL = 2 * LIMIT  # so many texts are read sooner than tokens are asked
WIDE = 5 * LIMIT  # of so many of the newest the best are chosen
Few = Callable[[int], list[int] | None]


@dataclass(frozen=True)
class Found:
    """What a search found: a page of hits, and how many there are up to its end. `has_more`: there are still more.

    Nobody counts on: to know that there are thousands costs more than to find the first twenty.
    """

    hits: list[showing.Hit]
    count: int
    has_more: bool
    words: list[str]


@dataclass(frozen=True)
class _Wanted:
    """A search in parts of SQL: words in full, tokens, filters, and the matters that may be seen."""

    words: tuple[str, ...]
    tokens: frozenset[str]
    conditions: tuple[str, ...]
    values: tuple[Any, ...]
    limit: int

    def read(self, *, tokens_known: bool = True) -> tuple[str, list[Any]]:
        """Return the conditions on an entry whose tokens are known to fit: a longer word is looked for in its text."""
        place = dialects.place("search_entry.text")
        unsure = [word for word in self.words if len(word) > 2 or not tokens_known]
        conditions = [*(f"{place} > 0" for _ in unsure), *self.conditions]
        return " AND ".join(conditions), [*unsure, *self.values]


def find(
    query: str,
    *,
    visible: QuerySet[Any],
    few: Few = lambda limit: None,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    best: bool = False,
    start: int = 0,
    size: int = 20,
) -> Found:
    """Find what has all words of a query (检索), and return the hits from `start`: the newest first, or the best.

    Beyond the end stands the last page.

    visible: the subjects that may be found, whatever else fits. few: returns their numbers if they are no more
    than asked, else None; it may name more than are visible, never less. Without words everything that passes the
    filters is found, without those nothing.
    """
    words = text.words(query)
    if not words and not filters.facets():
        return Found([], 0, False, [])
    try:
        conditions, values = _allowed(visible, filters)
    except EmptyResultSet:  # nothing at all may be seen
        return Found([], 0, False, words)
    tokens = frozenset({token for word in words for token in text.sought(word)} | set(filters.facets()))
    enough = LIMIT if best else min(start + size, LIMIT)
    wanted = _Wanted(tuple(words), tokens, tuple(conditions), tuple(values), WIDE if best else enough + 1)
    numbers, names = _by_number(query, wanted), _by_name(words, wanted)
    texts = list(_by_text(wanted, few))
    if best:
        texts = showing.ranked(texts, words)
    ids = list(dict.fromkeys([*numbers, *names, *texts]))
    listed = ids[:enough]
    start = min(start, max(len(listed) - 1, 0) // size * size)
    return Found(showing.hits(listed[start : start + size], words), len(listed), len(ids) > enough, words)


def _allowed(visible: QuerySet[Any], filters: Filters) -> tuple[list[str], list[Any]]:
    """Return the conditions of visibility and filters on search_entry. Raises EmptyResultSet."""
    conditions, values = [], []
    for column in ("kind", "unit", "year"):
        if value := getattr(filters, column):
            conditions.append(f"search_entry.{column} = %s")
            values.append(value)
    if filters.person:
        conditions.append(
            "EXISTS (SELECT 1 FROM search_entryperson "
            "WHERE search_entryperson.entry_id = search_entry.subject AND search_entryperson.person = %s)"
        )
        values.append(filters.person)
    # Asked of each candidate: as a list of all that may be seen it would be drawn up anew for every search.
    seen = visible.filter(pk=RawSQL("search_entry.subject", ())).values("pk")
    statement, parameters = seen.query.sql_with_params()
    return [*conditions, f"EXISTS ({statement})"], [*values, *parameters]


def _by_number(query: str, wanted: _Wanted) -> list[int]:
    """Return what bears the number that is asked for (按文号)."""
    keys = sorted(text.numbers_sought(query))
    if not keys:
        return []
    conditions = " AND ".join(wanted.conditions)
    places = ", ".join(["%s"] * len(keys))
    return _numbers(
        "SELECT DISTINCT search_entry.subject FROM search_entrynumber "  # noqa: S608
        "JOIN search_entry ON search_entry.subject = search_entrynumber.entry_id "
        f"WHERE search_entrynumber.key IN ({places}) AND {conditions} ORDER BY 1 DESC LIMIT %s",
        [*keys, *wanted.values, wanted.limit],
    )


def _by_name(words: list[str], wanted: _Wanted) -> list[int]:
    """Return what somebody has a part in whose name is spelled so (按拼音)."""
    spelled = text.spelled(words)
    if not spelled:
        return []
    facets = {token for token in wanted.tokens if len(token) > 2}
    named = replace(wanted, words=(), tokens=frozenset({facet("name", spelled), *facets}))
    candidates = _candidates(named.tokens, RARE + 1)
    return list(_few_of(candidates, named) if len(candidates) <= RARE else _newest(named))


def _by_text(wanted: _Wanted, few: Few) -> Iterable[int]:
    own = few(2 * RARE)
    if own is not None and len(own) <= HANDFUL:
        return _few_of(own, wanted, tokens_known=False)
    if own is None and dialects.is_postgresql():
        # A common word fills the list from the newest entries; to count how common it is would take longer.
        newest = list(_few_of(_within(_blocks()[:2], wanted.tokens), wanted))
        if len(newest) == wanted.limit:
            return newest
    candidates = _candidates(wanted.tokens, RARE + 1)
    if len(candidates) <= RARE:
        return _few_of(candidates if own is None else list({*candidates} & {*own}), wanted)
    return _newest(wanted) if own is None else _few_of(own, wanted, tokens_known=False)


def _candidates(tokens: frozenset[str], limit: int) -> list[int]:
    """Return subjects with these tokens, in no order, no more than `limit`."""
    condition, value = dialects.match(tokens)
    return _numbers(f"SELECT search_grams.rowid FROM search_grams WHERE {condition} LIMIT %s", [value, limit])  # noqa: S608


def _few_of(subjects: list[int], wanted: _Wanted, *, tokens_known: bool = True) -> Iterator[int]:
    """Yield those of a few subjects that fit, the newest first: read a handful, then more, until there are enough."""
    left, size, found = sorted(subjects, reverse=True), wanted.limit + wanted.limit // 4, 0
    conditions, values = wanted.read(tokens_known=tokens_known)
    while left and found < wanted.limit:
        among, numbers = dialects.among("search_entry.subject", left[:size])
        hits = _numbers(
            f"SELECT search_entry.subject FROM search_entry WHERE {among} AND {conditions} ORDER BY 1 DESC LIMIT %s",  # noqa: S608
            [numbers, *values, wanted.limit - found],
        )
        yield from hits
        left, size, found = left[size:], 2 * size, found + len(hits)


def _newest(wanted: _Wanted) -> Iterator[int]:
    """Yield what fits of very many, the newest first. PostgreSQL cannot walk an index so: it goes by blocks."""
    if not dialects.is_postgresql():
        yield from _walk(wanted)
        return
    left, width, found = _blocks(), 2, 0
    while left and found < wanted.limit:
        candidates = _within(left[:width], wanted.tokens)
        for subject in _few_of(candidates, replace(wanted, limit=wanted.limit - found)):
            found += 1
            yield subject
        left, width = left[width:], 2 * width


def _blocks() -> list[str]:
    """Return the tokens of all blocks, the newest first."""
    newest = Entry.objects.order_by("-subject").values_list("subject", flat=True).first() or 0
    return [dialects.block_of(first) for first in range(newest, -1, -BLOCK)]


def _within(blocks: list[str], tokens: frozenset[str]) -> list[int]:
    """Return all subjects of some blocks with these tokens."""
    (within, numbers), (match, value) = dialects.match_any(blocks), dialects.match(tokens)
    return _numbers(f"SELECT search_grams.rowid FROM search_grams WHERE {match} AND {within}", [value, numbers])  # noqa: S608


def _walk(wanted: _Wanted) -> list[int]:
    match, tokens = dialects.match(wanted.tokens)
    conditions, values = wanted.read()
    # CROSS JOIN: SQLite takes it as the order in which to read, and the other way round it would read every entry.
    return _numbers(
        "SELECT search_grams.rowid FROM search_grams CROSS JOIN search_entry "  # noqa: S608
        f"WHERE {match} AND search_entry.subject = search_grams.rowid AND {conditions} "
        "ORDER BY search_grams.rowid DESC LIMIT %s",
        [tokens, *values, wanted.limit],
    )


def _numbers(statement: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
