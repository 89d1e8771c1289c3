"""The commands on files of official documents (`zhongshu gongwen …`): names and options alone, nothing heavy."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any


def add(commands: Any, verbs_of: Callable[..., Any], alone: Callable[..., Any]) -> None:
    """Add what works on files of official documents alone."""
    text = "识读、检查、比对、排版公文，盖章和核验，交换包"
    gongwen = commands.add_parser("gongwen", help=text, description=text)
    verbs = verbs_of(gongwen)

    def verb(name: str, text: str, module: str, function: str = "run") -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=text)
        added.set_defaults(run=alone(module, function))
        return added

    read = verb("read", "识读公文，列出文种、标题、发文字号等要素", "read.command")
    read.add_argument("files", nargs="+", help="文件，可写多个", metavar="文件")
    read.add_argument("--json", dest="as_json", action="store_true", help="每个文件输出一行 JSON")
    typeset = verb("typeset", "把文稿排成公文", "typeset.command")
    typeset.add_argument("source", help="文稿，JSON 文件，写法见 zhongshu gongwen schema", metavar="文稿")
    typeset.add_argument("target", help="排成的文件，格式由扩展名决定", metavar="文件")
    typeset.add_argument("--archival", action="store_true", help="按归档要求（PDF/A-2b）")
    check = verb("check", "按公文处理和格式的规定检查公文，列出问题、建议和依据", "check.command")
    check.add_argument("file", help="公文文件，或者文稿（JSON）", metavar="文件")
    check.add_argument("--json", dest="as_json", action="store_true", help="输出一行 JSON")
    check.add_argument("--fix", help="把不改变意思的问题改好，写入此文件，列出余下的问题", metavar="文件")
    compare = verb("compare", "比对两份文稿，标出新增、删去和移动", "compare.command")
    compare.add_argument("old", help="原稿", metavar="原稿")
    compare.add_argument("new", help="新稿", metavar="新稿")
    compare.add_argument("target", help="写成的文件，.html 为网页，.docx 为修订痕迹", metavar="文件")
    rules = verb("rules", "列出检查公文的全部规则（Markdown）", "check.catalogue")
    rules.add_argument("--page", type=Path, help="写进这一页，替换其中“规则目录”以下的内容", metavar="文件")
    verb("schema", "输出文稿的写法（JSON Schema）", "typeset.command", "show_schema")
    _seals(verb)
    _packages(verb)


def _packages(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add what makes and opens packages for the exchange of documents."""
    package = verb("package", "把公文或者回执打成交换包并签名", "packages.command", "package")
    package.add_argument("target", help="写成的交换包", metavar="交换包")
    package.add_argument("--metadata", required=True, help="元数据，XML 文件，不写文件清单", metavar="文件")
    package.add_argument("--text", nargs="+", default=[], help="正文，可写多个（如 OFD 和 PDF）", metavar="文件")
    package.add_argument("--attachment", nargs="+", default=[], help="附件，可写多个", metavar="文件")
    package.add_argument("--credential", required=True, help="证书文件（p12 或 pfx）", metavar="证书")
    package.add_argument("--password-file", help="存放证书密码的文件；不写则询问", metavar="文件")
    package.add_argument("--certificate", help="另把证书写入此文件（pem），供对方登记", metavar="文件")
    unpack = verb("unpack", "核验交换包，通过时退出码为 0；可以取出其中的文件", "packages.command", "unpack")
    unpack.add_argument("file", help="交换包", metavar="交换包")
    unpack.add_argument("--trust", nargs="+", default=[], help="发送方的证书，可写多个", metavar="证书")
    unpack.add_argument("--to", help="取出的文件放在此目录", metavar="目录")


def _seals(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add what seals PDF files and verifies them."""
    password: dict[str, Any] = {"help": "存放证书密码的文件；不写则询问", "metavar": "文件"}
    certificate = verb("certificate", "生成演示用的证书，不具有法律效力", "signing.command", "certificate")
    certificate.add_argument("target", help="证书文件，扩展名为 p12", metavar="证书")
    certificate.add_argument("--name", required=True, help="持有人名称，证书中注明“演示”", metavar="名称")
    certificate.add_argument("--days", type=int, default=365, help="有效天数，默认 365", metavar="天数")
    certificate.add_argument("--password-file", **password)
    seal = verb("seal", "在 PDF 文件上盖章并签名", "signing.command", "seal")
    seal.add_argument("source", help="没有签名的 PDF 文件", metavar="原文件")
    seal.add_argument("target", help="盖章后的文件", metavar="文件")
    seal.add_argument("--credential", required=True, help="证书文件（p12 或 pfx）", metavar="证书")
    seal.add_argument("--password-file", **password)
    seal.add_argument("--image", help="印章图形，透明底的 PNG 或 PDF；演示证书可以不写", metavar="文件")
    seal.add_argument("--page", type=int, required=True, help="盖在第几页", metavar="页")
    seal.add_argument("--x", type=float, required=True, help="印章中心距页面左边的毫米数", metavar="毫米")
    seal.add_argument("--y", type=float, required=True, help="印章中心距页面上边的毫米数", metavar="毫米")
    seal.add_argument("--diameter", type=float, default=42, help="印章直径，默认 42 毫米", metavar="毫米")
    seal.add_argument("--reason", default="", help="签名事由", metavar="文字")
    verify = verb("verify", "核验 PDF 文件的电子签章，通过时退出码为 0", "signing.command", "verify")
    verify.add_argument("file", help="PDF 文件", metavar="文件")
    verify.add_argument("--trust", nargs="+", default=[], help="受信任的证书，可写多个", metavar="证书")
    verify.add_argument("--json", dest="as_json", action="store_true", help="输出一行 JSON")
