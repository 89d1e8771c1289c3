"""What breaks off half-way (中断): the network, the session, the tab, an impatient finger."""

from pathlib import Path

from playwright.sync_api import Page, Request, Route, expect
from tests.journeys.conftest import Visit, enter
from tests.journeys.pages import open_from_desk, panel, pdf, submit

WORDS = "经核查，专项资金全部按规定使用。"


def test_an_opinion_survives_a_lost_network_and_an_ended_session(visit: Visit):
    page = visit("黄海涛")
    title = "关于核查专项资金使用情况的通知"
    open_from_desk(page, title)
    text, note = page.get_by_label("办理情况"), page.locator("#act .draft-note")
    page.context.set_offline(True)
    text.fill(WORDS[:8])
    expect(note).to_have_text("网络中断，内容已保存在本机")
    page.context.set_offline(False)
    expect(note).to_have_text("已自动保存")

    page.context.clear_cookies(name="sessionid")
    text.fill(WORDS)
    expect(note).to_contain_text("登录已超时")
    page.get_by_role("button", name="提交办理情况").click()
    enter(page, "黄海涛")
    expect(page.locator(".matter-head h1")).to_have_text(title)
    expect(text).to_have_value(WORDS)
    submit(page, "提交办理情况", "承办已提交")
    expect(page.locator(".slip-task", has_text=WORDS)).to_have_count(1)


def test_a_double_click_and_a_replayed_form_make_one_act(visit: Visit):
    page = visit("黄海涛")
    open_from_desk(page, "关于做好冬季供暖保障的通知")
    page.get_by_label("办理情况").fill(WORDS)
    form = page.locator("#act form")
    address = str(form.get_attribute("action"))
    fields = form.evaluate("form => Object.fromEntries(new FormData(form))")
    page.get_by_role("button", name="提交办理情况").dblclick()
    expect(page.locator("#messages")).to_contain_text("承办已提交")
    acts = trail_length(page)
    replayed = page.request.post(address, form=fields)
    assert replayed.ok
    page.reload()
    assert trail_length(page) == acts
    expect(page.locator(".slip-task", has_text=WORDS)).to_have_count(1)


def trail_length(page: Page) -> str:
    return page.locator(".fold", has_text="留痕").locator(".tab-count").inner_text()


def test_going_back_after_registering_registers_nothing_twice(visit: Visit):
    page = visit("林晓梅")
    title = "关于做好汛期值班工作的通知"
    page.get_by_role("link", name="登记收文").first.click()
    page.get_by_text("可以公开的文件").click()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("标题").fill(title)
    page.get_by_label("来文单位").fill("清源市防汛指挥部")
    page.get_by_label("文种").select_option("通知")
    page.get_by_role("button", name="登记并送初审").click()
    expect(page.locator(".matter-head h1")).to_have_text(title)
    page.go_back()
    expect(page.locator("#messages")).to_contain_text("刚才的内容已经提交")
    expect(page.get_by_label("标题")).to_have_value("")
    page.get_by_role("link", name="收文登记簿").first.click()
    expect(page.get_by_role("link", name=title)).to_have_count(1)


def test_a_tab_closed_during_an_upload_leaves_nothing_and_the_upload_goes_on(visit: Visit, tmp_path: Path):
    scan = tmp_path / "凭证汇总.pdf"
    scan.write_bytes(pdf() + b"%" + b"0" * 700_000)
    title = "关于开展财政评审的通知"
    page = visit("黄海涛")
    open_from_desk(page, title)
    pieces: list[Route] = []

    def hold_the_third(route: Route) -> None:
        pieces.append(route)
        if len(pieces) < 3:
            route.continue_()

    page.route("**/uploads/*/", hold_the_third)
    found = panel(page, "添加附件")
    with page.expect_request(lambda request: int(request.headers.get("upload-offset", 0)) > 100_000):
        found.locator("input[type=file]").set_input_files(scan)
    page.close()

    page = page.context.new_page()
    page.goto("/")
    open_from_desk(page, title)
    expect(page.locator(".file")).to_have_count(0)
    offsets: list[int] = []

    def note(request: Request) -> None:
        if request.method == "PUT":
            offsets.append(int(request.headers["upload-offset"]))

    page.on("request", note)
    found = panel(page, "添加附件")
    found.locator("input[type=file]").set_input_files(scan)
    expect(found.locator(".upload")).to_contain_text("已上传")
    assert offsets[0] == 0 < offsets[1], "it asks at the beginning and is told where to go on"
    submit(found, "保存附件", "附件已添加")
    with page.expect_download() as loading:
        page.locator(".file-name").click()
    assert Path(loading.value.path()).read_bytes() == scan.read_bytes()
