"""Pictures of a full office to look at (页面截图), saved to tests/screens/; collected with SCREENS=1 alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.conftest import CLI, ROOT, serving

FOLDER = ROOT / "tests" / "screens"
WIDTHS = (1440, 1024, 390)
STAFF = ("/", "/desk/to_read/", "/desk/done/", "/desk/mine/", "/documents/", "/notices/", "/delegations/", "/password/")
# What is worth looking at, by the group of the sign-in list whose first member opens it; `*`: the first link there.
SIGHTS = {
    "收文登记与机要": (
        *STAFF,
        "/documents/registration/",
        "/documents/registration/?label=internal",
        "/intakes/",
        "/intakes/new/?label=internal",
        "/documents/ *",
    ),
    "办公室主任": ("/", "/ *", "/handovers/"),
    "领导": ("/", "/ *"),
    "单位负责人": ("/", "/ *"),
    "系统管理员": (
        "/administration/",
        "/staff/",
        "/staff/ *",
        "/staff/new/",
        "/units/",
        "/units/ *",
        "/accounts/",
        "/accounts/ *",
        "/calendar/",
        "/jobs/",
    ),
    "安全保密管理员": (
        "/administration/",
        "/accounts/ *",
        "/roles/",
        "/charges/",
        "/administrators/",
        "/office-delegations/",
    ),
    "安全审计员": ("/administration/", "/trail/entries/", "/trail/verification/"),
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path, [*CLI, "demo", "--people", "60", "--matters", "60"]) as address:
        yield address


def test_pictures_to_look_at(browser: Browser, office: str):
    FOLDER.mkdir(exist_ok=True)
    context = browser.new_context(base_url=office, locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto("/sign-in/")
    take(page, "登录")
    for who, sights in SIGHTS.items():
        enter(page, who)
        for sight in sights:
            look(page, who, sight)
        context.clear_cookies()


def enter(page: Page, who: str) -> None:
    """Sign in as the first of a group, or as the administrator of that name."""
    page.goto("/sign-in/")
    member = page.locator("h3", has_text=who).locator("+ ul button").first
    folded = page.locator("details.cast-more", has_text=who)
    if folded.count() and not member.count():
        folded.locator("summary").click()
        member = folded.locator("button").first
    (member if member.count() else page.locator("button.cast-member", has_text=who)).first.click()
    page.locator(".user").wait_for()


def look(page: Page, who: str, sight: str) -> None:
    address, _, further = sight.partition(" ")
    page.goto(address)
    links = page.locator("main :is(.desk-title, td, .tree) a")
    if further and links.count():
        page.goto(str(links.first.get_attribute("href")))
    take(page, f"{who}{sight.replace('/', '_').replace('?', '_')}")


def take(page: Page, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=FOLDER / f"{name} {width}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})
