"""The page of the format (格式说明): its example is one, and every element and term stands in its tables."""

import dataclasses
import re
from pathlib import Path

import pytest

from zhongshu.gongwen.packages import container, faults, metadata, model, packing
from zhongshu.gongwen.packages.tests import parcels

PAGE = (Path(__file__).resolve().parents[5] / "docs" / "exchange.md").read_text("utf-8")
KINDS = (
    model.Manifest,
    model.Party,
    model.Dispatch,
    model.Document,
    model.Delivery,
    model.Receipt,
    model.Entry,
)


def example_on_the_page():
    (example,) = re.findall(r"```xml\n(.+?)```", PAGE, re.DOTALL)
    return example


def test_the_example_is_what_a_package_holds():
    example = example_on_the_page()
    assert example.encode() == container.read(parcels.packed())[packing.METADATA]
    assert metadata.read(example.encode()).dispatch == parcels.DISPATCH


@pytest.mark.parametrize("kind", KINDS)
def test_every_element_and_every_term_is_told(kind):
    for field in dataclasses.fields(kind):
        (row,) = {
            line for line in PAGE.splitlines() if line.startswith(f"| `{field.name}` | {field.metadata['chinese']} |")
        }
        assert ("必填" in row) == (field.default is dataclasses.MISSING)
        assert all(f"`{key}` {words}" in row for key, words in field.metadata["among"].items())
        assert f"`{field.metadata['each']}`" in row if field.metadata["each"] else True


@pytest.mark.parametrize(
    ("written", "instead", "sentence"),
    [
        ("2026-11-20", "20261120", "日期或时间写法不对"),
        ("2026-11-20", "2026-W47-5", "日期或时间写法不对"),
        ("T18:00:00+08:00", "T180000+0800", "日期或时间写法不对"),
        ("T18:00:00+08:00", "T18:00:00.000+08:00", "日期或时间写法不对"),
        ("县人民政府", "县\u202e人民政府", "不能书写的字符"),
        ("县人民政府", "县\u200b人民政府", "不能书写的字符"),
        ("县人民政府", "县\u2028人民政府", "不能书写的字符"),
    ],
)
def test_there_is_one_way_of_writing_and_all_of_it_is_seen(written, instead, sentence):
    example = example_on_the_page()
    assert written in example
    with pytest.raises(faults.BadPackage, match=sentence):
        metadata.read(example.replace(written, instead, 1).encode())


def test_the_limits_are_told():
    assert f"全包不超过{container.LARGEST >> 20}兆字节，不超过{container.MOST_FILES}个文件" in PAGE
    assert metadata.NAMESPACE in PAGE and f"不超过{metadata.LONGEST}个字" in PAGE
