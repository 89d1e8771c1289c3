"""What comes in as files (收件识读), in a browser: one scan from the drop zone to its number, and a batch of fifty."""

import io
import random
import time
import zipfile
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from tests.journeys.conftest import PATIENCE, Visit
from tests.journeys.test_screens import WIDTHS
from tests.papers import library, render

SCAN = library.letter("request")
# How long somebody takes who is in no hurry and distrusts the machine: per step, and to compare a field with the paper.
STEP, FIELD, FIELDS, GOAL = 4.0, 6.0, 8, 90.0
READING = 120_000  # milliseconds in which a busy machine has read a scan of two pages, or fifty texts


class Hand:
    """A person's hand: what it clicks is counted, and how long the machine kept it waiting."""

    def __init__(self) -> None:
        self.steps, self.waited = 0, 0.0

    def click(self, target: Locator, then: Locator) -> None:
        began = time.monotonic()
        target.click()
        then.first.wait_for()
        self.steps, self.waited = self.steps + 1, self.waited + time.monotonic() - began


def choose(page: Page, name: str, body: bytes, media_type: str) -> None:
    page.locator("#id_uploads").set_input_files({"name": name, "mimeType": media_type, "buffer": body})
    expect(page.locator(".upload", has_text=name)).to_contain_text("已上传")


def test_one_scan_to_its_number_in_ninety_seconds(visit: Visit):
    page, hand = visit("林晓梅"), Hand()
    scan = render.as_scan(SCAN)
    hand.click(page.get_by_role("link", name="收件识读").first, page.get_by_role("link", name="上传识读"))
    hand.click(page.get_by_role("link", name="上传识读"), page.get_by_text("可以公开的文件"))
    hand.click(page.get_by_text("可以公开的文件"), page.get_by_role("button", name="下一步"))
    hand.click(page.get_by_role("button", name="下一步"), page.locator(".drop"))
    choose(page, "扫描件.pdf", scan, "application/pdf")
    hand.steps += 2  # to choose a file in the dialog of the system
    page.get_by_role("button", name="开始识读").click()
    submit = page.get_by_role("button", name="登记并送初审")
    submit.wait_for(timeout=READING)
    hand.steps += 1
    expect(page.get_by_label("标题")).to_have_value(SCAN.title)
    expect(page.get_by_label("来文单位")).to_have_value(SCAN.issuers[0])
    expect(page.get_by_label("来文字号")).to_have_value(str(SCAN.doc_number))
    fill_from_the_page(page)
    hand.click(submit, page.locator(".matter-head"))
    expect(page.locator("#messages")).to_contain_text("已登记，编号为")
    expect(page.locator(".matter-head h1")).to_have_text(SCAN.title)
    assert hand.steps * STEP + FIELDS * FIELD <= GOAL
    assert hand.waited < PATIENCE / 1000  # of all clicks together, on a busy machine


def fill_from_the_page(page: Page) -> None:
    """What a line says goes into the field that was last entered, in its form; a field shows where it was read."""
    number = page.get_by_label("来文字号")
    number.focus()
    expect(page.locator(".sheet-line.is-found")).to_have_count(1)
    number.fill("")
    page.locator(".sheet-line", has_text="22号").first.click()
    expect(number).to_have_value(str(SCAN.doc_number))
    expect(number).to_be_focused()
    title = page.get_by_label("标题")
    title.focus()
    lines = page.locator(".sheet-line.is-found").evaluate_all("found => found.map(one => one.dataset.line)")
    assert len(lines) > 1
    page.locator(f'[data-line="{lines[0]}"]').click()
    for line in lines[1:]:
        page.locator(f'[data-line="{line}"]').click(modifiers=["Shift"])
    expect(title).to_have_value(SCAN.title)
    page.get_by_label("成文日期").focus()
    page.locator(f'[data-line="{lines[0]}"]').press("Enter")
    expect(page.locator("[data-hint]")).to_contain_text("不是日期")


def test_what_cannot_go_up_is_taken_away_at_once(visit: Visit):
    page = visit("林晓梅")
    page.goto("/intakes/new/?label=internal")
    bad = [{"name": f"程序{number}.exe", "mimeType": "application/x-dosexec", "buffer": b"MZ"} for number in range(3)]
    page.locator("#id_uploads").set_input_files([*bad, {"name": "来文.txt", "mimeType": "text/plain", "buffer": b"A"}])
    expect(page.locator(".upload.is-error")).to_have_count(3)
    expect(page.get_by_role("button", name="重试")).to_be_hidden()
    page.get_by_role("button", name="移除未成功的3个文件").click()
    expect(page.locator(".upload")).to_have_count(1)
    expect(page.get_by_role("button", name="移除未成功")).to_be_hidden()


def fifty() -> bytes:
    """An archive of fifty letters, of which none is like another."""
    chance, body = random.Random(3), io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for number in range(50):
            text = render.as_text(library.LETTERS[number % 2]).decode().replace("〔2026〕", f"〔2026〕{number + 1}")
            words = "".join(chance.choices("安全生产防汛抗旱道路交通财政教育卫生农业水利林业检查整改落实", k=1200))
            archive.writestr(f"来文{number + 1}.txt", f"{text}\n{words}")
        archive.writestr("便条.txt", "关于领取办公用品的通知\n请派人领取。")
        archive.writestr("坏.pdf", b"%PDF-1.4\nbroken")
    return body.getvalue()


def test_a_batch_of_fifty_is_registered_in_one_act(visit: Visit):
    page = visit("林晓梅")
    page.goto("/intakes/new/?label=internal")
    choose(page, "来文五十件.zip", fifty(), "application/zip")
    page.get_by_role("button", name="开始识读").click()
    rows = page.locator("#intake-rows")
    expect(rows.locator(".intake-words")).to_contain_text("正在识读")
    expect(rows.locator("progress")).to_be_visible()
    act = page.get_by_role("button", name="登记无疑义的50件")
    act.wait_for(timeout=READING)
    page.locator("#intake-rows:not([hx-get])").wait_for(timeout=READING)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    act.click()
    page.get_by_role("dialog").get_by_role("button", name="登记无疑义的50件").click()
    expect(page.locator("#messages")).to_contain_text("已登记50件，2件需要核对。", timeout=READING)
    expect(page.get_by_text("已登记50件，2件待登记")).to_be_visible()
    set_aside_and_put_back(page)


def set_aside_and_put_back(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="下一页").click()
    row = page.locator("tr", has_text="便条.txt")
    row.locator("summary").click()
    row.get_by_label("原因").fill("无须登记")
    row.locator("form").get_by_role("button").click()
    expect(page.locator("#messages")).to_contain_text("已作不予登记处理")
    expect(row).to_contain_text("无须登记")  # still on the second page
    row.get_by_role("button", name="恢复").click()
    expect(row).to_contain_text("待核对")


def test_a_folder_is_taken_in_without_what_programs_leave_in_it(visit: Visit, tmp_path: Path):
    for name in ("一月/来文.txt", "二月/另文.txt", "二月/.隐藏.txt", "二月/~$草稿.txt", "Thumbs.db"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(render.as_text(library.letter("notice")) + name.encode())
    page = visit("林晓梅")
    page.goto("/intakes/new/?label=internal")
    page.locator("#id_uploads_folder").set_input_files(tmp_path)
    expect(page.locator(".upload.is-done")).to_have_count(2)
    page.get_by_role("button", name="开始识读").click()
    expect(page.locator("#intake-rows")).to_contain_text("另文.txt")
    expect(page.locator("#intake-rows tbody tr")).to_have_count(2)


def test_the_lines_of_a_page_are_walked_with_the_keys(visit: Visit):
    page = visit("林晓梅")
    page.goto("/intakes/new/?label=internal")
    choose(page, "来文.txt", render.as_text(library.letter("reply")), "text/plain")
    page.get_by_role("button", name="开始识读").click()
    lines = page.locator(".sheet-line")
    lines.first.wait_for(timeout=READING)
    page.get_by_label("备注").focus()
    lines.first.focus()
    page.keyboard.press("ArrowDown")
    expect(lines.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("备注")).to_have_value(str(lines.nth(1).text_content()).strip())
    expect(page.get_by_label("备注")).to_be_focused()
