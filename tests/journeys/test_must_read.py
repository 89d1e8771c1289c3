"""A notice that must be read (必达通知), from writing it until everybody has read, at a desk and on a phone."""

import os

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import ROOT, Visit
from tests.journeys.pages import choose, submit
from tests.journeys.plant import BROADCASTS

SIZES = {1440: 900, 390: 844}


def look(page: Page, name: str) -> None:
    """Take a picture to look at, and find nothing wider than the screen."""
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if os.environ.get("SCREENS") == "1":
        page.screenshot(path=ROOT / "tests" / "screens" / f"必达通知 {name} {width}.png", full_page=True)


@pytest.mark.parametrize("width", SIZES)
def test_everybody_reads_in_the_end(visit: Visit, width: int):
    title = f"关于周六停电的通知（{width}）"
    sender = visit("林晓梅", width, SIZES[width])
    write(sender, title)
    expect(sender.locator(".readers-count")).to_have_text("共3人，已阅0人，未阅3人")
    remind(sender)
    expect(sender.locator("#content")).to_contain_text("请在30分钟后再次发送")
    look(sender, "刚刚发送过")
    for name in ("黄海涛", "李雪", "梁静"):
        confirm(visit(name, width, SIZES[width]), title)
    sender.goto("/broadcasts/")
    expect(sender.locator("tr", has_text=title)).to_contain_text("全部已阅")
    look(sender, "名单")
    sender.get_by_role("link", name=title).click()
    expect(sender.locator(".readers-count")).to_have_text("共3人，已阅3人，未阅0人")


@pytest.mark.parametrize(("width", "title"), list(zip(SIZES, BROADCASTS, strict=True)))
def test_who_has_not_read_is_reminded(visit: Visit, width: int, title: str):
    sender = visit("林晓梅", width, SIZES[width])
    sender.goto("/broadcasts/")
    sender.get_by_role("link", name=title).click()
    confirm(visit("吴国强", width, SIZES[width]), title)
    sender.reload()
    expect(sender.locator(".readers-count")).to_have_text("共2人，已阅1人，未阅1人")
    remind(sender)
    expect(sender.locator("#messages")).to_contain_text("已再次发送给未阅人员")
    expect(sender.locator("#content")).to_contain_text("再次发送给未阅的1人")
    look(sender, "回执")
    reader = visit("孙丽", width, SIZES[width])
    reader.goto("/notices/")
    expect(reader.locator(".desk-row", has_text=title).first).to_contain_text("紧急")
    confirm(reader, title)
    sender.reload()
    expect(sender.locator(".readers-count")).to_have_text("共2人，已阅2人，未阅0人")
    expect(sender.get_by_role("button", name="再次发送给未阅人员")).to_have_count(0)


def write(page: Page, title: str) -> None:
    page.goto("/broadcasts/")
    page.get_by_role("link", name="发送必达通知").click()
    page.get_by_label("标题").fill(title)
    page.get_by_label("内容").fill("周六八时至十二时停电检修，请提前关闭电脑和空调。")
    page.get_by_text("公开", exact=True).click()
    page.get_by_label("县财政局").check()
    choose(page.locator("#content"), "接收人员", "lj", "梁静")
    look(page, "撰写")
    submit(page, "发送", "必达通知已发送")
    expect(page.locator("h1")).to_have_text(title)


def remind(page: Page) -> None:
    """Press the button, and once more in the question that it asks."""
    page.get_by_role("button", name="再次发送给未阅人员").click()
    page.get_by_role("dialog").get_by_role("button", name="再次发送给未阅人员").click()


def confirm(page: Page, title: str) -> None:
    """Find it on top of the desk, read it, confirm it; it is then gone from there."""
    page.goto("/")
    notice = page.locator(".must-read .notice", has_text=title)
    expect(notice).to_be_visible()
    look(page, "工作台")
    notice.get_by_role("link", name="查看并确认").click()
    expect(page.locator("#content")).to_contain_text("确认已阅")
    look(page, "阅读")
    submit(page, "确认已阅", "已确认阅读")
    page.goto("/")
    expect(page.locator(".must-read .notice", has_text=title)).to_have_count(0)
