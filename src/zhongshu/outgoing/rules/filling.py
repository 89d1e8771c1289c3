"""The places in a template that are filled in when a document begins (模板中的替换内容), such as 〔发文机关〕."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from zhongshu.gongwen.draft.model import Block, Draft
from zhongshu.kit.terms import Terms

# What may stand in 〔〕, and what it becomes; said on the page of the templates.
PLACES: Terms = (
    ("发文机关", "本机关的全称"),
    ("拟稿单位", "拟稿人所在单位"),
    ("拟稿人", "拟稿人姓名"),
    ("年度", "当年的年份，如2026"),
    ("来文单位", "所答复来文的单位"),
    ("来文", "所答复来文的标题和字号"),
)
_LACKING = {"来文": "《关于……的请示》（……号）", "来文单位": "……"}
_PLACE = re.compile(f"〔({'|'.join(name for name, _ in PLACES)})〕")
_LINES = ("issuers", "signature")
_TEXTS = ("mark", "title", "adopted", "recipients", "note", "copied_to", "printer")


def fill(draft: Draft, words: Mapping[str, str]) -> Draft:
    """Return a draft with its places filled; what is not known is left to be written (……)."""
    put = partial(_filled, words)
    filled: dict[str, Any] = {name: put(getattr(draft, name)) for name in _TEXTS}
    filled |= {name: tuple(map(put, getattr(draft, name))) for name in _LINES}
    filled["body"] = _blocks(draft.body, words)
    enclosed = (replace(one, title=put(one.title), body=_blocks(one.body, words)) for one in draft.attachments)
    return replace(draft, **filled, attachments=tuple(enclosed))


def _filled(words: Mapping[str, str], text: str) -> str:
    return _PLACE.sub(lambda found: words.get(found[1]) or _LACKING.get(found[1], "……"), text)


def _blocks(blocks: tuple[Block, ...], words: Mapping[str, str]) -> tuple[Block, ...]:
    return tuple(_filled(words, one) if isinstance(one, str) else one for one in blocks)
