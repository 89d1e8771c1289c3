"""Elements by their plain names (元素): real files name any namespace or none."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element


def name(element: Element) -> str:
    """Return the name without its namespace; a comment has none."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children of these names."""
    if element is not None:
        yield from (child for child in element if name(child) in names)


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first child of these names, or None."""
    return next(children(element, *names), None)


def below(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the elements of these names at any depth."""
    if element is not None:
        yield from (found for found in element.iter() if name(found) in names)


def words(element: Element | None) -> str:
    """Return what stands inside an element, without outer blanks."""
    return (element.text or "").strip() if element is not None else ""
