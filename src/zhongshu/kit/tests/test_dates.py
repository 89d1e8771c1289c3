from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.kit import dates, numerals
from zhongshu.kit.errors import Refused

DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026年1月5日", "2026年01月05日", "2026-01-05", "2026.1.5", "2026/1/5",
        " 2026 年 1 月 5 日 ", "２０２６年１月５日",
        "二〇二六年一月五日", "二○二六年一月五日", "二O二六年一月五日", "二零二六年一月五日", "2026年1月5号",
    ],
)  # fmt: skip
def test_reads(text):
    assert dates.parse_date(text) == DAY


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back(day):
    chinese = "年".join([numerals.to_digits(day.year), numerals.to_chinese(day.month)])
    assert dates.parse_date(f"{chinese}月{numerals.to_chinese(day.day)}日") == day
    assert dates.parse_date(dates.show_date(day)) == dates.parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026年2月30日", "2026年2月30日不存在，请核对日期。"),
        ("二〇二六年十三月一日", "2026年13月1日不存在，请核对日期。"),
        ("3026-01-05", "年份3026有误，应在1900年至2099年之间。"),
        ("26年1月5日", "不是日期，请写成"),
        ("", "不是日期"),
        ("2026年十十月1日", "不是日期"),
        ("二〇二六年十十月一日", "不是日期"),
        ("明天" * 5000, "不是日期"),
    ],
)
def test_refuses_with_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence) as refused:
        dates.parse_date(text)
    assert isinstance(refused.value, Refused)
    assert len(refused.value.sentence) < 80


def test_shows_without_padding():
    assert dates.show_date(DAY) == "2026年1月5日"
