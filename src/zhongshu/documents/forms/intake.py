"""Turning what is done with files that wait to be registered into clean values."""

import re
from collections.abc import Callable, Mapping

from django import forms

from zhongshu.documents import rules
from zhongshu.gongwen import numbers
from zhongshu.kit import dates, terms
from zhongshu.kit.errors import Refused
from zhongshu.ui.fields import UploadsField
from zhongshu.ui.forms import ActForm


class UploadForm(ActForm):
    """上传识读: files and archives of one mark."""

    uploads = UploadsField(label="文件")


class SetAsideForm(ActForm):
    """不予登记: the reason."""

    reason = forms.CharField(label="原因", max_length=200)


class VerdictForm(ActForm):
    """隔离件处理: expunge or release; what the tracking card that remains will say."""

    verdict = forms.ChoiceField(label="处理意见", choices=rules.VERDICTS, widget=forms.RadioSelect)
    sender_code = forms.CharField(label="来文单位代号", required=False, max_length=20, help_text="清除时写入跟踪卡")
    copy_number = forms.CharField(label="份号", required=False, max_length=6, help_text="6位数字")


# --- a line of the page as the value of a field ------------------------------------------------------------

DAY = re.compile(
    r"[0-9]{4}(?:年|[-./])[0-9]{1,2}(?:月|[-./])[0-9]{1,2}日?|[〇○零Oo0一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
ATTACHED = re.compile(r"^(?:附件?[0-9一二三四五六七八九十]{0,3}[：:.．、])?(?:[0-9]{1,2}[.．、])?")
COPIES, COPY_NUMBER = re.compile(r"[0-9]{1,6}"), re.compile(r"[0-9]{6}")


def value_of_line(name: str, line: str, kind: str) -> str:
    """Return what a line of a page says (点选填入), in the form of a field of the registration of a kind.

    Raises Refused where the line says nothing that the field could hold.
    """
    if name == "urgency":
        return _term(line, terms.TELEGRAM_GRADES if kind == rules.TELEGRAM else terms.URGENCY, "紧急程度")
    return LINE_VALUES.get(name, _words)(line)


def _words(line: str) -> str:
    return " ".join(line.split())


def _sender(line: str) -> str:
    return "".join(line.split()).removesuffix("文件")


def _recipients(line: str) -> str:
    return "".join(line.split()).rstrip("：:")


def _attached(line: str) -> str:
    """Return the title without 附件： and its number (GB/T 9704-2012 7.3.4)."""
    return ATTACHED.sub("", "".join(line.split()))


def _number(line: str) -> str:
    plain = numbers.normalise(line)
    found = numbers.DOCUMENT_NUMBER.search(plain)
    return found[0] if found else plain[:100]


def _dated(line: str) -> str:
    plain = numbers.normalise(line)
    found = DAY.search(plain)
    return dates.parse_date(found[0] if found else plain).isoformat()


def _genre(line: str) -> str:
    return _term(line, terms.GENRES, "文种")


def _term(line: str, offered: terms.Terms, what: str) -> str:
    """Return the key of the term that stands last in a line: a title ends with its genre."""
    plain = "".join(line.split())
    found = [(plain.rfind(word) + len(word), len(word), key) for key, word in offered if word in plain]
    if not found:
        raise Refused(f"这一行没有{what}，请直接选择。")
    return max(found)[2]


def _digits(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    def find(line: str) -> str:
        found = pattern.search(numbers.normalise(line))
        if not found:
            raise Refused(f"这一行没有{what}，请直接填写。")
        return found[0]

    return find


LINE_VALUES: Mapping[str, Callable[[str], str]] = {
    "sender": _sender,
    "sender_number": _number,
    "recipients": _recipients,
    "attachment_titles": _attached,
    "dated": _dated,
    "genre": _genre,
    "copies": _digits(COPIES, "份数"),
    "copy_number": _digits(COPY_NUMBER, "份号"),
}
