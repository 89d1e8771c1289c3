import pytest

from zhongshu.kit import strokes


@pytest.mark.parametrize(
    ("policy", "names"),
    [
        ("single_name_first", ["丁小宁", "王文", "文王"]),
        ("single_name_first", ["李一鸣", "李大鸣", "林一"]),
        ("single_name_first", ["欧阳少东", "洪少东"]),
        ("single_name_first", ["高富", "高大富"]),
        ("second_char", ["高大富", "高富"]),
        ("second_char", ["丁一", "刁一", "于一", "万一", "马一", "王一", "韦一", "尤一", "董一", "曾一", "谢一"]),
    ],
)  # fmt: skip
def test_order(policy, names):
    assert strokes.sort_by_strokes(reversed(names), policy) == names


def test_what_is_outside_the_table_stands_last():
    assert strokes.sort_by_strokes(["𠀀一", "Adam", "龙一", "买买提·一"]) == ["龙一", "买买提·一", "Adam", "𠀀一"]


def test_the_table_is_whole():
    assert len(strokes._ranks()) == 8105
