"""A DOCX (文字处理文档): words are mended inside the runs where they stand; every other byte of every part stays."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from zhongshu.gongwen.check import papers
from zhongshu.gongwen.check.sheet import Sheet
from zhongshu.gongwen.check.sources.model import Change, spliced
from zhongshu.gongwen.read import docx
from zhongshu.gongwen.read.docx.parts import MAIN
from zhongshu.gongwen.read.model import Paper
from zhongshu.kit.errors import Refused

# Of the words of a document; what was deleted or moved away, and the second form of a drawing, are stepped over.
_TOKEN = re.compile(
    r"<w:(?:del|moveFrom) [^>]*/>|<w:(?:del|moveFrom) .*?</w:(?:del|moveFrom)>|<mc:Fallback>.*?</mc:Fallback>"
    r"|(?P<open><w:p(?: [^>]*)?(?<!/)>)|(?P<close></w:p>)|(?P<blank><w:(?:tab|br|cr)(?: [^>]*)?/>)"
    r"|<w:t(?: [^>]*)?(?<!/)>(?P<words>[^<]*)</w:t>",
    re.DOTALL,
)
_SIGN = re.compile(r"&[^;]{1,8};|.", re.DOTALL)
# What begins a page: a break, a section, or where the word processor last began one.
_PARTED = re.compile(
    r'<w:br [^>]*w:type="page"|<w:pageBreakBefore(?! w:val="(?:0|false)")|<w:(?:sectPr|lastRenderedPageBreak)'
)
_STARTS = re.compile(
    rb'<Relationship [^>]*?(?:Target="(?P<first>[^"]+)"[^>]*?)?/officeDocument"(?:[^>]*?Target="(?P<target>[^"]+)")?'
)
_AUTHOR = re.compile(rb"<(?:dc:creator|cp:lastModifiedBy)>[^<]+<")


class Sign(NamedTuple):
    """A character of a paragraph, and where it stands in the XML."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """A word-processor file."""

    data: bytes
    paper: Paper

    @property
    def sheet(self) -> Sheet:
        read = papers.of_paper(self.paper)
        with zipfile.ZipFile(io.BytesIO(self.data)) as package:
            traces = tuple(_traces(package, self.paper))
            return replace(read, traces=traces, tops=_tops(package, read))

    def mended(self, changes: Sequence[Change]) -> bytes:
        """Write into the XML of the text as it stands; what a list or a field draws cannot be mended."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as package:
            main = _main(package)
            markup = _decoded(package.read(main))
            placed = _placed(markup, self.sheet, changes)
            return _packed(package, main, spliced(markup, placed).encode())


def take(data: bytes, name: str, *, recogniser: Any = None) -> Document:
    """Return a DOCX. Raises Unreadable."""
    return Document(data, docx.read(io.BytesIO(data)))


def _main(package: zipfile.ZipFile) -> str:
    """Return the name of the part that holds the text."""
    found = _STARTS.search(_read(package, "_rels/.rels"))
    name = (found["target"] or found["first"]).decode().lstrip("/") if found else MAIN
    return name if name in package.namelist() else MAIN


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """Return a part, nothing where there is none."""
    return package.read(name) if name in package.namelist() else b""


def _tops(package: zipfile.ZipFile, sheet: Sheet) -> frozenset[int] | None:
    """Return which labels of attachments begin a page; None where styles may part pages, or it is not written so."""
    markup = _read(package, _main(package)).decode(errors="ignore")
    if "w:pageBreakBefore" in _read(package, "word/styles.xml").decode(errors="ignore"):
        return None
    written = [signs for signs in _paragraphs(markup) if any(sign.text.strip() for sign in signs)]
    texts = ["".join(sign.text for sign in signs) for signs in written]
    tops = set()
    for number, one in sheet.of("attachment_label"):
        at = _found(texts, sheet, number)
        if not at:
            return None
        if _PARTED.search(markup, written[at - 1][0].start, written[at][-1].start):
            tops.add(int(one.source[0]))
    return frozenset(tops)


def _traces(package: zipfile.ZipFile, paper: Paper) -> Iterator[str]:
    """Yield what the file keeps of its making (SEC-04)."""
    names, core = set(package.namelist()), _read(package, "docProps/core.xml")
    said = (
        ("修订", docx.REVISED in paper.warnings), ("批注", "word/comments.xml" in names),
        ("隐藏文字", docx.HIDDEN in paper.warnings), ("作者信息", bool(_AUTHOR.search(core))),
    )  # fmt: skip
    return (what for what, is_so in said if is_so)


def _decoded(markup: bytes) -> str:
    try:
        return markup.decode()
    except UnicodeDecodeError:
        raise Refused("文件的正文不是 UTF-8 编码，不能自动修改。请用文字处理软件另存后重试。") from None


def _placed(markup: str, sheet: Sheet, changes: Sequence[Change]) -> list[tuple[int, int, str]]:
    """Return the changes as slices of the XML."""
    written = list(_paragraphs(markup))
    texts = ["".join(sign.text for sign in signs) for signs in written]
    placed: list[tuple[int, int, str]] = []
    found = {number: _found(texts, sheet, number) for number in {change.paragraph for change in changes}}
    for change in changes:
        one = sheet.paragraphs[change.paragraph]
        at = found[change.paragraph]
        if at is not None:
            # How far the words of the sheet begin behind those of the file: below 0 where a number is drawn.
            shift = texts[at].find(one.text) if one.text in texts[at] else len(texts[at].rstrip()) - len(one.text)
            start, end = change.start - one.offset + shift, change.end - one.offset + shift
            placed += _sliced(written[at], start, end, change.right)
    return placed


def _found(texts: list[str], sheet: Sheet, number: int) -> int | None:
    """Return which paragraph of the file a paragraph of the sheet is; None where that cannot be told."""
    text = sheet.paragraphs[number].text
    whole = [at for at, one in enumerate(texts) if text in one]
    drawn = [at for at, one in enumerate(texts) if len(one.strip()) > 1 and text.endswith(one.strip())]
    equal = [at for at, one in enumerate(sheet.paragraphs) if text in one.text]
    candidates = whole or drawn
    return candidates[equal.index(number)] if len(candidates) == len(equal) else None


def _paragraphs(markup: str) -> Iterator[list[Sign]]:
    """Yield the characters of every paragraph, those in text boxes apart from the one they hang on."""
    open_: list[list[Sign]] = []
    for token in _TOKEN.finditer(markup):
        if token["open"]:
            open_.append([])
        elif token["close"] and open_:
            yield open_.pop()
        elif token["blank"] and open_:
            open_[-1].append(Sign("\t", token.start(), token.start()))
        elif token["words"] and open_:
            begin = token.start("words")
            open_[-1] += [
                Sign(unescape(sign[0]), begin + sign.start(), begin + sign.end())
                for sign in _SIGN.finditer(token["words"])
            ]


def _sliced(signs: list[Sign], start: int, end: int, right: str) -> Iterator[tuple[int, int, str]]:
    """Yield the slices that put `right` in place of some characters: into the run of the first of them."""
    if not 0 <= start <= end <= len(signs) or not signs:
        return
    taken = signs[start:end]
    if not taken:
        at = signs[start - 1].end if start else signs[0].start
        yield at, at, escape(right)
        return
    yield taken[0].start, taken[0].end, escape(right)
    for sign in taken[1:]:
        yield sign.start, sign.end, ""


def _packed(package: zipfile.ZipFile, main: str, markup: bytes) -> bytes:
    """Return the package with another text; every other part keeps its bytes, its order and its date."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as copy:
        for part in package.infolist():
            copy.writestr(part, markup if part.filename == main else package.read(part))
    return made.getvalue()
