"""Names of organs that read like prose (机关名称辨认): 的 in them, the number of a congress, lower branches."""

import pytest

from zhongshu.gongwen.read import organs
from zhongshu.gongwen.read.tests.finding import check


@pytest.mark.parametrize(
    "name",
    [
        "清溪县暴雨引发的山体滑坡应急处置指挥部",
        "清溪县暴雨引发的山体滑坡应急处置指挥部办公室",
        "临江市第九届人民代表大会常务委员会",
        "政协清溪县第十二届委员会",
        "中共清溪县第三届委员会",
    ],
)
def test_a_name_that_reads_like_prose_is_one(name):
    assert organs.is_organ(name)


@pytest.mark.parametrize(
    "text", ["我们成立的领导小组", "清溪县水利局的委员会", "清溪县第三届运动会筹备的通知", "第二届县政府的会议纪要"]
)
def test_prose_is_no_name(text):
    assert not organs.is_organ(text)


def test_the_headquarters_of_an_occasion_issues():
    check(
        """清溪县暴雨引发的
山体滑坡应急处置指挥部
通 告
为保障群众安全，现就临时管控有关事项通告如下：
一、封闭青山路。
2020年7月3日
来源：清溪县融媒体中心""",
        title="清溪县暴雨引发的山体滑坡应急处置指挥部通告",
        issuers=["清溪县暴雨引发的山体滑坡应急处置指挥部"],
        genre="通告",
        date="2020-07-03",
    )


@pytest.mark.parametrize(
    ("touching", "names"),
    [
        ("临江市生态环境局青山市分局", ["临江市生态环境局青山市分局"]),
        ("临江市水利局青山市水利局", ["临江市水利局", "青山市水利局"]),
    ],
)
def test_a_branch_in_another_place_is_one_organ(touching, names):
    assert organs.split(touching) == names
