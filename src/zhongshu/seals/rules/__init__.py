"""What the keeping and the use of seals refuses (用印规则), and its terms. 国发〔1999〕25号 arts. 22–25."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from zhongshu.gongwen import marks
from zhongshu.kit import dates, text
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms
from zhongshu.org.models import Person
from zhongshu.seals.models import Seal

USE, LOAN = "seal_use", "seal_loan"
SERIES, TEMPLATE = "seal_use", "印〔{year}〕{number}号"
KEEPER = "seal_keeper"
READERS = (KEEPER, "office_head")  # of the whole log
MOST_COPIES = 9999
KINDS: Terms = (
    ("official", "公章"),
    ("party", "党组织印章"),
    ("office", "办公室印章"),
    ("special", "专用章"),
    ("signature", "签名章"),
    ("steel", "钢印"),
    ("other", "其他印章"),
)
# What speaks for the whole organ, or for a leader in person, is used on a leader's word alone.
LEADERS_OWN = ("official", "party", "signature")
ENDINGS: Terms = (("stopped", "停用"), ("sealed_away", "封存"), ("returned", "缴回"), ("destroyed", "销毁"))
GONE = ("returned", "destroyed")  # nothing comes after
APPLICANTS: Terms = (
    ("staff", "一般工作人员"),
    ("office_staff", "由办公室主任直接负责的人员"),
    ("head", "单位负责人"),
    ("office_head", "办公室主任"),
    ("leader", "领导"),
)
# Why a certificate holds no more (证书停用原因).
CAUSES: Terms = (
    ("stolen", "证书或密钥被盗"),
    ("lost", "遗失"),
    ("leaked", "密码泄露"),
    ("replaced", "换发新证书"),
    ("ended", "不再使用"),
)
NO_CERTIFICATE = "本机关没有可用的签章证书，不能签名。请印章管理人员在印章登记中导入签章证书。"
APPLYING = "application"  # the station where the applicant asks, or mends what was returned
BLANK = "不得在空白纸张、空白介绍信、空白证件上用印"


class NotInHand(Refused):
    """The seal is on loan, stopped, or somebody else keeps it (印章不在手)."""


class NotApproved(Refused):
    """Nobody has said yes to this as it stands now (未经批准)."""


class NoCertificate(Refused):
    """There is no certificate that could be used now (没有可用的签章证书)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """What is sealed, how often, and on whose word (用印内容). approved: how many copies may be sealed in all.

    since: from when lines of the log count towards that; what was sealed before is of an earlier print, and withdrawn.
    """

    reason: str
    title: str
    copies: int
    approved: int
    applicant: Person
    approver: Person
    witness: Person
    document_number: str = ""
    sent_to: str = ""
    is_across: bool = False
    note: str = ""
    since: datetime | None = None


def check_no_secret(*texts: str) -> None:
    """Refuse a text that bears a mark of a state secret (发现密级标志)."""
    if any(marks.find_secret_mark(one) for one in texts if one):
        raise Refused("内容中发现国家秘密标志，系统没有保存。涉密材料用印请按保密规定办理，不得录入本系统。")


def line(typed: str, limit: int, title: str, *, field: str) -> str:
    """Return a clean line that is not empty and bears no mark of a secret."""
    clean = text.required_line(typed, limit, title, field=field)
    check_no_secret(clean)
    return clean


def check_name(kind: str, name: str, organ: str) -> None:
    """A special seal is called otherwise than the main one (专用印章在名称上与正式印章相区别)."""
    if kind == "special" and ("专用" not in name or name == organ):
        raise Refused("专用章的名称应与公章相区别，写明用途，如“财务专用章”。", field="name")


def check_day(day: date, today: date, title: str, *, field: str, since: date | None = None) -> None:
    """What is registered has happened, and not before the seal was in use."""
    if day > today:
        raise Refused(f"{title}不能晚于今天，请核对。", field=field)
    if since and day < since:
        raise Refused(f"{title}不能早于印章启用日期，请核对。", field=field)


def check_ending(before: Collection[str], what: str, witness: object, receiver: str, *, is_out: bool) -> None:
    """A seal is stopped first, then put away for good one way; destroying it has a witness (监销人)."""
    known = dict(ENDINGS)
    if what not in known:
        raise Refused("请选择处置方式。", field="what")
    if done := next((one for one in GONE if one in before), ""):
        raise Refused(f"该印章已经{known[done]}，不能再作处置。")
    if what in before:
        raise Refused(f"该印章已经{known[what]}，无需重复登记。", field="what")
    if what != "stopped" and "stopped" not in before:
        raise Refused(f"印章应先停用，再登记{known[what]}。", field="what")
    if what != "stopped" and is_out:
        raise Refused(f"该印章借出未还，收回后才能登记{known[what]}。", field="what")
    if what == "destroyed" and witness is None:
        raise Refused("销毁印章须有监销人，请选择。", field="witness")
    if what in GONE and not receiver:
        raise Refused(f"请填写{'接收' if what == 'returned' else '销毁'}单位。", field="receiver")


def check_hand_over(seal: Seal, old: Person, new: Person, witness: Person | None) -> None:
    """Keeping passes from one person to another before a third (移交、接收、监交)."""
    if old == new:
        raise Refused(f"{seal}现由{old.name}保管，请选择另一名接收人。", field="keeper")
    if witness is None or witness in (old, new):
        raise Refused("请选择移交人、接收人以外的人员作监交人。", field="witness")


def check_usable(seal: Seal) -> None:
    """Refuse a seal that was stopped (停用)."""
    if seal.stopped_at is not None:
        raise NotInHand(f"{seal}已停用，不能再用。", field="seals")


def check_tangible(seal: Seal) -> None:
    """Refuse to put on paper, or to lend, what is a picture and a certificate alone (单独的电子印章)."""
    if seal.is_electronic:
        raise NotInHand(
            f"{seal}是单独的电子印章，只能盖在发文的正式文件上，不能用于纸质材料，也不能借出。", field="seals"
        )


def check_present(seal: Seal, keeper: Person, is_here: bool) -> None:
    """Somebody who is there keeps the seal: who leaves hands it over first (离岗移交)."""
    if not is_here:
        raise NotInHand(f"{seal}的保管人{keeper.name}已离岗，请印章管理人员先办理移交保管，再提交。")


def check_in_hand(seal: Seal, by: Person) -> None:
    """Only its keeper uses or lends a seal, and only while it is here (印章在保管人手中)."""
    check_usable(seal)
    if loan := seal.loan:
        raise NotInHand(f"{seal}已由{loan.borrower.name}借出，归还登记前不能用印或再次借出。")
    keeping = seal.keeping
    if keeping is None or keeping.keeper_id != by.pk:
        keeper = keeping.keeper.name if keeping else "他人"
        raise NotInHand(f"{seal}由{keeper}保管，只有保管人可以用印。请将任务转办给{keeper}；保管人变动的，先办理移交。")


def check_sealing(what: Sealing, sealed_by: Person, left: int) -> None:
    """Never more copies than approved, never by oneself alone (监印); `left`: copies that may still be sealed."""
    if what.copies < 1:
        raise Refused("用印份数至少为1份。")
    if what.copies > left:
        raise Refused(f"批准用印{what.approved}份，还可用印{max(left, 0)}份，不能超过批准的份数。")
    if what.witness == sealed_by:
        raise Refused("监印人不能是用印人本人，请选择在场监印的其他人员。", field="witness")


def check_copies(copies: int) -> None:
    """So many copies as one can count (份数)."""
    if not 1 <= copies <= MOST_COPIES:
        raise Refused(f"份数应为1至{MOST_COPIES}。", field="copies")


def check_full(is_full: object, has_file: bool) -> None:
    """Blank paper is never sealed (空白纸不得用印): it is said in words, and what is sealed is there to be read."""
    if not is_full:
        raise Refused(f"{BLANK}。请确认材料内容完整后勾选。", field="is_full")
    if not has_file:
        raise Refused("请上传需要用印的材料正文，审批人和印章保管人要据此核对。", field="uploads")


def check_readable(has_file: bool) -> None:
    """What was approved is still there to be held against the paper (用印材料)."""
    if not has_file:
        raise Refused("用印材料已被隔离，不能用印。请联系机要登记人员核对；属于误判的，解除隔离后重新申请。")


def check_approved(approver: Person | None) -> Person:
    """Return who approved: nothing is sealed without the word of whoever leads (未经批准不得用印)."""
    if approver is None:
        raise NotApproved("未经领导批准，或者申请内容在批准后有改动，不能用印。请退回申请人，按流程重新审批。")
    return approver


def check_two(borrower: Person, companion: Person) -> None:
    """A seal leaves the office with two persons (两人同行)."""
    if borrower == companion:
        raise Refused("印章外出须两人同行，同行人不能是借用人本人。", field="companion")


def check_due(due: datetime, at: datetime) -> None:
    """It comes back, and later than now (归还时间)."""
    if due <= at:
        raise Refused("归还时间应晚于现在，请重新填写。", field="due_day")


def moment(at: datetime | None) -> str:
    """Return a moment in words (2026年3月2日17:30), or nothing."""
    here = timezone.localtime(at) if at else None
    return f"{dates.show_date(here.date())}{here:%H:%M}" if here else ""
