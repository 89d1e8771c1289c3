"""What the organisation's own records tell the rules (已知情况): relations between organs, names that have changed."""

from dataclasses import replace
from datetime import date

import pytest

from zhongshu.gongwen.check.model import Relation
from zhongshu.org import actions as org
from zhongshu.org import queries
from zhongshu.org.models import Edge
from zhongshu.outgoing.queries import knowing
from zhongshu.portal.tests.drafting import SOUND, give, said, written

TODAY = date(2026, 3, 2)


def world():
    return knowing.world(queries.directory(), TODAY)


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        ("清河县财政局", "清河县人民政府", Relation.SUPERIOR),
        ("清河县人民政府", "清河县财政局", Relation.SUBORDINATE),
        ("清河县财政局", "清河县教育局", Relation.PEER),
        ("清河县财政局", "白石县人民政府", Relation.UNRELATED),
        ("清河县财政局", "清河县财政局", None),
        ("清河县财政局", "没有登记的单位", None),
    ],
)
def test_the_tree_says_who_stands_above_whom(cast, first, second, relation):
    assert world().relation(first, second) is relation


@pytest.mark.parametrize(("kind", "relation"), [(Edge.DUAL, Relation.DUAL), (Edge.GUIDANCE, Relation.GUIDANCE)])
def test_a_relation_beside_the_tree(cast, kind, relation):
    org.relate_units(cast.other_organ, cast.finance, kind=kind, on=TODAY, by=cast.sysadmin.ref, at=cast.tick())
    assert world().relation("清河县财政局", "白石县人民政府") is relation


def test_a_name_that_has_changed(cast):
    org.rename_unit(cast.reform, name="清河县发展和改革委员会", on=TODAY, by=cast.sysadmin.ref, at=cast.tick())
    assert [(one.old, one.new, one.since) for one in world().renamed] == [
        ("清河县发展和改革局", "清河县发展和改革委员会", TODAY)
    ]


def test_the_page_asks_the_organisation(cast):
    draft = replace(SOUND, issuers=("清河县财政局", "清河县人民政府"))
    page = give(cast.client(cast.finance_clerk), text=written(draft))
    assert "清河县财政局与清河县人民政府不是同级机关，不得联合行文" in said(page)
