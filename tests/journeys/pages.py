"""The hands of a person at the page (页面操作): what one clicks on, in the words that stand there."""

import zlib
from datetime import date, timedelta

import chinese_calendar
from playwright.sync_api import Locator, Page, Route, expect


def open_from_desk(page: Page, title: str, box: str = "待办") -> None:
    """Open a matter from a box of the desk."""
    page.locator(".brand").click()
    page.get_by_label("工作台分类").get_by_role("link", name=box).click()
    page.locator(".desk-title").get_by_role("link", name=title).click()
    expect(page.locator(".matter-head h1")).to_have_text(title)


def panel(page: Page, title: str) -> Locator:
    """Open the panel of an act and return it."""
    found = page.locator("details.act").filter(has=page.locator("summary", has_text=title)).first
    found.locator("summary").click()
    return found


def choose(where: Locator, label: str, words: str, name: str) -> None:
    """Pick a person by typing into the picker: a name, pinyin or initials."""
    where.get_by_label(label).press_sequentially(words)
    where.get_by_role("option", name=name).click()
    expect(where.locator(".chip", has_text=name)).to_be_visible()


def submit(where: Locator | Page, words: str, said: str) -> None:
    """Press a button and wait for what the next page says."""
    where.get_by_role("button", name=words, exact=True).click()
    page = where if isinstance(where, Page) else where.page
    expect(page.locator("#messages")).to_contain_text(said)


def drop(page: Page, where: Locator, name: str, body: bytes, media_type: str) -> None:
    """Drop a file onto the zone, as from a folder of the machine."""
    held = page.evaluate_handle(
        """([name, bytes, type]) => {
            const held = new DataTransfer();
            held.items.add(new File([new Uint8Array(bytes)], name, { type }));
            return held;
        }""",
        [name, list(body), media_type],
    )
    where.locator(".drop").dispatch_event("drop", {"dataTransfer": held})
    expect(where.locator(".upload", has_text=name)).to_contain_text("已上传")


def hold_next(page: Page, pattern: str) -> list[Route]:
    """Keep back the next question to an address; returns where its route will stand."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(pattern, hold)
    return held


def workday(days: int) -> date:
    """Return a working day so many days ahead or a little later."""
    day = date.today() + timedelta(days=days)  # noqa: DTZ011
    while not _works(day):
        day += timedelta(days=1)
    return day


def _works(day: date) -> bool:
    try:
        return chinese_calendar.is_workday(day) and day.weekday() < 5
    except NotImplementedError:  # a year that the library does not know yet
        return day.weekday() < 5


def pdf(words: str = "Notice") -> bytes:
    """Return a PDF of one page that a viewer opens."""
    text = f"BT /F1 24 Tf 72 720 Td ({words}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
    ]
    body, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    body += f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer << /Size {count} /Root 1 0 R >>\n"
    return f"{body}startxref\n{body.index('xref')}\n%%EOF\n".encode()


def png(width: int = 64, height: int = 40) -> bytes:
    """Return a green picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    lines = (b"\0" + b"\x2f\x85\x5a" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
