"""`zhongshu gongwen package | unpack` (打包、核验交换包). Passwords are in files or asked for."""

from datetime import UTC, datetime
from pathlib import Path

from zhongshu.gongwen import filing
from zhongshu.gongwen.packages import metadata, opening, packing
from zhongshu.gongwen.packages.model import ATTACHMENT, OUTCOMES, TEXT, File, Manifest
from zhongshu.gongwen.signing import certificates, command
from zhongshu.kit.errors import Refused


def package(
    target: str,
    *,
    metadata: str,
    text: list[str],
    attachment: list[str],
    credential: str,
    password_file: str | None,
    certificate: str | None,
) -> int:
    """Make a package of metadata and files, and beside it, if wanted, the certificate that the receiver registers."""
    manifest = _manifest(metadata)
    files = [*_files(text, TEXT), *_files(attachment, ATTACHMENT)]
    opened = certificates.open_credential(
        filing.content(credential), command.password(password_file), datetime.now(UTC)
    )
    filing.keep(target, packing.pack(manifest, files, credential=opened))
    print(f"已写入 {target}。签名人：{opened.subject}。")
    if certificate:
        filing.keep(certificate, opened.pem)
        print(f"供对方登记的证书已写入 {certificate}。")
    return 0


def unpack(file: str, *, trust: list[str], to: str | None) -> int:
    """Verify a package, say what it holds, and take its files out under the names that it gives them."""
    known = certificates.read_roots([filing.content(one) for one in trust])
    senders = [opening.Sender("", one.subject, one) for one in known]
    opened = opening.open_package(filing.content(file), senders=senders, at=datetime.now(UTC))
    print(_listing(opened.manifest))
    for entry in opened.manifest.files if to else ():
        filing.keep(str(Path(str(to)) / f"{entry.path[6:10]}-{_harmless(entry.name)}"), opened.contents[entry.path])
    return 0


def _manifest(file: str) -> Manifest:
    manifest = metadata.read(filing.content(file))
    if manifest.files:
        raise Refused("元数据里不用写文件清单，文件用 --text、--attachment 指定，清单由本命令生成。")
    return manifest


def _files(names: list[str], role: str) -> list[File]:
    return [File(Path(name).name, role, filing.content(name)) for name in names]


def _listing(manifest: Manifest) -> str:
    """Return what a package holds, for people."""
    lines = [f"通过：签名有效，内容没有改动。发送方：{manifest.sender.name}（{manifest.sender.code}）。"]
    if manifest.dispatch:
        document = manifest.dispatch.document
        lines += [f"  公文：{document.title}", f"  发文字号：{document.number or '（无）'}"]
        lines += [f"  收件机关：{one.receiver.name}，{one.copies}份" for one in manifest.dispatch.deliveries]
    if manifest.receipt:
        told = manifest.receipt
        lines.append(f"  回执：{told.by}于{certificates.day(told.at)}{dict(OUTCOMES)[told.outcome]}。{told.reason}")
    return "\n".join([*lines, *(f"  文件：{entry.name}，{entry.size}字节" for entry in manifest.files)])


def _harmless(name: str) -> str:
    """Return a name that stays in its folder."""
    return "".join("_" if one in '/\\:*?"<>|' else one for one in certificates.printable(name)).lstrip(".") or "文件"
