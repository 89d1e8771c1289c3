"""Sessions as people see them (登录设备): under which digest they are kept, and a device in plain words."""

import hashlib
import re

# Pattern, brand, kind. The first that fits: browsers name their ancestors too, so the particular stands before them.
SYSTEMS = (
    ("HarmonyOS|OpenHarmony", "", "鸿蒙设备"),
    ("iPhone", "", "苹果手机"),
    ("iPad", "", "苹果平板"),
    ("Android.*Mobile", "", "安卓手机"),
    ("Android", "", "安卓平板"),
    ("UOS|UnionTech", "", "统信电脑"),
    ("Kylin", "", "麒麟电脑"),
    ("Windows", "Windows", "电脑"),
    ("Macintosh", "", "苹果电脑"),
    ("Linux|X11", "Linux", "电脑"),
)
BROWSERS = (
    ("MicroMessenger", "", "微信"),
    ("DingTalk", "", "钉钉"),
    ("QQBrowser", "QQ", "浏览器"),
    ("MetaSr|SogouM", "", "搜狗浏览器"),
    ("360(?:SE|EE|Browser)|QihooBrowser|QHBrowser", "360", "浏览器"),
    ("UBrowser|UCBrowser", "UC", "浏览器"),
    ("HuaweiBrowser", "", "华为浏览器"),
    ("Quark", "", "夸克浏览器"),
    ("EdgA?/|EdgiOS", "Edge", "浏览器"),
    ("Firefox|FxiOS", "Firefox", "浏览器"),
    ("Chrome|CriOS", "Chrome", "浏览器"),
    ("Safari", "Safari", "浏览器"),
)
DIGITS = 40  # as long as the key itself, so that it fits where Django keeps one


def digest(key: str) -> str:
    """Return what the database keeps of a session's key: whoever reads a copy of it cannot take the session over."""
    return hashlib.blake2b(key.encode(), digest_size=DIGITS // 2).hexdigest()


def describe(user_agent: str) -> str:
    """Return a device in plain words from what its browser says of itself: “Windows 电脑，Chrome 浏览器”."""
    return f"{_first(SYSTEMS, user_agent, '未知设备')}，{_first(BROWSERS, user_agent, '未知浏览器')}"


def _first(known: tuple[tuple[str, str, str], ...], user_agent: str, otherwise: str) -> str:
    found = (f"{brand} {kind}".strip() for pattern, brand, kind in known if re.search(pattern, user_agent))
    return next(found, otherwise)
