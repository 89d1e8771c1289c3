"""Reading a package (核验交换包): signature, sender, certificate, list, digests, in this order; then it is believed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from zhongshu.gongwen.packages import container, faults, metadata, packing
from zhongshu.gongwen.packages.model import Manifest
from zhongshu.gongwen.signing.certificates import Certificate, day

if TYPE_CHECKING:
    from zhongshu.gongwen.packages.signature import Signed

SLACK = timedelta(minutes=5)  # by which two clocks may differ


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody from whom packages are taken (交换对方). ended_at: from when no more (停用). Without a code, any."""

    code: str
    name: str
    certificate: Certificate
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that passed (核验通过的交换包). contents: bytes of its files by path."""

    manifest: Manifest
    sender: Sender
    contents: Mapping[str, bytes] = field(repr=False)

    @property
    def substance(self) -> str:
        """The digest by which the same document is known again (内容摘要)."""
        return packing.substance(self.manifest)


def open_package(content: bytes, *, senders: Sequence[Sender], at: datetime) -> Opened:
    """Return what a package holds. Raises BadPackage, or one of its kinds, with the sentence why it is refused.

    senders: those that are registered. A certificate must hold when it was signed and now: a stolen key knows any
    time. That it is registered is what makes it trusted; nobody's authority is asked.
    """
    from zhongshu.gongwen.packages import signature  # here alone: it is slow to load, and most processes never do

    members = container.read(content)
    told = members.get(packing.METADATA)
    if told is None:
        raise faults.irregular("包内没有元数据。")
    if packing.SIGNATURE not in members:
        raise faults.Unsigned(f"交换包没有签名，不能确认是谁发送的。{faults.ASK_AGAIN}")
    signed = signature.read(members[packing.SIGNATURE], told)
    sender = _sender(signed, senders, at)
    manifest = metadata.read(told)
    _check_manifest(manifest, sender, signed)
    _check_files(manifest, members)
    container.check(content, members)
    return Opened(manifest, sender, {entry.path: members[entry.path] for entry in manifest.files})


def _sender(signed: "Signed", senders: Sequence[Sender], at: datetime) -> Sender:
    own = signed.certificate
    sender = next((one for one in senders if one.certificate.der == own.der), None)
    if sender is None:
        raise faults.UnknownSender(own)
    moment, who = signed.at, f"发送方“{sender.name}”的证书"
    ended = sender.ended_at
    causes = {
        f"{who}已于{day(ended or at)}停用。请与发送方联系，核实后登记其新证书，请对方重新打包发送。": ended is not None
        and at >= ended,
        f"{who}已于{day(own.valid_to)}过期。请对方换领证书，登记新证书后重新打包发送。": at > own.valid_to,
        "交换包的签名时间晚于现在。请核对本机和发送方的时钟，再重新导入。": moment > at + SLACK,
        f"{who}从{day(own.valid_from)}起才有效，签名时尚未生效。请对方核对时钟后重新打包发送。": moment
        < own.valid_from,
        f"签名时{who}已过期（{day(own.valid_to)}到期）。请对方换领证书后重新打包发送。": moment > own.valid_to,
    }
    for words, applies in causes.items():
        if applies:
            raise faults.BadCertificate(f"{words}没有导入任何内容。")
    return sender


def _check_manifest(manifest: Manifest, sender: Sender, signed: "Signed") -> None:
    packing.check_kind(manifest)
    if sender.code not in ("", manifest.sender.code):
        raise faults.BadCertificate(
            f"签名的证书登记给“{sender.name}”（交换代码{sender.code}），与交换包写明的发送方代码不符。{faults.ASK_AGAIN}"
        )
    if manifest.made_at != signed.at:
        raise faults.irregular("写明的打包时间与签名时间不符。")


def _check_files(manifest: Manifest, members: Mapping[str, bytes]) -> None:
    """Refuse files that are missing, nobody's, out of order, or not as they were when the list was made."""
    listed = [entry.path for entry in manifest.files]
    found = [path for path in members if path not in (packing.METADATA, packing.SIGNATURE)]
    for entry in manifest.files:
        if entry.path not in members:
            raise faults.changed(f"清单中的文件“{entry.name}”不在包内。")
        content = members[entry.path]
        if len(content) != entry.size or packing.digests(content) != (entry.sm3, entry.sha256):
            raise faults.changed(f"文件“{entry.name}”与签名时的摘要不符，已被改动。")
    if set(found) - set(listed):
        raise faults.changed("包内有清单以外的文件。")
    if [packing.METADATA, packing.SIGNATURE, *listed] != list(members):
        raise faults.irregular("包内文件的次序与清单不一致。")
