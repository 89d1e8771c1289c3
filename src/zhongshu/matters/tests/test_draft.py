"""An opinion in the making survives whatever happens to the browser (暂存意见)."""

import pytest
from django.urls import reverse
from tests.cast import unchanged

from zhongshu.matters import actions, queries
from zhongshu.matters.models import Draft


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling")


@pytest.fixture
def address(cast, document):
    return reverse("draft", args=[cast.task(document, "handling").pk])


def test_what_was_written_is_there_in_another_browser(cast, document, address):
    cast.client(cast.finance_chief).put(address, "经费已列入")
    cast.client(cast.finance_chief).put(address, "经费已列入预算")
    another = cast.client(cast.finance_chief)
    assert another.get(address).json() == {"text": "经费已列入预算"}
    assert "经费已列入预算" in another.get(f"/matters/{document.pk}/").content.decode()
    assert Draft.objects.count() == 1


def test_nobody_reads_another_s_draft(cast, document, address):
    cast.client(cast.finance_chief).put(address, "经费已列入")
    assert cast.client(cast.office_head).get(address).json() == {"text": ""}
    assert "经费已列入" not in cast.client(cast.office_head).get(f"/matters/{document.pk}/").content.decode()


def test_it_is_kept_through_a_refusal_and_gone_with_the_task(cast, document, address):
    task = cast.task(document, "handling")
    actions.save_draft(task.pk, text="草稿", by=cast.finance_chief, at=cast.at)
    with unchanged():
        cast.post(cast.finance_chief, "completion", task.pk, opinion="")
    actions.complete(task.pk, by=cast.finance_chief, at=cast.tick(), opinion="已办理。")
    assert not Draft.objects.exists()
    assert cast.client(cast.finance_chief).get(address).status_code == 410
    with unchanged():
        assert cast.client(cast.finance_chief).put(address, "晚了").status_code == 410


def test_too_long_or_not_text_is_refused(cast, document, address):
    client = cast.client(cast.finance_chief)
    with unchanged():
        response = client.put(address, "长" * 5001)
        assert (response.status_code, response.json()["error"]) == (422, "意见最多 5000 字，请缩短。")
        assert client.put(address, b"\xff\xfe").status_code == 400


def test_a_draft_is_no_act(cast, document):
    task = cast.task(document, "handling")
    actions.save_draft(task.pk, text="草稿", by=cast.finance_chief, at=cast.at)
    assert queries.draft(task, cast.finance_chief) == "草稿"
    task.refresh_from_db()
    assert (task.opinion, task.done_at) == ("", None)


def test_it_is_kept_when_another_is_asked_to_sign_too(cast, document):
    task = cast.task(document, "handling")
    actions.save_draft(task.pk, text="草稿", by=cast.finance_chief, at=cast.at)
    actions.add_signers(task.pk, holders=(cast.holder(cast.finance_clerk),), by=cast.finance_chief, at=cast.tick())
    assert queries.draft(task, cast.finance_chief) == "草稿"
