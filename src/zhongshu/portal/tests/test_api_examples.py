"""Every example of docs/api.md is run in its order and answers what stands below it (接口文档的例子)."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from zhongshu.matters.actions import indexing
from zhongshu.org import actions
from zhongshu.org.models import Account, Person
from zhongshu.org.rules import tokens
from zhongshu.search import actions as search
from zhongshu.ui import acts

DOCS = Path(__file__).resolve().parents[4] / "docs" / "api.md"
BLOCK = re.compile(r"```(http|json)( \d+)?\n(.*?)```", re.S)

pytestmark = pytest.mark.django_db


def examples() -> list[tuple[str, str, int, Any]]:
    """Return (request line and headers, body, status, what is answered or None) for each request of the page."""
    found: list[tuple[str, str, int, Any]] = []
    for kind, status, text in BLOCK.findall(DOCS.read_text("utf-8")):
        if kind == "http":
            line, _, body = text.strip().partition("\n\n")
            found.append((line, body, 200, None))
        else:
            line, body, _, _ = found.pop()
            found.append((line, body, int(status or 200), json.loads(text)))
    return found


def token(whom: Person) -> str:
    """Return a token of a person for everything."""
    account = Account.objects.get(person=whom)
    every = [key for key, _ in tokens.scopes_of("")]
    _, secret = actions.make_token(account, name="财务系统", scopes=every, days=30, by=account.ref, at=timezone.now())
    return secret


def filled(text: str, places: dict[str, str]) -> str:
    """Return the text with what its places stand for."""
    for place, value in places.items():
        text = text.replace(place, value)
    return text


def test_every_example_of_the_page_answers_as_it_says(cast):
    matter = cast.walk(cast.document(), to="handling")
    places = {"{事项}": str(matter.pk), "{任务}": str(cast.task(matter, "handling").pk)}
    places |= {"{承办对象}": str(cast.holder(cast.finance_clerk)), "{登记人员的凭证}": token(cast.registrar)}
    client = Client(headers={"authorization": f"Bearer {token(cast.finance_chief)}"})
    search.drain(indexing.index)
    asked = examples()
    assert len(asked) > 12
    for head, text, status, said in asked:
        line, _, header = filled(head, places).partition("\n")
        (verb, address), body = line.split(" ", 1), filled(text, places).encode()
        headers = dict([header.split(": ", 1)]) if header else {}
        response = client.generic(verb, address, body, content_type="application/json", headers=headers)
        assert response.status_code == status, (line, response.content.decode())
        if "seen" in response.content.decode() and isinstance(response.json(), dict):
            places["{seen}"] = str(response.json().get("seen", ""))
        if said is not None:
            assert_like(response.json(), said, line)


def assert_like(found: Any, said: Any, where: str) -> None:
    """Expect what was said, where … stands for anything."""
    if said == "…":
        return
    if isinstance(said, dict):
        assert isinstance(found, dict) and set(found) == set(said), where
        for key, value in said.items():
            assert_like(found[key], value, f"{where} {key}")
    elif isinstance(said, list):
        assert len(found) == len(said), where
        for one, other in zip(found, said, strict=True):
            assert_like(one, other, where)
    else:
        assert found == said, where


def test_the_page_names_every_act_that_there_is():
    text = DOCS.read_text("utf-8")
    assert [name for name in acts.ACTS if f"`{name}` " not in text and f"/{name}" not in text] == []
