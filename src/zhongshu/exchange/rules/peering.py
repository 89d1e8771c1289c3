"""What is refused of an organ on another system (交换对方): its code, its certificate, the fingerprint it told."""

import re
from datetime import datetime

from zhongshu.gongwen.packages import model as packages
from zhongshu.gongwen.signing import certificates
from zhongshu.gongwen.signing.certificates import Certificate
from zhongshu.kit.errors import Refused

LONGEST_CODE = 40
TOLD_DIGITS = 16  # of a fingerprint, that two people compare by telephone


def check_code(code: str, own: str) -> str:
    """Return an exchange code (交换代码). Raises Refused for other characters and for the organ's own."""
    if not re.fullmatch(packages.CODE, code):
        raise Refused("交换代码由字母、数字和 . _ - 组成，请按对方提供的填写。", field="code")
    if code == own:
        raise Refused("这是本机关的交换代码，不能登记为交换对方。", field="code")
    return code


def check_certificate(content: bytes, at: datetime) -> Certificate:
    """Return the one certificate in a file (交换证书). Raises Refused for any other file and an expired one."""
    try:
        (told, *others) = certificates.read_roots([content])
    except certificates.Unusable:
        raise Refused("这不是证书文件。请选择对方提供的证书文件。", field="certificate") from None
    if others:
        raise Refused("文件里有多张证书，请对方只提供签名用的那一张。", field="certificate")
    try:
        certificates.check_signer(told)
    except certificates.Unusable as fault:
        raise Refused(fault.sentence, field="certificate") from None
    if at > told.valid_to:
        raise Refused(f"证书已于{certificates.day(told.valid_to)}过期，请对方换领后提供新证书。", field="certificate")
    return told


def check_fingerprint(told: Certificate, said: str) -> None:
    """Require the first digits of the fingerprint as the peer has said them, blanks apart (核对证书指纹)."""
    digits = re.sub(r"[^0-9A-Fa-f]", "", said).upper()
    if len(digits) < TOLD_DIGITS:
        raise Refused(f"请填写对方告知的证书指纹，至少前{TOLD_DIGITS}位。", field="fingerprint")
    if not told.fingerprint.startswith(digits):
        raise Refused(
            "证书文件的指纹与对方告知的不符，可能拿错了文件，或者被人调换。请与对方重新核对。", field="fingerprint"
        )


def in_fours(digits: str) -> str:
    """Return many digits as they are read out, four by four (证书指纹、序列号)."""
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))
