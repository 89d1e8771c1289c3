"""Fetching type at set-up (安装字库): free fonts stand in where a machine has no official ones (仿宋 楷体 黑体 宋体).

They come as packages of Debian through the machine's own package client, wherever that is told to look, or from a
folder to which somebody has brought them. Nothing of a package is run: the fonts are taken out of it.
"""

import argparse
import gzip
import hashlib
import lzma
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from django.conf import settings

from zhongshu.gongwen.fonts import HEI, SONG, Fonts
from zhongshu.kit.errors import Refused

CLIENT = "apt-get"
PATIENCE = 600  # seconds for a package of fifty megabytes on a slow line
AR_MAGIC = b"!<arch>\n"
HEAD = 60  # bytes before each member of an archive


@dataclass(frozen=True, slots=True)
class Package:
    """A package (软件包): its name, which files are taken out of it, and the SHA-256 of the version that is known."""

    name: str
    files: tuple[str, ...]
    version: str
    digest: str


FANDOL = Package(
    "texlive-lang-chinese",
    ("FandolFang-Regular.otf", "FandolKai-Regular.otf", "FandolHei-Regular.otf", "FandolSong-Regular.otf"),
    "2022.20230122-1",
    "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
)
WENKAI = Package(
    "fonts-lxgw-wenkai",
    ("LXGWWenKai-Light.ttf",),
    "1.250+repack-1",
    "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
)
NOTO = Package(
    "fonts-noto-cjk",
    ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
    "1:20220127+repack1-1",
    "4a2515eb6db3978b897fef9709ed0d2b1f4c6c4df4d83d6c4ef65f71f1b1f502",
)


def fonts(options: argparse.Namespace) -> int:
    """Install what is missing and list what is there (安装并列出字库); exit code 1 when type is still lacking."""
    folder = Path(settings.FONTS)
    source = Path(options.source) if options.source else None
    for package in wanted(folder):
        try:
            install(package, folder, source)
            print(f"已安装：{package.name}")
        except Refused as refusal:
            print(refusal.sentence)
    return _show(Fonts(folder))


def wanted(folder: Path) -> list[Package]:
    """Return the packages of which something is missing in the folder, and on the machine."""
    has = Fonts(folder).families
    missing = [one for one in (FANDOL, WENKAI) if not all((folder / name).exists() for name in one.files)]
    return missing if {"Noto Serif CJK SC", "Noto Sans CJK SC"} <= set(has) else [*missing, NOTO]


def install(package: Package, folder: Path, source: Path | None) -> None:
    """Take the fonts of a package and put them into the folder, whole or not at all. Raises Refused."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zhongshu-fonts-") as place:
        archive = _brought(package, source) if source else _download(package, Path(place))
        content = archive.read_bytes()
        _check(package, archive, content, is_signed=source is None)
        found = dict(unpack(content, package.files))
    if set(found) != set(package.files):
        raise Refused(f"软件包 {package.name} 中没有需要的字体，没有安装。请换用 {package.version} 版。")
    for name, font in found.items():
        half = folder / f".{name}.part"
        half.write_bytes(font)
        half.replace(folder / name)


def _brought(package: Package, source: Path) -> Path:
    found = sorted(source.glob(f"{package.name}_*.deb"))
    if not found:
        raise Refused(f"{source} 中没有软件包 {package.name}，请把它的安装文件放到该目录后重试。")
    return found[-1]


def _download(package: Package, place: Path) -> Path:
    """Let the package client fetch it: it knows where, and checks the signature of whoever publishes it."""
    client = shutil.which(CLIENT)
    if client is None:
        raise Refused(
            f"本机没有 {CLIENT}，不能下载软件包 {package.name}。请从别处取得后运行 zhongshu fonts --from 目录。"
        )
    try:
        ran = subprocess.run(  # noqa: S603
            [client, "download", "-qq", package.name], cwd=place, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        ran = None
    found = list(place.glob("*.deb"))
    if ran is None or ran.returncode or not found:
        raise Refused(
            f"没有下载到软件包 {package.name}。请检查网络，运行 {CLIENT} update 后重试；"
            "不能联网的，从别处取得后运行 zhongshu fonts --from 目录。"
        )
    return found[0]


def _check(package: Package, archive: Path, content: bytes, *, is_signed: bool) -> None:
    """Refuse a package that is not the one known; of another version the publisher's signature must do."""
    version = archive.name.removeprefix(f"{package.name}_").rpartition("_")[0].replace("%3a", ":")
    is_known = hashlib.sha256(content).hexdigest() == package.digest
    if not is_known and (version == package.version or not is_signed):
        raise Refused(f"软件包 {archive.name} 的校验值不对，没有安装。请重新取得 {package.version} 版。")


def unpack(content: bytes, names: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield the wanted files of a Debian package by their bare names, without the help of its tools."""
    with tarfile.open(fileobj=BytesIO(_data(content))) as parts:
        for part in parts:
            name = PurePosixPath(part.name).name
            if part.isfile() and name in names and (opened := parts.extractfile(part)):
                yield name, opened.read()


def _data(content: bytes) -> bytes:
    """Return the files of a package as a plain tar archive. Raises Refused."""
    place = len(AR_MAGIC)
    while content.startswith(AR_MAGIC) and place + HEAD <= len(content):
        name = content[place : place + 16].decode("ascii", "replace").strip().rstrip("/")
        size = int(content[place + 48 : place + 58])
        member = content[place + HEAD : place + HEAD + size]
        if name == "data.tar.xz":
            return lzma.decompress(member)
        if name in ("data.tar.gz", "data.tar"):
            return gzip.decompress(member) if name.endswith("gz") else member
        place += HEAD + size + size % 2
    raise Refused("软件包不完整，或压缩方式本机不能解开，没有安装。请重新取得后再试。")


def _show(found: Fonts) -> int:
    for style, words in {"fang": "仿宋", "kai": "楷体", HEI: "黑体", SONG: "宋体", "title": "小标宋"}.items():
        print(f"{words}：{' → '.join(found.chain(style)) or '没有'}")
    lacking = found.lacking()
    if lacking:
        print(f"缺少{'、'.join(lacking)}，打印时以其他字体代替。" if found.chain(SONG) else "没有中文字库，不能打印。")
    return 1 if lacking else 0
