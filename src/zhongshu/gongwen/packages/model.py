"""What a package says (交换包元数据): the document with the elements of 条例 art. 9, its deliveries, or a receipt.

Body and attachments (正文、附件) are files of the package; 页码 is their number of pages. The words behind each part
are its description in `docs/exchange.md`; its name is that of the element in `metadata.xml`.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, Literal

from zhongshu.kit import terms

TEXT, ATTACHMENT = "text", "attachment"
SIGNED, RETURNED = "signed", "returned"
MAIN, COPY = "main", "copy"
LABELS = terms.LABELS
GRADES: terms.Terms = (*terms.URGENCY, *(one for one in terms.TELEGRAM_GRADES if one[0] not in dict(terms.URGENCY)))
FORMS: terms.Terms = (("document", "公文"), ("telegram", "电报"))
SEALINGS: terms.Terms = (("seal", "加盖印章"), ("none", "不加盖印章"), ("chop", "加盖签发人签名章"))
MANNERS: terms.Terms = ((MAIN, "主送"), (COPY, "抄送"))
ROLES: terms.Terms = ((TEXT, "正文"), (ATTACHMENT, "附件"))
OUTCOMES: terms.Terms = ((SIGNED, "签收"), (RETURNED, "退回"))
NOBODY, AT_ANY_TIME = "0" * 32, datetime(2000, 1, 1, tzinfo=UTC)
UID = r"[0-9a-f]{32}"
DIGEST = r"[0-9a-f]{64}"
PATH = r"files/[0-9]{4}\.[a-z0-9]{1,8}"
CODE = r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}"
COPY_NUMBER = r"[0-9]{6}"


def part(chinese: str, *, each: str = "", among: terms.Terms = (), like: str = "", **options: Any) -> Any:
    """Return a field: its Chinese, the name of each of several, the terms or the pattern that it keeps to."""
    return field(metadata={"chinese": chinese, "each": each, "among": dict(among), "like": like}, **options)


@dataclass(frozen=True, slots=True)
class Party:
    """An organ (机关) by its name, and by its exchange code, if it has one."""

    name: str = part("机关名称")
    code: str = part("交换代码", like=CODE, default="")


@dataclass(frozen=True, slots=True)
class Document:
    """An official document (公文) by the elements of 条例 art. 9 that are not files, and what its sender asks."""

    label: str = part("密级标志", among=LABELS)
    issuers: tuple[str, ...] = part("发文机关，牵头机关在前", each="issuer")
    title: str = part("标题")
    genre: str = part("文种", among=terms.GENRES)
    form: str = part("公文或电报", among=FORMS, default="document")
    urgency: str = part("紧急程度，电报为等级", among=GRADES, default="none")
    mark: str = part("发文机关标志", default="")
    number: str = part("发文字号", default="")
    signers: tuple[str, ...] = part("签发人", each="signer", default=())
    recipients: tuple[str, ...] = part("主送机关", each="recipient", default=())
    attachments: tuple[str, ...] = part("附件说明，一个附件一项", each="attachment", default=())
    signature: tuple[str, ...] = part("发文机关署名", each="organ", default=())
    dated: date | None = part("成文日期", default=None)
    sealing: str = part("印章", among=SEALINGS, default="seal")
    note: str = part("附注", default="")
    copied_to: tuple[str, ...] = part("抄送机关", each="organ", default=())
    printer: str = part("印发机关", default="")
    printed: date | None = part("印发日期", default=None)
    pages: int = part("正文页数（页码）", default=0)
    answers: str = part("所答复来文的发文字号", default="")
    scope: str = part("印发传达范围", default="")
    reply_due: date | None = part("要求答复的日期", default=None)
    remark: str = part("给收文机关的附言", default="")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one receiver gets (一个收件机关). copies: so many; first, last: their numbers, if they bear any (份号)."""

    uid: str = part("投递编号", like=UID)
    receiver: Party = part("收件机关")
    manner: str = part("主送或抄送", among=MANNERS, default=MAIN)
    copies: int = part("份数", default=1)
    first: str = part("第一份的份号", like=COPY_NUMBER, default="")
    last: str = part("最后一份的份号", like=COPY_NUMBER, default="")


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A document on its way (发文) with those receivers for whom this package is."""

    uid: str = part("发文编号", like=UID)
    document: Document = part("公文")
    deliveries: tuple[Delivery, ...] = part("本包的各收件机关", each="delivery")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one delivery (回执): signed for, or returned with the reason."""

    delivery: str = part("所回复的投递编号", like=UID)
    dispatch: str = part("所回复的发文编号", like=UID)
    outcome: Literal["signed", "returned"] = part("签收或退回", among=OUTCOMES)
    at: datetime = part("签收或退回的时间")
    by: str = part("签收人或退回人")
    reason: str = part("退回原因，退回的须写", default="")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the package (文件) and what its bytes must be."""

    path: str = part("包内位置", like=PATH)
    name: str = part("文件名")
    role: str = part("正文或附件", among=ROLES)
    size: int = part("字节数")
    sm3: str = part("SM3摘要", like=DIGEST)
    sha256: str = part("SHA-256摘要", like=DIGEST)


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that `metadata.xml` says (元数据). Either a dispatch with files, or a receipt without."""

    uid: str = part("本包编号", like=UID)
    made_at: datetime = part("打包并签名的时间")
    sender: Party = part("发送方")
    dispatch: Dispatch | None = part("公文", default=None)
    receipt: Receipt | None = part("回执", default=None)
    files: tuple[Entry, ...] = part("文件清单", each="file", default=())

    @property
    def substance(self) -> "Manifest":
        """What makes it the same document in another package (实质内容): without times, packages and receivers.

        Nor with what may change after it was sent: the name of its sender, and who may be told of it.
        """
        sent = self.dispatch
        same = sent and replace(sent, deliveries=(), document=replace(sent.document, scope=""))
        return Manifest(NOBODY, AT_ANY_TIME, Party(self.sender.code), same, self.receipt, self.files)


@dataclass(frozen=True, slots=True)
class File:
    """A file to be sent (待装文件)."""

    name: str
    role: str
    content: bytes = field(repr=False)
