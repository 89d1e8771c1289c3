"""工作移交 with its undoing, and a desk on which many are done at once, at a desk's width and in the hand."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Visit
from tests.journeys.pages import choose

WIDTHS = pytest.mark.parametrize("width", [1440, 390])


@WIDTHS
def test_work_is_handed_over_and_what_is_not_dealt_with_comes_back(visit: Visit, width: int):
    head = visit("王建国", width=width)
    head.goto("/handovers/")
    choose(head.locator("main"), "移交人", "zhaowenbin", "赵文斌")
    head.get_by_role("button", name="下一步").click()
    expect(head.get_by_text("收文未办任务", exact=True)).to_be_visible()
    expect(head.get_by_text("担任的岗位")).to_be_visible()
    head.get_by_text("查看", exact=False).first.click()
    expect(head.get_by_role("link", name="关于教师培训的通知").first).to_be_visible()
    choose(head.locator("main"), "接收人", "liangjing", "梁静")
    head.get_by_label("移交原因").fill("轮岗。")
    head.get_by_role("button", name="移交", exact=True).click()
    head.get_by_role("dialog").get_by_role("button", name="移交", exact=True).click()
    expect(head.locator("#messages")).to_contain_text("当日可以撤销")

    heir = visit("梁静", width=width)
    expect(heir.locator(".desk-title").get_by_role("link", name="关于教师培训的通知")).to_be_visible()

    head.get_by_role("button", name="撤销移交").click()
    head.get_by_role("dialog").get_by_role("button", name="撤销移交").click()
    expect(head.locator("#messages")).to_contain_text("已撤销移交")
    expect(head.get_by_text("已退回", exact=True).first).to_be_visible()
    assert head.evaluate("document.documentElement.scrollWidth") <= width
    leaver = visit("赵文斌", width=width)
    expect(leaver.locator(".desk-title").get_by_role("link", name="关于教师培训的通知")).to_be_visible()


@WIDTHS
def test_conditions_are_kept_under_a_name(visit: Visit, width: int):
    page = visit("李雪", width=width)
    page.locator(".sift-fold > summary").click()
    page.get_by_label("标题、编号").fill(f"通知{width}")
    page.get_by_role("button", name="查询").click()
    page.get_by_label("名称").fill(f"通知{width}")
    page.get_by_role("button", name="存为常用筛选").click()
    expect(page.locator("#messages")).to_contain_text("已存为常用筛选")
    expect(page.get_by_role("link", name=f"通知{width}")).to_have_attribute("aria-current", "true")


def test_many_are_ticked_and_signed_at_once(visit: Visit):
    page = visit("陈志远")
    titles = ("关于粮库检修的通知", "关于河道清淤的通知")
    go = page.get_by_role("button", name="批量办理")
    if page.locator("html").get_attribute("data-type") == "care":
        page.goto("/settings/")
        page.get_by_label("标准").check()
        page.get_by_role("button", name="保存").click()
        page.locator(".brand").click()
    expect(go).to_be_disabled()
    for title in titles:
        page.get_by_label(f"选择{title}").check()
    expect(go).to_contain_text("已选2件")
    go.click()
    for title in titles:
        expect(page.get_by_role("link", name=title)).to_be_visible()
    page.get_by_role("button", name="同意。").click()
    page.get_by_role("button", name="全部签批").click()
    expect(page.get_by_text("已办2件。")).to_be_visible()


@WIDTHS
def test_a_list_is_found_again_as_it_was_left(visit: Visit, width: int):
    page = visit("林晓梅", width=width, height=400)
    page.goto("/desk/mine/?urgency=0")
    last = page.locator(".desk-title a").last
    last.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 0
    last.click()
    page.get_by_role("link", name="返回列表").click()
    expect(page).to_have_url(re.compile(r"/desk/mine/\?urgency=0$"))
    assert abs(page.evaluate("scrollY") - place) < 5
