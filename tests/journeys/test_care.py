"""关怀模式, by keyboard alone: sign in, switch it on, open, read, approve. Everything is large, dark and to be seen."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visit
from tests.journeys.test_keyboard import go_to

# Every text that is drawn whose type is smaller, or whose contrast is weaker, than a person of seventy can do with.
WEAK = """([least, ratio]) => {
    const channel = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const ground = (one) => {
        for (let at = one; at; at = at.parentElement) {
            const found = parts(getComputedStyle(at).backgroundColor);
            if (found.length < 4 || found[3] === 1) return found;
        }
        return [255, 255, 255];
    };
    const exempt = ".visually-hidden, :disabled, .disabled, [aria-disabled=true]";
    const drawn = (one) => one.checkVisibility() && one.getClientRects()[0]?.width > 2 && !one.closest(exempt);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const weak = new Set();
    while (texts.nextNode()) {
        const one = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !drawn(one)) continue;
        const style = getComputedStyle(one);
        const [a, b] = [light(parts(style.color)), light(ground(one))].sort((x, y) => y - x);
        const contrast = (a + 0.05) / (b + 0.05);
        if (contrast < ratio || parseFloat(style.fontSize) < least)
            weak.add(`${texts.currentNode.data.trim().slice(0, 20)}: ${contrast.toFixed(1)}, ${style.fontSize}`);
    }
    return [...weak];
}"""
SMALL = """() => [...document.querySelectorAll("main .btn, main button")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 48)
    .map((one) => `${one.innerText}: ${one.getBoundingClientRect().height}`)"""


def check_looks(page: Page) -> None:
    """Nothing is smaller than 20 pixels or fainter than 7:1 (WCAG AAA), no button lower than 48 pixels."""
    found: Any = page.evaluate(WEAK, [20, 7])
    assert found == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")


@pytest.mark.parametrize(("width", "title"), [(1440, "关于春灌用水调度的通知"), (390, "关于秋粮收购的通知")])
def test_a_leader_approves_in_care_mode_by_keyboard_alone(visit: Visit, width: int, title: str):
    page = visit(width=width, height=900)
    go_to(page, "陈志远")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()
    if page.locator("html").get_attribute("data-type") != "care":
        page.locator("summary.user").focus()
        page.keyboard.press("Enter")
        go_to(page, "关怀模式")
        page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-type", "care")
    check_looks(page)

    go_to(page, title)
    page.keyboard.press("Enter")
    expect(page.locator(".matter-head h1")).to_have_text(title)
    check_looks(page)
    expect(page.locator(".near-reading")).to_be_visible()
    go_to(page, "填写意见")
    page.keyboard.press("Enter")
    go_to(page, "批示意见")
    page.keyboard.type("同意，请抓紧落实。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("批示已提交")
    check_looks(page)


def test_the_deed_at_the_end_of_the_reading_asks_once_and_does_it(visit: Visit):
    page = visit("陈志远")
    page.goto("/settings/")
    page.get_by_label("关怀模式").check()
    page.get_by_role("button", name="保存").click()
    check_looks(page)
    page.locator(".brand").click()
    page.locator(".desk-title").get_by_role("link", name="关于校园安全巡查的通知").click()
    go_to(page, "签批")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("确定签批吗")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("批示已提交")


def test_keys_move_in_a_list_and_lead_to_others(visit: Visit):
    page = visit("黄海涛")
    first, second = page.locator(".desk-title a").nth(0), page.locator(".desk-title a").nth(1)
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile("/desk/done/$"))
    page.keyboard.press("/")
    page.keyboard.type("gjk?")
    expect(page.locator("[data-seek]").first).to_have_value("gjk?")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_keys_that_are_switched_off_do_nothing(visit: Visit):
    page = visit("吴国强")
    page.goto("/settings/")
    page.get_by_label("使用快捷键").uncheck()
    page.get_by_role("button", name="保存").click()
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.keyboard.press("?")
    expect(page).to_have_url(re.compile("/settings/$"))
    expect(page.locator("#shortcuts")).to_have_count(0)
