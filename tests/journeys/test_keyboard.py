"""By keyboard alone (键盘操作): Tab, typing and Enter, and one always sees where one is."""

from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visit

HERE = """() => {
    const here = document.activeElement;
    const drawn = [here, here.closest("label")].filter(Boolean).map((one) => getComputedStyle(one));
    const outlined = ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && outlineWidth !== "0px";
    return {
        words: here.labels?.[0]?.innerText || here.innerText || here.getAttribute("aria-label") || "",
        seen: drawn.some(outlined),
    };
}"""


def go_to(page: Page, words: str, limit: int = 60) -> None:
    """Press Tab until the focus stands on what has these words; everywhere on the way it must be visible."""
    passed = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        assert here["seen"], f"the focus is not to be seen on: {here['words']}"
        if words in here["words"]:
            return
        passed.append(here["words"].strip())
    raise AssertionError(f"{words} was not reached: {passed}")


def test_a_task_is_done_by_keyboard_alone(visit: Visit):
    page = visit()
    go_to(page, "黄海涛")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()
    title = page.locator(".desk-title a").first.inner_text()
    go_to(page, title)
    page.keyboard.press("Enter")
    expect(page.locator(".matter-head h1")).to_have_text(title)
    go_to(page, "请您办理：承办")
    page.keyboard.press("Enter")
    go_to(page, "办理情况")
    page.keyboard.type("已按要求办理。")
    go_to(page, "提交办理情况")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("承办已提交")


def test_the_first_step_on_a_page_skips_to_its_content(visit: Visit):
    page = visit("黄海涛")
    go_to(page, "跳到正文", limit=1)
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
