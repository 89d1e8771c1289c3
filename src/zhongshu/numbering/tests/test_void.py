import pytest

from zhongshu.kit.errors import Refused
from zhongshu.numbering import actions, queries, rules
from zhongshu.numbering.tests.conftest import AT
from zhongshu.trail.models import Entry


@pytest.fixture
def number(incoming):
    return actions.take(incoming, year=2026, holder="matter:7", by="person:12", at=AT)


def void(number, reason="登记有误"):
    return actions.void(number, reason=reason, by="person:3", at=AT)


def test_a_voided_number_keeps_its_place_and_says_why(incoming, number):
    voided = void(number)
    assert voided.is_voided
    assert (voided.void_reason, voided.voided_by, voided.voided_at) == ("登记有误", "person:3", AT)
    entry = Entry.objects.get(verb="numbering.voided")
    assert (entry.stream, entry.by) == ("matter:7", "person:3")
    assert "收〔2026〕1号" in entry.detail
    assert "登记有误" not in entry.detail


def test_it_is_never_issued_again(incoming, number):
    void(number)
    again = actions.take(incoming, year=2026, holder="matter:7", by="person:12", at=AT)
    assert again.text == "收〔2026〕2号"
    assert [(held.value, held.is_voided) for held in queries.held("matter:7")] == [(1, True), (2, False)]


@pytest.mark.parametrize(("reason", "sentence"), [(" \u200b", "请填写作废原因"), ("长" * 201, "作废原因最多 200 字")])
def test_a_reason_is_required(number, reason, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        void(number, reason)
    assert refused.value.field == "reason"
    number.refresh_from_db()
    assert not number.is_voided
    assert not Entry.objects.filter(verb="numbering.voided").exists()


def test_voiding_twice_changes_nothing(number):
    void(number)
    with pytest.raises(rules.AlreadyVoided, match="编号收〔2026〕1号已经作废"):
        void(number, "另一个原因")
    number.refresh_from_db()
    assert number.void_reason == "登记有误"
    assert Entry.objects.filter(verb="numbering.voided").count() == 1
