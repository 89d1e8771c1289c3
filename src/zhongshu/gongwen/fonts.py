"""Type (字体): which families stand in for 仿宋 楷体 黑体 宋体 小标宋 on this machine, and which characters they have.

The official families of a machine come first, then free ones. A missing character would be set as an empty box
without any warning, so every text is looked through before it is set.
"""

import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from zhongshu.kit.errors import Refused

TAIL = ("LXGW WenKai", "Noto Serif CJK SC", "Noto Serif SC", "FandolSong")
FANG, KAI, HEI, SONG, TITLE = "fang", "kai", "hei", "song", "title"
CHAINS: dict[str, tuple[str, ...]] = {
    FANG: ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "STFangsong", "FandolFang R"),
    KAI: ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "STKaiti", "FandolKai"),
    HEI: ("SimHei", "STHeiti", "Noto Sans CJK SC", "FandolHei"),
    SONG: ("SimSun", "STSong", "Noto Serif CJK SC", "FandolSong"),
    TITLE: (
        "FZXiaoBiaoSong-B05S",
        "FZXiaoBiaoSong-B05",
        "方正小标宋简体",
        "方正小标宋_GBK",
        "STZhongsong",
        "Noto Serif CJK SC",
    ),
}
LATIN = ("Times New Roman", "Liberation Serif", "Libertinus Serif")  # the last one comes with the typesetter
# What a chain must have at the least for its papers to look as they should, by the name of the type.
WANTED = {FANG: "仿宋", KAI: "楷体", HEI: "黑体", SONG: "宋体"}
AROUND = 6  # characters shown on either side of a missing one
MOST_NAMED = 5


class NoType(Refused):
    """The machine has no Chinese type at all (没有中文字库)."""


class MissingCharacters(Refused):
    """Some characters are in none of the fonts (字库缺字)."""


class Fonts:
    """The fonts of a machine (字库): those of its system, and those that lie in `folder`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    @cached_property
    def loaded(self) -> Any:
        """The fonts as the typesetter has them: shared by all threads, found once."""
        import typst  # here alone: most processes never set anything

        return typst.Fonts(font_paths=[self.folder] if self.folder and self.folder.is_dir() else [])

    @cached_property
    def families(self) -> dict[str, list[tuple[str, int]]]:
        """The families that are there, each with its files: path and number in the file."""
        found: dict[str, list[tuple[str, int]]] = {}
        for font in self.loaded.fonts():
            found.setdefault(font.family, [])
            if font.path:
                found[font.family].append((font.path, font.index))
        return found

    def chain(self, style: str) -> list[str]:
        """Return the families of a style that are there, in the order in which a character is looked for."""
        return [name for name in dict.fromkeys((*CHAINS[style], *TAIL)) if name in self.families]

    @cached_property
    def chains(self) -> dict[str, list[str]]:
        """The chains of all styles, and that of figures and Latin letters. Raises NoType."""
        found = {style: self.chain(style) for style in CHAINS}
        if not all(found.values()):
            raise NoType("服务器没有安装中文字库，不能打印。请系统管理员运行“zhongshu fonts”安装。")
        return found | {"latin": [name for name in LATIN if name in self.families]}

    def lacking(self) -> list[str]:
        """Return the Chinese names of the styles that have no font of their own here, and are set in another."""
        return [words for style, words in WANTED.items() if not any(name in self.families for name in CHAINS[style])]

    @cached_property
    def _characters(self) -> frozenset[int]:
        """The characters that every chain has: what is set in one style today may be set in another tomorrow."""
        every = [frozenset().union(*map(self._of_family, chain)) for chain in self._chinese()]
        return frozenset.intersection(*every)

    def _chinese(self) -> list[list[str]]:
        return [families for style, families in self.chains.items() if style != "latin"]

    def _of_family(self, family: str) -> frozenset[int]:
        """Return the characters of a family: those of its first file, since the others are only bolder."""
        if family not in self._known:
            from fontTools.ttLib import TTFont

            path, number = self.families[family][0]
            with TTFont(path, fontNumber=number, lazy=True) as font:
                self._known[family] = frozenset(font.getBestCmap())
        return self._known[family]

    @cached_property
    def _known(self) -> dict[str, frozenset[int]]:
        return {}

    def missing(self, text: str) -> list[str]:
        """Return the characters of a text that some chain lacks, each once (缺字)."""
        return [one for one in dict.fromkeys(text) if ord(one) not in self._characters and not _is_silent(one)]

    def check(self, content: Any) -> None:
        """Refuse content with characters that cannot be set, and say which they are and where they stand."""
        found = {one: text for text in texts(content) for one in self.missing(text)}
        if not found:
            return
        named = [f"“{one}”（{_around(text, one)}）" for one, text in list(found.items())[:MOST_NAMED]]
        more = f"等{len(found)}个字" if len(found) > MOST_NAMED else ""
        raise MissingCharacters(
            f"字库中没有{'、'.join(named)}{more}，打印出来会是空白，没有打印。请换用其他写法，或请系统管理员安装更全的字库。"
        )


def installed() -> Fonts:
    """Return the fonts of this machine and those fetched at set-up, without the settings of the web pages (字库)."""
    return Fonts(Path(os.environ.get("ZHONGSHU_FONTS") or Path(os.environ.get("ZHONGSHU_VAR", "var")) / "fonts"))


def texts(content: Any) -> Iterator[str]:
    """Yield every text in strings, mappings, lists and dataclasses; what pictures are made of (`data`) is none."""
    if isinstance(content, str):
        yield content
        return
    parts: Any = ()
    if is_dataclass(content):
        parts = (getattr(content, one.name) for one in fields(content) if one.name != "data")
    elif isinstance(content, Mapping):
        parts = content.values()
    elif isinstance(content, list | tuple):
        parts = content
    for part in parts:
        yield from texts(part)


def _is_silent(character: str) -> bool:
    """Tell what draws nothing: line ends, and what only steers other characters."""
    return character in "\n\t\r" or unicodedata.category(character) in ("Cf", "Zl", "Zp")


def _around(text: str, character: str) -> str:
    place = text.index(character)
    begin, end = max(place - AROUND, 0), place + AROUND + 1
    words = " ".join(text[begin:end].split())
    return f"见{'…' if begin else ''}{words}{'…' if end < len(text) else ''}"
