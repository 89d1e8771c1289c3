"""导出: every list as its page shows it, for who may see it, and on the trail."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.cast import client_of, unchanged

from zhongshu.files import actions as files
from zhongshu.files import queries as kept
from zhongshu.files.models import Product
from zhongshu.jobs.models import Job
from zhongshu.matters.models import Matter
from zhongshu.notices.models import Notice
from zhongshu.trail.models import Entry
from zhongshu.ui import jobs, lists, outputs
from zhongshu.ui.tests.test_papers import pages_of


@pytest.fixture(autouse=True)
def products(tmp_path, settings):
    """Keep what is made in a folder of the test's own."""
    store = settings.STORAGES["products"]
    settings.STORAGES = settings.STORAGES | {"products": {**store, "OPTIONS": {"location": tmp_path / "products"}}}


def take(whom, key: str, how: str = "workbook", **query):
    return client_of(whom).post(reverse("taking", args=[key, how], query=query))


def rows_of(answer) -> list[list]:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_a_register_leaves_as_its_page_shows_it(cast):
    first, second = cast.document(title="甲", urgency="urgent"), cast.document(title="乙", label="internal")
    cast.document(title="丙", by=cast.second_registrar)
    rows = rows_of(take(cast.registrar, "documents", q="收"))
    page = client_of(cast.registrar).get("/documents/", {"q": "收"}).content.decode()
    assert [row[0] for row in rows[1:4]] == [n for n in (row[0] for row in rows[1:4]) if n in page]
    assert page.count('data-label="收文编号"') == 3 and page.index(rows[1][0]) < page.index(rows[3][0])
    assert rows[0] == [column.title for column in lists.every()["documents"].columns]
    assert rows[2][:5] == [second.number, "清源市教育局", "", "乙", "内部"]
    assert rows[3][3:9] == [first.title, "公开", "加急", "通知", "", date(2026, 3, 2)]
    assert rows[-1][0].startswith("导出人：林晓梅（县政府办公室）") and rows[-1][0].endswith("条件：查找：收　共3行")
    entry = Entry.objects.get(verb="files.exported")
    assert (entry.by, json.loads(entry.detail)) == (cast.registrar.ref, {"list": "documents", "rows": 3})


def test_only_the_rows_that_the_page_shows_leave(cast):
    wanted = cast.document(title="关于防汛的通知", urgency="urgent")
    cast.document(title="关于春耕的通知")
    assert [row[0] for row in rows_of(take(cast.registrar, "documents", urgency="urgent"))[1:-2]] == [wanted.number]
    assert rows_of(take(cast.outsider, "documents"))[1:-2] == []
    in_spring = {"first": "2026-03-02", "last": "2026-03-02"}
    assert len(rows_of(take(cast.registrar, "documents", **in_spring))) == 5
    assert len(rows_of(take(cast.registrar, "documents", first="2026-03-03"))) == 3


def test_what_looks_like_a_formula_stays_text(cast):
    for sign in "=+-@":
        cast.document(title=f"{sign}cmd|' /C calc'!A0", sender="=HYPERLINK(1)")
    rows = rows_of(take(cast.registrar, "documents"))
    assert sorted(row[3][0] for row in rows[1:5]) == sorted("=+-@")
    assert rows[1][1] == "=HYPERLINK(1)"


def test_a_list_is_open_to_whom_its_page_is_open(cast):
    with unchanged():
        assert take(cast.registrar, "cards").status_code == 403
        assert take(cast.sysadmin, "documents").status_code == 403
        assert take(cast.registrar, "unheard_of").status_code == 404
        assert take(cast.registrar, "documents", how="unheard_of").status_code == 404
    assert take(cast.confidential, "cards").status_code == 200


def test_conditions_that_are_not_understood_are_refused(cast):
    cast.document()
    client = client_of(cast.registrar)
    with unchanged():
        answer = client.post(reverse("taking", args=["documents", "workbook"], query={"year": "某年"}), follow=True)
    assert answer.redirect_chain == [("/documents/?year=%E6%9F%90%E5%B9%B4", 302)]
    assert "查询条件有误" in answer.content.decode()


def test_what_is_large_is_made_by_a_job_for_who_asked(cast, monkeypatch):
    monkeypatch.setitem(outputs.WAYS, "workbook", replace(outputs.WAYS["workbook"], at_once=0))
    cast.document(title="甲")
    answer = take(cast.registrar, "documents", q="甲")
    assert answer.headers["Location"] == "/products/"
    product, job = Product.objects.get(), Job.objects.get(task="zhongshu.ui.jobs.make_product")
    assert (product.by, product.made_at, job.payload["args"]) == (cast.registrar.ref, None, [product.pk])
    assert "正在生成" in client_of(cast.registrar).get("/products/").content.decode()
    assert client_of(cast.registrar).get(f"/products/{product.pk}/").status_code == 404

    class Context:
        def report(self, percent, words):
            """Nobody looks."""

    jobs.make_product.func(Context(), product.pk)
    jobs.make_product.func(Context(), product.pk)
    product.refresh_from_db()
    assert product.made_at and product.size
    assert Notice.objects.filter(person=cast.registrar, about=f"product:{product.pk}").count() == 1
    assert Entry.objects.filter(verb="files.product_made").count() == 1
    assert [row[3] for row in rows_of(client_of(cast.registrar).get(f"/products/{product.pk}/"))][1] == "甲"
    product.refresh_from_db()
    assert product.fetched_at
    with unchanged():
        assert client_of(cast.second_registrar).get(f"/products/{product.pk}/").status_code == 404
    assert "甲" not in client_of(cast.second_registrar).get("/products/").content.decode()
    assert files.sweep_products(before=product.expires_at) == 0
    assert files.sweep_products(before=product.expires_at.replace(year=2030)) == 1
    with pytest.raises(FileNotFoundError):
        kept.open_product(product)


def test_what_somebody_may_no_longer_see_is_not_made(cast, monkeypatch):
    monkeypatch.setitem(outputs.WAYS, "workbook", replace(outputs.WAYS["workbook"], at_once=-1))
    take(cast.confidential, "cards")
    Product.objects.update(by=cast.registrar.ref)
    jobs.make_product.func(None, Product.objects.get().pk)
    product = Product.objects.get()
    assert product.failed_at and "没有查看" in product.reason
    assert Entry.objects.filter(verb="files.product_failed").count() == 1


def parts_of(answer) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def is_marked(answer) -> bool:
    """Tell whether a workbook bears a watermark, which stands in all its places or in none."""
    parts, rows = parts_of(answer), rows_of(answer)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    places = {
        "<picture " in sheet,
        "<oddHeader>" in sheet,
        str(rows[-2][0]).startswith("水印："),
        "xl/media/image1.png" in parts,
    }
    assert len(places) == 1
    return places.pop()


@pytest.mark.parametrize(("label", "is_limited"), [("internal", False), ("work_secret", False), ("public", True)])
def test_what_is_not_for_all_leaves_with_a_watermark(cast, label, is_limited):
    document = cast.document(title="甲")
    assert not is_marked(take(cast.registrar, "desk_todo"))
    Matter.objects.filter(pk=document.pk).update(label=label, restricted_at=cast.at if is_limited else None)
    for key in ("desk_todo", "desk_mine", "documents"):
        answer = take(cast.registrar, key)
        assert is_marked(answer), key
    said = {"internal": "内部", "work_secret": "工作秘密", "public": "公开（限知悉范围）"}[label]
    rows = rows_of(answer)
    assert rows[1][4] == said
    assert re.fullmatch(r"水印：林晓梅 \d{4}-\d\d-\d\d \d\d:\d\d 127\.0\.0\.1", rows[-2][0])
    printed = take(cast.registrar, "desk_todo", "print")
    assert all("127.0.0.1" in one for one in pages_of(printed.content))


def test_where_the_office_wants_it_all_lists_of_matters_bear_one(cast, settings):
    cast.document()
    settings.WATERMARK_ALL = True
    assert is_marked(take(cast.registrar, "desk_todo"))
    assert not is_marked(take(cast.registrar, "filters"))


def test_what_is_handed_over_leaves_with_a_watermark(cast):
    cast.walk(cast.document(title="甲", label="internal"), to="instruction")
    answer = take(cast.office_head, "handover_things", leaver=cast.leader.pk)
    assert is_marked(answer)
    assert rows_of(answer)[1][3] == "内部"
