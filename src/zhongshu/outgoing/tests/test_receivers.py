"""收文单位识别: names, former names, abolished organs, groups and collective names of the lines of a text."""

from datetime import date

import pytest

from zhongshu.org import queries as who
from zhongshu.outgoing.queries.receivers import Tree, recognised, split
from zhongshu.outgoing.tests import towns

DAY = date(2026, 3, 2)


@pytest.fixture
def units(cast):
    return towns.settle(cast)


@pytest.fixture
def tree(cast, units):
    groups = {"防汛成员单位": [(units["县水利局"].pk, "清河县水利局"), (None, "县气象局")]}
    return Tree(cast.organ.pk, DAY, who.directory(), groups)


def names(found):
    return [one.name for one in found]


def test_signs_within_brackets_part_nothing():
    assert split("各县（市、区）人民政府，市财政局、市水利局：") == ["各县（市、区）人民政府", "市财政局", "市水利局"]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("清河县水利局", ["清河县水利局"]),
        ("县水利局、城关镇", ["清河县水利局", "清河县城关镇人民政府"]),
        ("水利局", ["清河县水利局"]),
        ("县大数据中心", ["清河县数据局"]),
        ("各乡镇人民政府", ["清河县城关镇人民政府", "清河县柳河镇人民政府", "清河县双塔镇人民政府"]),
        ("各街道办事处，县政府各部门", ["清河县东湖街道办事处", "清河县水利局", "清河县数据局"]),
        ("市气象台", ["市气象台"]),
        ("县政府办公室", ["县政府办公室"]),
        ("防汛成员单位", ["清河县水利局", "县气象局"]),
    ],
)
def test_a_name_means_its_organ(tree, line, meant):
    found = tree.line(line, "main")
    assert names(found) == meant
    assert all(one.is_usable for one in found)


def test_what_is_said_of_all_holds_for_the_next_name(tree):
    assert len(tree.line("各乡镇人民政府、街道办事处", "main")) == 4


def test_those_beside_the_sender_are_found_above_it(units):
    tree = Tree(units["县水利局"].pk, DAY, who.directory(), {})
    assert names(tree.line("各乡镇人民政府", "main"))[0] == "清河县城关镇人民政府"
    assert "清河县水利局" not in names(tree.line("县政府各部门", "main"))


def test_what_is_no_more_and_what_is_vague_is_said(tree):
    (gone,), (vague,) = tree.line("县旅游局", "main"), tree.line("有关单位", "copy")
    assert (gone.is_usable, vague.is_usable) == (False, False)
    assert "已撤销" in gone.note
    assert vague.key == "n有关单位"


def test_who_is_addressed_is_not_copied_to(tree):
    found = recognised(tree, (("main", "各乡镇人民政府"), ("copy", "城关镇、县水利局")))
    assert [(one.role, one.name) for one in found][-2:] == [
        ("main", "清河县双塔镇人民政府"),
        ("copy", "清河县水利局"),
    ]
