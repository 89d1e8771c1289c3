"""A draft comes in as a file and goes out as one (文稿进出). Nothing of it is stored: it lives in its form alone."""

import io
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from zhongshu.documents import rules
from zhongshu.gongwen import fonts
from zhongshu.gongwen.compare.model import Change
from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit.errors import Refused
from zhongshu.ui import papers

MB = 1 << 20
MOST_BYTES = 5 * MB
MOST_DRAFT_BYTES = 3 * MB // 2  # the pictures of a draft travel in its form
MOST_MARKUP = 8 * MB
MOST_PAGES = 25
MOST_CHARACTERS = 10_000  # what is checked and set within about a second, in no more parts than
MOST_PARTS = 2_000  # paragraphs and cells
MOST_ATTACHMENTS = 30
LONGEST_NAME = 60
PATIENCE = 2.0  # seconds that reading may take, asked after every page
_SCAN = "文件里没有可以读出的公文文字，可能是扫描件。请上传文字版文件，或者粘贴文字。"
_PICTURES = "文件中的图片没有放进文稿，请在下载后自行补上。"
_OLD = "这是旧格式的文字处理文件，请另存为 DOCX 后重新上传。"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as a draft, and what its reader should know of it."""

    draft: Draft
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made of a draft: its name, its bytes, of which sort it is."""

    name: str
    content: bytes
    media_type: str


def opened(data: bytes, name: str) -> Opened:
    """Return a file as a draft (打开文稿). Raises SecretFound, and Refused for what cannot be read or is too much."""
    rules.check_no_secret(name)
    if len(data) > MOST_BYTES:
        raise Refused(f"文件超过{MOST_BYTES // MB} MB，不能在本页检查。请去掉其中的大图后重新上传，或者粘贴文字。")
    found = _written(data) if _is_written(data, name) else _read(data, name)
    check(found.draft)
    return found


def check(draft: Draft, *, most: int = MOST_CHARACTERS) -> None:
    """Refuse a draft that bears a mark of secrecy, or that is too much for one request (涉密、过长).

    most: characters of all its parts together.
    """
    texts = list(fonts.texts(draft))
    rules.check_no_secret("\n".join(texts), draft.secrecy)
    if draft.secrecy.strip():
        raise rules.SecretFound("文稿标有密级，没有打开。涉密文件请改办纸质件跟踪卡，并按保密规定处理。")
    _check_length(sum(len(text) + 1 for text in texts), most)
    if len(draft.attachments) > MOST_ATTACHMENTS:
        raise Refused(f"文稿有{len(draft.attachments)}个附件，本页一次最多检查{MOST_ATTACHMENTS}个。请把附件分开检查。")
    if len(texts) > MOST_PARTS:
        raise Refused(f"文稿的段落和表格的格子约{len(texts)}个，本页一次最多检查{MOST_PARTS}个。请把附件分开检查。")


def _check_length(count: int, most: int = MOST_CHARACTERS) -> None:
    if count > most:
        raise Refused(f"文稿约{count}字，本页一次最多检查{most}字。请把附件分开检查。")


def _is_written(data: bytes, name: str) -> bool:
    return name.lower().endswith(".json") or data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\n")


def _written(data: bytes) -> Opened:
    from zhongshu.gongwen.draft import schema

    if len(data) > MOST_DRAFT_BYTES:
        raise Refused(f"文稿文件超过{MOST_DRAFT_BYTES / MB:g} MB，不能在本页检查。请压缩其中的图片后重新上传。")
    try:
        return Opened(schema.parse(data))
    except schema.NotADraft as refusal:  # its sentence is for those who write such files themselves
        raise Refused("这个文稿文件有误或者没有保存好。请从本页重新下载后上传，或者粘贴文稿文字。") from refusal


def _read(data: bytes, name: str) -> Opened:
    from zhongshu.gongwen.draft import recovering
    from zhongshu.gongwen.read import formats, reading

    _check_size(data, formats.sniff(io.BytesIO(data), name))
    found = reading.read(io.BytesIO(data), name, report=_impatient())
    rules.check_no_secret(found.paper.text)
    _check_length(len(found.paper.text))
    draft = recovering.from_reading(found)
    if not paragraphs(draft):
        raise Refused(_SCAN)
    rest = recovering.left_over(found)
    left = (f"下列文字不是公文的组成部分，没有放进文稿：{'；'.join(rest)}",) if rest else ()
    drawn = (_PICTURES,) if any(part.filename.startswith("word/media/") for part in _parts(data)) else ()
    return Opened(draft, (*found.paper.warnings, *left, *drawn))


def _check_size(data: bytes, form: str) -> None:
    """Refuse what would hold up everybody else while it is read: the bytes say little, what unpacks from them does."""
    from zhongshu.gongwen.read import pictures

    if form in ("image", "office"):
        raise Refused(_SCAN if form == "image" else _OLD)
    source = io.BytesIO(data)
    if form in ("pdf", "ofd") and (count := pictures.count(source, form)) > MOST_PAGES:
        raise Refused(f"文件有{count}页，本页一次最多检查{MOST_PAGES}页。请把附件分开检查。")
    markup = (part.file_size for part in _parts(data) if part.filename.lower().endswith(".xml"))
    if sum(markup) > MOST_MARKUP:
        raise Refused("文件内容过多，不能在本页检查。请把附件分开检查，或者粘贴文字。")


def _impatient() -> Callable[[int, int], None]:
    """Return what is told after every page, and ends a reading that takes too long: the pages are pictures."""
    end = time.monotonic() + PATIENCE

    def told(done: int, count: int) -> None:
        if time.monotonic() > end:
            raise Refused(f"文件内容过多或者是扫描件，读到第{done}页停止。请上传文字版文件，或者粘贴文字。")

    return told


def _parts(data: bytes) -> list[zipfile.ZipInfo]:
    """Return the parts of a package; of what is none, or a broken one, whoever reads it says what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.infolist()
    except zipfile.BadZipFile:
        return []


def made(sort: str, draft: Draft, *, before: str, by: str, at: datetime) -> Made:
    """Return a draft as a file of a sort of SORTS (下载). `before`: its text when it came in. Raises Refused."""
    make, note, suffix, media_type = SORTS[sort]
    return Made(f"{name_of(draft)}{note}{suffix}", make(draft, before, by, at), media_type)


def name_of(draft: Draft) -> str:
    """Return what a file of a draft is called, without its suffix (文件名)."""
    return "".join(draft.title.split())[:LONGEST_NAME] or "文稿"


def paragraphs(draft: Draft) -> list[str]:
    """Return a draft as the paragraphs in which two versions are compared (比对文字)."""
    from zhongshu.gongwen.check import drafts

    return [one.text for one in drafts.of_draft(draft).paragraphs]


def compared(before: str, after: Sequence[str]) -> list[Change]:
    """Return what became of the first text, whose paragraphs are its lines; one that was empty has none."""
    from zhongshu.gongwen.compare import comparing

    return comparing.compare(before.split("\n") if before else [], after)


def _set(suffix: str, draft: Draft, before: str, by: str, at: datetime) -> bytes:
    from zhongshu.gongwen.typeset import writing

    return writing.write(draft, suffix, fonts=papers.fonts(), at=at)


def _json(draft: Draft, before: str, by: str, at: datetime) -> bytes:
    from zhongshu.gongwen.draft import schema

    return schema.dump(draft).encode()


def _comparison(draft: Draft, before: str, by: str, at: datetime) -> bytes:
    from zhongshu.gongwen.compare import docx

    return docx.to_docx(compared(before, paragraphs(draft)), by=by, at=at)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SORTS: dict[str, tuple[Callable[..., bytes], str, str, str]] = {
    "pdf": (partial(_set, ".pdf"), "", ".pdf", "application/pdf"),
    "docx": (partial(_set, ".docx"), "", ".docx", _WORD),
    "ofd": (partial(_set, ".ofd"), "", ".ofd", "application/ofd"),
    "draft": (_json, "", ".json", "application/json"),
    "comparison": (_comparison, "（修改对照）", ".docx", _WORD),
}
