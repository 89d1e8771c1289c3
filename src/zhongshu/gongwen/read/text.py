"""Reading plain text (纯文本识读) in UTF-8, UTF-16 and GB18030, also where one file mixes them."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from zhongshu.gongwen.read import limits
from zhongshu.gongwen.read.model import Line, Page, Paper, Recogniser, Report, Unreadable
from zhongshu.kit import text as kit_text

# UTF-32 first: its mark begins with that of UTF-16.
WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
HEAD = 64 * 1024
UNKNOWN = "\ufffd"
# Control characters that no text has, beside those that end lines, pages and old files.
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\v\x1a\x1b")


def read(source: BinaryIO, *, report: Report | None = None, recogniser: Recogniser | None = None) -> Paper:
    """Return a text as one page with a Line for every line that is not empty; blanks at its beginning stay.

    Raises Unreadable for bytes that are no text and for more than `limits.TEXT` of them.
    """
    source.seek(0)
    data = source.read(limits.TEXT + 1)
    if len(data) > limits.TEXT:
        raise Unreadable(f"文本超过 {limits.TEXT // limits.MB} MB，不能识读。请拆分后重新上传。")
    if is_binary(data[:HEAD]):
        raise Unreadable("文件内容不是文本，不能识读。请核对后重新上传。")
    written = decode(data)
    page = Page(tuple(map(Line, _lines(written))))
    if report:
        report(1, 1)
    return Paper("txt", (page,), _warnings(page, written))


def decode(data: bytes) -> str:
    """Return the text of any bytes; what no encoding knows becomes U+FFFD. Never raises."""
    for mark, encoding in WIDE:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    if _is_utf8(data):
        return data.decode()
    # No byte of a longer character of either encoding is a line feed.
    return "\n".join(_decode_line(line) for line in data.split(b"\n"))


def _lines(written: str) -> Iterator[str]:
    """Yield the lines that are not empty, whatever ends them: cleaned one by one, which spares memory."""
    for row in written.split("\n"):
        for line in kit_text.visible(row).split("\n"):
            if line.rstrip():
                yield line.rstrip()


def _is_utf8(data: bytes) -> bool:
    """Say whether all of it is UTF-8. 印 alone in GB18030 would pass too: Chinese takes three bytes there, not two."""
    try:
        return data.isascii() or max(data.decode()) >= "\u0800"
    except UnicodeDecodeError:
        return False


def is_binary(head: bytes) -> bool:
    """Say whether the first bytes of a file are no text: more than one sign in twenty is none."""
    sample = decode(head)
    # A head of 64 KB may end inside a character.
    bad = sum(sign == UNKNOWN or sign in _CONTROLS for sign in sample) - 1
    return bad * 20 > len(sample)


def _decode_line(line: bytes) -> str:
    """Return one line in the encoding that makes more sense of it."""
    return min(line.decode("gb18030", "replace"), line.decode("utf-8", "replace"), key=_strangeness)


def _strangeness(line: str) -> int:
    """Count the characters outside GB/T 2312: one encoding taken for the other yields them in plenty."""
    return len(line) - len(line.encode("gb2312", "ignore").decode("gb2312"))


def _warnings(page: Page, written: str) -> tuple[str, ...]:
    if not page.lines:
        return ("文件里没有文字。",)
    lost = written.count(UNKNOWN)
    return (f"有 {lost} 处文字的编码已损坏，识读为“{UNKNOWN}”，请对照原文核对。",) if lost else ()
