"""Acting for somebody who is away (代): the tasks stay theirs, the delegate sees them and acts while it lasts."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from tests.cast import refused, unchanged

from zhongshu.matters import actions, queries
from zhongshu.org import actions as org
from zhongshu.trail.models import Entry


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="instruction")


@pytest.fixture
def delegated(cast, document):
    """The leader has the office head act until tonight."""
    cast.delegate(cast.leader, cast.office_head, until=cast.at.replace(hour=23, minute=59))


def test_a_delegate_sees_the_task_and_acts_in_the_principal_s_stead(cast, document, delegated):
    assert queries.counts(cast.office_head, cast.at)["todo"] == 1
    task = cast.complete(document, "instruction", by=cast.office_head, opinion="同意。")
    assert task.holder_id == cast.holder(cast.leader), "it stays the principal's task"
    assert (task.done_by, task.on_behalf_of) == (cast.office_head, cast.leader)
    entry = Entry.objects.filter(stream=document.stream).latest("seq")
    assert (entry.by, entry.on_behalf_of) == (cast.office_head.ref, cast.leader.ref)


def test_it_ends_with_the_delegation(cast, document, delegated):
    task = cast.task(document, "instruction")
    cast.tick(days=1)
    with refused("请确认委托仍在有效期内"):
        actions.complete(task.pk, by=cast.office_head, at=cast.at)
    assert queries.counts(cast.office_head, cast.at)["todo"] == 0
    actions.complete(task.pk, by=cast.leader, at=cast.at)


def test_what_the_delegate_could_not_see_otherwise_is_seen_only_meanwhile(cast, document):
    assert not queries.may_see(cast.reform_chief, document, cast.at)
    cast.delegate(cast.leader, cast.reform_chief, until=cast.at + timedelta(hours=1))
    assert queries.may_see(cast.reform_chief, document, cast.at)
    assert not queries.may_see(cast.reform_chief, document, cast.tick(hours=2))


def test_a_delegation_is_not_passed_on(cast, document, delegated):
    cast.delegate(cast.office_head, cast.reform_chief, until=cast.at + timedelta(hours=1))
    with refused("不在您名下"):
        actions.complete(cast.task(document, "instruction").pk, by=cast.reform_chief, at=cast.at)


def test_what_the_delegate_has_seen_the_next_has_opened(cast, document, delegated):
    actions.see(document.pk, by=cast.office_head, at=cast.tick())
    proposed = document.tasks.get(station__key="proposal")
    with refused("已经打开"):
        actions.withdraw(proposed.pk, by=cast.office_head, at=cast.tick())


def test_on_the_page(cast, document):
    now = timezone.now()
    task = cast.task(document, "instruction")
    with unchanged():
        assert cast.post(cast.reform_chief, "completion", task.pk).status_code == 404
    org.delegate(
        cast.leader, to=cast.reform_chief, begins_at=now, ends_at=now + timedelta(days=1), by=cast.leader.ref, at=now
    )
    response = cast.post(cast.reform_chief, "completion", task.pk, opinion="同意。")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    task.refresh_from_db()
    assert (task.done_by, task.on_behalf_of) == (cast.reform_chief, cast.leader)


def test_confidential_work_is_not_delegated(cast):
    with refused("机要登记工作不能委托他人代办"):
        cast.delegate(cast.confidential, cast.finance_clerk, until=cast.at.replace(hour=23, minute=59))


def test_whoever_becomes_a_confidential_registrar_is_no_longer_stood_in_for(cast, document, delegated):
    unit = cast.organ
    with transaction.atomic():
        org.posts.give_role(
            cast.leader.holder, "confidential_registrar", unit, on=cast.at.date(), by="system", at=cast.at
        )
    assert queries.counts(cast.office_head, cast.at)["todo"] == 0


def test_need_to_know_does_not_pass_on(cast):
    document = cast.walk(cast.document(), to="instruction")
    cast.delegate(cast.leader, cast.reform_chief, until=cast.at.replace(hour=23, minute=59))
    assert queries.counts(cast.reform_chief, cast.at)["todo"] == 1
    with transaction.atomic():
        actions.restrict(document, [cast.holder(cast.leader)], by=cast.registrar, at=cast.tick())
    assert not queries.visible_to(cast.reform_chief, cast.at).filter(pk=document.pk).exists()
    assert queries.counts(cast.reform_chief, cast.at)["todo"] == 0
    with refused("不在您名下"):
        actions.complete(cast.task(document, "instruction").pk, by=cast.reform_chief, at=cast.at)
    assert queries.counts(cast.leader, cast.at)["todo"] == 1
