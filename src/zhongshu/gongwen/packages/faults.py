"""Why a package is not taken in (不予接收的原因): a kind of refusal for each, so that each has one sentence."""

from zhongshu.gongwen.signing.certificates import Certificate
from zhongshu.kit.errors import Refused

ASK_AGAIN = "没有导入任何内容。请向发送方核实，并请对方重新打包发送。"


class BadPackage(Refused):
    """The package is not as the format wants it, or was changed (交换包不合规定或被改动)."""


class Changed(BadPackage):
    """Some byte is another than when it was signed (交换包被改动)."""


class Unsigned(BadPackage):
    """It bears no signature (交换包没有签名)."""


class UnknownSender(BadPackage):
    """Nobody who is registered signed it (发送方未登记). certificate: who did by their own account."""

    def __init__(self, certificate: Certificate) -> None:
        super().__init__(
            f"交换包由“{certificate.subject}”签名，该证书不在交换对方登记簿中，没有导入任何内容。"
            "请通过电话等其他途径向发送方核实证书，由登记人员登记后重新导入。"
        )
        self.certificate = certificate


class BadCertificate(BadPackage):
    """The sender's certificate holds no more, or not yet (发送方证书无效)."""


def changed(what: str) -> Changed:
    """Return the refusal of a package some of which was changed."""
    return Changed(f"{what}{ASK_AGAIN}")


def irregular(what: str) -> BadPackage:
    """Return the refusal of a package that does not keep to the format."""
    return BadPackage(f"交换包不合规定：{what}{ASK_AGAIN}")
