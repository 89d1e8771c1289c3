"""What is refused around what others say of a text (征求意见、批注、与上级文件不一致), and the terms that it uses."""

from collections.abc import Sequence
from datetime import date

from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms

# What becomes of an opinion; of what is not wholly adopted the reason goes with the document.
VERDICTS: Terms = (("adopted", "采纳"), ("partly", "部分采纳"), ("declined", "不采纳"), ("none", "无意见"))
DISSENTING = ("partly", "declined")
# How a conflict with a superior's document is answered.
OUTCOMES: Terms = (("revised", "已修改"), ("explained", "说明理由"))
OVERDUE = "逾期未反馈"
CONSULTATION = "consultation"  # key of the side run and of the act that begins it
QUOTE, WORDS, SUPERIOR = 400, 1000, 300  # characters at the most
NOT_ON_ROUTE = "您不是该件的办理人，也没有被征求意见，不能{}。有意见请向拟稿人反映。"


def check_on_route(is_on_route: bool, what: str) -> None:
    """Remarks and conflicts come from those through whose hands a text goes (办理过该件的人员)."""
    if not is_on_route:
        raise Refused(NOT_ON_ROUTE.format(what))


def check_verdict(verdict: str, reason: str) -> None:
    """Whoever does not wholly adopt an opinion says why (不采纳理由)."""
    if verdict not in dict(VERDICTS):
        raise Refused("请选择采纳情况。", field="verdict")
    if verdict in DISSENTING and not reason:
        raise Refused("部分采纳、不采纳的，请写明理由。", field="reason")


def check_unsigned(is_signed: bool, then: str) -> None:
    """What was said of a text is settled before it is signed. then: what is not done any more."""
    if is_signed:
        raise Refused(f"文稿已经签发，{then}。")


def given_on(day: date | None, today: date) -> date:
    """Return the day of a letter, which was not written tomorrow (反馈日期)."""
    if day is None:
        raise Refused("请填写反馈日期。", field="given_on")
    if day > today:
        raise Refused("反馈日期不能晚于今天，请核对。", field="given_on")
    return day


def check_outcome(outcome: str, words: str, is_newer: bool) -> None:
    """A conflict is answered by another text, or by the reason for leaving it (已修改、说明理由)."""
    if outcome not in dict(OUTCOMES):
        raise Refused("请选择答复方式。", field="outcome")
    if outcome == "revised" and not is_newer:
        raise Refused(
            "意见提出后文稿还没有提交新版本。请先修改文稿并提交；不需要修改的，请选择“说明理由”。", field="outcome"
        )
    if outcome == "explained" and not words:
        raise Refused("请写明理由。", field="words")


def check_decided(undecided: Sequence[str]) -> None:
    """What was said is decided upon before a text goes on for review. undecided: who said it."""
    if undecided:
        raise Refused(
            f"征求意见中还有{len(undecided)}条反馈意见没有注明是否采纳（{named(undecided)}），"
            "请先在“征求意见情况”中逐条处理，再送审核。"
        )


def check_answered(waiting: Sequence[str]) -> None:
    """Who was asked has until their day to answer (反馈期限). waiting: who has not, and still has time."""
    if waiting:
        raise Refused(
            f"征求意见还有{len(waiting)}家没有反馈（{named(waiting)}），期限未到，不能送审核。"
            "请等待反馈或者催办；不再等待的，先结束征求意见。"
        )


def check_no_conflict(unanswered: Sequence[str], then: str) -> None:
    """Nothing is signed, numbered or printed over a conflict that nobody has answered (条例 art. 20).

    unanswered: the superiors' documents; then: what is not done before they are.
    """
    if unanswered:
        raise Refused(
            f"有{len(unanswered)}处与上级文件不一致的意见没有答复（{named(unanswered)}），不能{then}。"
            "请拟稿单位或者办公室先作修改或者说明理由。"
        )


def named(names: Sequence[str], most: int = 3) -> str:
    """Return names in a sentence, no more than a few (列举)."""
    return "、".join(names[:most]) + ("等" if len(names) > most else "")
