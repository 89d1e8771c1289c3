"""What is typed into a text is never lost: two windows of one person, a version that came meanwhile, a closed page."""

from playwright.sync_api import Page, Route, expect
from tests.journeys.conftest import Visit
from tests.journeys.test_editor import begin, sent_text, write


def other_window(page: Page) -> Page:
    """Open the same text in another window of the same person."""
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("form.is-live")).to_be_visible()
    return other


def test_one_window_does_not_save_over_what_the_other_wrote(visit: Visit):
    first = visit("李雪")
    begin(first)
    second = other_window(first)
    write(first, "第一个窗口所写。")
    expect(first.locator("#kept")).to_contain_text("已自动保存")
    write(second, "第二个窗口所写。")
    expect(second.locator("#kept")).to_contain_text("没有自动保存：您在另一个窗口（")
    second.get_by_role("button", name="提交为新版本").click()
    expect(second.locator(".form-summary")).to_contain_text("您在另一个窗口（")
    expect(second.locator("#id_body")).to_have_value("第二个窗口所写。")
    with second.expect_popup() as opening:
        second.get_by_role("link", name="打开核对").click()
    third = opening.value
    expect(third.locator("#id_body")).to_have_value("第一个窗口所写。")
    third.get_by_role("button", name="提交为新版本").click()
    expect(third.locator("#messages")).to_contain_text("文稿已提交为新版本")
    second.get_by_role("button", name="提交为新版本").click()
    expect(second.locator("#messages")).to_contain_text("没有覆盖新版本")
    expect(second.locator("#id_body")).to_have_value("第二个窗口所写。")


def test_an_idle_window_saves_nothing_when_the_network_is_back(visit: Visit):
    page = visit("李雪")
    begin(page)
    idle = other_window(page)
    write(page, "正在写的内容。")
    expect(page.locator("#kept")).to_contain_text("已自动保存")
    asked: list[str] = []
    idle.on("request", lambda request: asked.append(request.url))
    idle.evaluate("dispatchEvent(new Event('online'))")
    idle.wait_for_timeout(1000)
    assert not [address for address in asked if address.endswith("/kept/")]


def test_what_was_written_on_an_older_version_is_offered_and_not_dropped(visit: Visit):
    page = visit("李雪")
    begin(page)
    page.context.set_offline(True)
    write(page, "断网时所写的内容。")
    expect(page.locator("#kept")).to_contain_text("所写内容已留在本机")
    page.evaluate("window.stop()")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.go_back()
    expect(page.locator("#id_body")).to_have_value("断网时所写的内容。")
    page.route("**/text/kept/", lambda route: route.abort())
    write(page, "又断网时所写的内容。")
    expect(page.locator("#kept")).to_contain_text("所写内容已留在本机")
    other = other_window(page)
    write(other, "另一窗口所写。")
    other.get_by_role("button", name="提交为新版本").click()
    expect(other.locator("#messages")).to_contain_text("文稿已提交为新版本")
    page.reload()
    left = page.locator(".draft-left")
    expect(left).to_contain_text("本机留有您")
    expect(page.locator("#id_body")).to_have_value("另一窗口所写。")
    left.locator("summary").click()
    expect(left.locator("dd")).to_have_text("又断网时所写的内容。")
    page.reload()
    left.get_by_role("button", name="代替本页的内容").click()
    page.locator("dialog").get_by_role("button", name="代替").click()
    expect(left).to_have_count(0)
    assert sent_text(page) == "又断网时所写的内容。"
    page.get_by_role("textbox", name="正文", exact=True).click()
    page.keyboard.press("Control+z")
    assert sent_text(page) == "另一窗口所写。"


def test_what_is_handed_in_is_not_offered_again(visit: Visit):
    page = visit("李雪")
    begin(page)
    address = page.url
    write(page, "写完就提交。")
    page.get_by_role("button", name="提交为新版本").click()
    expect(page.locator("#messages")).to_contain_text("文稿已提交为新版本")
    page.goto(address)
    expect(page.locator("form.is-live")).to_be_visible()
    expect(page.locator(".draft-left")).to_have_count(0)
    expect(page.locator(".notice", has_text="还没有提交")).to_have_count(0)


def test_what_was_typed_just_before_a_reload_is_there(visit: Visit):
    page = visit("李雪")
    begin(page)
    write(page, "刚刚写的。")
    page.reload()
    expect(page.locator("#id_body")).to_have_value("刚刚写的。")
    expect(page.locator("#kept")).to_contain_text("已自动保存")


def test_only_one_save_is_on_its_way_and_handing_in_waits_for_it(visit: Visit):
    page = visit("李雪")
    begin(page)
    held: list[Route] = []
    page.route("**/text/kept/", lambda route: held.append(route))
    write(page, "先写的。")
    with page.expect_request("**/text/kept/"):
        pass
    write(page, "后写的。")
    page.wait_for_timeout(2500)
    assert len(held) == 1
    page.get_by_role("button", name="提交为新版本").click()
    held[0].continue_()
    expect(page.locator("#messages")).to_contain_text("文稿已提交为新版本")
    expect(page.locator(".notice", has_text="未提交的修改")).to_have_count(0)


def test_of_a_page_that_came_in_place_of_an_answer_nothing_is_said(visit: Visit):
    page = visit("李雪")
    begin(page)
    page.route(
        "**/text/kept/", lambda route: route.fulfill(status=403, content_type="text/html", body="<!DOCTYPE html>")
    )
    page.route("**/text/findings/", lambda route: route.fulfill(status=404, content_type="text/html", body="<html>"))
    write(page, "一、其它事项。")
    expect(page.locator("#kept")).to_have_text("没有自动保存：请复制所写的内容后刷新页面。")
    expect(page.locator(".draft-trouble")).to_have_text("现在不能检查，请复制所写的内容后刷新页面")
