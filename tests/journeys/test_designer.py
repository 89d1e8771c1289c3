"""Drawing a route (流程设计): by mouse, by keyboard and by finger, while what runs goes on as it began."""

from playwright.sync_api import Locator, Page, expect
from tests.journeys.conftest import Visit, enter, leave
from tests.journeys.pages import open_from_desk, submit
from tests.journeys.test_loop import register, review

TITLE = "关于报送2026年农村公路养护计划的通知"

RUNNING = "关于报送防汛物资储备情况的通知"


def open_designer(page: Page) -> None:
    page.goto("/routes/")
    page.locator("td a.btn", has_text="设计").first.click()
    expect(page.get_by_role("heading", name="设计流程：收文")).to_be_visible()
    expect(page.locator(".designer.has-script")).to_be_visible()


def card(page: Page, name: str) -> Locator:
    return page.locator(".step-card").filter(has=page.locator(".card-name", has_text=name))


def names(page: Page, where: str = ".drawing") -> list[str]:
    return [one.strip() for one in page.locator(f"{where} .card-name").all_inner_texts()]


def fill_in(page: Page, name: str, rule: str, days: str = "") -> None:
    """Fill in the card that has just been added."""
    fresh = page.locator(".step-card[data-acted]")
    expect(fresh.get_by_label("环节名称")).to_be_focused()
    fresh.get_by_label("环节名称").fill(name)
    fresh.get_by_label("办理期限").fill(days)
    fresh.get_by_label("由谁办理").select_option(rule)
    expect(card(page, name)).to_be_visible()


def test_a_new_version_holds_for_new_documents_while_old_ones_go_on(visit: Visit):
    page = visit("王建国")
    page.get_by_role("link", name="流程设计").click()
    open_designer(page)
    add_a_step(page)
    dry_run(page)
    publish(page)
    change(page, "林晓梅")
    register(page, TITLE, "清交发〔2026〕19号")
    review(page)
    expect(page.locator(".timeline .stop", has_text="会商").locator(".is-open")).to_contain_text("郑凯")
    change(page, "周立民")
    open_from_desk(page, RUNNING)
    expect(page.locator(".timeline")).not_to_contain_text("会商")
    submit(page.locator("#act"), "签批", "批示已提交")
    change(page, "王建国")
    go_back(page)
    change(page, "郑凯")
    open_from_desk(page, TITLE)  # still on the slip that it began with
    submit(page.locator("#act"), "提交", "会商已提交")


def change(page: Page, name: str) -> None:
    leave(page)
    enter(page, name)


def add_a_step(page: Page) -> None:
    page.locator(".gap-menu > summary").nth(1).click()
    page.get_by_role("button", name="增加环节", exact=True).click()
    fill_in(page, "会商", "督查", "2")
    expect(card(page, "会商")).to_contain_text("郑凯")
    expect(page.locator("#faults")).to_contain_text("没有发现问题")
    expect(page.locator("#saved")).to_contain_text("有未保存的修改")
    submit(page, "保存草稿", "草稿已保存，发布后才生效。")
    expect(card(page, "会商")).to_contain_text("2个工作日内")


def dry_run(page: Page) -> None:
    trial = page.get_by_role("region", name="试运行")
    trial.get_by_label("办理类别").select_option("办件")
    trial.get_by_label("主办单位").select_option("县财政局")
    trial.get_by_role("button", name="试运行").click()
    result = page.locator("#trial-result")
    expect(result.locator(".trial-stop", has_text="会商")).to_contain_text("郑凯（县政府办公室）")
    expect(result.locator(".trial-stop", has_text="承办")).to_contain_text("黄海涛（县财政局）")
    expect(result.locator(".trial-stop", has_text="分送传阅")).to_contain_text("跳过")


def publish(page: Page) -> None:
    page.get_by_role("button", name="保存并发布").click()
    expect(page.locator(".differences")).to_have_text("增加环节“会商”（“初审”之后），办理人：本机关督查")
    page.get_by_label("发布说明").fill("初审后先会商")
    submit(page, "发布", "第2版已发布，新办理的事项按此流转")


def go_back(page: Page) -> None:
    page.goto("/routes/")
    page.get_by_role("link", name="历次版本").first.click()
    page.locator("td a.btn", has_text="第1版").click()
    page.get_by_role("button", name="恢复第1版").click()
    page.locator("dialog").get_by_role("button", name="恢复", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("已将第1版恢复为第3版")


def test_a_card_is_dragged_into_a_branch(visit: Visit):
    page = visit("王建国", height=1600)
    open_designer(page)
    page.locator(".gap-menu > summary").nth(1).click()
    page.get_by_role("button", name="增加并行办理").click()
    expect(page.locator(".branch")).to_have_count(2)
    page.locator(".step-card[data-acted] summary").click()
    drag(page, card(page, "拟办").locator(".drag"), page.locator(".branch").nth(1).locator(".step-card"))
    expect(page.locator(".branch").nth(1).locator(".step-card")).to_have_count(2)
    expect(page.locator("#saved")).to_contain_text("有未保存的修改")
    assert "拟办" in names(page, ".branch:nth-child(2)")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/routes/")


def drag(page: Page, handle: Locator, onto: Locator) -> None:
    start, end = handle.bounding_box(), onto.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, start["y"] - 20, steps=5)
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] - 6, steps=20)
    page.wait_for_timeout(300)  # the cards make room
    page.mouse.up()


def test_a_step_walks_into_a_branch_by_keyboard_on_a_phone(visit: Visit):
    page = visit("王建国", width=390, height=844)
    open_designer(page)
    page.locator(".gap-menu > summary").nth(1).press("Enter")
    page.get_by_role("button", name="增加并行办理").press("Enter")
    fill_in(page, "征求意见", "发起人")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    up = card(page, "拟办").get_by_role("button", name="上移：拟办")
    up.press("Enter")
    expect(page.locator(".branch").nth(1).locator(".step-card")).to_have_count(2)
    expect(card(page, "拟办").get_by_role("button", name="上移：拟办")).to_be_focused()
    expect(page.locator(".save-faults")).to_contain_text("处错误")
    page.keyboard.press("Enter")
    expect(page.locator(".branch").nth(1).locator(".card-name").first).to_have_text("拟办")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="删除", exact=True).click()
    page.locator("dialog").get_by_role("button", name="删除").click()
    expect(page.locator(".branch")).to_have_count(0)
    assert "拟办" not in names(page)
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/routes/")
