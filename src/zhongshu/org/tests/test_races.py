"""What two do at the same moment, on a database where commits are real."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from zhongshu.kit.errors import Refused
from zhongshu.org import actions, queries
from zhongshu.org.models import Account, FailedSignIn, Unit
from zhongshu.org.tests.conftest import NOW, TODAY, after

pytestmark = pytest.mark.postgresql


def together(times, act):
    """Run an act in so many threads at once; return the results, a refusal standing for itself."""

    def run(number):
        try:
            return act(number)
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@pytest.fixture
def organ(committed_database) -> Unit:
    return actions.bootstrap("县委办公室", at=NOW).organ


def test_twelve_guesses_at_once_are_five_and_a_lock(organ):
    together(12, lambda _: actions.sign_in("auditor", "Wrong-0000", address="", at=after(minutes=1)))
    assert FailedSignIn.objects.count() == 5
    assert queries.locked_until(Account.objects.get(login="auditor")) == after(minutes=16)


def test_one_code_is_given_once(organ):
    by = Account.objects.get(login="sysadmin").ref

    def create(_):
        return actions.create_unit(code="u", name="秘书科", kind="section", parent=organ, on=TODAY, by=by, at=NOW)

    results = together(6, create)
    assert sorted(isinstance(result, Unit) for result in results) == [False] * 5 + [True]
    assert Unit.objects.filter(code="u").count() == 1


def test_another_connection_sees_a_change_only_when_it_is_committed(organ):
    def names(_):
        return [unit.name for unit in queries.organs(TODAY)]

    with transaction.atomic():
        actions.units.rename(organ, name="县委办", on=TODAY, by="system", at=after(minutes=1))
        assert together(1, names) == [["县委办公室"]]
    assert together(1, names) == [["县委办"]]
