"""The numerals that word processors count with (编号格式, ISO/IEC 29500-1 17.18.59)."""

from collections.abc import Callable

from zhongshu.kit import numerals

STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
FULLSTOPS = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
PARENTHESES = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
CIRCLED = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
ROMAN = (
    ("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40),
    ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1),
)  # fmt: skip
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
LAST_LETTERS = 780  # thirty times Z
LAST_ROMAN = 32_767


def written(number: int, form: str) -> str:
    """Return a number as the form named by w:numFmt writes it; forms that are not Chinese or Latin as 1, 2, 3."""
    write = FORMS.get(form)
    return write(number) if write and number >= 0 else str(number)


def _among(signs: str) -> Callable[[int], str]:
    """Return a writer with a sign of its own for each of the first numbers and digits for the rest."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _chinese(number: int) -> str:
    """Return 一 … 九十九, then digit by digit: 一〇〇."""
    return numerals.to_chinese(number) if 0 < number < 100 else numerals.to_digits(number)


def _legal(number: int) -> str:
    """Return 壹 … 拾 壹拾壹 …."""
    plain = numerals.to_chinese(number)
    return (f"一{plain}" if plain.startswith("十") and number > 10 else plain).translate(LEGAL)


def _letters(number: int) -> str:
    """Return A … Z, AA, BB … ZZ, AAA."""
    if not 0 < number <= LAST_LETTERS:
        return str(number)
    times, letter = divmod(number - 1, 26)
    return chr(ord("A") + letter) * (times + 1)


def _roman(number: int) -> str:
    if not 0 < number <= LAST_ROMAN:
        return str(number)
    text = ""
    for sign, amount in ROMAN:
        times, number = divmod(number, amount)
        text += sign * times
    return text


def _sexagenary(number: int) -> str:
    """Return 甲子 … 癸亥 (干支)."""
    return STEMS[(number - 1) % 10] + BRANCHES[(number - 1) % 12] if 0 < number <= 60 else str(number)


FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": lambda number: str(number).translate(WIDE),
    "decimalFullWidth2": lambda number: str(number).translate(WIDE),
    "decimalEnclosedCircle": _among(CIRCLES),
    "decimalEnclosedCircleChinese": _among(CIRCLES),
    "decimalEnclosedFullstop": _among(FULLSTOPS),
    "decimalEnclosedParen": _among(PARENTHESES),
    "numberInDash": "- {} -".format,
    "chineseCounting": _chinese,
    "chineseCountingThousand": numerals.to_chinese,
    "chineseLegalSimplified": _legal,
    "ideographDigital": numerals.to_digits,
    "ideographTraditional": _among(STEMS),
    "ideographZodiac": _among(BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographEnclosedCircle": _among(CIRCLED),
    "japaneseCounting": numerals.to_chinese,
    "japaneseDigitalTenThousand": numerals.to_digits,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": numerals.to_chinese,
    "taiwaneseDigital": numerals.to_digits,
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "none": lambda number: "",
}
