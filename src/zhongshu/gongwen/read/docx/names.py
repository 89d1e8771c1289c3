"""The names of Office Open XML (ISO/IEC 29500) that the reading knows, as ElementTree writes them."""

from typing import Final
from xml.etree.ElementTree import Element

MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f"{{{MAIN}}}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ALTERNATIVES: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
VAL: Final = f"{W}val"
NONE: Final = Element("none")  # nothing to read

# The strict variety says the same in other namespaces.
STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", MAIN.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1].encode()),
)


def value(parent: Element | None, name: str) -> str | None:
    """Return w:val of a child such as jc, None when there is no such child."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(VAL)


def number(text: str | None) -> int | None:
    """Return a whole number, None for anything that is not one."""
    try:
        return int(text or "")
    except ValueError:
        return None


def is_on(parent: Element | None, name: str) -> bool | None:
    """Return whether a switch such as vanish is on, None when it is not mentioned."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(VAL, "true") not in {"0", "false", "off"}


def alternative(element: Element) -> Element:
    """Return the one branch of mc:AlternateContent to read: the first with any text, for all say the same."""
    return next((branch for branch in element if branch.find(f".//{W}t") is not None), NONE)
