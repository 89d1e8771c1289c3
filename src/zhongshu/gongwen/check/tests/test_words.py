"""The dictionaries of words: every line finds its example and lets be what only contains a wrong word."""

import re

import pytest

from zhongshu.gongwen.check import sheet
from zhongshu.gongwen.check.groups import words
from zhongshu.gongwen.check.model import NOTHING

NAMES = ("words_context.txt", "words_style.txt")
LEMMAS = [pytest.param(name, lemma, id=lemma.example) for name in NAMES for lemma, _ in words.lemmas(name)]
KEPT = [(wrong, word) for wrong, (_, kept) in words.wrong_words().items() for word in kept]


def hits(rule, text):
    return list(rule.find(sheet.of_parts({"body": text}), NOTHING))


def test_every_wrong_word_is_found():
    for word, (right, _) in words.wrong_words().items():
        assert [hit.right for hit in hits(words.wrong, f"，{word}，")] == [right], word
        assert not hits(words.wrong, f"，{right}，"), right


@pytest.mark.parametrize(("word", "kept"), KEPT)
def test_a_word_that_only_contains_a_wrong_one_is_let_be(word, kept):
    assert word in kept and not hits(words.wrong, f"，{kept}，")


@pytest.mark.parametrize(("name", "lemma"), LEMMAS)
def test_every_pattern_finds_its_example(name, lemma):
    assert re.compile(lemma.pattern).groups == 1
    rule = words.confused if name == NAMES[0] else words.faults
    found = hits(rule, lemma.example)
    assert [(hit.right, hit.message) for hit in found] == [(lemma.right, lemma.why)]
    if lemma.right:
        mended = lemma.example[: found[0].place.start] + lemma.right + lemma.example[found[0].place.end :]
        assert not hits(rule, mended)
