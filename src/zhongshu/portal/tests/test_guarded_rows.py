"""密级标志、知悉范围: how far a matter may be known stands beside its title on every page that lists it."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.cast import HERE, client_of

from zhongshu.matters.models import Matter

TITLE = "关于防汛的通知"


def guard(matter: Matter) -> None:
    due = datetime(2026, 11, 20, 23, 59, 59, tzinfo=HERE)
    Matter.objects.filter(pk=matter.pk).update(restricted_at=timezone.now(), due_at=due)


@pytest.fixture
def document(cast):
    """A work secret that only a list of people may know; it waits for the leader."""
    return cast.walk(cast.document(title=TITLE, label="work_secret"), to="instruction")


def beside(whom, address: str) -> str:
    """Return the line of a page on which the title stands, without its markup."""
    page = client_of(whom).get(address).content.decode()
    line = next(line for line in page.splitlines() if f">{TITLE}<" in line or f"{TITLE}</a>" in line)
    return re.sub(r"<[^>]+>", " ", line)


def assert_marked(line: str) -> None:
    assert "工作秘密" in line and "限知悉范围" in line


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("registrar", "/desk/done/"),
        ("registrar", "/desk/mine/"),
        ("registrar", "/desk/waiting/"),
        ("leader", "/desk/todo/"),
        ("registrar", "/deadlines/?month=2026-11"),
        ("registrar", "/deadlines/?day=2026-11-20"),
        ("registrar", "/documents/"),
    ],
)
def test_a_row_says_how_far_its_matter_may_be_known(cast, document, key, address):
    guard(document)
    assert_marked(beside(getattr(cast, key), address))


def test_what_a_delegate_did_is_marked(cast, document):
    cast.at = timezone.now() - timedelta(hours=1)
    cast.delegate(cast.leader, cast.second_leader, until=timezone.now() + timedelta(days=1))
    cast.complete(document, "instruction", by=cast.second_leader)
    guard(document)
    assert_marked(beside(cast.leader, "/desk/delegated/"))


def test_what_is_ticked_together_is_marked(cast, document):
    task = cast.task(document, "instruction", cast.leader)
    guard(document)
    assert_marked(beside(cast.leader, f"/desk/bulk/?task={task.pk}"))


def test_what_is_handed_over_is_marked_for_whoever_may_see_it(cast, document):
    guard(document)
    address = f"/handovers/{cast.leader.pk}/"
    assert_marked(beside(cast.office_head, address))
    document.grants.all().delete()
    page = client_of(cast.office_head).get(address).content.decode()
    assert TITLE not in page and "限知悉范围" not in page
