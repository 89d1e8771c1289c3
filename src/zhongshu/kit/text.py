"""Cleaning what people type or paste (文本清洗): one normal form, no invisible characters, a limit with a sentence."""

import re
import unicodedata

from zhongshu.kit.errors import Refused

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_BLANKS = re.compile(r"\s+")
# Control characters, zero-width and direction marks, half a character of a broken paste.
# Private-use characters stay: rare characters of names still live there.
_INVISIBLE = {"Cc", "Cf", "Cs"}


def visible(text: str) -> str:
    """Return text in NFC with line ends as newlines and without invisible characters; tabs and newlines stay."""
    lines = _LINE_ENDS.sub("\n", text)
    seen = (sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in _INVISIBLE)
    return unicodedata.normalize("NFC", "".join(seen))


def clean_line(text: str, limit: int, name: str, *, field: str = "") -> str:
    """Return one clean line: newlines and runs of blanks become one blank, outer blanks go.

    Raises Refused when it has more than `limit` characters; `name` is the Chinese name of the field
    (标题), `field` the form field that the sentence belongs to.
    """
    return _within(_BLANKS.sub(" ", visible(text)).strip(), limit, name, field)


def required_line(text: str, limit: int, name: str, *, field: str = "") -> str:
    """Return one clean line that must not be empty. Raises Refused when nothing is left of it, as over `limit`."""
    clean = clean_line(text, limit, name, field=field)
    if not clean:
        raise Refused(f"请填写{name}。", field=field)
    return clean


def clean_text(text: str, limit: int, name: str, *, field: str = "") -> str:
    """Return clean text of several lines without outer blanks. Raises Refused over `limit` characters."""
    return _within(visible(text).strip(), limit, name, field)


def _within(text: str, limit: int, name: str, field: str) -> str:
    if len(text) > limit:
        raise Refused(f"{name}最多 {limit} 字，现有 {len(text)} 字，请缩短后重新提交。", field=field)
    return text
