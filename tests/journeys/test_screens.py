"""How pages fit the screen (页面宽度): nothing is wider than what one holds in the hand."""

import pytest
from playwright.sync_api import Page
from tests.journeys.conftest import Visit

STAFF = (
    "/",
    "/desk/to_read/",
    "/desk/done/",
    "/desk/mine/",
    "/desk/waiting/",
    "/desk/delegated/",
    "/desk/todo/?q=x",
    "/desk/bulk/",
    "/filters/",
    "/deadlines/",
    "/settings/",
    "/search/",
    "/drafting/",
    "/outgoing/",
    "/outgoing/new/",
    "/documents/",
    "/notices/",
    "/notices/choices/",
    "/broadcasts/",
    "/delegations/",
    "/password/",
    "/security/",
    "/security/code/",
)
PAGES = {
    "林晓梅": (
        *STAFF,
        "/documents/registration/",
        "/documents/registration/?label=public",
        "/broadcasts/new/",
        "/intakes/",
        "/intakes/new/?label=public",
    ),
    "周立民": STAFF,
    "韦正": (
        "/telegrams/",
        "/telegrams/registration/?label=internal",
        "/telegrams/intakes/",
        "/documents/withheld/",
        "/paper-cards/",
        "/paper-cards/new/",
    ),
    "王建国": ("/handovers/", "/routes/"),
    "系统管理员": (
        "/administration/",
        "/staff/",
        "/units/",
        "/accounts/",
        "/calendar/",
        "/jobs/",
        "/channels/",
        "/outbox/",
        "/staff/new/",
    ),
    "安全保密管理员": ("/administration/", "/roles/", "/charges/", "/administrators/", "/office-delegations/"),
    "安全审计员": ("/administration/", "/trail/entries/", "/trail/verification/"),
}
WIDTHS = (1024, 390)


def too_wide(page: Page, address: str) -> list[tuple[str, int]]:
    """Return the widths in which a page has to be moved sideways to be read."""
    answer = page.goto(address)
    assert answer and answer.ok, address
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((address, width))
    return found


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_the_screen(visit: Visit, name: str):
    page = visit(name)
    assert [one for address in PAGES[name] for one in too_wide(page, address)] == []


def test_the_matter_page_is_not_wider_than_the_screen(visit: Visit):
    page = visit("林晓梅")
    page.goto("/documents/")
    address = page.locator(".cell-title a").first.get_attribute("href")
    assert too_wide(page, str(address)) == []
