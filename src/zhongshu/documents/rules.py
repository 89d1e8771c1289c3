"""What incoming documents refuse (收文规则), and the terms that they use."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhongshu.gongwen import marks, numbers
from zhongshu.kit import terms
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms

INCOMING, TELEGRAM, PAPER_CARD = "incoming", "telegram", "paper_card"
SERIES = {INCOMING: "incoming", TELEGRAM: "telegram", PAPER_CARD: "paper_card"}
KEEPERS = {INCOMING: "registrar", TELEGRAM: "confidential_registrar", PAPER_CARD: "confidential_registrar"}
DECLARATIONS: Terms = (*terms.LABELS, *terms.SECRET_LEVELS)
NOT_HERE = "涉密文件不得录入本系统，请将纸质件交机要登记人员办理纸质件跟踪卡。系统没有保存该件的任何内容。"
READING, UNPACKING = "zhongshu.documents.jobs.read", "zhongshu.documents.jobs.unpack"
MOST_FILES = 500  # of one batch, and of one archive
SURE, LIKELY = 0.85, 0.6  # from these confidences on a field need not be looked at, is at least worth showing
NEEDED = ("title", "doc_number", "genre", "issuers", "date")  # to be registered without being looked at
READ_AS = {  # fields of the registration by what they are called where they are read
    "title": "title",
    "doc_number": "sender_number",
    "genre": "genre",
    "issuers": "sender",
    "date": "dated",
    "recipients": "recipients",
    "attachments": "attachment_titles",
    "urgency": "urgency",
}
MAY_LACK = ("recipients", "attachment_titles", "urgency")  # what many a document does without
EXPUNGE, RELEASE = "expunge", "release"
VERDICTS: Terms = ((EXPUNGE, "属于国家秘密，予以清除"), (RELEASE, "不属于国家秘密，解除隔离"))
REVIEW_QUESTIONS: Terms = (
    ("ours_to_handle", "属于本机关办理"),
    ("follows_routing_rules", "符合行文规则"),
    ("genre_and_format_fit", "文种、格式符合要求"),
    ("others_consulted", "涉及其他单位职权的事项已协商、会签"),
    ("other_demands_met", "符合公文起草的其他要求"),
)


class SecretFound(Refused):
    """State secrets must not be stored here (涉密不上网). The sentence never repeats what was found."""


class TooMany(Refused):
    """More files than one batch may hold (文件过多)."""


class Voided(Refused):
    """The registration has been voided (登记已作废)."""


def check_declaration(declaration: str) -> None:
    """Require that the mark was declared before anything is stored; refuse a secret one (保密法 2024 art. 26)."""
    if declaration in dict(terms.SECRET_LEVELS):
        raise SecretFound(
            "涉密文件不得录入本系统，请办理纸质件跟踪卡，只登记流水号、份号、来文单位代号和收、退、销时间。"
        )
    if declaration not in dict(terms.LABELS):
        raise Refused("请先声明来文的密级标志。", field="label")


def check_no_secret(*texts: str) -> None:
    """Refuse a text that bears a mark of a state secret (发现密级标志)."""
    if any(marks.find_secret_mark(text) for text in texts if text):
        raise SecretFound("内容中发现国家秘密标志，系统没有保存。涉密文件请改办纸质件跟踪卡，并按保密规定处理。")


def check_not_held(is_held: bool) -> None:
    """Nobody more gets to see what lies in quarantine, and nothing is added to it (涉密隔离)."""
    if is_held:
        raise Refused("该件已按保密要求隔离，不能传阅或添加附件。")


def check_copy_number(text: str) -> None:
    """A copy number (份号) has six digits (GB/T 9704-2012 7.2.1)."""
    if text and not numbers.is_copy_number(text):
        raise Refused("份号应为6位阿拉伯数字，如“000012”。", field="copy_number")


def check_dated(dated: date | None, today: date) -> None:
    """A document cannot be dated after the day on which it came in (成文日期)."""
    if dated and dated > today:
        raise Refused("成文日期不能晚于今天，请核对。", field="dated")


def check_review(answers: Mapping[str, Any]) -> None:
    """Whatever fails one of the five questions is returned to its sender, not handled (条例 art. 24 (3))."""
    for key, words in REVIEW_QUESTIONS:
        if not answers.get(key):
            raise Refused(f"初审不符合“{words}”的，应填写原因办理退文，不能转入承办。", field=key)


def check_alternatives(asks_decision: bool, alternatives: Sequence[str]) -> None:
    """Where a decision is asked the leader is given something to choose from (备选方案)."""
    if asks_decision and len(alternatives) < 2:
        raise Refused("需要领导决策的事项，请提出两个以上备选方案。", field="alternatives")
    if len(set(alternatives)) < len(alternatives):
        raise Refused("备选方案有重复，请修改。", field="alternatives")


def check_deadline(urgency: str, due: date | None, today: date) -> None:
    """Whatever is urgent has a deadline (条例 art. 24 (4)); no deadline lies in the past."""
    if due is None and urgency not in ("none", "routine"):
        raise Refused("紧急公文必须明确办理时限，请填写。", field="due")
    if due is not None and due < today:
        raise Refused("办理时限不能早于今天，请重新填写。", field="due")


def check_verdict(verdict: str, *, is_first: bool, said: str) -> None:
    """Two persons judge what lies in quarantine and must agree (双人处理); `said`: what the first one said, if any."""
    if verdict not in dict(VERDICTS):
        raise Refused("请选择处理意见。", field="verdict")
    if said and is_first and said == verdict:
        raise Refused("隔离件须由两人分别确认，您已确认过，请由另一名机要登记人员确认。")
    if said and not is_first and said != verdict:
        raise Refused(f"另一名机要登记人员的意见是“{dict(VERDICTS)[said]}”。请两人核对一致后再确认。", field="verdict")


def check_reason(reason: str, what: str) -> None:
    """Require a reason for what cannot be undone."""
    if not reason:
        raise Refused(f"请填写{what}原因。", field="reason")


def say_force(words: str, ends: date | None, today: date) -> str:
    """Say of what its issuer did away with (效力) that it is no ground any more, or that until its day it still is.

    words: how, such as 自2027年1月1日起废止; ends: the first day without force, or nothing for at once. 条例 art. 36.
    Without words nothing is said.
    """
    if not words:
        return ""
    return f"{words}，在此之前仍然有效。" if ends and today < ends else f"{words}，不得再作为依据。"


def grade(confidence: float) -> str:
    """Return how far a field that was read may be trusted (可信程度): sure, check, or missing."""
    return "sure" if confidence >= SURE else "check" if confidence >= LIKELY else "missing"


def job_key(arrival: int) -> str:
    """Return the key under which the reading of a file waits in the queue once (识读作业)."""
    return f"arrival:{arrival}"


def check_files(count: int) -> None:
    """Refuse more files at once than a page can show and a person look through."""
    if count > MOST_FILES:
        raise TooMany(f"一批最多{MOST_FILES}个文件，请分批办理。", field="uploads")
