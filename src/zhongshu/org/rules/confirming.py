"""Critical operations that need two people (双人复核): one administrator asks, another settles (三员分立)."""

from datetime import datetime, timedelta

from zhongshu.kit.terms import Terms, show
from zhongshu.org.models import Confirmation
from zhongshu.org.rules import ADMINISTRATORS
from zhongshu.org.rules.administrators import NotYourDuty, OnePair

LASTS = timedelta(days=3)
VERDICTS: Terms = (("agreed", "同意"), ("declined", "不同意"), ("withdrawn", "撤回"))


def check_may_ask(role: str, asks: tuple[str, ...]) -> None:
    """Refuse an operation asked for by somebody whose duty it is not."""
    if role not in asks:
        raise NotYourDuty(f"此项操作只能由{_titles(asks)}提出。")


def check_may_settle(role: str, settles: tuple[str, ...], by: str, asked: Confirmation, concerned: str) -> None:
    """Refuse to settle what one has asked for oneself, what concerns oneself, and what is for others to settle."""
    if by == asked.asked_by:
        raise OnePair("自己提出的操作不能由自己复核，请由另一位管理员办理。")
    if by == concerned:
        raise OnePair("涉及本人账号的操作不能由本人复核，请由另一位管理员办理。")
    if role not in settles:
        raise NotYourDuty(f"此项操作只能由{_titles(settles)}复核。")


def check_still_asked(role: str, asks: tuple[str, ...], verdict: str) -> None:
    """Refuse to carry out what was asked for by somebody who is out of that office by now; it may be declined."""
    if verdict == "agreed" and role not in asks:
        raise NotYourDuty(f"提出此项操作的人员已不再担任{_titles(asks)}，不能执行。如仍需办理，请由现任人员重新提出。")


def check_may_withdraw(by: str, asked: Confirmation) -> None:
    """Refuse to withdraw what somebody else has asked for."""
    if by != asked.asked_by:
        raise NotYourDuty("只能撤回自己提出的操作。")


def check_open(asked: Confirmation, at: datetime) -> None:
    """Refuse to settle what is settled or has expired."""
    if asked.verdict:
        raise OnePair(f"此项操作已经{show(VERDICTS, asked.verdict)}，请刷新页面查看。")
    if at >= asked.expires_at:
        raise OnePair("此项操作已超过复核期限，没有执行。如仍需办理，请重新提出。")


def check_not_asked(exists: bool) -> None:
    """Refuse to ask for the same twice."""
    if exists:
        raise OnePair("同样的操作正在等待复核，无须重复提出。")


def check_pair(role: str, second: str) -> None:
    """Refuse, for an administrator's account, what nobody else has agreed to."""
    if role and not second:
        raise OnePair(f"该账号是{show(ADMINISTRATORS, role)}，此项操作须经另一位管理员复核。")


def _titles(roles: tuple[str, ...]) -> str:
    return "、".join(show(ADMINISTRATORS, role) for role in roles)
