"""水印副本: whose copy it is stands over every page of a labelled paper, and what is kept never changes."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from tests.cast import client_of, unchanged
from tests.papers import bad, library, render

from zhongshu.files import actions as files
from zhongshu.files import queries as kept
from zhongshu.files.models import Product
from zhongshu.gongwen.tests.test_watermark import pages_of, signed_pdf
from zhongshu.matters.models import Attachment, Original
from zhongshu.notices.models import Notice
from zhongshu.trail.models import Entry
from zhongshu.ui import copies, jobs, outputs

PDF = render.as_pdf(library.LETTERS[0])
ADDRESS = {"REMOTE_ADDR": "192.0.2.15"}


@pytest.fixture(autouse=True)
def products(tmp_path, settings):
    """Keep what is made in a folder of the test's own."""
    store = settings.STORAGES["products"]
    settings.STORAGES = settings.STORAGES | {"products": {**store, "OPTIONS": {"location": tmp_path / "products"}}}


def paper(cast, name="通知.pdf", content: bytes | str = PDF, label="work_secret") -> Attachment:
    document = cast.document(label=label, uploads=(cast.upload(cast.registrar, name, content),))
    return Attachment.objects.get(matter=document)


def fetch(whom, found, **query):
    answer = client_of(whom).get(f"/attachments/{found.pk}/", query, **ADDRESS)
    return answer, b"".join(answer) if answer.streaming else answer.content


def digest_of(found) -> str:
    with kept.open_bytes(found.file) as source:
        return hashlib.file_digest(source, lambda: hashlib.new("sm3")).hexdigest()


@pytest.mark.parametrize("label", ["internal", "work_secret"])
def test_a_labelled_pdf_leaves_with_user_time_and_address(cast, label):
    found = paper(cast, label=label)
    for query in ({}, {"show": "1"}):
        answer, content = fetch(cast.registrar, found, **query)
        assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]
        assert all("林晓梅" in page and "192.0.2.15" in page for page in pages_of(content))
    assert digest_of(found) == found.file.digest
    assert content != PDF


def test_a_public_paper_leaves_as_it_is_unless_the_office_wants_otherwise(cast, settings):
    found = paper(cast, label="public")
    assert fetch(cast.registrar, found)[1] == PDF
    settings.WATERMARK_ALL = True
    assert "林晓梅" in pages_of(fetch(cast.registrar, found)[1])[0]


def test_a_restricted_paper_bears_it_whatever_its_label(cast):
    found = paper(cast, label="public")
    type(found.matter).objects.filter(pk=found.matter_id).update(restricted_at=cast.at)
    assert "林晓梅" in pages_of(fetch(cast.registrar, found)[1])[0]


def test_a_text_and_a_picture_leave_with_it(cast):
    assert fetch(cast.registrar, paper(cast, "说明.txt", "已办结。"))[1].decode().startswith("【水印：林晓梅 ")
    made = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(made, "PNG")
    answer, content = fetch(cast.registrar, paper(cast, "图.png", made.getvalue()), show="1")
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(content)).convert("L").getextrema()[0] < 230


def test_what_can_bear_none_leaves_in_a_package_with_a_note(cast):
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("xl/workbook.xml", "<workbook/>")
    answer, content = fetch(cast.registrar, paper(cast, "报表.xlsx", book.getvalue()))
    assert answer.headers["Content-Disposition"].endswith(".xlsx.zip")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.read("报表.xlsx") == book.getvalue()
        assert "林晓梅" in package.read("下载说明.txt").decode("utf-8-sig")


@pytest.mark.parametrize(("content", "words"), [(signed_pdf, "签名失效"), (bad.locked_pdf, "已加密")])
def test_who_keeps_the_register_may_have_the_original_for_a_reason(cast, content, words):
    found = paper(cast, content=content())
    cast.walk(found.matter, to="handling")
    for whom, may in ((cast.registrar, True), (cast.finance_chief, False)):
        answer, shown = fetch(whom, found)
        assert answer.headers["Content-Type"].startswith("text/html") and words in shown.decode()
        assert ("领取原因" in shown.decode()) == may
    address = reverse("original", args=[found.pk])
    with unchanged():
        assert client_of(cast.finance_chief).post(address, {"reason": "需要核验"}).status_code == 422
        assert client_of(cast.registrar).post(address, {"reason": " "}).status_code == 422
    answer = client_of(cast.registrar).post(address, {"reason": "需要核验签名"})
    assert b"".join(answer) == content()
    handed = Original.objects.get()
    assert (handed.attachment, handed.by, handed.reason) == (found, cast.registrar, "需要核验签名")
    entry = Entry.objects.get(verb="matters.original_taken")
    assert (entry.stream, json.loads(entry.detail)["file"]) == (found.matter.stream, found.file.digest)


def test_a_large_one_is_made_by_a_job(cast, monkeypatch):
    found = paper(cast)
    monkeypatch.setattr(copies, "AT_ONCE", 100)
    answer, _ = fetch(cast.registrar, found)
    assert answer.headers["Location"] == "/products/"
    product = Product.objects.get()
    assert Entry.objects.get(verb="files.copied").by == cast.registrar.ref
    jobs.make_product.func(None, product.pk)
    assert Notice.objects.filter(person=cast.registrar, about=f"product:{product.pk}").exists()
    content = b"".join(client_of(cast.registrar).get(f"/products/{product.pk}/"))
    assert all("林晓梅" in page and "192.0.2.15" in page for page in pages_of(content))
    assert "林晓梅" in pages_of(fetch(cast.registrar, found, show="1")[1])[0]


def test_a_large_one_is_not_made_for_who_may_no_longer_see_it(cast, monkeypatch):
    found = paper(cast)
    monkeypatch.setattr(copies, "AT_ONCE", 100)
    fetch(cast.registrar, found)
    Product.objects.update(by=cast.outsider.ref)
    jobs.make_product.func(None, Product.objects.get().pk)
    assert Product.objects.get().failed_at


@pytest.mark.parametrize("is_swept", [False, True])
def test_one_that_is_recalled_while_it_is_made_is_never_laid_down(cast, monkeypatch, is_swept):
    found = paper(cast)
    monkeypatch.setattr(copies, "AT_ONCE", 100)
    fetch(cast.registrar, found)
    product, make = Product.objects.get(), outputs.make

    def slowly(*given):
        content = make(*given)
        now = timezone.now()
        with transaction.atomic():
            files.quarantine(found.file, by=cast.registrar.ref, at=now)
        if is_swept:
            files.sweep_products(before=now + timedelta(seconds=1))
        return content

    monkeypatch.setattr(outputs, "make", slowly)
    jobs.make_product.func(None, product.pk)
    assert not storages["products"].exists(product.key.hex)
    assert Product.objects.filter(reason__contains="收回", made_at=None).exists() != is_swept
    assert Notice.objects.get(about=f"product:{product.pk}").text.endswith("没有生成。")
    assert Entry.objects.filter(verb="files.product_failed").exists()
    assert not Entry.objects.filter(verb="files.product_made").exists()


def ordered(cast, monkeypatch) -> Product:
    """Return the copy of a large paper, made for its registrar."""
    monkeypatch.setattr(copies, "AT_ONCE", 100)
    fetch(cast.registrar, paper(cast))
    jobs.make_product.func(None, Product.objects.get().pk)
    return Product.objects.get()


def test_a_large_one_is_not_handed_to_who_may_no_longer_see_it(cast, monkeypatch):
    product, client = ordered(cast, monkeypatch), client_of(cast.registrar)
    Attachment.objects.update(withheld_at=cast.at)
    with unchanged():
        answer = client.get(f"/products/{product.pk}/", follow=True)
    assert "没有查看" in answer.content.decode()
    assert Product.objects.get().fetched_at is None


def test_of_what_turns_out_to_be_secret_no_copy_stays(cast, monkeypatch, tmp_path):
    product = ordered(cast, monkeypatch)
    with transaction.atomic():
        files.quarantine(Attachment.objects.get().file, by="system", at=timezone.now())
    assert product.name not in client_of(cast.registrar).get("/products/").content.decode()
    files.sweep_products(before=timezone.now())
    assert not Product.objects.exists()
    assert [path for path in (tmp_path / "products").rglob("*") if path.is_file()] == []


def test_pages_that_are_looked_at_bear_it(cast):
    found = paper(cast)
    files.read(found.file, at=cast.at)
    client = client_of(cast.registrar)
    shown = client.get(f"/attachments/{found.pk}/pages/", **ADDRESS).content.decode()
    assert 'class="page-mark"' in shown and "192.0.2.15" in shown
    marked = client.get(f"/attachments/{found.pk}/pages/1/", **ADDRESS)
    Attachment.objects.filter(pk=found.pk).update(matter=cast.document())
    plain = client.get(f"/attachments/{found.pk}/pages/1/", **ADDRESS)
    assert marked.headers["Content-Type"] == plain.headers["Content-Type"]
    assert marked.content != plain.content
    assert "page-mark" not in client.get(f"/attachments/{found.pk}/pages/").content.decode()
