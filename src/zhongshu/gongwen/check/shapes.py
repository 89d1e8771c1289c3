"""What each part of a document looks like (要素形态), also where it is written wrong: a rule must find it to say so."""

import re

from zhongshu.gongwen.check import genres
from zhongshu.gongwen.check.sheet import Role, level_of
from zhongshu.gongwen.read import noise, organs, wording

NUMERAL = "[0-9０-９〇零○OＯ一二三四五六七八九十]"
DATE = re.compile(
    rf"[（(]?{NUMERAL}{{2,4}}\s?年\s?{NUMERAL}{{1,3}}\s?月(?:\s?{NUMERAL}{{1,4}}\s?[日号]?)?[）)]?"
    r"|[（(]?[0-9]{2,4}\s?(?P<sign>[-./．])\s?[0-9]{1,2}\s?(?P=sign)\s?[0-9]{1,2}[）)]?"
)
NUMBER = re.compile(
    r"(?:发文字号[：:])?[一-龥A-Za-z×ＸX〇]{0,20}\s?[\[【(（〔〈［﹝]\s?[0-9]{2,4}\s?[\]】)）〕〉］﹞]\s?第?\s?[0-9]{1,5}\s?[号期]?"
    r"|第[0-9一二三四五六七八九十百〇零]{1,6}[号期]"
)
ATTACHMENT_LABEL = re.compile(r"附\s?件?\s?[0-9０-９一二三四五六七八九十]{0,3}")
ATTACHMENT_NOTE = re.compile(r"附\s?件?\s?[0-9０-９一二三四五六七八九十]{0,3}\s?[：:]")
LISTED = re.compile(r"[0-9０-９一二三四五六七八九十]{1,2}\s?[.．、。]")
COPIED_TO = re.compile(r"(?:抄送|抄报|分送|发送)(?:机关)?\s?[：:]")
PRINTED = re.compile(rf"(?P<organ>.*?)(?P<date>{DATE.pattern})\s*(?P<word>印发|印)?[。]?")
KEYWORDS = re.compile(r"主\s*题\s*词\s*[：:]?")
NOTE = re.compile(r"[（(][^（）()]{2,80}(?:[（(][^（）()]*[）)][^（）()]*)*[）)]|此件[^。]{2,30}。?|联系人[：:].{2,60}")
PRESENT = re.compile(r"(?:出席|列席|请假|缺席|主持)(?:人员?|单位)?\s?[：:]")
_METADATA = re.compile(r"[一-龥　 ]{1,10}[：:]\s*\S")
_ADOPTED = re.compile(r"[（(]?(?:19|20)[0-9]{2}年.{0,60}(?:通过|批准|公布|发布|修订|修正|施行).{0,20}")
PERSON = re.compile(r"[一-龥×ＸX]{0,14}?(?:书记|(?<!首)[省市县区州厅局部乡镇]长|主任|主席|同志)")
_HEADS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("copy_number", re.compile(r"(?:份号\s?[：:]?\s?)?(?:N[oO]\.?|№)?\s?[0-9]{1,8}")),
    ("secrecy", re.compile(r"(?:密级\s?[：:]\s?)?(?:绝密|机密|秘密)[^一-龥]?[^，。；]{0,20}")),
    ("urgency", re.compile(r"(?:紧急程度\s?[：:]\s?)?(?:特提|特急|加急|平急|紧急|急件|火急|急|特别紧急)(?:件|公文)?")),
    ("signer", re.compile(r"签发人?\s?[：:].*")),
    ("number", NUMBER),
    ("mark", re.compile(r"[一-龥、　 ×（）()]{2,60}(?:文件|命令|令|纪要|函件|公报)")),
)
_TITLE_STOP = re.compile(r"[。；！？]")
_UNTOLD = str.maketrans("×ＸX", "某某某")
LONGEST_HEADING = 40


def head(text: str) -> Role | None:
    """Tell which part of the head (版头) a row before the title is."""
    return next((role for role, form in _HEADS if form.fullmatch(text)), None)


def is_title(text: str) -> bool:
    """Tell whether a row is the title or begins it: a reason (关于…) or a genre at its end, and no sentence."""
    bare = genres.bare(text)
    is_short = not 4 <= len(bare) <= wording.LONGEST_TITLE
    if is_short or level_of(text) or _TITLE_STOP.search(bare) or _METADATA.match(text):
        return False
    return bool(genres.of(bare) and bare == text.rstrip("。")) or begins_title(bare)


def begins_title(text: str) -> bool:
    """Tell whether a row may be the first of a title that goes on below."""
    return not text.endswith(tuple(genres.MARKS)) and bool(
        re.match(r"[一-龥×ＸX、　 ]{0,60}(?:关于|印发|转发|批转)", text)
    )


def ends_title(text: str) -> bool:
    """Tell whether no further row of a title can follow."""
    return bool(genres.of(text))


def is_adopted(text: str) -> bool:
    """Tell whether a row is the note of adoption (题注)."""
    return bool(_ADOPTED.fullmatch(text)) and len(text) <= 120


def is_recipients(text: str) -> bool:
    """Tell whether a row under the title names whom it is addressed to, whatever ends it."""
    bare = known(text.rstrip("：:，,；; ")).replace(",", "，").replace("；", "，")
    if not bare or len(text) > 600 or _TITLE_STOP.search(bare) or "：" in bare:
        return False
    return bool(PERSON.fullmatch(bare)) or (wording.is_recipients(bare) and not ends_title(bare))


def names(text: str) -> list[str]:
    """Return the organs that a row names, parted by blanks or 、 or touching."""
    return [name for part in re.split(r"[\s　、]+", text.strip()) for name in wording.names_of(part) or [part]]


def is_organ(text: str) -> bool:
    """Tell whether a row names one organ or several, as a signature does; × stands for any sign."""
    return len(text) <= 60 and all(map(organs.is_organ, names(known(text))))


def known(text: str) -> str:
    """Return a text with a sign in place of each × of a name that is not told."""
    return text.translate(_UNTOLD)


def is_metadata(text: str) -> bool:
    """Tell whether a row is what a page says of itself: 发布时间：…, a time stamp."""
    return noise.is_metadata(text.replace(":", "："))


def is_note(text: str) -> bool:
    """Tell whether a row after the date is a note (附注), in brackets or not."""
    return bool(NOTE.fullmatch(text))


def is_noise(text: str) -> bool:
    """Tell whether a row is what a page of the web adds."""
    return noise.is_tail(text) and not text.startswith(("（此件", "此件", "（本文"))


def is_heading(text: str) -> bool:
    """Tell whether a numbered paragraph is a heading on a line of its own."""
    bare = text.strip().rstrip("。：:")
    return bool(level_of(text)) and len(bare) <= LONGEST_HEADING and not re.search(r"[，。；：:！？…,;]", bare)
