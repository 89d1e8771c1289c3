"""`zhongshu gongwen compare OLD NEW OUT` (比对文稿): two files of any format, as a page or as tracked changes."""

from datetime import UTC, datetime
from pathlib import Path

from zhongshu.gongwen import filing
from zhongshu.gongwen.check import sources
from zhongshu.gongwen.compare.comparing import compare
from zhongshu.gongwen.read.ocr import client
from zhongshu.kit.errors import Refused

SUFFIXES = (".html", ".docx")


def run(old: str, new: str, target: str) -> int:
    """Compare two files and write the comparison; print how much changed. Raises Refused."""
    suffix = Path(target).suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused(f"不能写成“{suffix or target}”文件，请以{'、'.join(SUFFIXES)}为扩展名。")
    with client.Recognition() as recogniser:
        seeing = recogniser if client.available() else None
        texts = [_paragraphs(file, seeing) for file in (old, new)]
    changes = compare(*texts)
    if suffix == ".html":
        from zhongshu.gongwen.compare import html

        made = html.to_html(changes, old=Path(old).name, new=Path(new).name).encode()
    else:
        from zhongshu.gongwen.compare import docx

        made = docx.to_docx(changes, by="中枢", at=datetime.now(UTC))
    filing.keep(target, made)
    changed = sum(change.manner not in ("same", "moved_from") for change in changes)
    before, after = map(len, texts)
    print(f"原稿{before}段，新稿{after}段，{changed}段有改动，已写入 {target}。")
    return 0


def _paragraphs(file: str, recogniser: client.Recognition | None) -> list[str]:
    data = filing.content(file)
    try:
        found = sources.take(data, Path(file).name, recogniser=recogniser)
    except Refused as refusal:
        raise Refused(f"{file}：{refusal.sentence}") from refusal  # of two files, which
    return [paragraph.text for paragraph in found.sheet.paragraphs]
