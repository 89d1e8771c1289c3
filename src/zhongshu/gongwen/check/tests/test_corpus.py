"""A small corpus (小语料): a request in which much is wrong gives these rules and no other, a clean one no error."""

from zhongshu.gongwen.check import engine, segments
from zhongshu.gongwen.check.model import Severity

WRONG = """××市教育局关于申请经费和增加编制的请示报告。
张市长:
截止2026年3月底，我局人员、经费均有缺口，现请示如下：
1、设备
（一）、人员
（二）、场地
费用预计提高10～20%。
根据示政发[2025]03号《规划》、《意见》，需要增加投入。
妥否，请批示。
附件：1、测算表；
二〇二六年三月一日
"""
HITS = {
    "ATT-01", "ATT-02", "CITE-01", "DOC-01", "DOC-06", "HEAD-01", "HEAD-02", "HEAD-07", "HEAD-09", "NUM-03", "PUNC-01",
    "ROUTE-22", "ROUTE-23", "SIGN-01", "STRUCT-01", "STRUCT-03", "STRUCT-04", "WORD",
}  # fmt: skip
CLEAN = """签发人：李明
××市教育局关于申请校舍加固经费的请示
××市人民政府：
我市部分校舍建成较早，经鉴定需要加固。现申请校舍加固经费50万元，用于加固3栋校舍。
妥否，请批示。
附件：校舍加固经费测算表
××市教育局
2026年3月1日
"""


def test_the_wrong_text_gives_its_hits_and_no_other():
    found = engine.check(segments.of_text(WRONG))
    # The rules on words are one a dictionary; here it is 截止 that one of them finds.
    assert {"WORD" if one.rule.group == "WORD" else one.rule.id for one in found} == HITS
    assert [one.right for one in found if one.rule.group == "WORD"] == ["截至"]


def test_the_clean_text_gives_no_error():
    assert [one for one in engine.check(segments.of_text(CLEAN)) if one.severity is Severity.ERROR] == []


def test_what_is_older_than_a_rule_is_no_error():
    old = WRONG.replace("二〇二六年三月一日", "二〇〇四年三月一日")
    errors = {one.rule.id for one in engine.check(segments.of_text(old)) if one.severity is Severity.ERROR}
    assert errors == set()
