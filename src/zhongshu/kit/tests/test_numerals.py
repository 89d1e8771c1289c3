import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.kit import numerals

PAIRS = [
    (0, "零"), (3, "三"), (10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"),
    (110, "一百一十"), (123, "一百二十三"),
    (1001, "一千零一"), (1010, "一千零一十"), (10010, "一万零一十"), (100000, "十万"), (100010000, "一亿零一万"),
    (100000001, "一亿零一"), (10**12, "一万亿"),
    (10**12 + 10**4, "一万亿零一万"), (20260105, "二千零二十六万零一百零五"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "chinese"), PAIRS)
def test_both_ways(number, chinese):
    assert numerals.to_chinese(number) == chinese
    assert numerals.from_chinese(chinese) == number


@given(st.integers(0, numerals.LIMIT - 1))
def test_every_number_comes_back(number):
    assert numerals.from_chinese(numerals.to_chinese(number)) == number


@pytest.mark.parametrize("text", ["二〇二六", "二○二六", "二O二六", "二零二六", "二0二六"])
def test_reads_a_year_digit_by_digit(text):
    assert numerals.from_chinese(text) == 2026


def test_reads_two_as_liang():
    assert numerals.from_chinese("两百") == 200


@pytest.mark.parametrize(
    "text",
    ["", "  ", "张三", "十十", "一二百", "百", "十" * 5000, "一亿亿", "三一十", "一千二千", "3", "万", "亿", "一百二"],
)
def test_refuses_what_is_no_numeral(text):
    with pytest.raises(ValueError, match="不是汉字数字"):
        numerals.from_chinese(text)


def test_refuses_what_cannot_be_written():
    for number in (-1, numerals.LIMIT):
        with pytest.raises(ValueError, match="超出"):
            numerals.to_chinese(number)


def test_year_in_digits():
    assert numerals.to_digits(2026) == "二〇二六"


def test_four_levels_of_headings():
    assert [numerals.heading(level, 12) for level in (1, 2, 3, 4)] == ["十二、", "（十二）", "12.", "（12）"]
