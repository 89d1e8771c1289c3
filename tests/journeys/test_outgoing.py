"""发文办理 in browsers: written beside what is found in it, signed on a telephone, numbered, looked at as it prints."""

import re

from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visit
from tests.journeys.pages import choose, open_from_desk, submit

TITLE = "清河县人民政府关于做好防汛备汛工作的通知"
BODY = "为做好防汛备汛工作,现将有关事项通知如下：\n一、压实责任。\n二、加强值守。"


def write(page: Page) -> None:
    """Begin a notice, let the page mend it and keep it by itself, hand it in."""
    page.goto("/outgoing/new/")
    page.get_by_label("文种").select_option(label="通知")
    page.get_by_role("button", name="开始起草").click()
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_recipients").fill("各乡镇人民政府，县政府各部门")
    page.locator("#id_body").fill(BODY)
    expect(page.locator("#kept")).to_contain_text("已自动保存")
    page.reload()
    expect(page.locator("#id_body")).to_have_value(BODY)
    page.get_by_role("button", name="检查并看排版").click()
    page.get_by_role("button", name=re.compile("^全部改正")).click()
    expect(page.locator("#id_body")).to_have_value(BODY.replace(",", "，"))
    sheet = page.locator("#pages .sheet img").first
    sheet.scroll_into_view_if_needed()
    expect(sheet).to_have_js_property("naturalWidth", 820)
    page.locator("#id_changed").fill("初稿")
    page.get_by_role("button", name="提交为新版本").click()
    expect(page.locator("#messages")).to_contain_text("文稿已提交为新版本")


def test_a_notice_is_written_signed_on_a_telephone_and_numbered(visit: Visit):
    page = visit("李雪")
    write(page)
    submit(page.locator("#act"), "送核稿", "拟稿已提交")
    address = page.url

    chief = visit("黄海涛")
    open_from_desk(chief, TITLE)
    chief.get_by_role("link", name="修改文稿").click()
    chief.locator("#id_body").fill(BODY.replace(",", "，") + "\n三、做好保障。")
    chief.locator("#id_changed").fill("补充一条")
    chief.get_by_role("button", name="提交为新版本").click()
    submit(chief.locator("#act"), "核稿通过", "核稿已提交")

    office = visit("王建国", width=768)
    office.goto(address)
    expect(office.locator(".outgoing-text")).to_contain_text("三、做好保障。")
    office.locator("#act").get_by_text("周立民").click()
    submit(office.locator("#act"), "审核通过，送签发", "审核已提交")

    leader = visit("周立民", width=390, height=844)
    open_from_desk(leader, TITLE)
    leader.get_by_role("button", name="同意发文。").click()
    submit(leader.locator("#act"), "签发", "签发已提交")

    registrar = visit("林晓梅")
    registrar.goto("/outgoing/codes/")
    registrar.get_by_label("机关代字").fill("清政发")
    registrar.get_by_role("button", name="设立").click()
    registrar.goto(address)
    submit(registrar.locator("#act"), "复核无误", "复核已提交")
    submit(registrar.locator("#act"), "编号", "编号已提交")
    expect(registrar.locator(".matter-kind")).to_contain_text("清政发〔")
    registrar.locator("#act").get_by_label("用印份数").fill("30")
    submit(registrar.locator("#act"), "印制完成", "印制已提交")
    choose(registrar.locator("#act"), "监印人", "王建国", "王建国")
    submit(registrar.locator("#act"), "登记用印", "用印已提交")
    registrar.get_by_role("link", name="版本和排版").click()
    expect(registrar.locator("ol.links li")).to_have_count(4)
    registrar.get_by_role("link", name="第3版").click()
    expect(registrar.locator("ins", has_text="三、做好保障。")).to_be_visible()
