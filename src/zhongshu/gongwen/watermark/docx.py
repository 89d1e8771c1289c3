"""DOCX: a drawn text and a line of words in every header; a document without headers is given one.

Parts are mended as text: an XML writer would drop the prefixes that Word insists on.
"""

import re
import zipfile
from html import escape
from io import BytesIO

from zhongshu.gongwen.watermark.marks import ANGLE, Mark, Unmarkable

SIGNED = "该文件带有电子签名，加水印会使签名失效。"
BROKEN = "该文件已损坏或不合规范，不能加水印。"
PART = "word/headerzhongshu.xml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{WORD}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
SORT = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_HEADER = re.compile(r"word/header[^/]*\.xml$")
_SECTION = re.compile(r"<w:sectPr(?:\s[^>]*)?(/?)>")
_TYPED = re.compile(r'<w:headerReference\b[^>]*w:type="(\w+)"')


def stamp(content: bytes, mark: Mark) -> bytes:
    """Return a copy with the watermark in the header of every section. Raises Unmarkable."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = {one.filename: package.read(one) for one in package.infolist()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as fault:
        raise Unmarkable(BROKEN) from fault
    if any(name.startswith("_xmlsignatures/") for name in parts):
        raise Unmarkable(SIGNED)
    try:
        _mend(parts, mark)
    except (KeyError, UnicodeDecodeError) as fault:
        raise Unmarkable(BROKEN) from fault
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return made.getvalue()


def _mend(parts: dict[str, bytes], mark: Mark) -> None:
    for number, name in enumerate(filter(_HEADER.match, list(parts))):
        header = parts[name].decode()
        end = re.search(r"</(?:\w+:)?hdr>\s*$", header)
        if end:
            parts[name] = (header[: end.start()] + _paragraph(mark, number + 1) + header[end.start() :]).encode()
    parts[PART] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:hdr {SPACES}>{_paragraph(mark, 0)}</w:hdr>'.encode()
    )
    parts["word/document.xml"] = _referred(parts["word/document.xml"].decode()).encode()
    relations, sorts = "word/_rels/document.xml.rels", "[Content_Types].xml"
    one = f'<Relationship Id="rIdZhongshu" Type="{RELATED}/header" Target="{PART.removeprefix("word/")}"/>'
    parts[relations] = parts[relations].decode().replace("</Relationships>", f"{one}</Relationships>").encode()
    kind = f'<Override PartName="/{PART}" ContentType="{SORT}"/>'
    parts[sorts] = parts[sorts].decode().replace("</Types>", f"{kind}</Types>").encode()


def _referred(document: str) -> str:
    """Give the first section what headers it lacks; those after it have them from there unless they have their own."""
    found = _SECTION.search(document)
    if found is None:
        section = f"<w:sectPr>{_references(('default',))}</w:sectPr>"
        return document.replace("</w:body>", f"{section}</w:body>")
    if found.group(1):
        opened = found.group().removesuffix("/>") + ">"
        return document[: found.start()] + f"{opened}{_references()}</w:sectPr>" + document[found.end() :]
    end = document.find("</w:sectPr>", found.end())
    has = set(_TYPED.findall(document[found.end() : end]))
    lacking = tuple(sort for sort in ("default", "first", "even") if sort not in has)
    return document[: found.end()] + _references(lacking) + document[found.end() :]


def _references(sorts: tuple[str, ...] = ("default", "first", "even")) -> str:
    return "".join(f'<w:headerReference xmlns:r="{RELATED}" w:type="{sort}" r:id="rIdZhongshu"/>' for sort in sorts)


def _paragraph(mark: Mark, number: int) -> str:
    words = escape(mark.words)
    shape = (
        "position:absolute;margin-left:0;margin-top:0;width:440pt;height:26pt;"
        f"rotation:-{ANGLE + 10:g};z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        f'<w:p {SPACES}><w:pPr><w:jc w:val="center"/></w:pPr>'
        f'<w:r><w:rPr><w:color w:val="A6A6A6"/><w:sz w:val="16"/></w:rPr><w:t>{words}</w:t></w:r>'
        f'<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="ZhongshuMark{number}" o:spid="_x0000_s{4097 + number}" type="#_x0000_t136" style="{shape}" '
        f'fillcolor="#bfbfbf" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt" string="{words}"/>'
        "</v:shape></w:pict></w:r></w:p>"
    )
