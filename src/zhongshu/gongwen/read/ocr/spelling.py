"""What the engine writes otherwise than it is printed, where only one reading is possible.

Nothing here guesses at words: brackets round the year of a document number, 〇 among Chinese numerals, dashes among
digits, full-width punctuation among Chinese characters, blanks beside them.
"""

import re

_HAN = "\u3400-\u9fff〇"
_WIDE = _HAN + "，。、；：？！（）〔〕《》“”"
_YEAR = "((?:19|20)[0-9]{2})"
_OPEN, _CLOSE = "[\\[【(（〔〈<{「［]", "[\\]】)）〕〉>}」］]"
_NUMERAL = "一二三四五六七八九十〇0OoＯ○◯"

_SPACED = re.compile(f"[{_HAN}](?: +[{_HAN}])+")
_RULES = (
    # A blank between two Chinese characters was wide on paper; beside anything else it was none.
    (re.compile(f"(?<=[{_HAN}]) +(?=[{_HAN}])"), "\u3000"),
    (re.compile(f"(?<=[{_WIDE}]) +| +(?=[{_WIDE}])"), ""),
    # One bracket may be lost or doubled, but not both lost: a bare year before a number could be anything.
    (re.compile(f"{_OPEN}{{1,2}} ?{_YEAR} ?{_CLOSE}? ?(?=第?[0-9]{{1,5}} ?号)"), r"〔\1〕"),
    (re.compile(f"(?<=[{_HAN}]){_YEAR} ?{_CLOSE} ?(?=第?[0-9]{{1,5}} ?号)"), r"〔\1〕"),
    (re.compile(f"(?<=[一二三四五六七八九〇])[0OoＯ○◯](?=[{_NUMERAL}年])"), "〇"),
    (re.compile("(?<=[0-9])一(?=[0-9])|(?<=^)[-一](?= ?[0-9]+ ?[-一]$)|(?<=[0-9])[-一]$"), "—"),
)
_BRACKETED = re.compile(f"\\(([^()]*[{_HAN}][^()]*)\\)")
# Of half width beside a Chinese character they are always meant at full width.
_PUNCTUATION = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_BESIDE = re.compile(f"(?<=[{_WIDE}])[,;:?!()]|[()](?=[{_HAN}])")


def spelled(text: str) -> str:
    """Return a line as it was printed."""
    if _SPACED.fullmatch(text):
        return text.replace(" ", "")
    text = _BRACKETED.sub(r"（\1）", text)
    text = _BESIDE.sub(lambda found: _PUNCTUATION[found[0]], text)
    for pattern, right in _RULES:
        text = pattern.sub(right, text)
    return text
