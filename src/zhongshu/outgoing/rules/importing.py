"""A file becomes the text of a document (文稿导入): what is taken from it, and what stays as it is."""

from collections.abc import Iterator
from dataclasses import replace

from zhongshu.gongwen.draft.model import Draft

# What the person writes. 版头、版记 and what numbering adds stay those of the document.
TAKEN = ("adopted", "recipients", "body", "attachments", "note", "present", "absent", "observers", "copied_to")
_LEFT = (
    ("number", "发文字号"),
    ("signers", "签发人"),
    ("date", "成文日期"),
    ("printed", "印发日期"),
    ("copies", "印数"),
)


def brought_in(before: Draft, given: Draft) -> Draft:
    """Return a document's text with what a file says in place of its own; without a title the old one stays."""
    taken = {name: getattr(given, name) for name in TAKEN}
    return replace(before, title=given.title or before.title, **taken)


def left_out(given: Draft) -> Iterator[str]:
    """Yield what is said of the parts of a file that were not taken (未导入的内容)."""
    if names := "、".join(name for key, name in _LEFT if getattr(given, key)):
        yield f"文件中的{names}没有导入，由编号、印制环节填写。"
    if given.seals or given.chops:
        yield "文件中的印章、签名章没有导入。"
