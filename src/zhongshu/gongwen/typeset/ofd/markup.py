"""How a part of the package is written (XML, GB/T 33190 §7): elements, short numbers, no odd characters."""

import re
from xml.sax.saxutils import escape, quoteattr

SPACE = "http://www.ofdspec.org/2016"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PLACES = 3  # a micrometre
_ODD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tag(name: str, content: str | None = None, /, **attributes: object) -> str:
    """Return an element; attributes that are None are left out; the content is markup already."""
    said = "".join(f" {key}={quoteattr(plain(str(value)))}" for key, value in attributes.items() if value is not None)
    return f"<ofd:{name}{said}/>" if content is None else f"<ofd:{name}{said}>{content}</ofd:{name}>"


def words(name: str, text: str, /, **attributes: object) -> str:
    """Return an element that holds text."""
    return tag(name, escape(plain(text)), **attributes)


def part(name: str, content: str, /, **attributes: object) -> bytes:
    """Return a part of the package by its outermost element."""
    made = tag(name, content, **attributes)
    return (_HEAD + made.replace(f"<ofd:{name}", f'<ofd:{name} xmlns:ofd="{SPACE}"', 1)).encode()


def plain(text: str) -> str:
    """Return the text with what XML cannot hold as replacement characters."""
    return _ODD.sub("\ufffd", text)


def number(value: float, places: int = _PLACES) -> str:
    """Return a number as short as it can be."""
    said = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if said in ("-0", "") else said


def numbers(*values: float, places: int = _PLACES) -> str:
    """Return a row of numbers (ST_Array)."""
    return " ".join(number(value, places) for value in values)
