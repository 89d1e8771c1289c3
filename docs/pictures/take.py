"""Take the pictures of the README (生成截图): `make screenshots`, over the demonstration, on a day that stands still.

The same pages give the same pictures, whenever they are taken: the office is planted anew into a folder that goes
away, and neither the server's clock nor the browser's moves.
"""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).resolve().parent
NOW = datetime(2026, 11, 20, 10, 40, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Friday
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
COLOURS, LIMIT = 160, 150_000  # bytes
DRAFT = """清溪县水利局文件
清水发[2026]022号
清溪县水利局关于做好今冬明春水利工程建设的通知
各乡镇人民政府，各街道办事处：
为做好今冬明春水利工程建设，现将有关事项通知如下：
一、落实责任
1、各单位要明确专人负责,按月报送进展情况。
二、加强督查
县水利局要会同其它部门开展督查，工程质量合格率提高5～8%。
清溪县水利局
2026年11月20日
"""
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=zh-CN"]


def main() -> int:
    """Plant, serve, look at each page and keep its picture."""
    with tempfile.TemporaryDirectory() as var:
        os.environ |= {"ZHONGSHU_VAR": var, "DJANGO_SETTINGS_MODULE": "zhongshu.config.settings"}
        os.environ.pop("DATABASE_URL", None)
        _plant()
        with _serving() as address, mock.patch("django.utils.timezone.now", return_value=NOW):
            _take(address)
    return 0


def _plant() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from zhongshu.config.demo import haste, planting

    call_command("migrate", verbosity=0)
    with haste.hurried():
        planting.plant(seed=1, people=160, matters=320, at=NOW)


@contextmanager
def _serving() -> Iterator[str]:
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application
    from whitenoise import WhiteNoise

    from zhongshu.config import assets

    pages = WhiteNoise(get_wsgi_application(), assets.STATIC, "static/")
    server = ThreadedWSGIServer(("127.0.0.1", 0), type("Silent", (WSGIRequestHandler,), {"log_message": _nothing}))
    server.set_app(pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def _nothing(*said: object) -> None:
    """Say nothing of each request."""


def _take(address: str) -> None:
    from playwright.sync_api import sync_playwright

    from zhongshu.portal import demonstration

    addresses, people = _addresses(), {group: members[0]["name"] for group, members in demonstration.cast()}
    _keep("slip", _printed())
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        for name, (group, size, prepare) in PICTURES.items():
            context = browser.new_context(base_url=address, viewport=size, locale="zh-CN", reduced_motion="reduce")
            page = context.new_page()
            page.clock.set_fixed_time(NOW)
            page.goto("/sign-in/")
            page.locator("button.cast-member", has_text=people[group]).first.click()
            page.locator(".user").wait_for()
            page.goto(addresses.get(name, "/"))
            prepare(page)
            page.wait_for_load_state("networkidle")
            _keep(name, page.screenshot())
            context.close()
        browser.close()


def _addresses() -> dict[str, str]:
    """Return where each page lies; asked before the browser runs, for then this thread is not Django's."""
    from zhongshu.documents.models import Intake
    from zhongshu.matters.models import Matter, Task
    from zhongshu.org.models import Unit

    organ = Unit.objects.get(code="QX").pk
    handled = Task.objects.filter(station__key="handling", done_at=None, opened_at__isnull=False)
    telling = Matter.objects.filter(tasks__in=handled, chases__isnull=False, kind="incoming", suspended_at=None)
    arrival = Intake.objects.get().arrivals.order_by("pk").first()
    return {
        "desk": "/",
        "phone": "/",
        "matter": f"/matters/{telling.order_by('-pk').first().pk}/",
        "designer": f"/routes/{organ}/incoming/",
        "intake": f"/arrivals/{arrival.pk}/",
        "efficiency": "/efficiency/?by=unit&period=year",
        "deadlines": "/deadlines/",
        "drafting": "/drafting/",
    }


def _printed() -> bytes:
    """Return the first page of the processing slip of a document that was rated, as a picture."""
    import pypdfium2
    from django.http import QueryDict

    from zhongshu.matters.models import Matter
    from zhongshu.org import queries as org
    from zhongshu.ui import lists, papers

    rated = Matter.objects.filter(outcome="completed", kind="incoming", ratings__isnull=False, label="public")
    matter = rated.order_by("-pk")[0]
    person = matter.opened_by
    asking = lists.Asking(person.account, person, QueryDict(), NOW, org.directory())
    with pypdfium2.PdfDocument(papers.print_slip(matter, asking)) as paper:
        held = BytesIO()
        paper[0].render(scale=1.5).to_pil().save(held, "PNG")
    return held.getvalue()


def _keep(name: str, picture: bytes) -> None:
    """Keep a picture in few colours, as small as it gets."""
    from PIL import Image

    drawn = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    path = FOLDER / f"{name}.png"
    drawn.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}　{size // 1000} KB")
    if size > LIMIT:
        sys.exit(f"{path.name} 超过 {LIMIT // 1000} KB，请缩小。")


def _as_it_is(page: object) -> None:
    """Nothing to do before the picture."""


def _show_slip(page: object) -> None:
    """Bring the slip before the eye."""
    page.locator(".timeline").first.evaluate(  # type: ignore[attr-defined]
        "one => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 130)"
    )


def _try_out(page: object) -> None:
    """Run the route in thought, and look at who would get what."""
    trial = page.get_by_role("region", name="试运行")  # type: ignore[attr-defined]
    trial.get_by_label("办理类别").select_option("办件")
    trial.get_by_label("主办单位").select_option("县财政局")
    trial.get_by_role("button", name="试运行").click()
    page.locator("#trial-result .trial-stop").first.wait_for()  # type: ignore[attr-defined]


def _look_through(page: object) -> None:
    """Paste a draft with faults and have it looked through."""
    page.locator("textarea").first.fill(DRAFT)  # type: ignore[attr-defined]
    page.get_by_role("button", name="开始检查").click()  # type: ignore[attr-defined]
    page.locator("#marked").wait_for()  # type: ignore[attr-defined]


# By the group of the sign-in list whose first member looks, the size of the window, what is done before.
PICTURES: dict[str, tuple[str, dict[str, int], Callable[[object], None]]] = {
    "desk": ("办公室主任", WIDE, _as_it_is),
    "matter": ("办公室主任", WIDE, _show_slip),
    "designer": ("办公室主任", WIDE, _try_out),
    "intake": ("收文登记与机要", WIDE, _as_it_is),
    "efficiency": ("办公室主任", WIDE, _as_it_is),
    "drafting": ("办公室主任", WIDE, _look_through),
    "deadlines": ("收文登记与机要", WIDE, _as_it_is),
    "phone": ("领导", NARROW, _as_it_is),
}


if __name__ == "__main__":
    sys.exit(main())
