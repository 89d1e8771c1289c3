from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.gongwen import marks

GOOD = ["机密★1年", "绝密★30年", "秘密", "秘密★6个月", "绝密★长期", "机密★2030年1月5日"]
BAD = ["机密☆1年", "机密★0年", "机密★一年", "内部★1年", "机密★", "机密 ★1年", "机密★100年"]


def test_grammar():
    assert all(marks.SECRET.fullmatch(text) for text in GOOD)
    assert not any(marks.SECRET.fullmatch(text) for text in BAD)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("机密★1年", "confidential"), ("绝密★30年", "top_secret"), ("秘密 ★ 10 年", "secret"),
        ("机密★", "confidential"), ("未标注秘密★以外的内容", "secret"), ("机\u200b密★1年", "confidential"),
        ("000001\n机密★1年\n特急\n关于…的通知", "confidential"), ("000001 机密★1年 特急", "confidential"),
        ("标题\n 秘　密 \n正文", "secret"), ("密级：绝密\n", "top_secret"), ("【机密】", "confidential"),
        ("（秘密）关于开展检查的通知.docx", "secret"), ("通知（机密★1年）.pdf", "confidential"),
        ("机密*1年", "confidential"),
        ("机密级", "confidential"), ("机密 特急", "confidential"), ("正文\r\n绝密\r\n", "top_secret"),
    ],
)  # fmt: skip
def test_finds_marks(text, level):
    found = marks.find_secret_mark(text)
    assert found.level == level
    assert text[found.start] in "绝机秘"


@pytest.mark.parametrize(
    "text",
    [
        "保守国家秘密是公民的义务。", "关于加强保守国家秘密工作的通知", "国家秘密的密级分为绝密、机密、秘密三级。",
        "涉及商业秘密的\n不予公开", "工作秘密", "机密文件交换站", "公开", "",
    ],
)  # fmt: skip
def test_passes_over_prose(text):
    assert marks.find_secret_mark(text) is None


def test_a_page_of_blanks_costs_no_time():
    assert marks.find_secret_mark("机密" + " " * 200_000 + "会议") is None


@given(st.text(alphabet="国家保守的工作，。\n", max_size=30), st.sampled_from(GOOD), st.text(max_size=30))
def test_a_mark_on_its_own_line_is_always_found(before, mark, after):
    assert marks.find_secret_mark(f"{before}\n{mark}\n{after}") is not None


@pytest.mark.parametrize(
    ("level", "term"),
    [
        ("top_secret", "30年"), ("confidential", "20年"), ("secret", "10年"), ("secret", "99个月"), ("secret", "长期"),
        ("secret", ""), ("secret", "2036年1月5日"),
    ],
)  # fmt: skip
def test_terms_within_the_cap(level, term):
    marks.check_term(level, term, issued=date(2026, 1, 5))


@pytest.mark.parametrize(
    ("level", "term", "sentence"),
    [
        ("top_secret", "31年", "绝密级的保密期限不超过30年"), ("confidential", "21年", "不超过20年"),
        ("secret", "11年", "不超过10年"), ("secret", "2036年1月6日", "不超过10年"), ("secret", "十年", "应写成"),
        ("secret", "2027年2月30日", "不存在"),
    ],
)  # fmt: skip
def test_terms_that_are_refused(level, term, sentence):
    with pytest.raises(marks.Refused, match=sentence):
        marks.check_term(level, term, issued=date(2026, 1, 5))


def test_a_date_cannot_be_measured_without_the_day_of_issue():
    marks.check_term("secret", "2099年1月1日")
