"""The whole loop by clicking (收文办理全过程): from the mark on the paper to the evidence of the result."""

from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visit, enter, leave
from tests.journeys.pages import choose, drop, open_from_desk, panel, pdf, png, submit, workday

TITLE, NUMBER = "关于下达2026年农村公路养护补助资金的通知", "清交发〔2026〕18号"
DISSENT = "乡镇配套资金尚未落实，建议先核实再下达。"


def test_a_document_from_its_arrival_to_its_result(visit: Visit):
    page = visit("林晓梅")
    register(page, TITLE, NUMBER)
    review(page)
    change(page, "王建国")
    propose(page)
    change(page, "覃勇")
    dissent(page)
    change(page, "周立民")
    instruct(page)
    change(page, "林晓梅")
    be_told(page)
    assign(page)
    change(page, "黄海涛")
    give_back(page)
    change(page, "林晓梅")
    assign_again(page)
    change(page, "黄海涛")
    transfer(page)
    change(page, "赵文斌")
    handle(page, "教育系统配套已落实。")
    change(page, "林晓梅")
    circulate(page)
    chase(page)
    change(page, "孙丽")
    read(page)
    change(page, "李雪")
    answer(page)
    handle(page, "补助资金已全部下达。")
    reply(page)
    change(page, "林晓梅")
    close(page)
    look_back(page)


def change(page: Page, name: str) -> None:
    leave(page)
    enter(page, name)


def register(page: Page, title: str, number: str) -> None:
    page.get_by_role("link", name="登记收文").first.click()
    page.get_by_text("可以公开的文件").click()
    page.get_by_role("button", name="下一步").click()
    drop(page, page.locator("form.card"), "补助资金通知.pdf", pdf(), "application/pdf")
    page.get_by_label("标题").fill(title)
    page.get_by_label("来文单位").fill("清源市交通运输局")
    page.get_by_label("来文字号").fill(number)
    page.get_by_label("文种").select_option("通知")
    page.get_by_label("成文日期").fill("2026-02-27")
    page.get_by_text("加急", exact=True).click()
    page.get_by_role("button", name="登记并送初审").click()
    expect(page.locator(".matter-head h1")).to_have_text(title)
    expect(page.locator(".matter-kind")).to_contain_text("清政办收〔")
    expect(page.locator(".file-name")).to_have_text("补助资金通知.pdf")


def review(page: Page) -> None:
    submit(page, "初审通过", "初审已提交")


def propose(page: Page) -> None:
    open_from_desk(page, TITLE)
    step = page.locator("#act")
    step.get_by_label("拟办意见").fill("拟请周立民同志审定下达方案。")
    step.get_by_text("需领导决策").click()
    step.get_by_label("备选方案1").fill("一次性足额下达。")
    step.get_by_label("备选方案2").fill("先下达八成，验收后下达其余。")
    step.get_by_label("主办单位").select_option("县财政局")
    step.get_by_label("县教育局").check()
    step.get_by_label("办理时限").fill(workday(10).isoformat())
    step.get_by_label("周立民").check()
    submit(step, "呈送批示", "拟办已提交")


def dissent(page: Page) -> None:
    page.get_by_role("link", name="收文登记簿").first.click()
    page.get_by_role("link", name=TITLE).click()
    found = panel(page, "提出不同意见")
    found.get_by_role("textbox").fill(DISSENT)
    submit(found, "提交不同意见", "不同意见已记录")


def instruct(page: Page) -> None:
    open_from_desk(page, TITLE)
    step = page.locator("#act")
    expect(step.locator(".dissent")).to_contain_text(DISSENT)
    step.get_by_text("方案2：").click()
    step.get_by_label("批示意见").fill("同意方案二，请抓紧办理。")
    submit(step, "签批", "批示已提交")
    expect(page.locator(".alternative.is-chosen")).to_contain_text("先下达八成")


def be_told(page: Page) -> None:
    expect(page.locator(".bell-count")).to_be_visible()
    page.locator(".topbar-end").get_by_role("link").click()
    page.get_by_role("link", name=TITLE).filter(has_text="周立民").first.click()
    expect(page.locator(".matter-head h1")).to_have_text(TITLE)


def assign(page: Page) -> None:
    step = page.locator("#act")
    expect(step.get_by_label("县教育局")).to_be_checked()
    step.get_by_label("交办要求").fill("请按领导批示要求办理。")
    submit(step, "交办", "交办已提交")


def give_back(page: Page) -> None:
    open_from_desk(page, TITLE)
    found = panel(page, "退回")
    found.get_by_label("退回到").select_option("交办")
    found.get_by_text("改好后直接送回我处").click()
    found.get_by_label("退回原因").fill("资金分两批下达，请延长办理时限。")
    submit(found, "退回", "已退回")


def assign_again(page: Page) -> None:
    open_from_desk(page, TITLE)
    expect(page.locator(".timeline")).to_contain_text("请延长办理时限")
    step = page.locator("#act")
    step.get_by_label("办理时限").fill(workday(20).isoformat())
    step.get_by_label("交办要求").fill("已延长时限。")
    submit(step, "交办", "交办已提交")


def transfer(page: Page) -> None:
    open_from_desk(page, TITLE)
    found = panel(page, "转办")
    choose(found, "转给", "lixue", "李雪")
    submit(found, "转办", "已转办")


def handle(page: Page, words: str) -> None:
    open_from_desk(page, TITLE)
    page.get_by_label("办理情况").fill(words)
    submit(page, "提交办理情况", "承办已提交")


def circulate(page: Page) -> None:
    page.get_by_role("link", name="收文登记簿").first.click()
    page.get_by_role("link", name=TITLE).click()
    found = panel(page, "传阅")
    choose(found, "传阅人员", "sl", "孙丽")
    choose(found, "传阅人员", "吴国", "吴国强")
    submit(found, "发送传阅", "已发送传阅")


def chase(page: Page) -> None:
    found = panel(page, "催办")
    found.get_by_label("李雪").check()
    found.get_by_label("催办内容").fill("请于本周内反馈进展。")
    submit(found, "发出催办", "催办已发出")


def read(page: Page) -> None:
    open_from_desk(page, TITLE, "待阅")
    submit(page, "已阅", "已阅")
    expect(page.locator(".readers-count")).to_have_text("共2人，已阅1人，未阅1人")


def answer(page: Page) -> None:
    open_from_desk(page, TITLE)
    found = panel(page, "反馈进展")
    found.get_by_label("办理进展").fill("首批资金正在拨付。")
    submit(found, "提交反馈", "已反馈")
    expect(page.locator(".chase-answer")).to_contain_text("首批资金正在拨付")


def reply(page: Page) -> None:
    open_from_desk(page, TITLE)
    page.get_by_label("答复内容").fill("补助资金已按批示下达，拨付凭证附后。")
    submit(page, "提交答复", "答复已提交")


def close(page: Page) -> None:
    open_from_desk(page, TITLE)
    step = page.locator("#act")
    step.get_by_label("办理结果").fill("已按批示要求办结。")
    drop(page, step, "拨付凭证.png", png(), "image/png")
    submit(step, "办结", "办结已提交")
    expect(page.locator(".matter-kind")).to_contain_text("已办结")


def look_back(page: Page) -> None:
    """Everything that was done stands there: the picture, who has not read, and every act on the trail."""
    evidence = page.locator(".file", has_text="拨付凭证.png")
    evidence.get_by_text("预览").click()
    picture = evidence.get_by_role("img", name="拨付凭证.png")
    expect(picture).to_be_visible()
    page.wait_for_function("picture => picture.naturalWidth === 64", arg=picture.element_handle())
    page.get_by_text("留痕", exact=True).click()
    trail = page.locator(".trail")
    for words in ("登记收文", "提出不同意见", "退回", "转办", "发起传阅", "阅知", "催办", "反馈催办", "添加附件"):
        expect(trail).to_contain_text(words)
    expect(trail.get_by_text("办理", exact=False)).not_to_have_count(0)
    expect(trail.locator("li")).not_to_have_count(0)


def test_a_leader_signs_on_a_phone(visit: Visit):
    page = visit("周立民", width=390, height=844)
    open_from_desk(page, "关于开展安全生产检查的通知")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="请您办理：批示").click()
    step = page.locator("#act")
    step.get_by_role("button", name="请抓紧办理并报结果。").click()
    submit(step, "签批", "批示已提交")
    expect(page.locator(".timeline")).to_contain_text("请抓紧办理并报结果。")
