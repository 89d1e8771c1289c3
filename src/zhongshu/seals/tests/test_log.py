"""用印登记簿: who sees what of it, found by filters; what a matter hides is hidden here too."""

import pytest
from django.db import transaction
from tests.cast import refused

from zhongshu.matters import actions as matters
from zhongshu.seals import actions
from zhongshu.seals.models import Use
from zhongshu.seals.rules import Sealing


def look(cast, whom, **query) -> str:
    answer = cast.client(whom).get("/seals/uses/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def found(page: str) -> int:
    return page.count('data-label="登记编号"')


@pytest.fixture
def sealed(cast, desk):
    """Two lines: of the office's seal for finance, and of the organ's seal for education, void."""
    first = desk.apply()
    desk.seal(desk.approve(first))
    other = desk.apply(
        desk.main, by=cast.education_chief, title="关于校舍维修的证明", document_number="", sent_to="市教育局"
    )
    desk.do(other, "office_review", cast.office_head)
    desk.do(other, "leader_approval", cast.second_leader)
    desk.seal(other)
    actions.void_use(Use.objects.latest("id").pk, reason="误。", by=cast.registrar, at=cast.tick())
    return first, other


def test_a_line_tells_what_the_log_must(cast, desk, sealed):
    page = look(cast, cast.supervisor)
    told = ("印〔2026〕1号", "清河县人民政府办公室印章", "关于拨付防汛资金的函", "清财函〔2026〕5号", "清源市财政局")
    people = ("李雪", "王建国批准", "林晓梅", "王建国监印")
    assert all(words in page for words in (*told, *people, "2026年3月2日"))
    assert found(page) == 2


def test_everybody_sees_their_own_alone(cast, desk, sealed):
    for whom, count in ((cast.finance_clerk, 1), (cast.education_chief, 1), (cast.office_head, 2), (cast.outsider, 0)):
        assert found(look(cast, whom)) == count


def test_who_has_a_seal_now_sees_what_it_was_put_on_before(cast, desk, sealed):
    assert found(look(cast, cast.second_registrar)) == 0
    actions.hand_over(
        desk.office.pk, keeper=cast.second_registrar, witness=cast.office_head, by=cast.registrar, at=cast.tick()
    )
    page = look(cast, cast.second_registrar)
    assert found(page) == 1
    assert "印〔2026〕1号" in page
    assert "（标题不予显示）" in page
    assert "防汛" not in page


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"q": "防汛"}, [1]),
        ({"q": "市教育局"}, [2]),
        ({"q": "印〔2026〕2号"}, [2]),
        ({"q": "没有的词"}, []),
        ({"year": "2026"}, [1, 2]),
        ({"state": "live"}, [1]),
        ({"state": "voided"}, [2]),
        ({"first": "2026-03-02", "last": "2026-03-02"}, [1, 2]),
        ({"first": "2026-03-03"}, []),
    ],
)
def test_filters_narrow_it(cast, desk, sealed, wanted, numbers):
    page = look(cast, cast.supervisor, **wanted)
    assert found(page) == len(numbers)
    assert all(f"印〔2026〕{number}号" in page for number in numbers)
    assert numbers or "没有符合条件的用印登记" in page


def test_the_seal_is_a_filter(cast, desk, sealed):
    assert found(look(cast, cast.supervisor, seal=desk.main.pk)) == 1
    assert "field-error" in look(cast, cast.supervisor, seal=10**6)


def test_what_is_for_a_few_keeps_its_line_and_says_nothing(cast, desk, sealed):
    first, _ = sealed
    with transaction.atomic():
        matters.restrict(first, [], by=cast.office_head, at=cast.tick())
    page = look(cast, cast.supervisor)
    assert found(page) == 2
    assert "（标题不予显示）" in page
    assert "防汛" not in page
    assert "清源市财政局" not in page
    assert found(look(cast, cast.supervisor, q="防汛")) == 0
    use = Use.objects.get(matter=first)
    assert cast.client(cast.supervisor).get(f"/seals/uses/{use.pk}/").status_code == 404
    assert "防汛" in look(cast, cast.finance_clerk)


def test_twenty_lines_cost_no_more_questions_than_one(cast, desk, django_assert_max_num_queries):
    matter = desk.approve(desk.apply(copies=100))
    for _ in range(20):
        put(cast, desk, matter)
    for whom, questions in ((cast.supervisor, 17), (cast.finance_clerk, 17)):
        browser = cast.client(whom)
        browser.get("/seals/uses/")
        with django_assert_max_num_queries(questions):
            page = browser.get("/seals/uses/").content.decode()
        assert found(page) == 20


def put(cast, desk, matter, *, copies=1, approved=100):
    """Have something sealed as another domain does."""
    what = Sealing(
        reason="印发公文",
        title="关于防汛工作的通知",
        copies=copies,
        approved=approved,
        applicant=cast.finance_clerk,
        approver=cast.leader,
        witness=cast.office_head,
    )
    with transaction.atomic():
        return actions.use_within(desk.office.pk, what, matter=matter, by=cast.registrar, at=cast.tick())


def test_another_domain_writes_to_the_same_log(cast, desk):
    document = cast.document()
    use = put(cast, desk, document, copies=3, approved=4)
    assert (use.number, use.matter, use.approver) == ("印〔2026〕1号", document, cast.leader)
    with refused("批准用印4份，还可用印1份"):
        put(cast, desk, document, copies=2, approved=4)
    assert put(cast, desk, document, copies=1, approved=4).number == "印〔2026〕2号"


def test_a_clock_set_back_over_new_year_is_told(cast, desk):
    matter = desk.approve(desk.apply(copies=100))
    cast.tick(days=310)
    put(cast, desk, matter)
    assert Use.objects.get().number == "印〔2027〕1号"
    cast.tick(days=-30)
    with refused("系统时间早于已有记录的时间|已编到2027年"):
        put(cast, desk, matter)
