"""交换包 in a browser: a package comes in twice, is signed for once, and its receipt goes back."""

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import Watch, enter, serving
from tests.journeys.plant_packages import CHANGED, PACKAGE

TITLE = "清源市人民政府关于做好秋粮收购工作的通知"
PATIENCE = 30_000


@pytest.fixture
def county(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page of the county's registrar, on a server over a county that knows the city."""
    with serving(tmp_path, [sys.executable, "-m", "tests.journeys.plant_packages"]) as address:
        watch = Watch(address)
        context = browser.new_context(base_url=address, locale="zh-CN", accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        watch.follow(context)
        page = context.new_page()
        page.goto("/")
        enter(page, "林晓梅")
        yield page
        context.close()
        assert watch.wrong == []


def bring(page: Page, file: Path) -> None:
    """Bring a package in as a person does."""
    page.goto("/exchange/packages/")
    page.get_by_role("link", name="导入交换包").click()
    page.locator(".drop-zone input[type=file]").first.set_input_files(file)
    expect(page.locator(".upload.is-done")).to_have_count(1)
    page.get_by_role("button", name="核验并导入").click()


def wait_for(page: Page, address: str, role: str, name: str) -> None:
    """Load a page until the worker has done what it is to show."""
    for _ in range(40):
        page.goto(address)
        if page.get_by_role(role, name=name).count():
            return
        page.wait_for_timeout(1000)


def test_the_same_package_twice_is_one_document_with_one_receipt(county: Page, tmp_path: Path):
    bring(county, tmp_path / PACKAGE)
    expect(county.get_by_text(f"公文已导入，识读后即可签收：清源市人民政府《{TITLE}》。")).to_be_visible()
    bring(county, tmp_path / PACKAGE)
    expect(county.get_by_text("该交换包已经导入过，没有重复导入")).to_be_visible()
    expect(county.locator("tbody tr")).to_have_count(1)

    wait_for(county, "/deliveries/", "link", TITLE)
    county.get_by_role("link", name=TITLE).first.click()
    county.get_by_role("button", name="签收并登记").click()
    expect(county.locator(".matter-head h1")).to_have_text(TITLE)

    wait_for(county, "/exchange/packages/", "button", "下载回执包")
    with county.expect_download() as told:
        county.get_by_role("button", name="下载回执包").click()
    with zipfile.ZipFile(io.BytesIO(Path(told.value.path()).read_bytes())) as receipt:
        assert "<outcome>signed</outcome>" in receipt.read("metadata.xml").decode()


def test_a_changed_package_is_refused_on_the_page(county: Page, tmp_path: Path):
    bring(county, tmp_path / CHANGED)
    expect(county.get_by_text("没有导入任何内容").first).to_be_visible()
    county.goto("/deliveries/")
    expect(county.get_by_role("link", name=TITLE)).to_have_count(0)
