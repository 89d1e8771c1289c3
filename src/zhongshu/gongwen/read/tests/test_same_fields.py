"""One letter says the same whatever its format is (同文同读): text, PDF, DOCX, OFD, and a scan of it."""

import io

import pytest
from tests.papers import library, render, word

from zhongshu.gongwen.read import reading

FORMATS = {"txt": render.as_text, "pdf": render.as_pdf, "docx": word.as_docx, "ofd": render.as_ofd}
by_key = pytest.mark.parametrize("letter", library.LETTERS, ids=lambda letter: letter.key)


def fields(content, name, recogniser=None):
    """Return the values found, titles without blanks, no attachments as an empty list."""
    found = reading.read(io.BytesIO(content), name, recogniser=recogniser).fields
    values = {key: one.value for key, one in found.items()}
    title = "".join((values["title"] or "").split())
    return values | {"title": title, "attachments": values["attachments"] or []}


def truth(letter):
    return letter.truth | {"title": "".join(letter.title.split())}


@pytest.mark.parametrize("form", FORMATS)
@by_key
def test_every_format_of_a_letter_says_the_same(letter, form):
    assert fields(FORMATS[form](letter), f"{letter.key}.{form}") == truth(letter)


@by_key
def test_numbers_that_are_drawn_are_read(letter):
    content = word.as_docx(letter, numbered=True)
    read = reading.read(io.BytesIO(content), "drawn.docx")
    assert fields(content, "drawn.docx") == truth(letter)
    assert [one for one in letter.paragraphs if one not in read.paper.text] == []


@by_key
def test_what_was_inserted_counts_and_what_was_deleted_does_not(letter):
    content = word.as_docx(letter, tracked=True)
    assert fields(content, "tracked.docx") == truth(letter)
    assert "99号" not in reading.read(io.BytesIO(content), "tracked.docx").paper.text
