import pytest

from zhongshu.kit.errors import Refused
from zhongshu.numbering import actions, queries, rules
from zhongshu.numbering.models import Series
from zhongshu.numbering.tests.conftest import AT, open_incoming
from zhongshu.trail.models import Entry
from zhongshu.trail.rules import OutsideTransaction


def test_a_series_is_found_again(incoming):
    assert queries.series("organ:1", "incoming") == incoming
    entry = Entry.objects.get(verb="numbering.series_opened")
    assert (entry.stream, entry.by, entry.detail) == ("settings", "account:1", '{"code":"incoming","organ":"organ:1"}')


def test_an_unknown_series_is_a_sentence(incoming):
    with pytest.raises(rules.NoSeries, match="请联系系统管理员"):
        queries.series("organ:2", "incoming")


def test_a_series_is_opened_once(incoming):
    with pytest.raises(Refused, match="已设立"):
        open_incoming()
    assert Series.objects.count() == Entry.objects.count() == 1


@pytest.mark.parametrize(
    "template",
    [
        "", "收{year}号", "收{}号", "{number}{number}", "{number}{organ}", "{number.__class__}", "{number[0]}",
        "{number:04}",
        "{number!r}", "{number", "{number:{year}}",
    ],
)  # fmt: skip
def test_a_template_must_make_numbers(db, template):
    with pytest.raises(rules.BadTemplate, match="编号格式应包含"):
        actions.open_series(organ="organ:1", code="x", name="收文", template=template, by="account:1", at=AT)
    assert not Series.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.postgresql
def test_outside_a_transaction_it_is_a_programming_error(committed_database):
    with pytest.raises(OutsideTransaction):
        actions.open_series(organ="organ:1", code="x", name="收文", template="{number}", by="account:1", at=AT)
