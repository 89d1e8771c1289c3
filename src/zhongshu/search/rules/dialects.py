"""What the two databases say differently (方言): the tokens and how they are asked for; all else is the same SQL.

`search_grams` is a full-text table without content on SQLite, and an array of numbers under GIN on PostgreSQL.
Neither may be asked for the order of tokens: whoever asks for a word of three characters reads the text as well.
"""

import json
from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import Any

from django.db import connection

from zhongshu.search.rules import BLOCK, facet

# SQLite's tokenizer takes ASCII apart where it is no letter or digit: such signs move to where nobody writes.
_SIGNS = {sign: 0xF0000 + sign for sign in range(0x21, 0x7F) if not chr(sign).isalnum()}

PUT = "INSERT INTO search_grams (rowid, grams) VALUES (%s, %s)"
# Without content SQLite cannot know what it once took in: it is told again.
_TAKE = {
    "sqlite": "INSERT INTO search_grams (search_grams, rowid, grams) VALUES ('delete', %s, %s)",
    "postgresql": "DELETE FROM search_grams WHERE rowid = %s",
}
_MATCH = {"sqlite": "search_grams MATCH %s", "postgresql": "search_grams.grams @> %s::bigint[]"}
_AMONG = {"sqlite": "{} IN (SELECT value FROM json_each(%s))", "postgresql": "{} = ANY(%s)"}
_LOWER = {"sqlite": "lower({})", "postgresql": 'lower({} COLLATE "C")'}
_PLACE = {"sqlite": "instr({}, %s)", "postgresql": "strpos({}, %s)"}
_LARGER = {"sqlite": "max", "postgresql": "greatest"}


def is_postgresql() -> bool:
    """Tell which of the two it is."""
    return connection.vendor == "postgresql"


def match(tokens: Collection[str]) -> tuple[str, str | list[int]]:
    """Return the condition that an entry has all these tokens, and what stands in its place."""
    return _MATCH[connection.vendor], _known(tokens) if is_postgresql() else _quoted(tokens)


def match_any(tokens: Collection[str]) -> tuple[str, list[int]]:
    """Return the condition that an entry has one of these tokens. PostgreSQL alone is asked so."""
    return "search_grams.grams && %s::bigint[]", _known(tokens)


def put(subject: int, tokens: Collection[str]) -> list[Any]:
    """Return what PUT takes."""
    block = () if not is_postgresql() else (block_of(subject),)
    return [subject, _known((*tokens, *block)) if is_postgresql() else _quoted(tokens, "")]


def take(subject: int, tokens: Collection[str]) -> tuple[str, list[Any]]:
    """Return the statement that takes an entry out, and what it takes: the tokens as they were put in."""
    return _TAKE[connection.vendor], [subject] if is_postgresql() else [subject, _quoted(tokens, "")]


def among(column: str, subjects: list[int]) -> tuple[str, str | list[int]]:
    """Return the condition that a column is one of these numbers."""
    return _AMONG[connection.vendor].format(column), subjects if is_postgresql() else json.dumps(subjects)


def lower(column: str) -> str:
    """Return the expression for a column with its ASCII letters in lower case."""
    return _LOWER[connection.vendor].format(column)


def place(column: str) -> str:
    """Return the expression for where a word stands in a column, letters of either case, counted from one, or 0."""
    return _PLACE[connection.vendor].format(lower(column))


def larger(one: str, other: str) -> str:
    """Return the expression for the larger of two numbers."""
    return f"{_LARGER[connection.vendor]}({one}, {other})"


def block_of(subject: int) -> str:
    """Return the token of the block that a subject belongs to."""
    return facet("block", subject // BLOCK)


def _quoted(tokens: Iterable[str], quote: str = '"') -> str:
    return " ".join(f"{quote}{token.translate(_SIGNS)}{quote}" for token in sorted(tokens))


def _known(tokens: Iterable[str]) -> list[int]:
    return sorted(map(_number, tokens))


def _number(token: str) -> int:
    """Return a token as a number: one or two characters as they are, a facet by a digest that none of them can have."""
    if len(token) <= 2:
        return ord(token[0]) << 21 | ord(token[1:] or "\0")
    return 1 << 62 | int.from_bytes(blake2b(token.encode(), digest_size=7).digest())
