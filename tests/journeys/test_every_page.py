"""Every address that can be opened, in a real browser (内容安全策略): no breach of it, no error, no other host."""

import json
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Error
from tests.journeys.conftest import Watch, serving
from tests.test_access import ROLES, ROWS

ADMINISTRATORS = ("sys", "sec", "audit")


def visits() -> Iterator[tuple[str, str, str]]:
    """Yield role, address and sample: each page as a member of staff and as an administrator who may open it.

    Who of the staff goes round, so that all of them come to pages of every kind in a bounded time.
    """
    turn = cycle(ROLES)
    for method, name, sample, expected in ROWS:
        if method != "GET":
            continue
        let_in = [role for role in ROLES if expected[role] == 200]
        staff = [role for role in let_in if role not in ADMINISTRATORS]
        if staff:
            yield next(role for role in turn if role in staff), name, sample
        yield from ((role, name, sample) for role in let_in if role in ADMINISTRATORS)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict]]:
    """Address of a server over one of everything, and what was planted."""
    var: Path = tmp_path_factory.mktemp("everything")
    with serving(var, [sys.executable, "-m", "tests.journeys.plant_everything"]) as address:
        yield address, json.loads((var / "planted.json").read_text())


def signed_in(browser: Browser, address: str, session: str, watch: Watch) -> BrowserContext:
    context = browser.new_context(base_url=address, locale="zh-CN")
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    watch.follow(context)
    return context


def test_every_page_keeps_the_content_policy(browser: Browser, planted: tuple[str, dict]):
    address, found = planted
    wrong: dict[str, list[str]] = {}
    for role in ROLES:
        watch = Watch(address)
        context = signed_in(browser, address, found["sessions"][role], watch)
        page = context.new_page()
        for asking, name, sample in visits():
            if asking != role:
                continue
            path = reverse(name, args=found["samples"][sample])
            try:
                answer = page.goto(path)
                assert answer is not None and answer.status == 200, (role, path)
                page.evaluate("document.readyState")  # whatever the page has said so far has come over by then
            except Error as error:
                if "Download is starting" not in error.message:
                    raise
            if watch.wrong:
                wrong[f"{role} {path}"] = watch.wrong
                watch.wrong = []
        context.close()
    assert wrong == {}
