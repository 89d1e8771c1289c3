"""The search page (检索): for whoever sees something, what they see and nothing else."""

import re

import pytest
from django.urls import reverse
from tests.cast import unchanged

from zhongshu.files.models import FileText
from zhongshu.matters.actions import indexing
from zhongshu.matters.models import Attachment
from zhongshu.search import actions as search

NOTHING = "没有找到。请换一个词，或减少条件。"


@pytest.fixture
def document(cast):
    upload = cast.upload(cast.registrar, "春耕方案.txt", "方案")
    made = cast.document(
        title="关于做好<春耕>生产的通知", sender_number="清农发〔2026〕15号", label="internal", uploads=(upload,)
    )
    kept = Attachment.objects.get()
    FileText.objects.create(stored=kept.file, text="加快<b>化肥</b>调运，\n确保不误农时。", read_at=cast.at)
    cast.walk(made, to="handling")
    search.drain(indexing.index)
    return made


def text_of(html):
    """Return what a page says, what is marked in brackets."""
    plain = re.sub(r"\s+", " ", html.replace("<mark>", "[").replace("</mark>", "]"))
    return re.sub(r"<[^>]*>", "", plain)


def page(cast, whom, **asked):
    response = cast.client(whom).get(reverse("search"), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_a_hit_shows_title_passage_and_where_it_stands(cast, document):
    html = page(cast, cast.registrar, q="化肥 通知")
    shown = text_of(html)
    assert "找到1条。" in shown
    assert "关于做好&lt;春耕&gt;生产的[通知]" in shown
    assert "春耕方案.txt加快&lt;b&gt;[化肥]&lt;/b&gt;调运，确保不误农时。" in shown
    assert (document.number in shown, "收文" in shown, "主办：县财政局" in shown, "内部" in shown) == (True,) * 4
    assert f'href="/matters/{document.pk}/"' in html
    assert f'href="/attachments/{Attachment.objects.get().pk}/pages/"' in html


def test_a_number_in_any_brackets(cast, document):
    for query in ("〔2026〕15号", "[2026]15", "清农发(2026)15号"):
        assert "找到1条。" in text_of(page(cast, cast.registrar, q=query))


def test_who_does_not_see_it_is_told_that_there_is_nothing(cast, document):
    for query in ("化肥", "清农发〔2026〕15号", "zhoulimin", ""):
        said = text_of(page(cast, cast.outsider, q=query, year="2026"))
        assert NOTHING in said
        assert "春耕" not in said
        assert "找到1" not in said


def test_filters_narrow_and_stay(cast, document):
    leader = cast.holder(cast.leader)
    fitting = {"kind": "incoming", "unit": cast.finance.pk, "year": "2026", "person": leader, "order": "best"}
    html = page(cast, cast.registrar, q="化肥", **fitting)
    assert "找到1条。" in html
    for value in ("incoming", cast.finance.pk, "2026", "best"):
        assert f'value="{value}" selected' in html
    assert "周立民" in html
    for other in (
        {"kind": "telegram"},
        {"unit": cast.education.pk},
        {"year": "2020"},
        {"person": cast.holder(cast.outsider)},
    ):
        assert NOTHING in page(cast, cast.registrar, q="化肥", **fitting | other)


def test_without_words_filters_list_what_passes(cast, document):
    assert "找到1条。" in page(cast, cast.registrar, unit=cast.finance.pk)
    assert "输入检索词后按回车键。" in page(cast, cast.registrar)
    assert NOTHING in page(cast, cast.registrar, q="，。")


@pytest.mark.parametrize(
    "asked",
    [{"page": "0"}, {"page": "99999999999"}, {"page": "-1"}, {"unit": "9" * 30}, {"unit": "x"}, {"year": "1"},
     {"kind": "'"}, {"person": "9" * 40}, {"person": "x"}, {"order": "x"}, {"q": "\0"}, {"q": "化" * 5000},
     {"q": "%_'\"* OR 1=1 --"}],
)  # fmt: skip
def test_whatever_is_asked_is_answered(cast, document, asked):
    with unchanged():
        page(cast, cast.registrar, **{"q": "化肥"} | asked)


def test_a_page_of_its_own_for_every_twenty(cast):
    for number in range(1, 24):
        cast.document(title=f"关于第{number}次春耕的通知")
    search.drain(indexing.index)
    first, second = page(cast, cast.registrar, q="次春耕"), page(cast, cast.registrar, q="次春耕", page="2")
    assert (first.count("<mark>"), second.count("<mark>")) == (20, 3)
    assert "第23" in text_of(first)
    assert "?q=%E6%AC%A1%E6%98%A5%E8%80%95&amp;page=2" in first
    assert page(cast, cast.registrar, q="次春耕", page="9").count("<mark>") == 3


def test_the_number_of_questions_is_fixed(cast, document, django_assert_num_queries):
    client = cast.client(cast.registrar)
    client.get(reverse("search"), {"q": "化肥"})
    with django_assert_num_queries(9):
        client.get(reverse("search"), {"q": "化肥"})


def test_every_page_has_the_box(cast):
    assert 'action="/search/"' in cast.client(cast.registrar).get("/").content.decode()
    assert 'action="/search/"' not in cast.client(cast.sysadmin).get("/administration/").content.decode()
