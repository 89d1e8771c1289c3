"""What is not sure says so (存疑): titles into which something has run are never sure enough to go unlooked at."""

import pytest

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.tests.finding import paper

_SURE = 0.85
_TITLE = "清溪县人民政府关于做好防汛值守工作的通知"
_REST = """各乡镇人民政府：
现将防汛值守有关事项通知如下：
一、落实二十四小时值班。
清溪县人民政府
2019年6月3日"""


def _find(text):
    return reading.find_all(paper(text))


def test_a_title_that_the_signature_confirms_is_sure():
    found = _find(f"{_TITLE}\n{_REST}")
    assert (found["title"].value, found["title"].confidence >= _SURE) == (_TITLE, True)


@pytest.mark.parametrize("before", ["文件详情预览", "本站要闻速览", "2019年防汛工作先进单位公示"])
def test_words_that_have_run_into_the_title_leave_it_doubtful_and_the_issuers_right(before):
    found = _find(f"{before}{_TITLE}\n{_REST}")
    assert found["title"].confidence < _SURE
    assert found["issuers"].value == ["清溪县人民政府"]


def test_a_title_that_nothing_confirms_is_doubtful():
    found = _find("关于做好防汛值守工作的通知\n为做好防汛工作，请落实值班制度。\n2019年6月3日")
    assert (found["title"].value, found["title"].confidence < _SURE) == ("关于做好防汛值守工作的通知", True)


def test_a_title_that_is_printed_twice_in_a_row_is_taken_once():
    found = _find(f"{_TITLE}{_TITLE}\n{_REST}")
    assert (found["title"].value, found["recipients"].value) == (_TITLE, ["各乡镇人民政府"])


def test_the_end_of_a_title_is_no_part_of_the_number():
    found = _find("清溪县人民政府关于做好防汛值守工作的\n通知清政发〔2019〕4号\n" + _REST)
    assert found["doc_number"].value == "清政发〔2019〕4号"


def test_the_page_that_shows_a_title_without_the_organ_above_it_leaves_it_doubtful():
    short = _TITLE.removeprefix("清溪县人民政府")
    found = _find(f"{short}\n发布时间：2019-06-04\n清溪县人民政府\n{short}\n{_REST}")
    assert (found["title"].value, found["title"].confidence < _SURE) == (_TITLE, True)
