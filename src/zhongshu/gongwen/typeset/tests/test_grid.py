"""版心: 22 lines of 28 characters fill 156 × 225 mm of every full page, to a fifth of a millimetre."""

from dataclasses import replace
from itertools import pairwise

import pytest

from zhongshu.gongwen.typeset.tests import drafts

NEAR = 0.2


@pytest.fixture(scope="module")
def full():
    return drafts.pages(replace(drafts.NOTICE, body=("国" * 28 * 80,), attachments=()))


def test_a_full_page_has_22_lines_of_28_characters(full):
    for page in full[1:3]:
        lines = page.lines[:-1]
        assert len(lines) == 22 and {len(line.text) for line in lines} == {28}
        assert lines[0].top == pytest.approx(37, abs=NEAR) and lines[-1].bottom == pytest.approx(262, abs=NEAR)
        assert {round(line.left, 1) for line in lines} == {28.0}
        assert lines[0].right == pytest.approx(184, abs=NEAR)
        assert {line.size for line in lines} == {16.0}


def test_lines_keep_one_distance(full):
    tops = [line.top for line in full[1].lines[:-1]]
    steps = {round(after - before, 2) for before, after in pairwise(tops)}
    assert max(steps) - min(steps) < 0.02


def test_the_sheet_is_a4(full):
    assert all((page.width, page.height) == pytest.approx((210, 297), abs=0.01) for page in full)
