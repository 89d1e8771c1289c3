"""Making a package (打包): files, metadata and signature put together. The same input makes the same bytes."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from zhongshu.gongwen.packages import container, faults, metadata
from zhongshu.gongwen.packages.model import Entry, File, Manifest
from zhongshu.gongwen.signing.certificates import Credential

METADATA, SIGNATURE = "metadata.xml", "signature.p7s"


def pack(manifest: Manifest, files: Sequence[File] = (), *, credential: Credential) -> bytes:
    """Return the package, signed at the time that the manifest names; its list of files is made here.

    Raises BadPackage for what the format cannot hold, Unusable for a certificate outside of its days.
    """
    from zhongshu.gongwen.packages import signature  # here alone: it is slow to load, and most processes never do

    entries = tuple(_entry(number, file) for number, file in enumerate(files, 1))
    whole = replace(manifest, files=entries, made_at=manifest.made_at.replace(microsecond=0))
    check_kind(whole)
    told = metadata.write(whole)
    if metadata.read(told) != whole:
        raise faults.irregular("有内容写入后不能照原样读出。")
    signed = signature.sign(told, credential, whole.made_at)
    contents = {entry.path: file.content for entry, file in zip(entries, files, strict=True)}
    return container.write({METADATA: told, SIGNATURE: signed, **contents})


def check_kind(manifest: Manifest) -> None:
    """Refuse what is neither a document with its text nor a receipt alone, and a return without a reason."""
    if (manifest.dispatch is None) == (manifest.receipt is None):
        raise faults.irregular("一个交换包须装一份公文或者一份回执。")
    if manifest.dispatch and [one.role for one in manifest.files].count("text") < 1:
        raise faults.irregular("没有公文正文。")
    if manifest.receipt and manifest.files:
        raise faults.irregular("回执不附文件。")
    if manifest.receipt and (manifest.receipt.outcome == "returned") != bool(manifest.receipt.reason):
        raise faults.irregular("退回的须写明原因，签收的不写原因。")
    if len({entry.path for entry in manifest.files}) != len(manifest.files):
        raise faults.irregular("文件清单有重复。")
    if not manifest.sender.code:
        raise faults.irregular("没有发送方的交换代码。")


def digests(content: bytes) -> tuple[str, str]:
    """Return SM3 and SHA-256 of some bytes, hexadecimal (摘要)."""
    return hashlib.new("sm3", content).hexdigest(), hashlib.sha256(content).hexdigest()


def substance(manifest: Manifest) -> str:
    """Return the SM3 of what makes a document the same in another package (内容摘要): sender, document and files."""
    return digests(metadata.write(manifest.substance))[0]


def _entry(number: int, file: File) -> Entry:
    sm3, sha256 = digests(file.content)
    suffix = file.name.rpartition(".")[2].lower()
    if not re.fullmatch(r"[a-z0-9]{1,8}", suffix):
        suffix = "bin"
    return Entry(f"files/{number:04}.{suffix}", file.name, file.role, len(file.content), sm3, sha256)
