"""Every rule beside its examples: the wrong one is found, the right one is not, what may be mended becomes right."""

import pytest

from zhongshu.gongwen.check import engine, sheet
from zhongshu.gongwen.check.model import Force, Severity

RULES = {rule.id: rule for rule in engine.rules()}
PAIRS = [
    pytest.param(rule, *pair, id=f"{rule.id}-{at}") for rule in RULES.values() for at, pair in enumerate(rule.pairs)
]
KEPT = [
    pytest.param(rule, example, id=f"{rule.id}-{at}") for rule in RULES.values() for at, example in enumerate(rule.keep)
]


def found(rule, example):
    return list(engine.apply(rule, sheet.of_example(example), rule.world))


def mended(example, findings):
    texts = [one.text for one in sheet.of_example(example).paragraphs]
    for finding in reversed(findings):
        number, start, end = finding.place
        if finding.fix:
            texts[number] = texts[number][:start] + finding.fix.right + texts[number][end:]
    return texts


def test_no_two_rules_have_one_number():
    assert len(RULES) == len(engine.rules())


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_whole(rule):
    assert rule.pairs and rule.source and rule.words
    assert rule.severity is not Severity.ERROR or (rule.force is Force.MUST and rule.verified)


@pytest.mark.parametrize(("rule", "wrong", "right"), PAIRS)
def test_what_is_wrong_is_found_and_what_is_right_is_not(rule, wrong, right):
    findings = found(rule, wrong)
    assert findings
    assert not found(rule, right)
    for finding in findings:
        assert finding.message and not finding.message.isascii()
        assert (
            finding.place.start
            <= finding.place.end
            <= len(sheet.of_example(wrong).paragraphs[finding.place.paragraph].text)
        )
    if all(finding.fix for finding in findings):
        assert mended(wrong, findings) == [one.text for one in sheet.of_example(right).paragraphs]


@pytest.mark.parametrize(("rule", "example"), KEPT)
def test_what_only_looks_wrong_is_let_be(rule, example):
    assert not found(rule, example)
