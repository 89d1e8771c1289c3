"""Papers without a title (无标题): the genre that the body calls itself by, never surely."""

import pytest

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.tests.finding import paper


@pytest.mark.parametrize(
    ("body", "genre"),
    [
        ("根据有关规定，现就中秋节放假事宜安排通知如下：\n一、放假三天。", "通知"),
        ("经县人民政府研究，决定对先进单位进行通报表彰。\n望再接再厉。", "通报"),
        ("你镇安全隐患突出，请督促整改。\n此函。", "函"),
        ("你局请示收悉。现批复如下：\n一、同意。", "批复"),
        ("你局请示收悉。同意实施该项目。\n此复", "批复"),
        ("你局来函收悉。现函复如下：\n一、同意。\n此复。", "函"),
        ("经评审，现将入选名单予以公示，公示期7天。", "公示"),
        ("我局拟购置抽水泵两台，需资金六万元。\n妥否，请批示。", "请示"),
        ("因供水管道抢修，现将停水范围通告如下：\n一、中山路。\n特此通告", "通告"),
        ("请你单位按时参加会议，并做好交流准备。", None),
    ],
)
def test_the_genre_of_a_paper_without_a_title(body, genre):
    found = reading.find_all(paper(f"白云镇人民政府：\n{body}\n清溪县水利局\n2022年1月27日"))["genre"]
    assert (found.value, found.confidence <= 0.6) == (genre, True)


def test_what_follows_the_signature_says_nothing_of_the_genre():
    text = "白云镇人民政府：\n请按时报送。\n清溪县水利局\n2022年1月27日\n附件\n现将名单予以公示，公示期7天。"
    assert reading.find_all(paper(text))["genre"].value is None
