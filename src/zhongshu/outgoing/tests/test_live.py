"""边写边查、边写边看: what the editor is told while somebody types, to whom, and within which limits."""

import io
from base64 import b64decode

import pytest
from django.test import Client
from PIL import Image, ImageChops
from tests.cast import client_of, unchanged

from zhongshu.outgoing import queries
from zhongshu.outgoing.forms import TextForm, drafting
from zhongshu.outgoing.forms.typed import Typed
from zhongshu.outgoing.models import WorkingCopy
from zhongshu.outgoing.tests.test_text import sent
from zhongshu.outgoing.tests.writing import NOTICE, opened, walk, write
from zhongshu.trail.models import Entry

FAULTY = "　　为做好工作,现通知如下：\n\n一、其它事项(见附件)。"


@pytest.fixture
def matter(cast):
    return opened(cast)


@pytest.fixture
def browser(cast) -> Client:
    return client_of(cast.finance_clerk)


def found(browser, matter, status: int = 200, **changed: str):
    """Ask what is found in the text with some parts changed; returns the answer as it came."""
    answer = browser.post(f"/outgoing/{matter.pk}/text/findings/", sent(matter, **changed))
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.json()


def pages(browser, matter, status: int = 200, want: str = "1,2,3,4", has: str = "", **changed: str):
    """Ask for pages of the text with some parts changed."""
    answer = browser.post(f"/outgoing/{matter.pk}/text/pages/", sent(matter, **changed) | {"want": want, "has": has})
    assert answer.status_code == status
    return answer.json()


def test_each_finding_says_where_in_its_field_it_stands(browser, matter):
    with unchanged():
        answer = found(browser, matter, body=FAULTY)
    places = {FAULTY[one["from"] : one["to"]]: one for one in answer["findings"] if one["field"] == "id_body"}
    assert {",", "其它", "(", ")"} <= set(places)
    assert (places[","]["fix"], places[","]["tone"]) == ("，", "yellow")
    assert "依据：" in answer["listed"]
    assert f'id="finding-{places[","]["number"]}"' in answer["listed"]


def test_places_are_counted_as_browsers_count(browser, matter):
    body = "𠮷县为做好工作,现通知如下。"
    comma = next(one for one in found(browser, matter, body=body)["findings"] if one["fix"] == "，")
    assert body.encode("utf-16-le")[2 * comma["from"] : 2 * comma["to"]].decode("utf-16-le") == ","


def test_places_in_lists_attachments_and_tables_are_those_of_what_was_typed(matter, cast):
    draft = queries.draft_of(queries.latest(matter.pk))
    blank, _ = drafting.of_draft(draft, TextForm, base=1)
    given = {one.html_name: one.value() or "" for one in blank} | {
        "attachments": "2",
        "attachment_2": " 名单",
        "attachment_2_body": "\n单位\t金额\n 甲\t 3\n末段",
        "signature": "\n 甲局\n\n　乙局",
    }
    form = TextForm(given)
    assert form.is_valid()
    typed = Typed(form)
    begins = {
        ("attachments", 0, "title"): ("id_attachment_2", "名单"),
        ("attachments", 0, "body", 0, "rows", 1, 1): ("id_attachment_2_body", "3\n末段"),
        ("attachments", 0, "body", 1): ("id_attachment_2_body", "末段"),
        ("signature", 1): ("id_signature", "乙局"),
    }
    for path, (field, words) in begins.items():
        name, at = typed.locate(path)
        assert name == field
        assert given[field.removeprefix("id_")][at:] == words
    assert typed.locate(("number",)) == ("", 0)


def test_of_the_pages_only_what_is_new_is_sent(browser, matter):
    first = pages(browser, matter, body="\n".join(NOTICE["body"]))
    assert first["count"] == len(first["sheets"])
    assert all(one["picture"].startswith("data:image/jpeg;base64,") for one in first["sheets"])
    known = ",".join(one["digest"] for one in first["sheets"])
    with unchanged():
        again = pages(browser, matter, has=known, body="\n".join(NOTICE["body"]))
    assert [one["picture"] for one in again["sheets"]] == [None] * first["count"]
    other = pages(browser, matter, want="1,99,x", has=known, body="另一段。")
    assert [one["number"] for one in other["sheets"]] == [1]
    assert other["sheets"][0]["picture"]


def test_no_asking_draws_more_than_a_few_pages(browser, matter):
    answer = pages(browser, matter, want="1,2,3,4,5,6", body="为做好工作，现通知如下。\n" * 200)
    assert answer["count"] > 4
    assert len(answer["sheets"]) == 4


def test_what_cannot_be_laid_out_says_why(browser, matter):
    answer = pages(browser, matter, issuers="")
    assert (answer["count"], answer["sheets"]) == (0, [])
    assert answer["unset"]


def test_the_pages_of_what_is_labelled_bear_a_watermark(cast):
    plain, labelled = opened(cast), opened(cast, label="internal")
    browser = client_of(cast.finance_clerk)
    sheets = [
        pages(browser, one, want="1", body="同一段。", title="同一标题的通知")["sheets"][0] for one in (plain, labelled)
    ]
    assert sheets[0]["digest"] != sheets[1]["digest"]


@pytest.mark.parametrize(("grade", "has_head"), [("", True), ("extra_urgent", False)])
def test_a_telegram_is_shown_as_it_prints_without_a_red_head(cast, browser, grade, has_head):
    shown = pages(browser, opened(cast, telegram_grade=grade), want="1", body="同一段。")["sheets"][0]["picture"]
    with Image.open(io.BytesIO(b64decode(shown.partition(",")[2]))) as picture:
        red, green, _ = picture.convert("RGB").split()
    assert (ImageChops.subtract(red, green).getextrema()[1] > 150) is has_head


@pytest.mark.parametrize("ask", [found, pages])
def test_a_mark_of_secrecy_is_refused_and_logged_without_a_word_of_it(browser, matter, ask):
    answer = ask(browser, matter, status=422, body="机密★10年\n内容")
    assert "内容中发现国家秘密标志" in answer["refused"]
    noted = Entry.objects.order_by("-pk").first()
    assert noted is not None
    assert "机密" not in str(noted.detail)
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("ask", [found, pages])
def test_what_is_too_long_is_refused(browser, matter, ask):
    with unchanged():
        assert "最多20000字" in ask(browser, matter, status=422, body="长" * 20_001)["refused"]
        many = {f"attachment_{number}_body": "长" * 19_000 for number in (1, 2, 3, 4)}
        assert "最多检查60000字" in ask(browser, matter, status=422, attachments="4", **many)["refused"]


@pytest.mark.parametrize("ask", [found, pages])
def test_whoever_may_not_write_is_not_answered(cast, matter, ask):
    write(cast, matter, **NOTICE)
    walk(cast, matter, "review")
    with unchanged():
        assert "现在不由您修改文稿" in ask(client_of(cast.registrar), matter, status=422)["refused"]
        assert "现在不由您修改文稿" in ask(client_of(cast.finance_clerk), matter, status=422)["refused"]


@pytest.mark.parametrize("place", ["findings", "pages"])
def test_what_one_may_not_see_is_not_there(cast, matter, place):
    assert client_of(cast.outsider).post(f"/outgoing/{matter.pk}/text/{place}/", sent(matter)).status_code == 404
    incoming = cast.document()
    assert client_of(cast.registrar).post(f"/outgoing/{incoming.pk}/text/{place}/", {}).status_code == 404


def test_only_pages_with_an_editor_let_its_styles_in(browser, matter):
    policy = browser.get(f"/outgoing/{matter.pk}/text/").headers["Content-Security-Policy"]
    assert "style-src 'self' 'nonce-" in policy
    assert "nonce" not in browser.get("/outgoing/").headers["Content-Security-Policy"]
