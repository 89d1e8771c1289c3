"""How pages fit the screen (页面宽度): nothing is wider than what one holds in the hand."""

import pytest
from playwright.sync_api import Page
from tests.journeys.conftest import Visit

PAGES = ("/", "/desk/to_read/", "/desk/done/", "/desk/mine/", "/documents/", "/notices/", "/delegations/", "/password/")
WIDTHS = (1024, 390)


def too_wide(page: Page, address: str) -> list[tuple[str, int]]:
    """Return the widths in which a page has to be moved sideways to be read."""
    page.goto(address)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((address, width))
    return found


@pytest.mark.parametrize("name", ["林晓梅", "周立民"])
def test_no_page_is_wider_than_the_screen(visit: Visit, name: str):
    page = visit(name)
    page.goto("/documents/")
    matter = str(page.locator(".cell-title a").first.get_attribute("href"))
    assert [one for address in (*PAGES, matter) for one in too_wide(page, address)] == []
