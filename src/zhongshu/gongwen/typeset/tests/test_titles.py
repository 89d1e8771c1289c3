"""标题回行: by sense and in a shape, and nothing is torn that belongs together."""

import pytest

from zhongshu.gongwen.typeset import titles

RIGHT = (
    ("关于防汛的通知",),
    ("关于召开全县安全生产工作会议的通知",),
    ("江海市人民政府办公室", "关于进一步优化政务服务提升行政效能的通知"),
    ("清溪县水利局清溪县财政局", "关于解决除险加固工程建设资金的请示"),
    ("国务院关于同意在北京等15个城市", "开展服务业扩大开放综合试点的批复"),
    ("沙洲市人民政府关于公布2025年度", "行政规范性文件清理结果的通知"),
    ("清溪县人民政府关于加快推进", "“十五五”时期数字政府建设的意见"),
    (
        "清溪县人民政府办公室转发县水利局、",
        "县财政局《关于进一步加强小型水库除险加固",
        "和运行管护工作的实施意见》的通知",
    ),
)
WHOLE = (
    ("清溪县人民政府关于印发《清溪县河道管理办法》的通知", ("《清溪县河道管理办法》",)),
    ("清溪县人民政府办公室关于做好第十四次全国人民代表大会会议期间有关工作的通知", ("第十四次",)),
    (
        "国务院办公厅关于转发国家发展改革委、住房城乡建设部关于2026—2028年工作安排意见的通知",
        ("国家发展改革委", "2026—2028年"),
    ),
    ("中共清溪县委办公室清溪县人民政府办公室关于做好国庆节期间有关工作的通知", ("清溪县人民政府办公室",)),
)


@pytest.mark.parametrize("lines", RIGHT)
def test_titles_break_by_sense(lines):
    assert titles.lines("".join(lines)) == lines


@pytest.mark.parametrize(("title", "pieces"), WHOLE)
def test_nothing_is_torn_that_belongs_together(title, pieces):
    lines = titles.lines(title)
    assert "".join(lines) == title and len(lines) > 1
    for piece in pieces:
        assert any(piece in line for line in lines), lines


@pytest.mark.parametrize("title", [title for title, _ in WHOLE] + ["".join(lines) for lines in RIGHT])
def test_the_shape_has_no_waist_and_no_equal_lines_where_it_can(title):
    widths = [titles.width(line) for line in titles.lines(title)]
    assert max(widths) <= titles.MOST
    waists = [b < a and b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False)]
    assert not any(waists), widths


def test_a_break_that_somebody_wants_is_made():
    assert titles.lines("关于\n防汛的通知") == ("关于", "防汛的通知")


def test_a_name_that_is_known_stays_whole():
    title = "沙洲大桥连接线工程建设协调领导小组办公室关于印发工作规则的通知"
    name = "沙洲大桥连接线工程建设协调领导小组办公室"
    assert any(name in line for line in titles.lines(title, names=(name,)))


def test_no_line_begins_with_a_mark_or_ends_with_an_opening_one():
    for title, _ in WHOLE:
        for line in titles.lines(title):
            assert line[0] not in "、，》）的" and line[-1] not in "《（“"


def test_a_title_of_six_lines_has_six():
    title = "、".join(f"清溪县第{number}中学" for number in "一二三四五六七八九十") + "关于联合举办夏季运动会的请示"
    assert len(titles.lines(title)) in (5, 6) and "".join(titles.lines(title)) == title


@pytest.mark.parametrize(
    ("title", "torn"),
    [
        ("关于印发防\n汛预案的通知", ("防汛",)),
        ("清溪县水\n利局关于防汛的通知", ("清溪县水利局",)),
        ("清溪县水利局\n关于防汛的通知", ()),
        ("关于琅琊榭\n畔的通知", ()),
    ],
)
def test_what_a_break_tears_is_told(title, torn):
    assert titles.torn(title) == torn
