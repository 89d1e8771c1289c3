from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from zhongshu.numbering import actions, queries, rules
from zhongshu.numbering.models import Counter, Number
from zhongshu.numbering.tests.conftest import AT, open_incoming
from zhongshu.trail.models import Entry


def take(series, matter, year=2026, at=AT):
    with transaction.atomic():
        return actions.take(series, year=year, holder=f"matter:{matter}", by="person:12", at=at)


def test_numbers_follow_one_another(incoming):
    assert [take(incoming, matter).text for matter in (7, 8, 9)] == ["收〔2026〕1号", "收〔2026〕2号", "收〔2026〕3号"]
    number = queries.held("matter:8").get()
    assert (number.value, number.by, number.taken_at, number.is_voided) == (2, "person:12", AT, False)
    entry = Entry.objects.get(stream="matter:8")
    assert (entry.verb, entry.by, entry.detail) == ("numbering.taken", "person:12", '{"number":"收〔2026〕2号"}')


def test_each_series_and_year_counts_for_itself(incoming):
    outgoing = actions.open_series(
        organ="organ:1", code="outgoing", name="发文", template="第{number}号", by="account:1", at=AT
    )
    take(incoming, 1)
    assert take(outgoing, 1).text == "第1号"
    assert take(incoming, 2, 2027, AT.replace(year=2027)).text == "收〔2027〕1号"


def test_the_last_year_may_be_numbered_until_the_new_one_begins(incoming):
    january = AT.replace(year=2027, month=1)
    assert take(incoming, 1, 2026, january).text == "收〔2026〕1号"
    take(incoming, 2, 2027, january)
    with pytest.raises(rules.WrongYear, match="已编到2027年，不能再取2026年的号"):
        take(incoming, 3, 2026, january)
    assert Number.objects.count() == 2


@pytest.mark.parametrize("year", [2024, 2027, 20260])
def test_other_years_are_slips(incoming, year):
    with pytest.raises(rules.WrongYear, match=f"现在是2026年，不能取{year}年的号"):
        take(incoming, 1, year)
    assert not Counter.objects.exists()
    assert not Entry.objects.filter(stream="matter:1").exists()


def test_a_clock_set_back_by_a_year_is_noticed(incoming):
    take(incoming, 1)
    with pytest.raises(rules.WrongYear, match="请核对系统时间"):
        take(incoming, 2, 2025, AT - timedelta(days=365))
    assert Number.objects.count() == 1


def test_a_holder_gets_one_number(incoming):
    take(incoming, 7)
    with pytest.raises(rules.AlreadyNumbered, match="已取得编号收〔2026〕1号"):
        take(incoming, 7)
    assert take(incoming, 8).value == 2
    assert queries.gaps(incoming, 2026) == []


def test_a_number_given_back_is_the_next_one(incoming):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take(incoming, 1)
        raise ZeroDivisionError
    assert take(incoming, 2).value == 1


def test_the_database_itself_refuses_a_double(incoming):
    number = take(incoming, 1)
    number.pk, number.holder = None, "matter:2"
    with pytest.raises(IntegrityError), transaction.atomic():
        number.save()


def test_a_missing_row_shows_as_a_gap(incoming):
    take(incoming, 1)
    take(incoming, 2)
    Number.objects.filter(value=1).delete()
    assert queries.gaps(incoming, 2026) == [1]
    assert queries.gaps(incoming, 2025) == []


def race(act, takers):
    """Run act(number of the taker) in as many threads at once, each with a connection of its own."""

    def run(taker):
        try:
            return act(taker)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(takers) as pool:
        return list(pool.map(run, range(takers)))


@pytest.mark.postgresql
def test_fifty_at_once_get_fifty_consecutive_numbers(committed_database):
    series = open_incoming()
    values = race(lambda taker: take(series, taker).value, 50)
    assert sorted(values) == list(range(1, 51))
    assert list(queries.register(series, 2026).values_list("value", flat=True)) == list(range(1, 51))
    assert Entry.objects.filter(verb="numbering.taken").count() == 50


@pytest.mark.postgresql
def test_who_rolls_back_leaves_no_gap(committed_database):
    series = open_incoming()

    def take_or_fail(taker):
        try:
            with transaction.atomic():
                number = take(series, taker)
                if taker % 3 == 0:
                    raise ZeroDivisionError
                return number.value
        except ZeroDivisionError:
            return None

    values = [value for value in race(take_or_fail, 50) if value]
    assert sorted(values) == list(range(1, 34))
    assert queries.gaps(series, 2026) == []


@pytest.mark.postgresql
def test_two_browsers_get_one_number(committed_database):
    series = open_incoming()

    def press(_):
        try:
            return take(series, 7).text
        except rules.AlreadyNumbered as refused:
            return refused.sentence

    assert sorted(race(press, 2)) == ["已取得编号收〔2026〕1号，不能重复编号。", "收〔2026〕1号"]
    assert Counter.objects.get().value == 1
