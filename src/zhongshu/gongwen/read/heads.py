"""Marks and mastheads (版头), alone in their row or run together with what follows: where each ends."""

import re
from itertools import takewhile

from zhongshu.gongwen.read import organs, titles, wording

_MARK = re.compile(
    r"[0-9]{6}|[（(]?总?第[0-9一二三四五六七八九十百]{1,5}期[）)]?|(?:[绝机秘]密级?(?:[★☆*](?:[0-9]{1,2}(?:年|个月)|长期)?)?|特提|特急|加急|平急|急件|明电|密级：.{0,12}|(?:紧急程度|缓急|等级)：.{0,8}|等级(?:特提|特急|加急|平急)(?:·?明电)?|份号：.{0,10}|签发人?：.{0,24}|[签会]签：.{0,20})"
)
_GRADE = re.compile("特提|特急|加急|平急")
_SIGNER = re.compile("签发人：")
_YEAR_AND_NUMBER = r"[〔\[(（](?:19|20)[0-9]{2}[〕\])）]第?[0-9]{1,5}号"
_ENDS = re.compile(rf"(?P<word>文件|会议纪要)(?:{wording.NUMBER.pattern})?|{_YEAR_AND_NUMBER}")
_LONGEST, _LONGEST_WITH_MARK = 160, 40


def mark(row: str, before: str) -> int:
    """Return where a mark (份号、密级、紧急程度、签发人) at the start of a row ends, 0 when there is none.

    before: what stands above; a signer's name ends where an organ begins that is named there.
    """
    found = _MARK.match(row)
    if not found or found.end() == len(row):
        return found.end() if found else 0
    is_secret = found.group().startswith(tuple("绝机秘"))
    if len(row) <= _LONGEST_WITH_MARK and (is_secret or wording.NUMBER.match(row, found.end())):
        return found.end()
    if (grade := _GRADE.match(row)) and _is_masthead(row[grade.end() : grade.end() + _LONGEST]):
        return grade.end()
    return _signer(row, before)


def masthead(row: str) -> int:
    """Return where a masthead ends that number or title have run into, 0 when none begins the row.

    Its number follows, or the title names the same organs again.
    """
    for found in _ENDS.finditer(row[:_LONGEST]):
        word = found["word"]
        if word and found.end() > found.end("word") and _heads(row[: found.start()], word):
            return found.end("word")
        shared = _shared(row, row[found.end() : found.end() + _LONGEST])
        if organs.is_organ(row[:shared]) and (not word or shared == found.start()):
            return found.end("word") if word else shared
    return 0


def _heads(name: str, word: str) -> bool:
    """Tell whether a masthead begins with this: an organ; of minutes also its meeting (县政府专题会议纪要)."""
    return organs.is_organ(name) if word == "文件" else organs.has_head(name)


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginnings."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _is_masthead(text: str) -> bool:
    found = wording.MASTHEAD.match(text)
    return found is not None and organs.is_organ(found["organs"])


def _signer(row: str, before: str) -> int:
    """Return where the name of the one who signs (签发人) ends, when a title has run into it."""
    start = found.end() if (found := _SIGNER.match(row)) else len(row)
    for end in range(start + 2, min(start + 5, len(row))):
        title = row[end : end + titles.leading(row[end:])]
        names, _ = wording.issuers_of(title)
        if names and names[0] in before:
            return end
    return 0
