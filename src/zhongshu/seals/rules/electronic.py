"""What electronic seals refuse (电子印章规则): pictures that cannot stand on a page, certificates that hold no more."""

from datetime import datetime

from zhongshu.gongwen.signing.certificates import day
from zhongshu.kit.errors import Refused
from zhongshu.seals import rules

LEAST, MOST = 10, 80  # millimetres that a seal measures
MOST_BYTES = 2 << 20  # of a picture
MOST_FILE = 64 << 10  # bytes of a certificate with its key
MOST_PDF = 50 << 20  # of a file that is verified
USUAL = 42  # millimetres, of a round seal whose size is not told
NO_CERTIFICATE = "该印章还没有导入签章证书。"
NO_PICTURE = "该印章还没有导入印章图形。"
NO_DEMONSTRATION = "该印章已导入过正式的签章证书，不能再改为演示印章。"


class NotUsable(Refused):
    """The electronic seal that was meant cannot be used now (电子印章不能使用)."""


def check_picture(image: bytes, width: float, height: float) -> None:
    """Refuse what is no picture of a seal on transparent ground (印章图形). Raises Refused with its field."""
    if len(image) > MOST_BYTES:
        raise Refused(f"印章图形超过{MOST_BYTES >> 20}MB，请缩小后重新选择。", field="image")
    if not image.startswith(b"\x89PNG\r\n"):
        raise Refused("这不是PNG图片。请选择透明底的PNG图片，扫描或者拍摄的图片须先去掉底色。", field="image")
    for name, size in (("width", width), ("height", height)):
        if not LEAST <= size <= MOST:
            raise Refused(f"印章的宽和高应为{LEAST}至{MOST}毫米，请按印章实际尺寸填写。", field=name)
    from zhongshu.gongwen.signing import pictures  # with its library, which most processes do without

    try:
        pictures.read(image)
    except Refused as refusal:
        raise Refused(refusal.sentence, field="image") from None


def check_file(content: bytes) -> None:
    """Refuse what is too large to be a certificate with its key, before it is looked at."""
    if len(content) > MOST_FILE:
        raise Refused("文件过大，不是证书文件。请选择发证机构发给的、连同私钥的证书文件。", field="file")


def check_withdrawal(cause: str, since: datetime, at: datetime) -> None:
    """Refuse a withdrawal for no listed reason, or from a moment that has not come (证书停用)."""
    if cause not in dict(rules.CAUSES):
        raise Refused("请选择停用原因。", field="cause")
    if since > at:
        raise Refused("停用时间不能晚于现在。证书被盗、遗失的，填写最后一次确知在手的时间。", field="since")


def check_size(size: int) -> None:
    """Refuse more bytes than are read at once, before they are (核验文件过大)."""
    if size > MOST_PDF:
        raise Refused(f"文件超过{MOST_PDF >> 20}MB，本页不能核验。请系统管理员用命令核验。", field="file")


def check_pdf(content: bytes) -> None:
    """Refuse what cannot be verified at all (核验文件): no PDF, or more than is read at once."""
    check_size(len(content))
    if b"%PDF-" not in content[:1024]:
        raise Refused("这不是PDF文件，或者文件已损坏，不能核验。请选择盖有电子印章的PDF文件。", field="file")


def not_usable(name: str, why: str) -> NotUsable:
    """Return the refusal of a seal that was to be set electronically and cannot be (不能加盖电子印章)."""
    return NotUsable(
        f"不能加盖“{name}”的电子印章：{why}请印章管理人员在印章登记中导入可用的印章图形、签章证书后重试；"
        "改用实物印章的，请退回印制环节重新选择印章。"
    )


def expired(subject: str, valid_to: datetime) -> str:
    """Return that a certificate has run out."""
    return f"签章证书“{subject}”已于{day(valid_to)}过期。"


def withdrawn(subject: str, since: datetime) -> str:
    """Return that a certificate holds no more since a moment."""
    return f"签章证书“{subject}”自{rules.moment(since)}起停用。"


def early(subject: str, valid_from: datetime) -> str:
    """Return that a certificate does not hold yet."""
    return f"签章证书“{subject}”从{day(valid_from)}起才有效。"


def mismatch(is_certificate: bool, is_picture: bool) -> str:
    """Return that of picture and certificate one alone is for demonstration (演示), or nothing."""
    if is_certificate == is_picture:
        return ""
    if is_picture:
        return "签章证书是正式的，印章图形还是演示图形。"
    return "印章图形是正式的，签章证书还是演示证书。"


def ended(subject: str) -> str:
    """Return that whoever vouches for a certificate is trusted no more (颁发者已停止信任)."""
    return (
        f"证书的颁发者“{subject}”已停止信任，不能使用这张证书。"
        "确需使用的，请系统管理员先在“受信任的证书”中重新导入颁发者的证书。"
    )


def not_trusted(subject: str) -> str:
    """Return that whoever vouches for a certificate is not trusted yet (颁发者未受信任)."""
    return (
        f"证书的颁发者“{subject}”不在受信任的证书中，还不能导入这张证书。"
        "请系统管理员与发证机构核对后，先在“受信任的证书”中导入颁发者的证书。"
    )
