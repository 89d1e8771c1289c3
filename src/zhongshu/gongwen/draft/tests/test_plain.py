"""A body as somebody types it: what is typed out comes back, and what cannot be typed is held beside it."""

import pytest

from zhongshu.gongwen.draft import plain
from zhongshu.gongwen.draft.model import Picture, Table

GRID = Table((("项目", "金额"), ("加固", ""), ("", "35.6")))
WIDE = Table((("项目", "金额"), ("加固", "3")), title="测算表", landscape=True)
PICTURE = Picture("aGk=", 100, "位置图")


@pytest.mark.parametrize(
    "body",
    [
        (),
        ("一、总体要求", "正文。"),
        ("前。", GRID, "后。"),
        (GRID, GRID),
        ("前。", WIDE, PICTURE, GRID),
        (Table((("只有一行", "两格"),)),),
        (Table((("一列",), ("两行",))),),
        (Table((("有\n回行", "格"), ("二", "三"))),),
        ("【图片1】", "【表格7】"),
    ],
)
def test_what_is_typed_out_comes_back(body):
    held = []
    typed = plain.typed(body, held)
    assert plain.blocks(typed.text, held) == body


def test_what_cannot_be_typed_is_named_in_the_text():
    held = []
    assert plain.typed(("图如下。", PICTURE), held).text == "图如下。\n【图片1】"
    assert plain.typed((WIDE,), held).text == "【表格2】"
    assert held == [PICTURE, WIDE]
    assert plain.blocks("【图片3】\n【图片0】", held) == ("【图片3】", "【图片0】")


def test_places_are_those_of_the_text():
    typed = plain.typed(("一段。", GRID, "二段。"), [])
    for path, words in {(0,): "一段。", (1, "rows", 1, 0): "加固", (1, "rows", 2, 1): "35.6", (2,): "二段。"}.items():
        assert typed.text[typed.starts[path] :].startswith(words)


def test_lines_are_paragraphs_and_tabs_are_cells():
    assert plain.blocks("　　一段。\n\n \n单独\t一行\n末段。 ", ()) == ("一段。", "单独 一行", "末段。")
    assert plain.blocks("甲\t乙\t丙\n一\t 二 ", ()) == (Table((("甲", "乙", "丙"), ("一", "二", ""))),)
