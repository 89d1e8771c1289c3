"""What can be checked (待检文件): each kind of file gives a sheet, and those that are text take what is mended back."""

import io
from importlib import import_module
from typing import Any

from zhongshu.gongwen.check.sources.model import Source
from zhongshu.gongwen.read import formats

# Which module opens a format; every other is read and cannot be mended.
_OPENED = {"txt": "plain", "docx": "docx"}


def take(data: bytes, name: str, *, recogniser: Any = None) -> Source:
    """Return a file as what can be checked; `name` tells a draft (.json), the bytes tell the rest.

    Raises Unreadable or NotADraft with a Chinese sentence.
    """
    form = "draft" if name.lower().endswith(".json") else formats.sniff(io.BytesIO(data), name)
    module = import_module(f"{__name__}.{form if form == 'draft' else _OPENED.get(form, 'paper')}")
    source: Source = module.take(data, name, recogniser=recogniser)
    return source
