"""What the tests pack (试装的交换包): invented organs, a document of two files, and its receipt."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from zhongshu.gongwen.packages import container, metadata, opening, packing, signature
from zhongshu.gongwen.packages.model import Delivery, Dispatch, Document, File, Manifest, Party, Receipt
from zhongshu.gongwen.signing import certificates, demonstration

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
PASSWORD = "密码-7"
COUNTY = Party("清溪县人民政府", "QX-0001")
TOWN = Party("白石镇人民政府", "QX-0107")
FILES = (
    File("关于做好防汛工作的通知.pdf", "text", b"%PDF-1.7\n" + b"\0\1\2" * 90),
    File("值班表.xlsx", "attachment", b"PK" + b"cells " * 40),
)
DOCUMENT = Document(
    label="internal",
    issuers=("清溪县人民政府",),
    title="清溪县人民政府关于做好防汛工作的通知",
    genre="notice",
    urgency="urgent",
    mark="清溪县人民政府文件",
    number="清政发〔2026〕12号",
    signers=("王建国",),
    recipients=("各乡镇人民政府", "县政府各部门"),
    attachments=("值班表",),
    signature=("清溪县人民政府",),
    dated=date(2026, 11, 20),
    note="此件公开发布",
    copied_to=("县委办公室",),
    printer="清溪县人民政府办公室",
    printed=date(2026, 11, 21),
    pages=4,
)
DISPATCH = Dispatch("1" * 32, DOCUMENT, (Delivery("2" * 32, TOWN, "main", 2, "000011", "000012"),))
LETTER = Manifest("3" * 32, AT, COUNTY, DISPATCH)
RECEIPT = Manifest("4" * 32, AT, TOWN, receipt=Receipt("2" * 32, "1" * 32, "signed", AT, "李秀英"))


@cache
def credential(name="清溪县人民政府", days=365):
    """Return a demonstration certificate with its key."""
    made = demonstration.demonstration(name, at=AT, days=days, password=PASSWORD)
    return certificates.open_credential(made, PASSWORD, AT)


def sender(own=None, code=COUNTY.code, ended_at=None):
    """Return a sender as a register would have it."""
    own = own or credential()
    return opening.Sender(code, "清溪县人民政府", certificates.read(own.der), ended_at)


@cache
def packed():
    """Return the letter as a package."""
    return packing.pack(LETTER, FILES, credential=credential())


def opened(content, *senders, at=LATER):
    """Return what is in a package that came an hour after it was made."""
    return opening.open_package(content, senders=senders or (sender(),), at=at)


def rewrapped(**changes):
    """Return the package with other members, nothing signed anew: path (dots as __) to bytes, or None for away."""
    members = container.read(packed())
    for name, content in changes.items():
        members[name.replace("__", ".").replace("_in_", "/")] = content
    return container.write({path: content for path, content in members.items() if content is not None})


def resigned(told, credential=None, at=AT):
    """Return the package with other metadata, signed by whoever has the key."""
    members = container.read(packed())
    members[packing.METADATA] = told
    members[packing.SIGNATURE] = signature.sign(told, credential or globals()["credential"](), at)
    return container.write(members)


def told(**changes):
    """Return the metadata of the package with some of the manifest changed."""
    manifest = metadata.read(container.read(packed())[packing.METADATA])
    return metadata.write(replace(manifest, **changes))
