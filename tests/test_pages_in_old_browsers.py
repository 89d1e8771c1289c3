"""What the pages are made of (页面资源): light enough for slow networks, and nothing that Chromium 87 does not know."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.cast import client_of

from zhongshu.config import assets
from zhongshu.matters import actions as matters

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "src/zhongshu/ui/static"
LIMIT = 150_000  # bytes of a first page in all, compressed

# What came after Chromium 87, and in which version. A declaration that is not known is dropped by itself; a selector
# that is not known takes its whole rule with it, and a method that is not there stops the script.
STYLES = {
    r":has\(": 105,
    r":(?:is|where)\(": 88,
    r"@container\b": 105,
    r"@layer\b": 99,
    r"@scope\b": 118,
    r"@starting-style\b": 117,
    r"\bcolor-mix\(": 111,
    r"\b(?:oklch|oklab|lch|lab|hwb|light-dark)\(": 101,
    r"\brgb\(from\b": 119,
    r"\d(?:dvh|svh|lvh|dvw|svw|lvw)\b": 108,
    r"\dcq[wihb]\b": 105,
    r"\dlh\b": 109,
    r"[{;]aspect-ratio:": 88,
    r"[{;](?:translate|rotate|scale):": 104,
    r"[{;]text-wrap:": 114,
    r"[{;](?:margin|padding|inset)-trim:": 999,
    r"@media[^{]*\(\s*(?:width|height)\s*[<>]": 104,
    r"[{;]\s*&": 112,
}
SCRIPTS = {
    r"\.at\(": 92,
    r"\.findLast(?:Index)?\(": 97,
    r"\bObject\.hasOwn\(": 93,
    r"\bObject\.groupBy\(": 117,
    r"\bstructuredClone\(": 98,
    r"\brandomUUID\(": 92,
    r"\bAbortSignal\.(?:timeout|any)\(": 103,
    r"\bPromise\.withResolvers\(": 119,
    r"\bArray\.fromAsync\(": 121,
    r"\bURL\.canParse\(": 120,
    r"\.checkVisibility\(": 105,
    r"\.showPicker\(": 99,
    r"\.showPopover\(": 114,
    r"\bIntl\.(?:ListFormat|DurationFormat)\b": 99,
    r"\bstatic\s*\{": 94,
    r"\bnew Error\([^)]*\{\s*cause": 93,
    r"(?:querySelector|matches|closest)[^;]{0,40}:has\(": 105,
}
# Found and harmless, with the reason.
KNOWN = {
    ":has(": ("a:hover:has(.icon)", "of Tabler: without it a link with a picture is underlined when pointed at"),
}


def built(ending: str) -> list[Path]:
    if not assets.is_built():
        pytest.fail("the pages' resources are not built: make build")
    return sorted((STATIC / "built").glob(f"*{ending}"))


def newer(text: str, features: dict[str, int]) -> Iterator[str]:
    """Yield every use of a feature that came later, with what stands around it."""
    for pattern in features:
        for found in re.finditer(pattern, text):
            around = text[max(0, found.start() - 60) : found.end() + 40]
            harmless, _ = KNOWN.get(found.group(), ("", ""))
            if not harmless or harmless not in around:
                yield f"{found.group()} … {around}"


def test_the_patterns_find_what_they_are_for():
    assert list(newer("a{color:red}.x:has(:checked){width:3dvh}", STYLES))
    assert list(newer(".card{aspect-ratio:1}", STYLES))
    assert not list(newer("a:hover:has(.icon){text-decoration:none}.r{--tblr-aspect-ratio:1;inset:0}", STYLES))
    assert list(newer("rows.at(-1);x=class{static{y()}}", SCRIPTS))
    assert not list(newer("path(1);format(2);rows.indexOf(3)", SCRIPTS))


def test_styles_use_nothing_newer_than_chromium_87():
    found = {path.name: list(newer(path.read_text("utf-8"), STYLES)) for path in built(".css")}
    assert {name: uses for name, uses in found.items() if uses} == {}


def test_scripts_use_nothing_newer_than_chromium_87():
    sources = [*built(".js")]
    found = {path.name: list(newer(path.read_text("utf-8"), SCRIPTS)) for path in sources}
    assert {name: uses for name, uses in found.items() if uses} == {}


class Resources(HTMLParser):
    """Collects what a browser fetches for a page: styles, scripts, and the sprite of its pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = {"link": given.get("href"), "script": given.get("src"), "use": given.get("href")}.get(tag)
        if address and address.startswith("/static/"):
            self.found.add(address.partition("#")[0])


def weight(page: bytes) -> dict[str, int]:
    """Return what is transferred for a page by address, compressed, the page itself under ''."""
    parser = Resources()
    parser.feed(page.decode())
    files = {address: STATIC / address.removeprefix("/static/") for address in parser.found}
    imported = [
        path.parent / name
        for path in files.values()
        if path.suffix == ".js"
        for name in re.findall(r'(?:from|import)\s*["`\']\./([\w.-]+\.js)', path.read_text("utf-8"))
    ]
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 6)) for path in {*files.values(), *imported}}
    return {"": len(gzip.compress(page, 6)), **sizes}


def test_the_way_in_is_light(client, db):
    sizes = weight(client.get("/sign-in/").content)
    assert len(sizes) >= 4, "styles, scripts and pictures are among it"
    assert sum(sizes.values()) <= LIMIT, sizes


@pytest.mark.parametrize("look", ["normal", "care"])
def test_a_full_desk_is_light(cast, look):
    for number in range(25):
        document = cast.document(title=f"关于做好第{number}批重点项目资金拨付和绩效评价工作的通知")
        if number < 3:
            matters.save_filter("todo", name=f"常用{number}", query=f"q={number}", by=cast.registrar, at=cast.tick())
    browser = client_of(cast.registrar)
    browser.post("/settings/look/", {"look": look})
    page = browser.get("/").content
    assert page.decode().count('<li class="desk-row') == 20
    assert sum(weight(page).values()) <= LIMIT, weight(page)
    assert sum(weight(browser.get(f"/matters/{document.pk}/").content).values()) <= LIMIT
