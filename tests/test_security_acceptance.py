"""The checks of a secure system (安全验收, GB/T 22239-2019 level 3), each through the door."""

import json
from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, client_of
from tests.papers import library, render

from zhongshu.files import queries as files
from zhongshu.trail.models import Entry


def noted(account) -> list[tuple[str, dict]]:
    """Return verb and detail of what the security log says of an account."""
    rows = Entry.objects.filter(stream=f"security:{account.pk}").order_by("seq")
    return [(row.verb, json.loads(row.detail or "{}")) for row in rows]


def test_whoever_may_not_know_a_paper_is_told_it_does_not_exist_and_noted(cast: Cast):
    """T11.4."""
    document = cast.document(label="work_secret")
    client = client_of(cast.outsider)
    assert client.get(f"/matters/{document.pk}/").status_code == 404
    assert client.get(f"/matters/{document.pk}/").status_code == 404
    ((verb, detail),) = noted(cast.outsider.account)
    assert (verb, detail["about"], detail["address"]) == ("org.access_refused", f"matter:{document.pk}", "127.0.0.1")
    assert client.get("/matters/999999/").status_code == 404
    assert len(noted(cast.outsider.account)) == 1


def test_whose_office_it_is_not_is_refused_and_noted(cast: Cast):
    client = client_of(cast.sysadmin)
    assert client.get("/desk/todo/").status_code == 403
    ((verb, detail),) = noted(cast.sysadmin)
    assert (verb, detail["about"]) == ("org.access_refused", "page:desk")


def test_reading_a_labelled_paper_is_one_entry_an_hour(cast: Cast):
    document = cast.document(label="internal", uploads=(cast.upload(cast.registrar),))
    client = client_of(cast.registrar)
    for _ in range(3):
        assert client.get(f"/matters/{document.pk}/").status_code == 200
    ((verb, detail),) = noted(cast.registrar.account)
    assert (verb, detail["about"], detail["label"]) == ("org.paper_viewed", f"matter:{document.pk}", "internal")


def test_reading_a_public_paper_is_not_noted(cast: Cast):
    document = cast.document()
    client_of(cast.registrar).get(f"/matters/{document.pk}/")
    assert noted(cast.registrar.account) == []


def test_taking_a_labelled_paper_along_is_noted(cast: Cast):
    document = cast.document(label="work_secret", uploads=(cast.upload(cast.registrar),))
    paper = document.attachments.get()
    client = client_of(cast.registrar)
    assert b"".join(client.get(f"/attachments/{paper.pk}/"))
    assert noted(cast.registrar.account)[0][0] == "org.paper_downloaded"
    assert noted(cast.registrar.account)[0][1]["about"] == f"attachment:{paper.pk}"


def test_what_is_downloaded_says_whose_copy_it_is(cast: Cast):
    """T11.5: user, time and address stand over every page; what is kept has not changed by a byte."""
    plain = render.as_pdf(library.LETTERS[0])
    document = cast.document(label="work_secret", uploads=(cast.upload(cast.registrar, "通知.pdf", plain),))
    paper = document.attachments.get()
    copied = client_of(cast.registrar).get(f"/attachments/{paper.pk}/", REMOTE_ADDR="192.0.2.15")
    with pypdfium2.PdfDocument(b"".join(copied)) as pages:
        shown = [page.get_textpage().get_text_bounded() for page in pages]
    today = timezone.localtime().strftime("%Y-%m-%d")
    assert shown and all(f"{cast.registrar.name} {today}" in page and "192.0.2.15" in page for page in shown)
    with files.open_bytes(paper.file) as kept:
        assert kept.read() == plain
