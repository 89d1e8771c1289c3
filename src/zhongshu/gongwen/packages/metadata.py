"""`metadata.xml` (元数据文件): a manifest as XML and back, field by field as `model` declares them.

Written in the order of the declaration, without what is empty; read in the same order, nothing else is let pass. No
document type, no entities, no attributes but the version.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, get_args, get_type_hints
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from zhongshu.gongwen.packages import faults
from zhongshu.gongwen.packages.model import Manifest
from zhongshu.gongwen.signing.certificates import BEIJING

NAMESPACE = "urn:zhongshu:exchange"
VERSION = "1"
LARGEST = 1 << 20
LONGEST = 2000  # characters of one text
MOST = 1000  # of one list
LARGEST_NUMBER = 1 << 40
# What XML can hold and a person can read: line ends, but no other control characters, no halves of a pair.
UNWRITABLE = re.compile(r"[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Formatting signs and other line ends: a right-to-left mark makes an issuer read as another than it is.
HIDDEN = frozenset({"Cf", "Zl", "Zp"})
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT = DAY + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})"
TOO_LONG = "有一项文字过长，或者有不能书写的字符。"
ROOT = "package"


def write(manifest: Manifest) -> bytes:
    """Return the XML, in UTF-8. Raises BadPackage for what cannot be written."""
    root = Element(ROOT, {"xmlns": NAMESPACE, "version": VERSION})
    _fill(root, manifest)
    indent(root)
    made: bytes = tostring(root, "utf-8", xml_declaration=True)
    return made + b"\n"


def read(content: bytes) -> Manifest:
    """Return what the XML says. Raises BadPackage with the sentence why it is no metadata."""
    if len(content) > LARGEST:
        raise faults.irregular("元数据过大。")
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise faults.irregular("元数据带有不允许的内容，可能有害。") from None
    except (ParseError, ValueError, LookupError):
        raise faults.irregular("元数据写法有误，不能识读。") from None
    if root.tag != f"{{{NAMESPACE}}}{ROOT}" or root.attrib != {"version": VERSION}:
        raise faults.irregular(f"元数据不是交换包格式第{VERSION}版，本系统不能识读。")
    manifest: Manifest = _taken(root, Manifest)
    return manifest


def _fill(parent: Element, told: Any) -> None:
    for field in dataclasses.fields(told):
        value = getattr(told, field.name)
        if value != field.default and value not in ((), None):
            _put(SubElement(parent, field.name), value, field)


def _put(element: Element, value: Any, field: dataclasses.Field[Any]) -> None:
    if isinstance(value, tuple):
        for one in value:
            _put(SubElement(element, field.metadata["each"]), one, field)
    elif dataclasses.is_dataclass(value):
        _fill(element, value)
    else:
        element.text = _shown(value)
        _checked(element.text, field)


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _taken(element: Element, kind: Any) -> Any:
    """Return a dataclass of this kind out of the children of an element."""
    kinds = get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    names = [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element]
    _check_names(names, list(fields))
    given = {
        name: _value(child, kinds[name], fields[name]) for name, child in zip(names, _children(element), strict=True)
    }
    for name, field in fields.items():
        if name not in given and field.default is dataclasses.MISSING:
            raise faults.irregular(f"元数据缺少“{field.metadata['chinese']}”。")
    return kind(**given)


def _check_names(names: list[str], known: list[str]) -> None:
    if set(names) - set(known):
        raise faults.irregular("元数据有不认识的内容。")
    if names != [name for name in known if name in names]:
        raise faults.irregular("元数据有重复的内容，或者次序不对。")


def _children(element: Element) -> Iterator[Element]:
    if (element.text or "").strip() or any((child.tail or "").strip() or child.attrib for child in element):
        raise faults.irregular("元数据写法有误，不能识读。")
    yield from element


def _value(element: Element, kind: Any, field: dataclasses.Field[Any]) -> Any:
    inner = [one for one in get_args(kind) if one not in (type(None), ...)]
    if field.metadata["each"]:
        return _list(element, inner[0], field)
    kind = inner[0] if inner and isinstance(inner[0], type) else kind
    if dataclasses.is_dataclass(kind):
        return _taken(element, kind)
    if len(element):
        raise faults.irregular("元数据写法有误，不能识读。")
    return _parsed(_checked(element.text or "", field), kind)


def _list(element: Element, kind: Any, field: dataclasses.Field[Any]) -> tuple[Any, ...]:
    children = list(_children(element))
    if len(children) > MOST:
        raise faults.irregular(f"元数据中一项超过{MOST}条。")
    if {child.tag for child in children} != {f"{{{NAMESPACE}}}{field.metadata['each']}"}:
        raise faults.irregular("元数据有不认识的内容。")
    if dataclasses.is_dataclass(kind):
        return tuple(_taken(child, kind) for child in children)
    return tuple(_checked(child.text or "", field) for child in children)


def _checked(text: str, field: dataclasses.Field[Any]) -> str:
    """Return a text that keeps to its field. Raises BadPackage."""
    if len(text) > LONGEST or not is_writable(text):
        raise faults.irregular(f"“{field.metadata['chinese']}”{TOO_LONG}")
    among, like = field.metadata["among"], field.metadata["like"]
    if not text.strip() or (among and text not in among) or (like and not re.fullmatch(like, text)):
        raise faults.irregular(f"“{field.metadata['chinese']}”填写不合规定。")
    return text


def is_writable(text: str) -> bool:
    """Tell whether a text has only characters that can be written and seen (可书写的文字)."""
    return not UNWRITABLE.search(text) and not any(unicodedata.category(sign) in HIDDEN for sign in text)


def _parsed(text: str, kind: Any) -> Any:
    try:
        if kind is int:
            if not re.fullmatch(r"0|[1-9][0-9]{0,12}", text) or int(text) > LARGEST_NUMBER:
                raise ValueError
            return int(text)
        if kind is datetime:
            return _moment(text)
        return _day(text) if kind is date else text
    except ValueError:
        raise faults.irregular("元数据中的数字、日期或时间写法不对。") from None


def _day(text: str) -> date:
    """Return a day in the one way of writing that there is. Raises ValueError."""
    if not re.fullmatch(DAY, text):
        raise ValueError
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    """Return a time to the second, with its zone. Raises ValueError."""
    if not re.fullmatch(MOMENT, text):
        raise ValueError
    at = datetime.fromisoformat(text)
    if abs(at.utcoffset() or timedelta()) > timedelta(hours=14):
        raise ValueError
    return at
