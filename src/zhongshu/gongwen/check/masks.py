"""What rules pass over (略过): addresses, formulas, code and figures, and the words of others in quotation marks.

A masked text keeps its length, so that places found in it hold in the text.
"""

import re

MASK = "\ufffc"
_FOREIGN = re.compile(
    r"(?:https?://|ftp://|www\.)[\w\-./?=&%#:~+@,;!$*()']+"  # addresses on the web
    r"|[\w.+-]{1,80}@[\w-]{1,80}(?:\.[\w-]{1,80})+"  # of mail
    r"|(?:[\w-]{1,80}\.){1,9}(?:com|cn|org|net|gov|edu|html?|docx?|xlsx?|pdf|ofd)\b(?:/[\w\-./?=&%#]*)?"  # of files
    r"|`[^`\n]*`|\{[^{}\n]*\}|</?[a-z][^<>\n]*>"  # code
    r"|[\w.()/*^+\- ]{0,40}[\w)%]\s?=\s?[\w(][\w.()/*^+\- %]{0,40}",  # formulas
    re.ASCII,
)
_LATIN = re.compile("[A-Za-z=]")  # most paragraphs of Chinese have neither
_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|“[^“”]*”|‘[^‘’]*’|〈[^〈〉]*〉|「[^「」]*」")
_NUMERIC = re.compile(r"[\s0-9０-９.,，%％‰~～\-—–+＋:：/（）()年月日]*")


def plain(text: str) -> str:
    """Mask addresses, file names, formulas and code."""
    return _FOREIGN.sub(_masked, text) if _LATIN.search(text) else text


def unquoted(text: str) -> str:
    """Mask also what stands in 《》 and quotation marks, the marks themselves left."""
    return _QUOTED.sub(lambda found: found[0][0] + MASK * (len(found[0]) - 2) + found[0][-1], text)


def all_of(text: str) -> str:
    """Mask everything."""
    return MASK * len(text)


def is_numeric(text: str) -> bool:
    """Tell whether the cell of a table holds figures only."""
    return bool(_NUMERIC.fullmatch(text))


def _masked(found: re.Match[str]) -> str:
    return MASK * len(found[0])
