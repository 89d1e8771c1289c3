"""Numbers of official documents (发文字号, 令号, 份号): 机关代字〔年份〕序号 as GB/T 9704-2012 7.2.5 writes them.

`parse` is strict, `normalise` forgiving: a form normalises what was typed, keeps it even when the sender's
number follows no rule, and finds duplicates by `number_key`.
"""

import re
import unicodedata
from typing import NamedTuple

from zhongshu.kit import text as texts
from zhongshu.kit.errors import Refused

DOCUMENT_NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fa5A-Za-z]{1,20}?)〔(?P<year>(?:19|20)[0-9]{2})〕(?P<sequence>[1-9][0-9]{0,4})号"
)
ORDER_NUMBER = re.compile(r"第(?P<sequence>[1-9][0-9]*)号")
COPY_NUMBER = re.compile(r"[0-9]{6}")

_BRACKETED_YEAR = re.compile(r"[\[【(〔〈<{「﹝⟨]([0-9]{2,4})[\]】)〕〉>}」﹞⟩]")
_SEQUENCE = re.compile(r"〕第?0*(?=[0-9])")

# What is wrong with a number that is not one, tried in this order.
_FAULTS = (
    (re.compile(r"\s"), "发文字号中不能有空格"),
    (re.compile(r"[０-９]"), "发文字号应使用半角阿拉伯数字"),
    (re.compile(r"[\[【(（［][0-9]+[\]】)）］]"), "年份应使用六角括号〔〕"),
    (re.compile(r"^〔"), "发文字号缺少机关代字"),
    (re.compile(r"〔(?!(?:19|20)[0-9]{2}〕)"), "年份应写全四位，如〔2026〕"),
    (re.compile(r"〕第"), "序号前不加“第”字"),
    (re.compile(r"〕0"), "序号不编虚位（1不写成01）"),
    (re.compile(r"[0-9]$"), "序号后应有“号”字"),
)


class NotANumber(Refused):
    """The text is no document number (发文字号有误); the sentence names the fault."""


class DocumentNumber(NamedTuple):
    """A number in its parts. An order (令) has neither code nor year: code "" and year None."""

    code: str
    year: int | None
    sequence: int

    def __str__(self) -> str:
        return f"第{self.sequence}号" if self.year is None else f"{self.code}〔{self.year}〕{self.sequence}号"


def parse(text: str) -> DocumentNumber:
    """Read a number in its correct form: 国发〔2026〕1号, or an order's 第1号.

    Raises NotANumber with the fault and the right form (条例 art. 9 (5)).
    """
    if found := DOCUMENT_NUMBER.fullmatch(text):
        return DocumentNumber(found["code"], int(found["year"]), int(found["sequence"]))
    if found := ORDER_NUMBER.fullmatch(text):
        return DocumentNumber("", None, int(found["sequence"]))
    fault = next((said for pattern, said in _FAULTS if pattern.search(text)), "发文字号不完整")
    raise NotANumber(f"{fault}，正确写法如“国发〔2026〕1号”。")


def normalise(text: str) -> str:
    """Return text with 〔〕 round the year, half-width digits and letters and no blanks (规范字号写法).

    Changes the writing only, never the number: 01 and 第1 stay for `parse` to point out. Never refuses.
    """
    plain = "".join(unicodedata.normalize("NFKC", texts.visible(text)).split())
    # An accent that stood on a blank now follows a letter: compose once more.
    return _BRACKETED_YEAR.sub(r"〔\1〕", unicodedata.normalize("NFKC", plain))


def number_key(text: str) -> str:
    """Return the key under which equal numbers meet (查重): blind to writing, case, 第 and leading zeros."""
    return _SEQUENCE.sub("〕", normalise(text)).removesuffix("号").upper()


def is_copy_number(text: str) -> bool:
    """Tell whether text is a copy number (份号): six digits (GB/T 9704-2012 7.2.1)."""
    return COPY_NUMBER.fullmatch(text) is not None
