"""Announcements without 关于 (公告), with the number in brackets behind the title or not."""

import pytest

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.tests.finding import check, paper

_BODY = """为建设清溪水库，根据有关法律规定，经县政府研究，现发布公告：
一、拟征收土地位于白云乡。
特此公告
2022年1月29日"""


@pytest.mark.parametrize(
    "number",
    ["（清征启公告﹝2022﹞4号）", "(清征启公告[2022]4号)", "（清征启公告〔2022〕4号）"],
)
def test_the_number_is_none_of_the_title(number):
    check(
        f"清溪县人民政府拟征收土地启动公告{number}\n{_BODY}",
        title="清溪县人民政府拟征收土地启动公告",
        doc_number="清征启公告〔2022〕4号",
        issuers=["清溪县人民政府"],
        genre="公告",
        date="2022-01-29",
    )


def test_the_organ_of_a_title_alone_is_doubtful():
    found = reading.find_all(paper(f"清溪县人民政府征收土地预公告\n{_BODY}"))["issuers"]
    assert found.value == ["清溪县人民政府"]
    assert found.confidence < 0.85


def test_a_signature_goes_before_it():
    check(
        f"清溪县人民政府征收土地预公告\n{_BODY}".replace("2022年1月29日", "清溪县自然资源局\n2022年1月29日"),
        issuers=["清溪县自然资源局"],
    )


def test_an_organ_of_the_government_is_not_the_government():
    check(f"清溪县人民政府征地工作指挥部搬迁公告\n{_BODY}", issuers=None)
