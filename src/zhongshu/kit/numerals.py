"""Chinese numerals (汉字数字) both ways, and the four levels of heading numbers (结构层次序数)."""

DIGITS = "〇一二三四五六七八九"
LIMIT = 10**16
# What typists and scanners put where a zero belongs: 零, circles of several blocks, the letter O.
ZEROES = str.maketrans(dict.fromkeys("零○◯⚪OoＯｏ0０", "〇"))
UNITS = (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10))
LONGEST = 40
_WRITTEN = str.maketrans("〇两", "零二")

HEADINGS = ("{chinese}、", "（{chinese}）", "{arabic}.", "（{arabic}）")


def to_chinese(number: int) -> str:
    """Return 123 as 一百二十三, 10 as 十, 10010 as 一万零一十. Raises ValueError outside 0 … 10^16-1."""
    if not 0 <= number < LIMIT:
        raise ValueError(f"{number}超出可以写成汉字的范围")
    if number == 0:
        return "零"
    parts: list[str] = []
    gap = False
    for unit, name in ((10**12, "万"), (10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, unit)
        if section:
            parts.append(("零" if parts and (gap or section < 1000) else "") + _section(section) + name)
        elif name == "亿" and parts:
            parts.append(name)
        gap = section == 0 and bool(parts)
    text = "".join(parts)
    return text[1:] if text.startswith("一十") else text


def _section(number: int) -> str:
    """Return 1 … 9999 in Chinese."""
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + name
        gap = digit == 0
    return text


def from_chinese(text: str) -> int:
    """Read 一百二十三 or digit by digit 二〇二六 (also with 零 ○ O, and 两). Raises ValueError for anything else."""
    numeral = text.strip().translate(ZEROES)
    if numeral and len(numeral) <= LONGEST:
        if all(sign in DIGITS for sign in numeral):
            return int("".join(str(DIGITS.index(sign)) for sign in numeral))
        written = numeral.translate(_WRITTEN)
        written = written.removeprefix("一") if written.startswith("一十") else written
        value = _value(written)
        # Whatever was misread does not come back the way it was written.
        if 0 < value < LIMIT and to_chinese(value) == written:
            return value
    raise ValueError(f"“{text[:20]}”不是汉字数字")


def _value(numeral: str) -> int:
    """Return the value of a well-formed numeral, and some number for any other."""
    for name, unit in UNITS:
        head, found, tail = numeral.rpartition(name)
        if found:
            return (_value(head) or (unit == 10)) * unit + _value(tail)
    return max(DIGITS.find(numeral.lstrip("零")), 0)


def to_digits(number: int) -> str:
    """Return 2026 as 二〇二六, the form of years and of the pages of old papers."""
    return "".join(DIGITS[int(digit)] for digit in str(number))


def heading(level: int, number: int) -> str:
    """Return the number of a heading: level 1 一、 2 （一） 3 1. 4 （1） (GB/T 9704-2012 7.3.3)."""
    return HEADINGS[level - 1].format(chinese=to_chinese(number), arabic=number)
