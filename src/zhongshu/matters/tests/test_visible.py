"""Who sees what (可见范围), and who does not."""

import pytest
from django.db import transaction
from django.urls import reverse
from tests.cast import PEOPLE, last_act, unchanged

from zhongshu.matters import actions, queries


def seers(cast, document):
    everybody = (attribute for attribute, _, _ in PEOPLE)
    return {who for who in everybody if queries.may_see(getattr(cast, who), document, cast.at)}


def test_a_new_document_is_seen_by_the_register_and_the_office_head(cast):
    assert seers(cast, cast.document()) == {"registrar", "second_registrar", "office_head"}


def test_naming_units_lets_their_heads_and_leaders_in_charge_see_it(cast):
    document = cast.walk(cast.document(), to="handling", co_units=(cast.education,))
    assert seers(cast, document) == {
        "registrar",
        "second_registrar",
        "office_head",
        "leader",  # who instructed, and is in charge of finance
        "second_leader",  # in charge of education
        "finance_chief",
        "education_chief",
    }


def test_what_may_not_be_seen_does_not_exist(cast):
    document = cast.walk(cast.document(), to="handling")
    task = cast.task(document, "handling")
    with unchanged():
        for who in (cast.outsider, cast.reform_clerk):
            client = cast.client(who)
            assert client.get(f"/matters/{document.pk}/").status_code == 404
            for name in ("circulation", "chases", "termination", "attachments"):
                assert client.post(reverse(name, args=[document.pk])).status_code == 404
            for name in ("completion", "return", "transfer", "signers", "withdrawal", "reading"):
                assert client.post(reverse(name, args=[task.pk]), {"opinion": "看看"}).status_code == 404
            assert client.put(reverse("draft", args=[task.pk]), "看看").status_code == 404


def test_administrators_see_no_business(cast):
    document = cast.walk(cast.document(), to="handling")
    with unchanged():
        for account in (cast.sysadmin, cast.secadmin, cast.auditor):
            client = cast.client(account)
            assert client.get(f"/matters/{document.pk}/").status_code == 403
            assert client.post(reverse("termination", args=[document.pk]), {"reason": "。"}).status_code == 403


def test_nobody_sees_anything_without_signing_in(cast, client):
    document = cast.document()
    assert client.get(f"/matters/{document.pk}/").status_code == 302


def test_whoever_leaves_sees_nothing_more(cast):
    document = cast.walk(cast.document(), to="handling")
    cast.dismiss(cast.finance_chief)
    assert not queries.may_see(cast.finance_chief, document, cast.tick())


def test_a_list_of_those_who_may_know_replaces_the_general_grants(cast):
    document = cast.walk(cast.document(label="work_secret"), to="instruction")
    with transaction.atomic():
        actions.restrict(document, [cast.holder(cast.confidential)], by=cast.office_head, at=cast.tick())
    assert seers(cast, document) == {
        "confidential",
        "office_head",  # who had a task on it
        "leader",
        "registrar",  # of the post that had a task on it
        "second_registrar",
    }
    document.refresh_from_db()
    assert document.restricted_at == cast.at
    assert last_act(document)[0] == "matters.restricted"


def test_opening_the_page_notes_that_the_holder_has_seen_the_task(cast):
    document = cast.walk(cast.document(title="关于春耕的通知"), to="handling")
    task = cast.task(document, "handling")
    assert cast.client(cast.leader).get(f"/matters/{document.pk}/").status_code == 200
    task.refresh_from_db()
    assert task.seen_at is None
    page = cast.client(cast.finance_chief).get(f"/matters/{document.pk}/")
    assert "关于春耕的通知" in page.content.decode()
    task.refresh_from_db()
    assert task.seen_at


@pytest.mark.parametrize("label", ["public", "internal", "work_secret"])
def test_the_label_stays_with_the_matter(cast, label):
    assert cast.document(label=label).label == label
