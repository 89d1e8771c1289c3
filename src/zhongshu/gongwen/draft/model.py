"""The parts of a draft (公文要素, 条例 art. 9), as they are written and not yet laid out.

Texts are kept as somebody wrote them: checking is there to find what is wrong with them, and laying out refuses what
cannot stand. The body is plain text, a paragraph an entry; headings are known by their numbers (GB/T 9704-2012 7.3.3).
The comment behind each part is its description in the published schema: see `schema`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

# 文件格式、信函格式、命令格式、纪要格式; plain: a piece without 版头 and 版记 (信息、总结、讲话), which another issues.
Form = Literal["general", "letter", "order", "minutes", "plain"]
Direction = Literal["", "up", "level", "down"]  # 行文方向: 上行、平行、下行
Sealing = Literal["seal", "none", "chop"]  # 加盖印章、不加盖印章、加盖签发人签名章
Side = Literal["left", "center", "right"]

MOST_ISSUERS = 9


def part(chinese: str, **options: Any) -> Any:
    """Return a field of a part with the Chinese description that the schema publishes."""
    return field(metadata={"description": chinese}, **options)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed for issue (签发人), named on what goes up; of a joint document with the organ."""

    name: str = part("签发人姓名")
    organ: str = part("联合行文时签发人所在的机关", default="")


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the body (表格). All rows have as many cells as the first."""

    rows: tuple[tuple[str, ...], ...] = part("各行各列的文字，第一行起为表头")
    heads: int = part("表头的行数，跨页时每页重复", default=1)
    title: str = part("表题，排在表格上方", default="")
    widths: tuple[float, ...] = part("各列宽度的比例，不写则按内容分配", default=())
    sides: tuple[Side, ...] = part("各列文字的对齐：左 left、中 center、右 right，不写则居中", default=())
    landscape: bool = part("排在单独的横页上", default=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the body (插图): PNG or JPEG."""

    data: str = part("图片文件（PNG、JPEG）的 Base64 编码")
    width: float = part("排出的宽度，毫米，不超过版心宽 156；0 为原大", default=0)
    title: str = part("图题，排在图片下方", default="")


Block = str | Table | Picture


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment (附件). One that has no body of its own is only named in 附件说明.

    file: digest of the file that it is, where it is one: so whoever signs the text signs the file with it.
    """

    title: str = part("附件名称")
    body: tuple[Block, ...] = part("附件的内容，一段一项，与正文写法相同；另行装订的不写", default=())
    file: str = part("附件为单独文件（如表格、图纸）的，该文件的 SM3 值，64位十六进制数", default="")


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal of an organ (印章): where none is drawn, its place is left free for the one that is put there later."""

    name: str = part("印章上的机关名称")
    diameter: float = part("直径，毫米；市、县政府 45，乡镇政府 42", default=42)
    data: str = part("印章图形（透明底 PNG）的 Base64 编码；不写则留出用印的位置", default="")
    sample: bool = part("没有图形时画一枚写有“样章”的红印，供校样用", default=False)


@dataclass(frozen=True, slots=True)
class Chop:
    """The chop of whoever signed (签名章), with the post in full."""

    post: str = part("职务全称")
    name: str = part("姓名，没有签名章图形时以楷体排出")
    data: str = part("签名章图形（透明底 PNG）的 Base64 编码", default="")


@dataclass(frozen=True, slots=True)
class Draft:
    """An official document as it is meant (文稿)."""

    form: Form = part(
        "格式：文件 general、信函 letter、命令 order、纪要 minutes、不带版头版记的文稿 plain", default="general"
    )
    direction: Direction = part("行文方向：上行 up、平行 level、下行 down，不写则不按方向检查", default="")
    # 版头
    copy_number: str = part("份号，6位数字", default="")
    secrecy: str = part("密级和保密期限，如“机密★1年”", default="")
    urgency: str = part("紧急程度：特急、加急", default="")
    issuers: tuple[str, ...] = part("发文机关，联合行文时牵头机关在前，不超过9个", default=())
    mark: str = part("发文机关标志；不写则由发文机关名称和“文件”组成", default="")
    number: str = part("发文字号，如“国发〔2026〕1号”；命令写令号，纪要写期号", default="")
    signers: tuple[Signer, ...] = part("签发人，上行文写", default=())
    # 主体
    title: str = part("标题；需要指定回行时用换行符分开", default="")
    adopted: str = part("题注，如“2026年3月10日××会议通过”", default="")
    recipients: str = part("主送机关，不写冒号", default="")
    body: tuple[Block, ...] = part("正文，一段一项：文字、表格或图片", default=())
    attachments: tuple[Attachment, ...] = part("附件，依次编号", default=())
    sealing: Sealing = part("用印：加盖印章 seal、不加盖 none、加盖签名章 chop", default="seal")
    signature: tuple[str, ...] = part("发文机关署名；不写则为发文机关", default=())
    seals: tuple[Seal, ...] = part("各署名机关的印章，依次；不写则按署名留出位置", default=())
    chops: tuple[Chop, ...] = part("签名章，依次", default=())
    date: str = part("成文日期，如“2026年3月1日”", default="")
    note: str = part("附注，不写圆括号", default="")
    present: tuple[str, ...] = part("纪要的出席人员，一个单位一项", default=())
    absent: tuple[str, ...] = part("纪要的请假人员", default=())
    observers: tuple[str, ...] = part("纪要的列席人员", default=())
    # 版记
    copied_to: str = part("抄送机关，不写句号", default="")
    printer: str = part("印发机关", default="")
    printed: str = part("印发日期，如“2026年3月2日”", default="")
    copies: str = part("印数等其他要素，如“共印50份”", default="")

    @property
    def signed(self) -> tuple[str, ...]:
        """The organs under the text (署名): as written, or the issuers."""
        return self.signature or self.issuers

    @property
    def paragraphs(self) -> Iterator[str]:
        """The paragraphs of the body, without tables and pictures."""
        return (block for block in self.body if isinstance(block, str))
