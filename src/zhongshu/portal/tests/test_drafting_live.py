"""公文工具 while one types: what is found, and the pages; within the same limits as its page."""

import pytest
from django.urls import reverse
from tests.cast import unchanged

from zhongshu.outgoing.queries import draft_files
from zhongshu.portal.tests.drafting import FAULTY, give, typed
from zhongshu.portal.tests.test_drafting_refusals import NO_SECRET
from zhongshu.trail.models import Entry


@pytest.fixture
def client(cast):
    return cast.client(cast.finance_clerk)


def test_what_is_found_stands_where_it_was_typed(client):
    form = typed(give(client, text=FAULTY))
    with unchanged():
        found = client.post(reverse("draft_found"), form).json()["findings"]
    number = next(one for one in found if one["field"] == "id_number")
    assert form["number"][number["from"] : number["to"]] == "[2026]"
    assert number["fix"] == "〔2026〕"


def test_the_pages_are_those_of_what_is_typed(client):
    form = typed(give(client, text=FAULTY))
    answer = client.post(reverse("draft_pages"), form | {"want": "1", "has": ""}).json()
    assert (answer["unset"], len(answer["sheets"])) == ("", 1)
    unset = client.post(reverse("draft_pages"), form | {"want": "1", "issuers": ""}).json()
    assert "没有写发文机关" in unset["unset"]


@pytest.mark.parametrize("name", ["draft_found", "draft_pages"])
def test_what_may_not_be_written_here_is_refused(cast, client, name):
    form = typed(give(client, text=FAULTY))
    answer = client.post(reverse(name), form | {"body": "机密★1年\n内容"})
    assert answer.status_code == 422
    assert answer.json()["refused"].startswith(NO_SECRET)
    entry = Entry.objects.filter(verb="documents.secret_refused").get()
    assert (entry.by, entry.detail) == (cast.finance_clerk.ref, "")
    with unchanged():
        answer = client.post(reverse(name), form | {"body": "长" * draft_files.MOST_CHARACTERS})
    assert f"最多检查{draft_files.MOST_CHARACTERS}字" in answer.json()["refused"]
