"""Texts without end or sense: no rule loses itself in them, and none says a thing about every sign."""

import time

import pytest

from zhongshu.gongwen.check import engine, listing, sheet

LENGTH, SECONDS = 8000, 3
LONG = 40_000
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


@pytest.mark.parametrize(
    "piece",
    [
        "26年3月，",
        "国发[2026]1号，",
        "请批准",
        "襄樊市的国土资源局，",
        " ",
        "\xa0",
    ],
)
def test_what_is_found_again_and_again_takes_no_longer_each_time(piece):
    parts = {"title": "清溪县水利局关于水的报告", "direction": "up", "body": f"水{piece * (LONG // len(piece))}水"}
    checked(sheet.of_parts(parts))


@pytest.mark.parametrize("line", ["《清溪县第{}类河道办法》已印发。", "（（（（{}", "一、水{}。\n加强。"])
def test_many_paragraphs_are_not_held_against_each_other(line):
    checked(sheet.of_parts({"title": "关于水的通知", "body": [line.format(number) for number in range(2500)]}))


@pytest.mark.parametrize(
    "role", ["title", "recipients", "attachment_note", "signer", "copied_to", "printed", "number", "note", "secrecy"]
)
@pytest.mark.parametrize("sign", " \u3000\xa00，。")
def test_no_part_is_read_over_and_over(role, sign):
    checked(sheet.of_parts({role: f"清发〔2026〕{sign * LENGTH}水"}))


def test_a_copy_number_may_be_any_figure():
    (found,) = checked(sheet.of_parts({"copy_number": "9" * 5000}))
    assert (found.rule.id, found.fix) == ("HEAD-04", None)


def checked(made):
    engine.rules()
    begun = time.process_time()
    found = engine.check(made)
    listing.to_text("稿.txt", made, found)
    assert time.process_time() - begun < SECONDS
    return found
