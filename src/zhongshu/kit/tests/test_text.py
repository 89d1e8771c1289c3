import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.kit import text
from zhongshu.kit.errors import Refused


def test_a_line_is_one_line():
    assert text.clean_line("　关于\u200b开展\r\n\t检查\x00的\u202e通知\ufeff \n", 200, "标题") == "关于开展 检查的通知"


def test_text_keeps_its_lines():
    assert text.clean_text("\n 同意。\r\n\t请办\x07\u2028理\x85 ", 100, "意见") == "同意。\n\t请办\n理"


def test_one_normal_form():
    assert text.clean_line("e\u0301", 10, "姓名") == text.clean_line("e\u200b\u0301", 10, "姓名") == "\u00e9"


def test_rare_and_broken_characters():
    assert text.clean_line("\U00020bb7野家\ue000\ud800", 10, "姓名") == "\U00020bb7野家\ue000"


def test_over_the_limit_is_a_sentence():
    with pytest.raises(Refused) as refused:
        text.clean_line("长" * 10000, 200, "标题", field="title")
    assert refused.value.sentence == "标题最多 200 字，现有 10000 字，请缩短后重新提交。"
    assert refused.value.field == "title"


def test_a_line_that_must_be_there_is_asked_for_by_name():
    assert text.required_line(" 有误\n", 200, "理由", field="reason") == "有误"
    with pytest.raises(Refused) as refused:
        text.required_line(" \u200b\n", 200, "理由", field="reason")
    assert (refused.value.sentence, refused.value.field) == ("请填写理由。", "reason")


@given(st.text())
def test_cleaning_twice_changes_nothing(typed):
    line, body = text.clean_line(typed, 1000, "标题"), text.clean_text(typed, 1000, "意见")
    assert (text.clean_line(line, 1000, "标题"), text.clean_text(body, 1000, "意见")) == (line, body)
    assert "\n" not in line
    line.encode()
