"""Pages for what went wrong (出错页面), as a browser shows them."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect
from tests.journeys.conftest import Visit


def test_what_is_not_allowed_and_what_does_not_exist(visit: Visit):
    page = visit("李雪")
    for address, words, status in (("/administration/", "没有权限", 403), ("/matters/999999/", "没有找到页面", 404)):
        answer = page.goto(address)
        assert answer and answer.status == status
        expect(page.get_by_role("heading")).to_have_text(words)
        page.get_by_role("link", name="返回首页").click()
        expect(page.get_by_role("heading", name="工作台")).to_be_visible()


@contextmanager
def broken(var: Path) -> Iterator[None]:
    """Take a table away from under the server."""
    with sqlite3.connect(var / "zhongshu.sqlite3", timeout=20, isolation_level=None) as database:
        database.execute("ALTER TABLE notices_notice RENAME TO notices_lost")
        try:
            yield
        finally:
            database.execute("ALTER TABLE notices_lost RENAME TO notices_notice")


def test_a_failure_of_the_server_is_told_in_chinese(visit: Visit, var: Path):
    page = visit("李雪")
    with broken(var):
        answer = page.goto("/notices/")
    assert answer and answer.status == 500
    expect(page.get_by_role("heading")).to_have_text("系统出现故障")
    page.goto("/notices/")
    expect(page.get_by_role("heading", name="消息")).to_be_visible()


def test_a_form_without_its_token_is_refused_in_chinese(visit: Visit):
    page = visit("李雪")
    page.context.clear_cookies(name="csrftoken")
    page.locator(".user").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading")).to_have_text("页面已过期")


def test_an_address_that_only_takes_forms_says_so_when_it_is_opened(visit: Visit):
    page = visit("李雪")
    answer = page.goto("/sign-out/")
    assert answer and answer.status == 405
    expect(page.get_by_role("heading")).to_have_text("不能直接打开")
