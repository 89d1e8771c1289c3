"""Texts without end or sense: no rule loses itself in them, and none says a thing about every sign."""

import time

import pytest

from zhongshu.gongwen.check import engine, sheet

LENGTH, SECONDS = 8000, 3
PIECES = (
    "水",
    "一",
    "，",
    "1",
    "1、",
    "（",
    "《",
    "“",
    "水、",
    "甲1个、",
    "由1%到2%",
    "1元（大写",
    "国发〔2026〕1号",
    "a1",
    "约1水",
    " ",
)


@pytest.mark.parametrize("piece", PIECES)
def test_an_endless_paragraph_is_soon_checked(piece):
    made = sheet.of_parts({"title": "关于水的通知", "body": piece * (LENGTH // len(piece))})
    engine.rules()
    begun = time.process_time()
    found = engine.check(made)
    assert time.process_time() - begun < SECONDS
    assert all(finding.place.end <= LENGTH for finding in found)
