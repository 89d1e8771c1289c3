"""发文办理 in browsers: written beside what is found in it, signed on a telephone, numbered, looked at as it prints."""

import re

from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visit
from tests.journeys.pages import choose, open_from_desk, panel, submit

TITLE = "清河县人民政府关于做好防汛备汛工作的通知"
BODY = "为做好防汛备汛工作,现将有关事项通知如下：\n一、压实责任。\n二、加强值守。"


def type_body(page: Page, text: str) -> None:
    """Write the body anew, as keys would."""
    expect(page.locator("form.is-live")).to_be_visible()
    page.get_by_role("textbox", name="正文", exact=True).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    expect(page.locator("#id_body")).to_have_value(text)


def hand_in(page: Page, what: str) -> None:
    """Hand the text in as the next version."""
    page.locator("#id_changed").fill(what)
    page.get_by_role("button", name="提交为新版本").click()
    expect(page.locator("#messages")).to_contain_text("文稿已提交为新版本")


def begin(page: Page, genre: str, title: str, recipients: str) -> None:
    """Begin a document of a genre."""
    page.goto("/outgoing/new/")
    page.get_by_label("文种").select_option(label=genre)
    page.get_by_role("button", name="开始起草").click()
    page.locator("#id_title").fill(title)
    page.locator("#id_recipients").fill(recipients)


def write(page: Page) -> None:
    """Begin a notice, let the page mend it and keep it by itself, hand it in."""
    begin(page, "通知", TITLE, "各乡镇人民政府，县政府各部门")
    type_body(page, BODY)
    expect(page.locator("#kept")).to_contain_text("已自动保存")
    page.reload()
    expect(page.locator("#id_body")).to_have_value(BODY)
    page.get_by_role("button", name=re.compile("^全部改正")).click()
    expect(page.locator("#id_body")).to_have_value(BODY.replace(",", "，"))
    sheet = page.locator("#pages .sheet img").first
    sheet.scroll_into_view_if_needed()
    expect(sheet).to_have_js_property("naturalWidth", 820)
    hand_in(page, "初稿")


def test_a_notice_is_written_signed_on_a_telephone_and_numbered(visit: Visit):
    page = visit("李雪")
    write(page)
    submit(page.locator("#act"), "送核稿", "拟稿已提交")
    address = page.url

    chief = visit("黄海涛")
    open_from_desk(chief, TITLE)
    chief.get_by_role("link", name="修改文稿").click()
    type_body(chief, BODY.replace(",", "，") + "\n三、做好保障。")
    hand_in(chief, "补充一条")
    submit(chief.locator("#act"), "核稿通过", "核稿已提交")

    office = visit("王建国", width=768)
    office.goto(address)
    expect(office.locator(".outgoing-text")).to_contain_text("三、做好保障。")
    office.locator("#act").get_by_text("周立民").click()
    submit(office.locator("#act"), "审核通过，送签发", "审核已提交")

    leader = visit("周立民", width=390, height=844)
    open_from_desk(leader, TITLE)
    leader.locator(".outgoing-text ~ .btn-row").get_by_role("link", name="签发").click()
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


REQUEST = "清河县人民政府关于追加防汛应急资金的请示"
ASKED = (
    "入汛以来，我县连续遭遇强降雨，防汛应急资金已基本用完。现将有关事项请示如下：\n"
    "恳请市政府追加防汛应急资金300万元。\n妥否，请批示。"
)


def countersign(visit: Visit, name: str, words: str, verdict: str = "同意") -> None:
    """Agree with a request, or not."""
    page = visit(name)
    open_from_desk(page, REQUEST)
    page.locator("#act").get_by_text(verdict, exact=True).click()
    page.locator("#act").get_by_label("具体意见").fill(words)
    submit(page.locator("#act"), "会签", "会签已提交")


def test_a_request_upwards_is_countersigned_sent_back_agreed_upon_and_signed(visit: Visit):
    page = visit("李雪")
    begin(page, "请示", REQUEST, "清源市人民政府")
    page.locator("#id_note").fill("联系人：李雪，电话：0000-6123456")
    type_body(page, ASKED)
    hand_in(page, "初稿")
    submit(page.locator("#act"), "送核稿", "拟稿已提交")
    address = page.url

    chief = visit("黄海涛")
    open_from_desk(chief, REQUEST)
    expect(chief.locator("#act")).to_contain_text("请示属于内部文件，不作合法性审核")
    for name in ("赵文斌", "吴国强"):
        chief.locator("#act").get_by_text(name).click()
    submit(chief.locator("#act"), "核稿通过", "核稿已提交")
    countersign(visit, "赵文斌", "资金来源没有落实。", "不同意")
    countersign(visit, "吴国强", "同意。")

    office = visit("王建国")
    office.goto(address)
    expect(office.locator(".notice.is-warning", has_text="赵文斌会签不同意")).to_contain_text("资金来源没有落实。")
    back = panel(office, "退回")
    back.get_by_label("退回到").select_option(label="核稿")
    back.get_by_label("退回原因类别").select_option(label="协商会签")
    back.locator("textarea[name=reason]").fill("请与教育局协商一致后再送。")
    submit(back, "退回", "已退回")

    open_from_desk(chief, REQUEST)
    expect(chief.locator("#act .is-chosen")).to_contain_text("赵文斌")
    submit(chief.locator("#act"), "核稿通过", "核稿已提交")
    countersign(visit, "赵文斌", "已协商，同意。")

    office.goto(address)
    office.locator("#act").get_by_text("周立民").click()
    reason = office.locator("#act").get_by_label("予以放行的理由")
    if reason.count():
        reason.fill("已核对。")
    submit(office.locator("#act"), "审核通过，送签发", "审核已提交")

    leader = visit("周立民", width=390, height=844)
    open_from_desk(leader, REQUEST)
    submit(leader.locator("#act"), "签发", "签发已提交")
    expect(leader.locator(".facts", has_text="签发")).to_contain_text("周立民")
