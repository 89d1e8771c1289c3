"""起草 in the editor: what is wrong is underlined while one types and mended by a press; the pages follow."""

import re

from playwright.sync_api import Locator, Page, expect
from tests.journeys.conftest import Visit, enter
from tests.journeys.pages import hold_next

OPENING = "为做好防汛备汛工作，现将有关事项通知如下："


def begin(page: Page) -> Locator:
    """Open a notice and return the editor of its body."""
    page.goto("/outgoing/new/")
    page.get_by_label("文种").select_option(label="通知")
    page.get_by_role("button", name="开始起草").click()
    expect(page.locator("form.is-live")).to_be_visible()
    return page.get_by_role("textbox", name="正文", exact=True)


def write(page: Page, text: str) -> Locator:
    """Write a body anew, as keys would."""
    body = page.get_by_role("textbox", name="正文", exact=True)
    body.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    return body


def mark(page: Page, text: str) -> Locator:
    return page.locator(".draft-tools + .draft-editor .finding-mark").filter(has_text=text)


def sent_text(page: Page) -> str:
    """Return what the form would send: the textarea behind the editor."""
    return page.locator("#id_body").input_value()


def test_what_is_wrong_is_underlined_mended_by_a_press_and_seen_on_the_page(visit: Visit):
    page = visit("李雪")
    begin(page)
    write(page, f"{OPENING}\n一、其它事项。")
    found = mark(page, "其它")
    expect(found).to_have_class("finding-mark is-yellow")
    sheet = page.locator("#pages .sheet").first
    expect(sheet).to_have_attribute("data-digest", re.compile("."))
    before = sheet.get_attribute("data-digest")
    found.click()
    tip = page.locator(".cm-tooltip")
    expect(tip).to_contain_text("“其它”应为“其他”")
    expect(tip).to_contain_text("依据：")
    write(page, f"{OPENING}\n一、有关事项(见附件)。")
    mark(page, "(").first.click()
    tip.get_by_role("button", name="改正").first.click()
    expect(page.locator("#id_body")).to_have_value(f"{OPENING}\n一、有关事项（见附件)。")
    expect(mark(page, "(")).to_have_count(0)
    page.wait_for_function("before => document.querySelector('#pages .sheet').dataset.digest !== before", arg=before)
    page.keyboard.press("Control+z")
    assert "(" in sent_text(page)
    expect(page.locator("#kept")).to_contain_text("已自动保存")


def test_a_finding_in_the_list_leads_to_its_place_and_all_are_mended_as_one_can_undo(visit: Visit):
    page = visit("李雪")
    begin(page)
    write(page, "为做好工作,现通知如下：\n一、有关事项(见附件)。")
    page.locator("#id_title").fill("清河县人民政府关于防汛工作的通知。")
    page.locator("#findings a", has_text="正文第1段第6字").click()
    expect(page.locator(".cm-tooltip")).to_contain_text("依据：")
    assert page.evaluate("getSelection().toString()") == ","
    page.get_by_role("button", name="全部改正").click()
    expect(page.locator("#id_body")).to_have_value("为做好工作，现通知如下：\n一、有关事项（见附件）。")
    expect(page.locator("#id_title")).to_have_value("清河县人民政府关于防汛工作的通知")
    expect(page.get_by_role("button", name="全部改正")).to_be_hidden()


def test_an_answer_that_comes_late_speaks_of_nothing_that_was_typed_since(visit: Visit):
    page = visit("李雪")
    begin(page)
    held = hold_next(page, "**/text/findings/")
    write(page, "一、其它事项。")
    with page.expect_request("**/text/findings/"):
        pass
    write(page, "一、有关事项，其它事项。")
    held[0].continue_()
    expect(mark(page, "其它")).to_have_count(1)
    assert page.evaluate("[...document.querySelectorAll('.finding-mark')].every(one => one.textContent !== '事项')")


def test_levels_are_numbered_by_their_place_and_undone_in_one_step(visit: Visit):
    page = visit("李雪")
    begin(page)
    write(page, "总体要求\n工作任务\n压实责任。\n加强值守。\n保障措施")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Alt+1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Alt+1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.get_by_role("button", name="二级标题").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Alt+1")
    whole = "一、总体要求\n二、工作任务\n（一）压实责任。\n（二）加强值守。\n三、保障措施"
    assert sent_text(page) == whole
    page.keyboard.press("Control+Home")
    page.get_by_role("button", name="正文", exact=True).click()
    assert sent_text(page) == "总体要求\n一、工作任务\n（一）压实责任。\n（二）加强值守。\n二、保障措施"
    page.keyboard.press("Control+z")
    assert sent_text(page) == whole
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert sent_text(page).split("\n")[2:] == ["（一）压实责任。", "（二）", "（三）加强值守。", "三、保障措施"]
    page.keyboard.press("Enter")
    assert sent_text(page).split("\n")[2:] == ["（一）压实责任。", "", "（二）加强值守。", "三、保障措施"]


def test_what_is_being_composed_is_left_alone(visit: Visit):
    page = visit("李雪")
    begin(page)
    write(page, "一、其它")
    expect(mark(page, "其它")).to_have_count(1)
    keys = page.context.new_cdp_session(page)
    for so_far in ("s", "sh", "shi", "shi x", "shi xiang"):
        keys.send(
            "Input.imeSetComposition", {"text": so_far, "selectionStart": len(so_far), "selectionEnd": len(so_far)}
        )
        page.wait_for_timeout(250)
    keys.send("Input.insertText", {"text": "事项"})
    expect(page.locator("#id_body")).to_have_value("一、其它事项")
    expect(mark(page, "其它")).to_have_count(1)


def test_a_lost_network_and_an_ended_session_take_nothing_away(visit: Visit):
    page = visit("李雪")
    begin(page)
    address = page.url
    page.context.set_offline(True)
    write(page, "一、断网时所写的其它内容。")
    expect(page.locator(".draft-trouble")).to_contain_text("网络中断")
    expect(page.locator("#kept")).to_contain_text("网络中断")
    page.context.set_offline(False)
    expect(mark(page, "其它")).to_have_count(1)
    expect(page.locator(".draft-trouble")).to_be_hidden()
    expect(page.locator("#kept")).to_contain_text("已自动保存")

    page.context.clear_cookies(name="sessionid")
    write(page, "一、超时后所写的内容。")
    expect(page.locator("#kept")).to_contain_text("登录已超时，所写内容已留在本机")
    page.goto(address)
    enter(page, "李雪")
    expect(page.locator("#kept")).to_contain_text("已自动保存")
    page.reload()
    expect(page.locator("#id_body")).to_have_value("一、超时后所写的内容。")


def test_two_tabs_do_not_write_over_each_other(visit: Visit):
    first = visit("李雪")
    begin(first)
    second = first.context.new_page()
    second.goto(first.url)
    write(first, "第一个窗口所写。")
    first.get_by_role("button", name="提交为新版本").click()
    expect(first.locator("#messages")).to_contain_text("文稿已提交为新版本")
    write(second, "第二个窗口所写。")
    second.get_by_role("button", name="提交为新版本").click()
    expect(second.locator("#messages")).to_contain_text("没有覆盖新版本")
    expect(second.locator("#id_body")).to_have_value("第二个窗口所写。")


def test_on_a_narrow_screen_one_chooses_what_is_shown(visit: Visit):
    page = visit("李雪", width=390, height=844)
    body = begin(page)
    write(page, "一、其它事项。")
    expect(page.get_by_role("button", name=re.compile("^检查结果"))).to_be_visible()
    expect(page.locator("#pages")).to_be_hidden()
    page.get_by_role("button", name="排版效果").click()
    sheet = page.locator("#pages .sheet img").first
    expect(sheet).to_be_visible()
    expect(sheet).to_have_js_property("naturalWidth", 820)
    expect(body).to_be_hidden()
    page.get_by_role("button", name=re.compile("^检查结果")).click()
    page.locator("#findings .finding", has_text="其它").get_by_role("link").click()
    expect(body).to_be_visible()
    expect(page.locator(".cm-tooltip")).to_contain_text("其他")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_in_a_field_of_one_line_nothing_is_mended_by_an_older_answer(visit: Visit):
    page = visit("李雪")
    begin(page)
    note = page.locator("#id_note")
    note.fill("(此件公开发布)")
    found = page.locator(".field", has=note).locator(".field-found").first
    expect(found).to_be_visible()
    held = hold_next(page, "**/text/findings/")
    with page.expect_request("**/text/findings/"):
        note.fill("本文(此件公开发布)")
    found.get_by_role("button", name="改正").click()
    page.wait_for_timeout(300)
    expect(note).to_have_value("本文(此件公开发布)")
    held[0].continue_()


def test_what_is_mended_is_what_the_list_says(visit: Visit):
    page = visit("李雪")
    begin(page)
    body = write(page, "一、有关事项(见附件)。")
    expect(mark(page, "(")).to_have_count(1)
    held = hold_next(page, "**/text/findings/")
    with page.expect_request("**/text/findings/"):
        page.locator("#id_title").fill("清河县人民政府关于防汛工作的通知。")
    body.click()
    page.keyboard.press("Control+End")
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "shi", "selectionStart": 3, "selectionEnd": 3})
    with page.expect_response("**/text/findings/"):
        held[0].continue_()
    page.wait_for_timeout(300)
    page.evaluate("""() => [...document.querySelectorAll("#findings .finding")]
        .find(one => one.querySelector("del")?.textContent === "(").querySelector("button").click()""")
    page.wait_for_timeout(100)
    assert sent_text(page).startswith("一、有关事项(见附件)。")
    keys.send("Input.insertText", {"text": "是"})
    expect(mark(page, "(")).to_have_count(1)
    page.locator("#findings .finding", has=page.get_by_text("(", exact=True)).get_by_role("button", name="改正").click()
    expect(page.locator("#id_body")).to_have_value("一、有关事项（见附件)。是")


def test_a_page_out_of_sight_is_drawn_anew_when_it_is_looked_at(visit: Visit):
    page = visit("李雪")
    begin(page)
    long = "\n".join("各单位要压实责任，加强值守，及时报送进展情况。" * 5 for _ in range(40))
    write(page, long)
    sheets = page.locator("#pages .sheet")
    expect(sheets.nth(6)).to_be_attached()
    last = sheets.nth(5)
    last.scroll_into_view_if_needed()
    expect(last).to_have_attribute("data-digest", re.compile("."))
    expect(last.locator("img")).to_have_js_property("naturalWidth", 820)
    before = last.get_attribute("data-digest")
    page.evaluate("document.querySelector('#pages .sheets-view').scrollTop = 0")
    first = sheets.first.get_attribute("data-digest")
    write(page, "此前还有一段。\n" * 3 + long)
    page.wait_for_function("first => document.querySelector('#pages .sheet').dataset.digest !== first", arg=first)
    assert last.get_attribute("data-digest") == before
    last.scroll_into_view_if_needed()
    page.wait_for_function(
        "before => document.querySelectorAll('#pages .sheet')[5].dataset.digest !== before", arg=before
    )
