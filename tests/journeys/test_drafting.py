"""公文工具 in a browser: a draft is dropped, its faults found and mended, the pages looked at and taken along."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visit
from tests.journeys.pages import hold_next

from zhongshu.gongwen.read import reading
from zhongshu.portal.tests.drafting import FAULTY

WIDTHS = (1440, 768, 390)
UNCOVERED = """place => {
  const found = document.querySelector(place);
  const { left, top } = found?.getBoundingClientRect() ?? {};
  return found && found.contains(document.elementFromPoint(left + 24, top + 12));
}"""


def drop(page: Page, folder: Path) -> None:
    """Give the draft as a file; the page looks through it without being told."""
    file = folder / "文稿.txt"
    file.write_text(FAULTY, "utf-8")
    page.goto("/drafting/")
    page.locator("#given input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", name="检查文稿")).to_be_visible()


def test_a_draft_is_dropped_mended_and_taken_along(visit: Visit, tmp_path: Path):
    page = visit("李雪")
    page.get_by_role("link", name="公文工具").first.click()
    expect(page.get_by_role("heading", name="公文工具")).to_be_visible()
    drop(page, tmp_path)
    expect(page.locator("#findings .card-extra")).to_contain_text("错误2处")
    expect(page.locator("form.is-live")).to_be_visible()
    page.locator("#findings a", has_text="发文字号第4字").click()
    expect(page.locator("#id_number")).to_be_focused()
    assert page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]") == [3, 9]
    page.locator("#findings .finding", has_text="六角括号").get_by_role("button", name="改正").click()
    expect(page.locator("#id_number")).to_have_value("清政发〔2026〕第018号")
    page.get_by_role("button", name="全部改正").click()
    expect(page.locator("#id_number")).to_have_value("清政发〔2026〕18号")
    expect(page.locator("#findings .card-extra")).not_to_contain_text("错误")
    page.get_by_role("button", name="重新检查").click()
    expect(page.locator("#changes del").first).to_be_visible()
    sheet = page.locator("#pages .sheet img").first
    sheet.scroll_into_view_if_needed()
    expect(sheet).to_have_js_property("naturalWidth", 820)
    for words, suffix in (("下载 PDF", "pdf"), ("下载 DOCX", "docx"), ("下载 OFD", "ofd")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=words).click()
        assert waiting.value.suggested_filename == f"清河县人民政府关于加强小型水库安全管理的通知.{suffix}"
        found = reading.read(io.BytesIO(Path(waiting.value.path()).read_bytes()), f"文稿.{suffix}")
        assert found.fields["doc_number"].value == "清政发〔2026〕18号"


def test_what_was_typed_survives_a_reload_and_waits_for_its_writer(visit: Visit, tmp_path: Path):
    page = visit("李雪")
    drop(page, tmp_path)
    page.get_by_role("button", name="重新检查").click()
    page.get_by_label("附注").fill("此件公开发布")
    expect(page.locator("#kept")).to_contain_text("已留在本机")
    page.reload()
    expect(page.get_by_label("附注")).to_have_value("此件公开发布")
    page.goto("/drafting/")
    page.get_by_role("button", name="继续修改").click()
    expect(page.get_by_label("附注")).to_have_value("此件公开发布")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_fits_the_screen(visit: Visit, tmp_path: Path, width: int):
    page = visit("李雪", width=width)
    drop(page, tmp_path)
    for look in ("normal", "care"):
        page.evaluate("look => { document.documentElement.dataset.type = look; }", look)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/drafting/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_led_to_is_not_covered(visit: Visit, tmp_path: Path, width: int):
    page = visit("李雪", width=width)
    drop(page, tmp_path)
    expect(page.locator("form.is-live")).to_be_visible()
    page.locator(".draft-ways").get_by_text("修改对照").click()
    page.wait_for_function(UNCOVERED, arg="#changes")
    for words, place in (("检查结果", "#findings"), ("排版效果", "#pages")) if width < 1280 else ():
        page.locator(".draft-panes").get_by_text(words).click()
        page.wait_for_function(UNCOVERED, arg=place)
    page.evaluate("scrollTo(0, 0)")
    if width < 1280:
        page.locator(".draft-panes").get_by_text("检查结果").click()
    page.locator("#findings a", has_text="标题第").first.click()
    page.wait_for_function(UNCOVERED, arg=".cm-editor.cm-focused")


def test_without_scripts_it_works_as_well(visit: Visit, tmp_path: Path):
    signed_in = visit("李雪")
    browser = signed_in.context.browser
    assert browser is not None
    state = signed_in.context.storage_state()
    address = signed_in.url
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(f"{address}drafting/")
    page.locator("textarea[name=text]").fill(FAULTY)
    page.get_by_role("button", name="开始检查").click()
    expect(page.locator("#findings .card-extra")).to_contain_text("错误2处")
    page.get_by_role("button", name="全部改正").click()
    expect(page.locator("#id_number")).to_have_value("清政发〔2026〕18号")
    context.close()


def test_what_is_pressed_before_the_first_answer_waits_for_it(visit: Visit, tmp_path: Path):
    page = visit("李雪")
    held = hold_next(page, "**/drafting/found/")
    drop(page, tmp_path)
    expect(page.locator("form.is-live")).to_be_visible()
    page.wait_for_timeout(500)
    page.locator("#findings .finding", has_text="六角括号").get_by_role("button", name="改正").click()
    expect(page.locator("#id_number")).to_have_value("清政发[2026]第018号")
    held[0].continue_()
    expect(page.locator("#id_number")).to_have_value("清政发〔2026〕第018号")


def test_a_list_that_says_the_same_stays_under_the_hand(visit: Visit, tmp_path: Path):
    page = visit("李雪")
    held = hold_next(page, "**/drafting/found/")
    drop(page, tmp_path)
    expect(page.locator("form.is-live")).to_be_visible()
    page.wait_for_timeout(500)
    button = page.locator("#findings .finding", has_text="六角括号").get_by_role("button", name="改正")
    button.hover()
    page.mouse.down()
    with page.expect_response("**/drafting/found/"):
        held[0].continue_()
    page.wait_for_timeout(300)
    page.mouse.up()
    expect(page.locator("#id_number")).to_have_value("清政发〔2026〕第018号")
