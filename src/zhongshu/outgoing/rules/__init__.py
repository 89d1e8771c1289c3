"""What outgoing documents refuse (发文规则), and the terms that they use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from zhongshu.documents import rules as secrecy
from zhongshu.gongwen import fonts
from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit import digests
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms
from zhongshu.outgoing.rules import pieces

OUTGOING = "outgoing"
DISCLOSURES: Terms = (("open", "主动公开"), ("on_request", "依申请公开"), ("closed", "不予公开"))
SEALINGS: Terms = (("seal", "加盖印章"), ("none", "不加盖印章"), ("chop", "加盖签发人签名章"))
DIRECTIONS: Terms = (("up", "上行文"), ("level", "平行文"), ("down", "下行文"), ("", "公布性公文"))
# 文种 of what an organ sends out, with the direction that each mostly takes (条例 art. 8).
WRITTEN: Mapping[str, str] = {
    "notice": "down", "request": "up", "report": "up", "reply": "down", "letter": "level", "opinion": "down",
    "decision": "down", "circular": "down", "minutes": "down", "public_notice": "", "announcement": "", "order": "",
    "resolution": "", "communique": "", "bill": "level",
}  # fmt: skip
# 审核: what the office looks at before a text is signed (条例 art. 20).
REVIEW_POINTS: Terms = (
    ("has_grounds", "行文理由充分，行文依据准确"),
    ("follows_policy", "内容符合政策法规，完整准确体现发文机关意图，同现行有关公文相衔接，措施切实可行"),
    ("was_consulted", "涉及有关地区或者部门职权范围内的事项已经充分协商并达成一致意见"),
    (
        "is_correct",
        "文种正确，格式规范，人名、地名、时间、数字、段落顺序、引文准确，文字、数字、计量单位和标点符号规范",
    ),
    ("other_demands_met", "其他内容符合公文起草的有关要求"),
)
# Stations at which the text may be changed; behind them it is what was signed (条例 art. 25 (1)).
WRITING = ("drafting", "checking", "countersign", "fair_competition", "legality", "review", "sign_off")
# Without somebody addressed: what is published to all (条例 art. 8).
TO_ALL = ("resolution", "order", "communique", "announcement", "public_notice", "minutes", "decision")
# What numbering and printing write into a text; whoever writes the text leaves it as it is.
ADDED = ("number", "copy_number", "date", "signers", "printed", "copies")


@dataclass(frozen=True, slots=True)
class Window:
    """An opened page on which a text is written (窗口).

    key: of the page; seen: when what its writer had kept was last written, as it stood when the page was opened.
    """

    key: str = ""
    seen: datetime | None = None


NO_WINDOW = Window()


class Elsewhere(Refused):
    """The same person has written something else on another page meanwhile (另有未提交的内容)."""

    def __init__(self, when: str, what: str) -> None:
        super().__init__(
            f"您在另一个窗口（{when}）写的内容还没有提交，没有被这里的内容代替。请从事项页打开文稿核对，"
            f"提交或者放弃那里的内容后再{what}。这里所写的内容仍在本页，请不要关闭。"
        )


class Stale(Refused):
    """Somebody else has changed the text meanwhile (文稿已有新版本)."""


def check_no_secret(draft: Draft) -> None:
    """Refuse a text that bears a mark of a state secret (发现密级标志). Raises SecretFound."""
    secrecy.check_no_secret("\n".join(fonts.texts(draft)), draft.secrecy)


def substance(draft: Draft) -> Draft:
    """Return what a signature stands for (实质内容): all but what numbering and printing add to it."""
    return replace(
        draft, number="", copy_number="", date="", printer="", printed="", copies="", signers=(), seals=(), chops=()
    )


def length(draft: Draft) -> int:
    """Return the characters of the body, blanks left out (正文字数)."""
    return sum(len("".join(paragraph.split())) for paragraph in draft.paragraphs)


def digest(draft: Draft) -> str:
    """Return the SM3 of a draft as it is written down."""
    from zhongshu.gongwen.draft import schema

    return digests.sm3(schema.dump(draft))


def check_ready(draft: Draft, genre: str) -> None:
    """Refuse to hand on a text that lacks what every document has (条例 art. 9)."""
    if not draft.title.strip() and draft.form not in ("order", "minutes"):
        raise Refused("请填写标题。", field="title")
    if "××" in draft.title or "……" in draft.title:
        raise Refused("标题还没有写完，请把“……”改为事由。", field="title")
    if not any(paragraph.strip() for paragraph in draft.paragraphs):
        raise Refused("正文是空的，请先起草正文再送核稿。", field="body")
    if not draft.recipients.strip() and genre not in TO_ALL and not pieces.is_piece(genre):
        raise Refused("请填写主送机关。", field="recipients")


def check_base(base: int, current: int, by: str, when: str) -> None:
    """Refuse to write over what somebody else has handed in meanwhile (两处同时修改)."""
    if base != current:
        raise Stale(
            f"{by}已于{when}提交第{current}版，您的修改是在第{base}版上作的，没有覆盖新版本，已留作未提交的修改。"
            "请对照新版本，改好后再提交。"
        )


def check_points(answers: Mapping[str, Any]) -> None:
    """What is not fit to be issued goes back to its drafter with the reason (条例 art. 21)."""
    for key, words in REVIEW_POINTS:
        if not answers.get(key):
            raise Refused(f"审核不符合“{words}”的，应填写原因退回，不能送签发。", field=key)


def check_signers(chosen: Iterable[int], heads: Iterable[int], *, needs_head: bool) -> None:
    """Upward and important documents are signed by the principal head (条例 art. 22)."""
    chosen = tuple(chosen)
    if not chosen:
        raise Refused("请选择签发领导。", field="leaders")
    if needs_head and not set(chosen) & set(heads):
        raise Refused("上行文和重要公文由机关主要负责人签发，请选择主要负责人。", field="leaders")


def check_head_signed(has_signed: bool) -> None:
    """What goes upward or is important bears the signature of the principal head (条例 art. 22)."""
    if not has_signed:
        raise Refused("上行文和重要公文由机关主要负责人签发，主要负责人还没有签发。请退回审核环节，送主要负责人签发。")


def check_signed_alike(is_alike: bool, whose: str) -> None:
    """What comes after a signature is what was signed: any other text goes back to its signer (条例 art. 25 (1))."""
    if not is_alike:
        raise Refused(f"{whose}签发后文稿又有改动。签发后的实质性修改须经原签批人复审，请退回签发环节重新签发。")


MOST_RESERVED = 20  # numbers of an organ that may be set aside and unused at one time


def check_reserved(count: int, already: int) -> None:
    """Numbers are set aside for what is at hand, not in store (预留文号)."""
    if count < 1:
        raise Refused("请填写预留几个文号。", field="count")
    if count + already > MOST_RESERVED:
        raise Refused(
            f"本年度已有{already}个预留文号没有使用，最多同时预留{MOST_RESERVED}个。请先使用或者作废不再需要的。",
            field="count",
        )


def check_reserved_year(year: int, this_year: int) -> None:
    """A number of another year does not go with a document of this one (跨年不用)."""
    if year != this_year:
        raise Refused(f"该文号是{year}年的，不能用于{this_year}年印发的文件。请选择本年度的文号。", field="reserved")
