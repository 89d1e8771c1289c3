"""Sound documents of every genre and layout (自拟公文库) give no error, as text and as word-processor files alike."""

import pytest
from tests.papers import library, render, word

from zhongshu.gongwen.check import engine, sources
from zhongshu.gongwen.check.model import Severity

# Written as they were before 2012, on purpose.
OLD_WAYS = {"circular": {"SIGN-01"}}


def errors(data, name):
    found = engine.check(sources.take(data, name).sheet)
    return {finding.rule.id for finding in found if finding.severity is Severity.ERROR}


@pytest.mark.parametrize("letter", library.LETTERS, ids=lambda letter: letter.key)
def test_a_sound_document_has_no_error(letter):
    assert errors(render.as_text(letter), "文.txt") == OLD_WAYS.get(letter.key, set())


@pytest.mark.parametrize("key", ["request", "opinion", "minutes", "order"])
def test_nor_on_its_pages(key):
    assert errors(render.as_pdf(library.letter(key)), "文.pdf") == set()


@pytest.mark.parametrize("letter", library.LETTERS, ids=lambda letter: letter.key)
def test_nor_as_a_file_of_a_word_processor(letter):
    assert errors(word.as_docx(letter), "文.docx") == OLD_WAYS.get(letter.key, set())
