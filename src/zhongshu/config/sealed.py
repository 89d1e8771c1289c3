"""`zhongshu seals verify | trust` (验证印章、导入受信任的证书): with the roots and withdrawals of this office."""

import argparse
import json
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from zhongshu.gongwen.signing import command
from zhongshu.kit.errors import Refused
from zhongshu.seals import actions, queries
from zhongshu.seals.rules import electronic


def verify(options: argparse.Namespace) -> int:
    """Verify a sealed PDF as the page does (验证印章); returns 1 for what is not to be trusted, or a demonstration."""
    judgement = queries.judge(_content(options.file), timezone.now())
    if options.as_json:
        print(json.dumps(command.to_json(judgement.verdict), ensure_ascii=False))
    else:
        print("\n".join(_lines(judgement)))
    return int(not judgement.is_trusted)


def _lines(judgement: queries.Judgement) -> list[str]:
    lines = [f"{judgement.word}：{judgement.why}", judgement.advice]
    for number, one in enumerate(judgement.seals, 1):
        lines += ["", f"第{number}枚印章：{one.seal}"]
        lines += [f"  {name}：{value}" for name, value in (*one.rows, ("结果", one.fault or "有效。"))]
    return lines


def trust(options: argparse.Namespace) -> int:
    """Trust the certificates of a file (导入受信任的证书), as the system's administrator does on the page."""
    now: datetime = timezone.now()
    content = _content(options.file)
    for root in actions.trust(content, note=options.note or "用命令导入", by="system", at=now):
        print(f"已导入：{root.subject}，证书编号 {root.serial}。")
    return 0


def trusted(options: argparse.Namespace) -> int:
    """List whom the office trusts (受信任的证书)."""
    for root in queries.roots():
        state = "已停止信任" if root.ended_at else "受信任"
        print(f"{state}  {root.subject}  {electronic.day(root.valid_to)}到期  {root.serial}")
    return 0


def _content(name: str) -> bytes:
    path = Path(name)
    if not path.is_file():
        raise Refused(f"找不到文件 {name}。")
    return path.read_bytes()
