import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhongshu.gongwen import numbers

GOOD = ["国发〔2026〕1号", "中办发〔2012〕14号", "国办函〔2024〕105号"]
BAD = [
    ("国发[2026]1号", "六角括号"),
    ("国发【2026】1号", "六角括号"),
    ("国发（2026）1号", "六角括号"),
    ("国发〔2026〕01号", "虚位"),
    ("国发〔2026〕第1号", "“第”"),
    ("国发〔26〕1号", "四位"),
    ("〔2026〕1号", "机关代字"),
    ("国发〔2026〕1 号", "空格"),
    ("国发〔2026〕1", "“号”"),
    ("国发〔２０２６〕1号", "半角"),
    ("国发", "不完整"),
    ("", "不完整"),
]


@pytest.mark.parametrize("text", [*GOOD, "第1号", "第800号"])
def test_reads_correct_numbers(text):
    assert str(numbers.parse(text)) == numbers.normalise(text) == text


def test_parts():
    assert numbers.parse("国办函〔2024〕105号") == ("国办函", 2024, 105)
    assert numbers.parse("第12号") == ("", None, 12)


@pytest.mark.parametrize(("text", "fault"), BAD)
def test_names_the_fault(text, fault):
    with pytest.raises(numbers.NotANumber, match=fault) as refused:
        numbers.parse(text)
    assert refused.value.sentence.endswith("正确写法如“国发〔2026〕1号”。")


@pytest.mark.parametrize(
    "typed",
    [
        "国发[2026]1号", "国发【2026】1号", "国发（2026）1号", "国发(2026)1号", "国发［２０２６］１号",
        " 国发 〔 2026 〕 1 号\n",
        "国发\u200b〔2026〕1号", "国发﹝2026﹞1号",
    ],
)  # fmt: skip
def test_normalises_the_writing(typed):
    assert numbers.normalise(typed) == "国发〔2026〕1号"


def test_normalising_keeps_what_it_does_not_know():
    assert numbers.normalise("国发[2026]第01号") == "国发〔2026〕第01号"
    assert numbers.normalise("县委专题会议纪要 第5期") == "县委专题会议纪要第5期"


@pytest.mark.parametrize("typed", ["X政发[2026]01号", "x政发〔2026〕第1号", "Ｘ政发（2026） 1", "X政发〔2026〕1号"])
def test_equal_numbers_meet(typed):
    assert numbers.number_key(typed) == "X政发〔2026〕1"


def test_different_numbers_do_not_meet():
    assert len({numbers.number_key(text) for text in [*GOOD, "国发〔2026〕10号", "国发〔2025〕1号", "第1号"]}) == 6


@given(st.from_regex(numbers.DOCUMENT_NUMBER, fullmatch=True))
def test_every_number_of_the_grammar_comes_back(text):
    assert str(numbers.parse(text)) == text == numbers.normalise(text)


@example("A¯")
@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = numbers.normalise(text)
    assert numbers.normalise(once) == once


@pytest.mark.parametrize(("text", "right"), [("000001", True), ("123456", True), ("1", False), ("NO.001", False)])
def test_copy_number(text, right):
    assert numbers.is_copy_number(text) is right
