"""What the exchange of documents refuses (公文交换规则), and the terms that it uses."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from zhongshu.documents import rules as documents
from zhongshu.exchange.models import Delivery, Dispatch
from zhongshu.kit import terms
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms

MAIN, COPY = "main", "copy"
ROLES: Terms = ((MAIN, "主送"), (COPY, "抄送"))
WAITING, SIGNED, REJECTED, RECALLED = "waiting", "signed", "rejected", "recalled"
STATES: Terms = ((WAITING, "待签收"), (SIGNED, "已签收"), (REJECTED, "已退回"), (RECALLED, "已撤回"))
# Why a receiver sends a document back: what one of the five questions of 初审 is answered no (条例 art. 24 (3)).
CAUSES: Terms = (
    ("ours_to_handle", "不属于本机关办理"),
    ("follows_routing_rules", "不符合行文规则"),
    ("genre_and_format_fit", "文种、格式不符合要求"),
    ("others_consulted", "涉及其他单位职权的事项未协商、会签"),
    ("other_demands_met", "不符合公文起草的其他要求"),
)
DELIVERING = "zhongshu.exchange.jobs.deliver"
ANNOUNCING = "zhongshu.exchange.jobs.announce"
PACKING, LOOKING = "zhongshu.exchange.jobs.pack", "zhongshu.exchange.jobs.look"
EXPORTABLE = frozenset({"public", "internal"})
MOST_RECEIVERS = 2000
MOST_REMINDERS = 5  # by the machine, a day each; then a sender does better to telephone
MOST_COPIES = 9999
LAST_COPY_NUMBER = 999_999  # 份号 has six digits (GB/T 9704-2012 7.2.1)
LONGEST_TITLE = 200
LONGEST = 400  # of recipients and note, as the register of incoming documents has them


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets a document (收文单位): an organ of this system by its number, or another by its name alone."""

    name: str
    unit: int | None = None
    role: str = MAIN
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Particulars:
    """What receivers are told of a document (公文要素); columns of `Dispatch`.

    due_at: by when it is to be signed for. first_copy: the first 份号, from which copies are numbered consecutively
    over all receivers, or None where there are no copy numbers. sender_name: empty for the name of the sender.
    """

    title: str
    genre: str
    label: str
    urgency: str = "none"
    number: str = ""
    sender_name: str = ""
    is_telegram: bool = False
    dated: date | None = None
    recipients: str = ""
    copied_to: str = ""
    answers: str = ""
    scope: str = ""
    note: str = ""
    reply_due: date | None = None
    due_at: datetime | None = None
    first_copy: int | None = None


def kind_of(dispatch: Dispatch) -> str:
    """Return the register in which receivers enter a document (收文 or 电报)."""
    return documents.TELEGRAM if dispatch.is_telegram else documents.INCOMING


def keeper_of(dispatch: Dispatch) -> str:
    """Return the role that signs for a document (签收人员)."""
    return documents.KEEPERS[kind_of(dispatch)]


def label_of(dispatch: Dispatch) -> str:
    """Return the label under which a document is held by its receivers (密级标志): it may have been raised since."""
    now = dispatch.matter.label if dispatch.matter else dispatch.label
    return now if terms.is_freer(dispatch.label, now) else dispatch.label


def state(delivery: Delivery) -> str:
    """Return how a delivery stands (送达情况), one of STATES. What was signed for and then returned is returned."""
    if getattr(delivery, "recall", None):
        return RECALLED
    if getattr(delivery, "rejection", None):
        return REJECTED
    if getattr(delivery, "receipt", None):
        return REJECTED if delivery.matter and delivery.matter.outcome == "returned" else SIGNED
    return WAITING


def signed_by(dispatch: Dispatch) -> str:
    """Return who signed the package that a document came in (签名发送), or nothing; issuers are only what it says."""
    return f"{dispatch.peer.name}（交换代码{dispatch.peer.code}）" if dispatch.peer else ""


def is_for_another(dispatch: Dispatch) -> bool:
    """Tell whether the package was signed by somebody who is none of the issuers it names (非发文机关发送)."""
    return dispatch.peer is not None and dispatch.peer.name not in dispatch.sender_name.split("、")


def headed(dispatch: Dispatch) -> str:
    """Return issuer and title as messages name a document (公文名称), with who sent it where that is another."""
    told = f"{dispatch.sender_name}《{dispatch.title}》"
    return f"（由{dispatch.peer}签名发送，请核实）{told}" if is_for_another(dispatch) else told


def check_receivers(receivers: Sequence[Receiver], sender: int | None) -> None:
    """Check who a document goes to: somebody, nobody twice, not the sender, in one of the two roles."""
    if not receivers:
        raise Refused("请至少选择一个收文单位。", field="receivers")
    if len(receivers) > MOST_RECEIVERS:
        raise Refused(f"一次最多分发给{MOST_RECEIVERS}个单位，请分批办理。", field="receivers")
    check_once([one.name for one in receivers], field="receivers")
    for one in receivers:
        if sender is not None and one.unit == sender:
            raise Refused(f"{one.name}是发文机关，不能分发给自己，请从收文单位中去掉。", field="receivers")
        if one.role not in dict(ROLES):
            raise Refused(f"请确定{one.name}是主送还是抄送。", field="receivers")
        if not 0 < one.copies <= MOST_COPIES:
            raise Refused(f"{one.name}的份数应为1至{MOST_COPIES}。", field="receivers")


def check_once(names: Collection[str], *, field: str) -> None:
    """Nobody is named twice among receivers (收文单位不重复)."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise Refused(f"收文单位重复：{'、'.join(twice[:5])}。每个单位只保留一次。", field=field)


def check_title(title: str) -> None:
    """Refuse a title for which the registers of the receivers have no place (标题过长)."""
    if len(title) > LONGEST_TITLE:
        raise Refused(f"标题有{len(title)}字，收文登记最多{LONGEST_TITLE}字，请精简标题后再分发。")


def check_copy_numbers(first: int | None, copies: int) -> None:
    """Copy numbers (份号) have six digits and begin at one or later."""
    if first is not None and not 0 < first <= first + copies - 1 <= LAST_COPY_NUMBER:
        raise Refused("份号应在000001至999999之间，请核对起始份号和份数。", field="first_copy")


def check_due(due_at: datetime | None, at: datetime) -> None:
    """A document cannot be due before it is sent (签收时限)."""
    if due_at is not None and due_at <= at:
        raise Refused("签收时限应晚于现在，请重新填写。", field="due_at")


def check_waiting(delivery: Delivery) -> None:
    """Refuse what is no longer there to be signed for or sent back, and say what became of it."""
    match state(delivery):
        case "recalled":
            raise Refused(f"该文件已由发文机关于{moment(delivery.recall.at)}撤回，不能再办理。")
        case "rejected" if getattr(delivery, "rejection", None):
            raise Refused(f"该文件已由{delivery.rejection.name}于{moment(delivery.rejection.at)}退回，不能重复办理。")
        case "signed" | "rejected":
            raise Refused(f"该文件已由{delivery.receipt.name}于{moment(delivery.receipt.at)}签收，不能重复办理。")
    if delivery.unit_id is not None and delivery.delivered_at is None:
        raise Refused("该文件还没有送达，请稍后再办理。")


def check_returnable(delivery: Delivery) -> None:
    """Refuse to send back what is no longer there. What was signed for can still be returned, at 初审 (签收后退文)."""
    if state(delivery) != SIGNED:
        check_waiting(delivery)


def was_returned(delivery: Delivery) -> bool:
    """Tell whether a document was returned after it had been signed for (签收后退文)."""
    return hasattr(delivery, "receipt") and hasattr(delivery, "rejection")


def check_cause(cause: str) -> str:
    """Return in words why a document is sent back (退文原因)."""
    if cause not in dict(CAUSES):
        raise Refused("请选择退文原因。", field="cause")
    return dict(CAUSES)[cause]


def check_reason(reason: str, what: str) -> None:
    """Require a reason, and no secret in it."""
    documents.check_reason(reason, what)
    documents.check_no_secret(reason)


def shortened(text: str) -> str:
    """Return text as far as the register of incoming documents has a place for it."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def moment(at: Any) -> str:
    """Write a moment as it is spoken (时间), or the day where that alone is known."""
    local = timezone.localtime(at)
    day = f"{local.year}年{local.month}月{local.day}日"
    return day if is_day_alone(at) else f"{day}{local:%H:%M}"


def is_day_alone(at: datetime) -> bool:
    """Tell whether of a receipt the day alone is known (登记的纸质件回执): it was entered on a later one."""
    local = timezone.localtime(at)
    return (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)


def copy_number(delivery: Delivery) -> str:
    """Return the first copy number of a delivery in six digits (份号), or nothing."""
    return f"{delivery.first_copy:06}" if delivery.first_copy else ""


def copy_numbers(delivery: Delivery) -> str:
    """Return all copy numbers of a delivery: 000012, or 000012至000014."""
    first, last = delivery.first_copy, delivery.last_copy
    if not first or not last:
        return ""
    return f"{first:06}" if first == last else f"{first:06}至{last:06}"


# --- packages for other systems ------------------------------------------------------------------------------------


def check_exportable(dispatch: Dispatch) -> None:
    """A work secret is not sent out of the system (工作秘密不得导出); the label may have been raised since."""
    if label_of(dispatch) not in EXPORTABLE:
        raise Refused("该件标为工作秘密，不能生成交换包向系统外传送。请送纸质件，或者按规定调整密级标志后重新分发。")


def check_sendable(delivery: Delivery) -> None:
    """Refuse the package of a document of ours that must not leave, or was taken back or sent back (不得送出)."""
    check_exportable(delivery.dispatch)
    if state(delivery) not in (WAITING, SIGNED):
        became = dict(STATES)[state(delivery)]
        raise Refused(f"发往{delivery.name}的文件{became}，交换包不能再送出。需要再发的，请重新分发。")


def check_settled(delivery: Delivery) -> None:
    """Refuse a receipt for what nobody has signed for or sent back as yet (尚无回执)."""
    if state(delivery) == WAITING:
        raise Refused("该件还没有签收或者退回，办理后自动生成回执包。")


def job_key(delivery: int) -> str:
    """Return the key under which the making of a package waits in the queue once (打包作业)."""
    return f"package:{delivery}"


def peers_stream(organ: int) -> str:
    """Return the stream of the trail on which an organ's register of peers stands (交换对方)."""
    return f"peers:{organ}"
