"""`zhongshu gongwen certificate | seal | verify` (演示证书、盖章、核验). Passwords are in files or asked for."""

import getpass
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from zhongshu.gongwen import filing, fonts
from zhongshu.gongwen.signing import certificates, demonstration, sealing, verifying
from zhongshu.gongwen.signing.certificates import Credential
from zhongshu.gongwen.signing.verdicts import Signature, Verdict
from zhongshu.kit.errors import Refused


def certificate(target: str, *, name: str, days: int, password_file: str | None) -> int:
    """Make a certificate for demonstration, and beside it the one that whoever verifies has to trust."""
    trusted = str(Path(target).with_suffix(".pem"))
    if trusted == target:
        raise Refused("证书文件的扩展名请用 p12。")
    secret, at = password(password_file), datetime.now(UTC)
    made = demonstration.demonstration(name, at=at, days=days, password=secret)
    credential = certificates.open_credential(made, secret, at)
    filing.keep(target, made)
    Path(target).chmod(0o600)
    filing.keep(trusted, credential.chain[-1].pem)
    print(f"已写入 {target}（{credential.subject}，{certificates.day(credential.valid_to)}到期）。")
    print(f"核验时指定为受信任的证书已写入 {trusted}。")
    print(f"本证书{demonstration.NOTICE}。")
    return 0


def seal(
    source: str, target: str, *, credential: str, image: str | None, password_file: str | None, **where: Any
) -> int:
    """Set one seal on a PDF; without a picture, a demonstration certificate sets one that is drawn."""
    pdf, at = filing.content(source), datetime.now(UTC)
    opened = certificates.open_credential(filing.content(credential), password(password_file), at)
    placement = sealing.Placement(
        page=where["page"],
        x=where["x"],
        y=where["y"],
        width=where["diameter"],
        height=where["diameter"],
        image=filing.content(image) if image else _drawn(opened),
        credential=opened,
    )
    filing.keep(target, sealing.seal(pdf, [placement], at=at, reason=where["reason"]))
    print(f"已盖章，写入 {target}。签名人：{opened.subject}。")
    if opened.is_demonstration:
        print(f"所用证书{demonstration.NOTICE}。")
    return 0


def verify(file: str, *, trust: list[str], as_json: bool) -> int:
    """Verify a PDF and print the verdict; returns 1 when it has not passed."""
    roots = certificates.read_roots([filing.content(one) for one in trust])
    verdict = verifying.verify(filing.content(file), roots=roots, at=datetime.now(UTC))
    print(json.dumps(to_json(verdict), ensure_ascii=False) if as_json else _listing(verdict))
    return int(not verdict.is_passed)


def to_json(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON can hold it; times as in ISO 8601."""
    return {
        "outcome": verdict.outcome.value,
        "sentence": verdict.sentence,
        "signatures": [_signature(one) for one in verdict.signatures],
    }


def _signature(one: Signature) -> dict[str, Any]:
    return {
        "name": one.name,
        "at": one.at.isoformat() if one.at else None,
        "reason": one.reason,
        "place": one.place,
        "intact": one.is_intact,
        "whole_file": one.is_last,
        "trusted": one.is_trusted,
        "bottom_line": one.bottom_line,
        "demonstration": one.is_demonstration,
        "fault": one.fault,
        "certificates": [
            {
                "subject": certificate.subject,
                "organisation": certificate.organisation,
                "issuer": certificate.issuer,
                "serial": certificate.serial,
                "valid_from": certificate.valid_from.isoformat(),
                "valid_to": certificate.valid_to.isoformat(),
                "fingerprint": certificate.fingerprint,
            }
            for certificate in one.chain
        ],
    }


def _listing(verdict: Verdict) -> str:
    """Return a verdict for people, and below it a part for each signature."""
    lines = [verdict.sentence]
    for number, one in enumerate(verdict.signatures, 1):
        own = one.certificate
        facts = {
            "签名人": own.subject,
            "签名时间": f"{one.at.astimezone(certificates.BEIJING):%Y-%m-%d %H:%M:%S}（签名人自报）"
            if one.at
            else "（未写明）",
            "事由": one.reason,
            "地点": one.place,
            "覆盖范围": "整个文件" if one.is_last else "签名时的文件，其后另有签名",
            "证书有效期": f"{certificates.day(own.valid_from)}至{certificates.day(own.valid_to)}",
            "证书序列号": own.serial,
            "颁发者": " ← ".join(above.subject for above in one.chain[1:]) or own.issuer,
            "是否受信任": "是" if one.is_trusted else "否",
            "结果": one.fault or "有效。",
        }
        lines += ["", f"第{number}个签名"]
        lines += [f"  {label}：{words}" for label, words in facts.items() if words]
    return "\n".join(lines)


def _drawn(credential: Credential) -> bytes:
    if not credential.is_demonstration:
        raise Refused("请用 --image 指定印章图形。只有演示证书才能使用系统绘制的演示印章。")
    return demonstration.drawn(fonts.installed())


def password(file: str | None) -> str:
    """Return the password out of a file, or ask for it without showing it. Raises Refused."""
    if file is not None:
        try:
            return filing.content(file).decode().rstrip("\r\n")
        except UnicodeDecodeError:
            raise Refused(f"{file} 不是文本文件。请把密码单独存成一行文字。") from None
    if not sys.stdin.isatty():
        raise Refused("请用 --password-file 指定存放证书密码的文件。")
    return getpass.getpass("证书密码：")
