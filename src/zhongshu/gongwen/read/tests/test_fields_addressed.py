"""Lists of recipients (主送机关) with ； in them, without their colon, with places that share an organ."""

import pytest

from zhongshu.gongwen.read.fields.recipients import split
from zhongshu.gongwen.read.tests.finding import check

_HEAD = "清溪县人民政府关于表扬防汛先进集体的决定\n"
_BODY = "\n近日，我县遭受强降雨，各级各部门积极应对。\n清溪县人民政府\n2024年2月6日"


def test_a_semicolon_parts_recipients():
    check(
        f"{_HEAD}清溪县各乡镇水利站；各水库管理处：{_BODY}",
        recipients=["清溪县各乡镇水利站", "各水库管理处"],
    )


def test_organs_without_a_colon():
    check(
        f"{_HEAD}县政府各部门，各镇人民政府，清溪开发区管委会{_BODY}",
        recipients=["县政府各部门", "各镇人民政府", "清溪开发区管委会"],
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("白云、清水、黄石市分局", ["白云、清水、黄石市分局"]),
        ("县总各部门、各直属单位", ["县总各部门、各直属单位"]),
        ("教育部、外交部", ["教育部", "外交部"]),
        ("有关单位、各乡镇人民政府", ["有关单位", "各乡镇人民政府"]),
    ],
)
def test_places_and_owners_that_share_what_follows(text, wanted):
    assert split(text) == wanted
