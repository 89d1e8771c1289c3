"""The page of the format (格式说明): its example is one, and every element and term stands in its tables."""

import dataclasses
import re
from pathlib import Path

import pytest

from zhongshu.gongwen.packages import container, metadata, model, packing
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


def test_the_example_is_what_a_package_holds():
    (example,) = re.findall(r"```xml\n(.+?)```", PAGE, re.DOTALL)
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


def test_the_limits_are_told():
    assert f"全包不超过{container.LARGEST >> 20}兆字节，不超过{container.MOST_FILES}个文件" in PAGE
    assert metadata.NAMESPACE in PAGE and f"不超过{metadata.LONGEST}个字" in PAGE
