"""Every address that shows a part of a matter × who asks × label and 知悉范围: what is not for one is nowhere."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.cast import Cast, client_of
from tests.papers import library, render
from tests.test_access import ROWS

from zhongshu.matters import actions as matters
from zhongshu.matters import queries
from zhongshu.matters.actions import reading_files
from zhongshu.matters.models import Attachment, Matter, Task
from zhongshu.org import actions as org
from zhongshu.org.models import Person
from zhongshu.org.rules import tokens
from zhongshu.search import actions as search
from zhongshu.ui import lists

TITLES = {
    (label, is_limited): f"关于{words}{'限知' if is_limited else '一般'}事项的通知"
    for label, words in (("public", "公开"), ("internal", "内部"), ("work_secret", "敏感"))
    for is_limited in (False, True)
}
# Who may see a document that finance has in hand: without a list of who may know, and with one that names the second
# leader. Whoever has or had a task keeps it; delegates and the units' leaders in charge know by the general rule alone.
SEES = {
    "second_leader": (False, True),
    "leader": (True, True),
    "office_head": (True, True),
    "registrar": (True, True),
    "finance_chief": (True, True),
    "finance_clerk": (True, False),
    "education_chief": (False, False),
    "reform_chief": (False, False),
    "confidential": (False, False),
    "outsider": (False, False),
}
ADMINISTRATORS = ("sysadmin", "secadmin", "auditor")
# Addresses of one matter, of its task and of its paper, each answered with 200 to whoever may see it.
OF_MATTER = ("matter", "suspension", "jumps", "extension", "consultation", "resumption", "amendment")
OF_TASK = ("draft", "refusal", "signer_removal")
OF_PAPER = ("attachment", "attachment_pages")
# Pages without a number of their own, asked by everybody: whoever may not open one gets no title from it either.
LISTS = [reverse(name) for method, name, sample, _ in ROWS if (method, sample) == ("GET", "-") and name != "metrics"]
BOXES = ("todo", "to_read", "done", "mine", "waiting", "delegated", "suspended")
BEHIND = [
    f"{reverse('efficiency_work')}?{asked}"
    for asked in (
        "by=person&key={person}",
        "by=unit&key={unit}",
        "by=step&key=承办",
        "measure=matters&by=unit&key={unit}",
    )
]


@pytest.fixture
def found(cast: Cast) -> dict[tuple[str, bool], Matter]:
    """A document of each label at finance, with and without 知悉范围; the chief's delegate knew of each at first."""
    cast.at = timezone.now() - timedelta(hours=3)  # a delegation lasts half a year at most
    cast.delegate(cast.finance_chief, cast.finance_clerk, until=timezone.now() + timedelta(days=30))
    cast.take_in({"通知.pdf": render.as_pdf(library.LETTERS[0])})  # the pages of the same paper have been drawn
    made = {key: document(cast, *key) for key in TITLES}
    search.drain(lambda number: reading_files.index(number, at=timezone.now()))
    return made


def document(cast: Cast, label: str, is_limited: bool) -> Matter:
    """Return a document in the hands of finance, whose paper has been read."""
    paper = cast.upload(cast.registrar, f"{label}{is_limited}.pdf", render.as_pdf(library.LETTERS[0]))
    made = cast.walk(cast.document(label=label, title=TITLES[label, is_limited], uploads=(paper,)), to="handling")
    if is_limited:
        named = [cast.holder(cast.second_leader)]
        matters.set_scope(made.pk, holders=named, reason="内容敏感。", by=cast.office_head, at=cast.tick())
    return made


def addresses_of(matter: Matter) -> list[tuple[str, str]]:
    """Return method and address of everything that shows a part of one matter."""
    task = Task.objects.get(matter=matter, station__key="handling")
    paper = Attachment.objects.get(matter=matter)
    named = [(OF_MATTER, [matter.pk]), (OF_TASK, [task.pk]), (OF_PAPER, [paper.pk])]
    found = [("get", reverse(name, args=args)) for names, args in named for name in names]
    return [*found, ("get", reverse("attachment_picture", args=[paper.pk, 1])), ("post", f"/matters/{matter.pk}/slip/")]


def read(client: Client, method: str, address: str) -> tuple[int, bytes]:
    answer = getattr(client, method)(address)
    return answer.status_code, b"".join(answer)


def listed(client: Client, person: Person | None, cast: Cast) -> dict[str, str]:
    """Return what somebody is told by every list, page, workbook and answer of the programming interface."""
    pages = [*LISTS, *(reverse("desk", args=[box]) for box in BOXES), "/search/?q=事项的通知", "/documents/?q=事项"]
    pages += [one.format(person=cast.finance_chief.pk, unit=cast.finance.pk) for one in BEHIND]
    told = {address: read(client, "get", address)[1].decode(errors="replace") for address in pages}
    for key, one in lists.every().items():
        if not one.of:
            told[key] = workbook(read(client, "post", reverse("taking", args=[key, "workbook"], query={"q": "事项"})))
    return told | (asked_by_machine(person) if person else {})


def workbook(answer: tuple[int, bytes]) -> str:
    """Return the words of a workbook, where there is one."""
    if not answer[1].startswith(b"PK"):
        return answer[1].decode(errors="replace")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer[1]))
    return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def machine(person: Person) -> Client:
    given: dict[str, Any] = {"by": person.account.ref, "at": timezone.now(), "days": 30}
    scopes = [key for key, _ in tokens.scopes_of("")]
    return Client(
        headers={"authorization": f"Bearer {org.make_token(person.account, name='甲', scopes=scopes, **given)[1]}"}
    )


def asked_by_machine(person: Person) -> dict[str, str]:
    client = machine(person)
    paths = ("matters", "search?q=事项的通知", "desk/counts", *(f"desk/{box}" for box in BOXES))
    return {path: client.get(f"/api/v1/{path}").content.decode() for path in paths}


def test_what_is_not_for_somebody_does_not_exist_at_any_address(cast: Cast, found: dict[tuple[str, bool], Matter]):
    for name, sees in SEES.items():
        client, api = client_of(getattr(cast, name)), machine(getattr(cast, name))
        for (label, is_limited), matter in found.items():
            expected = 200 if sees[is_limited] else 404
            given = {address: read(client, method, address)[0] for method, address in addresses_of(matter)}
            paths = (f"matters/{matter.pk}", f"matters/{matter.pk}/trail")
            given |= {path: api.get(f"/api/v1/{path}").status_code for path in paths}
            paper = f"attachments/{Attachment.objects.get(matter=matter).pk}"
            given[paper] = read(api, "get", f"/api/v1/{paper}")[0]
            assert given == dict.fromkeys(given, expected), (name, label, is_limited)


def test_what_is_not_for_somebody_is_in_no_list_and_no_count(cast: Cast, found: dict[tuple[str, bool], Matter]):
    for name, sees in SEES.items():
        person = getattr(cast, name)
        told = listed(client_of(person), person, cast)
        for (label, is_limited), title in TITLES.items():
            where = {address for address, words in told.items() if title in words}
            assert bool(where) == sees[is_limited], (name, label, is_limited, where)
        seen = queries.visible_to(person, timezone.now()).count()
        assert seen == 3 * sum(sees)
        assert json.loads(told["matters"])["count"] == seen


def test_rows_and_hits_say_that_few_may_know(cast: Cast, found: dict[tuple[str, bool], Matter]):
    client = client_of(cast.finance_chief)
    for address in ("/desk/todo/", "/search/?q=事项的通知"):
        assert client.get(address).content.decode().count("限知悉范围") == 3, address
    assert client_of(cast.registrar).get("/desk/mine/").content.decode().count("限知悉范围") == 3


def test_administrators_are_told_of_none(cast: Cast, found: dict[tuple[str, bool], Matter]):
    for name in ("sysadmin", "secadmin", "auditor"):
        client = client_of(getattr(cast, name))
        for matter in found.values():
            given = {read(client, method, address)[0] for method, address in addresses_of(matter)}
            assert given == {403}
        told = listed(client, None, cast)
        assert [address for address, words in told.items() if "事项的通知" in words] == []
