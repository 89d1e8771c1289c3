"""A server of our own on a free port of this machine, and browsers that note whatever goes wrong in them.

ZHONGSHU_TEST_ALL=1 turns a missing Chromium from a skip into a failure. SCREENS=1 saves pages to tests/screens/.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from zhongshu.config import assets

ROOT = Path(__file__).resolve().parents[2]
CLI = [sys.executable, "-m", "zhongshu.config.cli"]
# A browser that stays on this machine and asks nobody for updates.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--lang=zh-CN",
]
PATIENCE = 15000  # milliseconds until a state must have come; a busy machine is slow

expect.set_options(timeout=PATIENCE)

collect_ignore = [] if os.environ.get("SCREENS") == "1" else ["test_pictures.py"]
# What a browser sees does not depend on the database: on the second pass, over PostgreSQL, it is not asked again.
collect_ignore_glob = ["test_*.py"] if os.environ.get("ZHONGSHU_TEST_DB") == "postgresql" else []

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="package")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="package")
def server(var: Path) -> Iterator[str]:
    """Address of `zhongshu serve` over a database with the cast."""
    with serving(var, [sys.executable, "-m", "tests.journeys.plant"]) as address:
        yield address


@contextmanager
def serving(var: Path, planting: list[str]) -> Iterator[str]:
    """Run the server over a new database in `var` that a command has filled; yields its address."""
    if not assets.is_built():
        pytest.fail("the pages' resources are not built: make build")
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {**kept, "ZHONGSHU_VAR": str(var), "DJANGO_SETTINGS_MODULE": "zhongshu.config.settings"}
    for command in ([*CLI, "migrate"], planting):
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen([*CLI, "serve", "--port", str(port)], cwd=ROOT, env=environment) as process:
        try:
            wait_for_answer(address)
            yield address
        finally:
            process.terminate()


def wait_for_answer(address: str) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/sign-in/").close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    pytest.fail("the server did not answer in time")


# The package's scope: while Playwright runs, Django takes this thread for an asynchronous one.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing = pytest.fail if os.environ.get("ZHONGSHU_TEST_ALL") == "1" else pytest.skip
        missing("no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


class Watch:
    """What must not happen on any page: errors of scripts, breaches of the content policy, requests elsewhere."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.wrong: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.wrong.append(str(error.error)))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # A status of 400 and above, and a line that is down, are said by the browser itself and are no fault.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.wrong.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.home}/", "data:", "blob:")):
            self.wrong.append(request.url)


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    """Open a page in a browser of its own, signed in as somebody when a name is given."""
    watch, contexts = Watch(server), []

    def visit(name: str = "", width: int = 1440, height: int = 900) -> Page:
        context = browser.new_context(base_url=server, viewport={"width": width, "height": height}, locale="zh-CN")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watch.follow(context)
        page = context.new_page()
        page.goto("/")
        if name:
            enter(page, name)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert watch.wrong == []


def enter(page: Page, name: str) -> None:
    """Sign in from the list of the demonstration."""
    page.locator("button.cast-member", has_text=name).click()
    page.locator(".user", has_text=name).wait_for()


def leave(page: Page) -> None:
    """Sign out through the menu."""
    page.locator(".user").click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("heading", name="登录", exact=True).wait_for()
