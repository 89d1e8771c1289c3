"""Addresses of channels, of people and of other systems (渠道地址、接收地址、推送地址): what they must look like."""

import re
from urllib.parse import quote, urlsplit

from django.conf import settings

from zhongshu.kit import sealing, text
from zhongshu.kit.errors import Refused
from zhongshu.notices.rules import MEDIA

PLACE = "{收件人}"
_SCHEMES: dict[str, tuple[str, ...]] = {
    "email": ("mailto", "mailtos"),
    "dingtalk": ("dingtalk",),
    "wecom": ("wecombot",),
    "feishu": ("feishu", "lark"),
}
# Not out of the system, but onto the screen or into the records of the machine itself.
_LOCAL = ("syslog", "dbus", "glib", "gnome", "kde", "qt", "macosx", "windows")
_TEMPLATE = re.compile(r"([a-z][a-z0-9]*)://[^\s/]\S*")
_VALUES: dict[str, tuple[re.Pattern[str], str]] = {
    "email": (re.compile(r"[\w.+\-]{1,64}@[\w\-]+(\.[\w\-]+)+"), "电子邮箱地址的写法不对，应含“@”和单位域名，请核对。"),
    "sms": (re.compile(r"\+?\d{5,15}"), "手机号应为5至15位数字，请核对。"),
}
_ACCOUNT = (re.compile(r"[\w.@+\-]{1,200}"), "接收账号只能由文字、数字、点、横线等组成，不含空格，请核对。")
LONGEST = 500


def template(typed: str, medium: str) -> tuple[str, bool]:
    """Return the address of a channel (渠道地址) and whether it leads to a group: it names no recipient.

    Raises Refused when it cannot be one of that medium. Whether it works only a trial says.
    """
    clean = text.clean_line(typed, LONGEST, "渠道地址", field="template")
    found = _TEMPLATE.fullmatch(clean)
    if medium not in dict(MEDIA):
        raise Refused("请选择渠道类别。", field="medium")
    if found is None or found[1] in _LOCAL or found[1] not in _SCHEMES.get(medium, (found[1],)):
        raise Refused(f"渠道地址不是{dict(MEDIA)[medium]}的地址，请按技术支持人员提供的原样填写。", field="template")
    is_group = PLACE not in clean
    if is_group and medium in ("email", "sms"):
        raise Refused(f"渠道地址中没有写明收件人的位置，请在该处写上“{PLACE}”。", field="template")
    return clean, is_group


def value(typed: str, medium: str) -> str:
    """Return where a person is reached (接收地址), or nothing. Raises Refused for what cannot be one."""
    clean = text.clean_line(typed, 200, "接收地址", field=f"address_{medium}")
    shape, sentence = _VALUES.get(medium, _ACCOUNT)
    if clean and not shape.fullmatch(clean):
        raise Refused(sentence, field=f"address_{medium}")
    return clean


def filled(template: str, address: str) -> str:
    """Return the address of a channel for one recipient; what was typed cannot break out of its place."""
    return template.replace(PLACE, quote(address, safe=""))


def target(typed: str) -> str:
    """Return where another system takes events (推送地址): http or https, without name and password. Raises Refused."""
    clean = text.clean_line(typed, LONGEST, "推送地址", field="target")
    try:
        parts = urlsplit(clean)
        is_good = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
        _ = parts.port
    except ValueError:
        is_good = False
    if not is_good or " " in clean:
        raise Refused("推送地址的写法不对，请填写完整的网址，不带账号和口令。", field="target")
    return clean


def seal(secret: str) -> str:
    """Return an address or a secret as it is kept (加密保存)."""
    return sealing.seal(secret, _key())


def unseal(sealed: str) -> str:
    """Return what was kept. Raises sealing.Broken where the installation's key is another."""
    return sealing.unseal(sealed, _key())


def _key() -> bytes:
    return sealing.key_for("notices", settings.TRAIL_KEY)
