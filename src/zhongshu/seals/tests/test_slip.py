"""用印审批单、印章借用审批单, what an application is found by, and what the route of an office may look at."""

from functools import partial

import pytest
from tests.cast import verbs

from zhongshu.matters import kinds
from zhongshu.matters.actions import reading_files
from zhongshu.seals import queries
from zhongshu.search import actions as search


@pytest.fixture
def used(desk):
    matter = desk.approve(desk.apply())
    desk.seal(matter, is_across=True)
    return matter


def test_the_slip_says_what_was_sealed_and_who_approved(cast, desk, used):
    paper = queries.use_paper(used)
    rows = dict(paper.rows)
    assert (paper.title, rows["印章名称"], rows["文件字号"]) == (
        "用印审批单",
        "清河县人民政府办公室印章",
        "清财函〔2026〕5号",
    )
    assert rows["用印登记"] == "印〔2026〕1号：清河县人民政府办公室印章，5份，加盖骑缝章，监印人王建国"
    answer = cast.post(cast.registrar, "slip", used.pk)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "matters.printed" in verbs(used)


def test_the_slip_of_a_loan_says_who_had_it(cast, desk):
    matter = desk.take_back(desk.hand_out(desk.approve(desk.ask_loan(), leader=True)), 1)
    rows = dict(queries.loan_paper(matter).rows)
    assert (rows["借用人"], rows["同行人"], rows["使用地点"]) == ("李雪", "黄海涛", "清源市水利局")
    assert rows["归还时间"] == "2026年3月3日09:04"
    assert cast.post(cast.registrar, "slip", matter.pk).headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("words", ["清财函〔2026〕5号", "清源市财政局", "报送资金拨付函", "办公室印章"])
def test_it_is_found_by_what_it_says(cast, desk, used, words):
    search.drain(partial(reading_files.index, at=cast.at))
    page = cast.client(cast.finance_clerk).get("/search/", {"q": words}).content.decode()
    assert f"/matters/{used.pk}/" in page
    assert (
        f"/matters/{used.pk}/" not in cast.client(cast.education_chief).get("/search/", {"q": words}).content.decode()
    )


def test_a_loan_is_found_by_who_takes_it_and_where_to(cast, desk):
    matter = desk.ask_loan()
    search.drain(partial(reading_files.index, at=cast.at))
    for words in ("清源市水利局", "黄海涛"):
        assert f"/matters/{matter.pk}/" in cast.client(cast.supervisor).get("/search/", {"q": words}).content.decode()


def test_a_route_may_look_at_what_is_declared(cast, desk):
    facts = {
        "seal_use": {"applicant": "staff", "needs_leader": True, "copies": 5},
        "seal_loan": {"applicant": "staff", "copies": 4},
    }
    for matter in (desk.apply(desk.main), desk.ask_loan()):
        kind = kinds.get(matter.kind)
        assert kind.facts(matter, cast.at.date()) == facts[matter.kind]
        assert {fact.key for fact in kind.declared} == set(facts[matter.kind])
