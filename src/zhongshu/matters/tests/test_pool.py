"""A task that waits for a post (岗位): whoever holds the post may do it, once."""

import pytest
from django.db import transaction
from tests.cast import GIVEN, refused, unchanged

from zhongshu.matters import actions, queries
from zhongshu.org import actions as org


@pytest.fixture
def document(cast):
    return cast.document()


def test_it_stands_on_the_desks_of_all_who_hold_the_post(cast, document):
    for registrar in (cast.registrar, cast.second_registrar):
        assert queries.counts(registrar, cast.at)["todo"] == 1


@pytest.mark.parametrize("who", ["registrar", "second_registrar"])
def test_any_of_them_may_do_it(cast, document, who):
    task = cast.complete(document, "review", by=getattr(cast, who))
    assert (task.done_by, task.holder_id) == (getattr(cast, who), cast.holder("registry"))
    assert queries.counts(cast.registrar, cast.at)["todo"] == queries.counts(cast.second_registrar, cast.at)["todo"]


def test_the_second_is_told_that_somebody_was_quicker(cast, document):
    task = cast.complete(document, "review", by=cast.registrar)
    with refused("该任务已经办理或已不在您处，请刷新页面查看最新情况"):
        actions.complete(task.pk, by=cast.second_registrar, at=cast.tick())
    answers = dict.fromkeys(("ours_to_handle", "follows_routing_rules", "genre_and_format_fit"), "on")
    form = answers | {"others_consulted": "on", "other_demands_met": "on", "handling_type": "for_action"}
    with unchanged():
        response = cast.post(cast.second_registrar, "completion", task.pk, **form)
    assert response.status_code == 422
    assert "该任务已经办理或已不在您处" in response.content.decode()


def test_only_who_did_it_withdraws_it(cast, document):
    task = cast.complete(document, "review", by=cast.registrar)
    with refused("只能撤回本人"):
        actions.withdraw(task.pk, by=cast.second_registrar, at=cast.tick())
    actions.withdraw(task.pk, by=cast.registrar, at=cast.tick())
    assert queries.counts(cast.second_registrar, cast.at)["todo"] == 1, "it waits for the post again"


def test_whoever_leaves_the_post_leaves_the_task_to_the_other(cast, document):
    cast.dismiss(cast.registrar)
    cast.tick()
    with refused("不在您名下"):
        actions.complete(cast.task(document, "review").pk, by=cast.registrar, at=cast.at)
    cast.complete(document, "review", by=cast.second_registrar)


def test_whoever_comes_into_the_post_finds_the_task(cast, document):
    with transaction.atomic():
        org.posts.appoint(cast.reform_clerk, cast.posts["registry"], **GIVEN)
    assert queries.counts(cast.reform_clerk, cast.at)["todo"] == 1
    cast.complete(document, "review", by=cast.reform_clerk)
