"""Parsing XML from strangers (可扩展标记语言): no document type, no entities, no outside references, not too deep."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from zhongshu.gongwen.read import limits
from zhongshu.gongwen.read.model import Unreadable


class Malformed(Unreadable):
    """Some XML is not well formed (标记有误): what the reader can do without, it may leave out."""


def parse(data: bytes) -> Element:
    """Return the root element.

    Raises Malformed when it is not well formed, Unreadable when it carries an attack or is absurdly large or deep.
    """
    if len(data) > limits.MARKUP:
        raise Unreadable("文件内部的一个部分过大，不能识读。请拆分后重新上传。")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as attack:
        raise Unreadable("文件内部带有不允许的内容，可能有害，不予识读。") from attack
    except (ParseError, ValueError, LookupError) as error:
        raise Malformed("文件内部有部分内容已损坏，不能识读。请向来文单位索取完好的文件。") from error
    _check_depth(root)
    return root


def _check_depth(root: Element) -> None:
    level = [root]
    for _ in range(limits.DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return
    raise Unreadable("文件内部嵌套过深，可能有害，不予识读。")
