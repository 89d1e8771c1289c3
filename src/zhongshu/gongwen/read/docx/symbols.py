"""Signs of the symbol fonts (符号字体): they stand at private places and mean something only in their own font."""

from zhongshu.gongwen.read.text import UNKNOWN

# By the place in the font, without the private block in front. Fonts that differ at a place are asked by name.
PLAIN = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x73: "◆", 0x74: "◆", 0x75: "◆", 0x76: "❖",
    0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA4: "◎", 0xA7: "■", 0xA8: "□", 0xAB: "★", 0xB7: "•", 0xD8: "➢", 0xDC: "→",
    0xE0: "→", 0xE8: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
WINGDINGS_2 = {0x2A: "□", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0xAE: "●"}
SYMBOL = {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xE0: "◇"}
FONTS = {"wingdings 2": WINGDINGS_2, "symbol": SYMBOL}


def sign(code: str, font: str) -> str:
    """Return the sign at a hexadecimal place of a font; U+FFFD when the place is private and unknown."""
    try:
        at = int(code, 16)
        return _private(at & 0xFF, font.lower()) if at <= 0xFF or 0xE000 <= at <= 0xF8FF else chr(at)
    except (ValueError, OverflowError):
        return UNKNOWN


def plain(text: str) -> str:
    """Return the text of a bullet with private signs as the ones they look like."""
    return "".join(PLAIN.get(ord(one) & 0xFF, "•") if "\ue000" <= one <= "\uf8ff" else one for one in text)


def _private(at: int, font: str) -> str:
    return FONTS.get(font, {}).get(at) or PLAIN.get(at, UNKNOWN)
