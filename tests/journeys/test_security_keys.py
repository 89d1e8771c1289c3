"""A security key in a real browser (安全密钥), by the virtual one of Chromium: registered, then shown at the door."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import PATIENCE, Watch, enter, leave

PASSWORD = "Chunfeng-2026"
OPTIONS = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": False,
    "isUserVerified": False,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser: Browser, server: str):
    """A browser with a key in it, under a name for which keys can be made."""
    home = server.replace("127.0.0.1", "localhost")
    watch = Watch(home)
    context = browser.new_context(base_url=home, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    watch.follow(context)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": OPTIONS})
    page.goto("/")
    yield page
    context.close()
    assert watch.wrong == []


def set_password(page: Page, account: str) -> None:
    """Have the system administrator give a one-time password, and change it at the door."""
    enter(page, "系统管理员")
    page.goto("/accounts/?q=" + account)
    page.locator(".cell-title a").first.click()
    page.get_by_role("button", name="重置口令").click()
    page.get_by_role("dialog").get_by_role("button", name="重置口令").click()
    given = page.locator("code").inner_text()
    leave(page)
    sign_in(page, account, given)
    page.get_by_label("原口令").fill(given)
    page.get_by_label("新口令", exact=False).nth(0).fill(PASSWORD)
    page.get_by_label("再输一次新口令").fill(PASSWORD)
    page.get_by_role("button", name="修改口令").click()


def sign_in(page: Page, account: str, password: str) -> None:
    page.get_by_label("账号").fill(account)
    page.get_by_label("口令", exact=False).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def test_a_key_is_registered_and_opens_the_door(page: Page):
    set_password(page, "reform_clerk")
    sign_in(page, "reform_clerk", PASSWORD)
    page.goto("/security/")
    page.get_by_role("link", name="登记安全密钥").click()
    page.get_by_label("密钥名称").fill("办公室抽屉里的")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", name="恢复码")).to_be_visible()
    paper = page.locator(".recovery-codes code").first.inner_text()
    assert re.fullmatch(r"\d{5}-\d{5}", paper)

    page.get_by_role("link", name="已保存好").click()
    expect(page.get_by_text("办公室抽屉里的", exact=True)).to_be_visible()
    page.get_by_role("link", name="登记安全密钥").click()
    page.get_by_label("密钥名称").fill("又一次")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("这把安全密钥已经登记过")).to_be_visible()

    leave(page)
    sign_in(page, "reform_clerk", PASSWORD)
    expect(page.get_by_role("heading", name="第二步验证")).to_be_visible()
    page.get_by_role("button", name="使用安全密钥").click()
    expect(page.locator(".user", has_text="孙丽")).to_be_visible()

    leave(page)
    sign_in(page, "reform_clerk", PASSWORD)
    page.get_by_label("验证码").fill(paper)
    page.get_by_role("button", name="确定").click()
    expect(page.locator(".user", has_text="孙丽")).to_be_visible()
