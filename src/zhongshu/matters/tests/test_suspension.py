from datetime import date, timedelta

import pytest
from tests.cast import last_act, refused, unchanged, verbs

from zhongshu.kit import digests
from zhongshu.matters import actions, queries, rules
from zhongshu.matters.models import Matter, Suspension, Task
from zhongshu.org import queries as org


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling", co_units=(cast.education,))


def suspend(cast, document, by=None, **form):
    return cast.post(by or cast.registrar, "suspension", document.pk, **{"reason": "等待上级批复。"} | form)


def day(*numbers):
    return rules.end_of_day(date(*numbers))


def test_a_matter_rests_with_a_reason_and_nothing_waits_on_the_desk(cast, document):
    before = queries.counts(cast.finance_chief, cast.at)
    response = suspend(cast, document)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    kept = Suspension.objects.get()
    assert (kept.reason, kept.by, kept.resumed_at) == ("等待上级批复。", cast.registrar, None)
    assert last_act(document) == ("matters.suspended", cast.registrar.ref, {"opinion": digests.sm3(kept.reason)})
    after = queries.counts(cast.finance_chief, cast.at)
    assert (before["todo"], after["todo"]) == (1, 0)
    page = cast.client(cast.finance_chief).get(f"/matters/{document.pk}/").content.decode()
    assert "已暂停办理" in page
    assert "等待上级批复。" in page
    assert f'action="/tasks/{cast.task(document, "handling", cast.finance_chief).pk}/completion/"' not in page
    resuming = f'<a href="/matters/{document.pk}/resumption/">恢复办理</a>'
    assert resuming not in page
    assert resuming in cast.client(cast.registrar).get(f"/matters/{document.pk}/").content.decode()


def test_while_it_rests_acts_are_refused_with_a_sentence(cast, document):
    task = cast.task(document, "handling", cast.finance_chief)
    suspend(cast, document)
    who = {"by": cast.finance_chief, "at": cast.tick()}
    heir = cast.holder(cast.finance_clerk)
    for act in (
        lambda: actions.complete(task.pk, opinion="已办理。", **who),
        lambda: actions.give_back(task.pk, to="proposal", reason="退。", **who),
        lambda: actions.transfer(task.pk, to=heir, **who),
        lambda: actions.add_signers(task.pk, holders=(heir,), **who),
        lambda: actions.circulate(document.pk, holders=[heir], **who),
        lambda: actions.attach(document.pk, uploads=[], role="evidence", **who),
        lambda: actions.ask_refusal(task.pk, reason="不属于我局职责。", **who),
        lambda: actions.suspend(document.pk, reason="再停。", by=cast.registrar, at=cast.at),
    ):
        with refused("该事项已暂停办理，恢复办理后才能继续"):
            act()


def test_it_goes_on_and_what_was_due_is_due_as_many_working_days_later(cast, document):
    Matter.objects.filter(pk=document.pk).update(due_at=day(2026, 3, 20))
    task = cast.task(document, "handling", cast.finance_chief)
    Task.objects.filter(pk=task.pk).update(due_at=day(2026, 3, 6))
    actions.suspend(document.pk, reason="等待上级批复。", by=cast.registrar, at=cast.tick())
    since = org.local_day(cast.at)
    cast.tick(days=7)
    actions.resume(document.pk, by=cast.office_head, at=cast.at)
    kept = Suspension.objects.get()
    assert (kept.resumed_by, kept.resumed_at) == (cast.office_head, cast.at)
    assert verbs(document)[-2:] == ["matters.resumed", "matters.due_set"]
    document.refresh_from_db()
    task.refresh_from_db()
    assert (org.local_day(cast.at) - since).days == 7, "five working days"
    assert (document.suspended_at, document.due_at) == (None, day(2026, 3, 27))
    assert task.due_at == day(2026, 3, 13)
    cast.complete(document, "handling", by=cast.finance_chief)


def test_resuming_twice_is_said(cast, document):
    suspend(cast, document)
    response = cast.post(cast.office_head, "resumption", document.pk)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    with unchanged():
        response = cast.post(cast.registrar, "resumption", document.pk)
    assert response.status_code == 422
    assert "没有暂停办理，不需要恢复" in response.content.decode()


def test_who_has_no_part_in_it_does_not_suspend_it_and_a_reason_is_needed(cast, document):
    with unchanged():
        assert suspend(cast, document, by=cast.finance_chief).status_code == 422
        assert suspend(cast, document, reason="").status_code == 422
    with refused("没有该事项的这项操作权限"):
        actions.suspend(document.pk, reason="停。", by=cast.finance_chief, at=cast.at)


def test_a_resting_matter_may_be_handed_over_and_ended(cast, document):
    actions.suspend(document.pk, reason="停。", by=cast.registrar, at=cast.tick())
    actions.hand_over(cast.finance_chief, to=cast.finance_clerk, by=cast.office_head, at=cast.tick(), reason="调动。")
    assert cast.task(document, "handling", cast.finance_clerk)
    actions.terminate(document.pk, by=cast.office_head, at=cast.tick(), reason="不再办理。")
    document.refresh_from_db()
    assert (document.suspended_at, document.outcome) == (None, "terminated")
    assert Suspension.objects.get().resumed_by == cast.office_head


def test_the_same_form_twice_suspends_once(cast, document):
    with_key = {"reason": "停。", "by": cast.registrar, "at": cast.tick(), "request_key": "k"}
    actions.suspend(document.pk, **with_key)
    actions.suspend(document.pk, **with_key)
    assert Suspension.objects.count() == 1
    assert cast.at - Suspension.objects.get().at < timedelta(minutes=1)
