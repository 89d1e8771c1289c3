"""公文交换 in browsers: to townships and back, upwards and back, and a reply that settles what it answers."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import Visit, Watch, serving
from tests.journeys.pages import open_from_desk, panel, submit
from tests.journeys.plant_exchange import ASKED, CITY, REPLY, REQUEST

NOTICE = "清河县人民政府关于做好防汛备汛工作的通知"
INCOMPLETE = "不符合公文起草的其他要求"
PATIENCE = 30_000


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server over twelve towns and a city."""
    var: Path = tmp_path_factory.mktemp("exchange")
    with serving(var, [sys.executable, "-m", "tests.journeys.plant_exchange"]) as address:
        yield address


@pytest.fixture
def visiting(browser: Browser, exchange: str) -> Iterator[Visit]:
    """Open a page of that server, signed in as somebody."""
    watch, contexts = Watch(exchange), []

    def visit(name: str, width: int = 1440, height: int = 900) -> Page:
        context = browser.new_context(base_url=exchange, viewport={"width": width, "height": height}, locale="zh-CN")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watch.follow(context)
        page = context.new_page()
        page.goto("/")
        enter(page, name)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert watch.wrong == []


def enter(page: Page, name: str) -> None:
    """Sign in from the list of the demonstration, which is folded where there are many."""
    page.locator("button.cast-member", has_text=name).evaluate("button => button.click()")
    page.locator(".user", has_text=name).wait_for()


def receive(page: Page, title: str) -> None:
    """Open what waits to be signed for; the worker may still be delivering it."""
    for _ in range(30):
        page.goto("/deliveries/")
        if page.get_by_role("link", name=title).count():
            break
        page.wait_for_timeout(1000)
    page.get_by_role("link", name=title).first.click()


def sign(page: Page, title: str) -> None:
    receive(page, title)
    page.get_by_role("button", name="签收并登记").click()
    expect(page.locator(".matter-head h1")).to_have_text(title)


def send_back(page: Page, title: str, cause: str, reason: str) -> None:
    receive(page, title)
    form = panel(page, "退文")
    form.get_by_text(cause).click()
    form.locator("textarea").fill(reason)
    form.get_by_role("button", name="退回发文机关").click()
    page.locator("dialog").get_by_role("button", name="退回发文机关").click()
    expect(page.locator("#messages")).to_contain_text("退")


def test_a_notice_goes_to_twelve_townships_and_one_sends_it_back(visiting: Visit):
    registrar = visiting("林晓梅")
    open_from_desk(registrar, NOTICE)
    boxes = registrar.locator(".receiver input[type=checkbox]")
    expect(boxes).to_have_count(12)
    expect(registrar.locator(".receivers [data-count]")).to_have_text("已选12个")
    registrar.get_by_label("起始份号").fill("1")
    registrar.get_by_label("印发传达范围").fill("发至乡镇")
    submit(registrar.locator("#act"), "分发", "分发已提交")
    registrar.get_by_role("link", name="签收情况").click()
    expect(registrar.locator("tbody tr")).to_have_count(12)
    address = registrar.url

    for name in ("平安文书", "太平文书"):
        sign(visiting(name), NOTICE)
    send_back(visiting("长乐文书", width=390, height=844), NOTICE, INCOMPLETE, "附件缺失，请补发。")

    registrar.goto(address)
    expect(registrar.locator("tbody tr", has_text="长乐镇")).to_contain_text("附件缺失，请补发。")
    expect(registrar.locator("tbody tr", has_text="已签收")).to_have_count(2)
    registrar.get_by_role("button", name="催签全部未签收单位").click()
    expect(registrar.locator("#messages")).to_contain_text("催签已发出")
    expect(registrar.locator("tbody tr", has_text="催签1次")).to_have_count(9)
    registrar.get_by_role("link", name="补发、重发").click()
    expect(registrar.locator(".receiver input[type=checkbox]")).to_have_count(1)
    registrar.get_by_label("附加说明").fill("已补附件。")
    registrar.get_by_role("button", name="发送").click()
    expect(registrar.locator("#messages")).to_contain_text("已补发")
    sign(visiting("长乐文书"), NOTICE)
    registrar.goto(address)
    expect(registrar.locator("tbody tr", has_text="已签收")).to_have_count(3)


def test_a_reply_settles_what_it_answers(visiting: Visit):
    registrar = visiting("林晓梅")
    open_from_desk(registrar, REPLY)
    submit(registrar.locator("#act"), "分发", "分发已提交")
    chief = visiting("黄海涛")
    open_from_desk(chief, ASKED)
    expect(chief.locator("ul.links")).to_contain_text("对本件的答复")
    expect(chief.locator("h3.group-title", has_text="答复材料")).to_be_visible()
    chief.locator("#act textarea").first.fill("已发函答复。")
    submit(chief.locator("#act"), "提交答复", "答复已提交")
    open_from_desk(registrar, ASKED)
    registrar.locator("#act textarea").first.fill("已办结。")
    submit(registrar.locator("#act"), "办结", "办结已提交")


def test_a_request_upwards_is_returned_by_the_city_and_sent_again(visiting: Visit):
    registrar = visiting("林晓梅")
    open_from_desk(registrar, REQUEST)
    expect(registrar.locator(".receiver", has_text=CITY).locator("input[type=checkbox]")).to_be_checked()
    submit(registrar.locator("#act"), "分发", "分发已提交")
    registrar.get_by_role("link", name="签收情况").click()
    address = registrar.url

    send_back(visiting("市府文书", width=768), REQUEST, INCOMPLETE, "缺资金使用明细表，请补充后重新报送。")
    registrar.goto(address)
    expect(registrar.locator("tbody tr", has_text=CITY)).to_contain_text("缺资金使用明细表")
    registrar.get_by_role("link", name="补发、重发").click()
    registrar.get_by_label("附加说明").fill("已补充资金使用明细表。")
    registrar.get_by_role("button", name="发送").click()
    expect(registrar.locator("#messages")).to_contain_text("已补发")
    sign(visiting("市府文书", width=390, height=844), REQUEST)
    registrar.goto(address)
    expect(registrar.locator("tbody tr", has_text=CITY).filter(has_text="已签收")).to_have_count(1)
