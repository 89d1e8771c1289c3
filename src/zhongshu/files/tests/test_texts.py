"""What a stored file says (识读结果): kept once, with pictures of its pages, and nothing of what is secret."""

import io

import pytest
from django.core.files.storage import storages
from django.db import transaction
from tests.papers import library, render

from zhongshu.files import actions, queries, rules
from zhongshu.files.models import Band, FileText
from zhongshu.files.tests.conftest import BY, NOW
from zhongshu.gongwen.read import pictures
from zhongshu.gongwen.read.model import Page
from zhongshu.trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
WORDS = "关于做好清溪县防汛备汛工作的通知\n" + "\n".join(f"各乡镇第{n}项任务要在{n}日前办结。" for n in range(1, 40))


class Nobody:
    """A recogniser that reads nothing."""

    def recognise(self, picture: bytes, width: float) -> Page:
        return Page()


def kept(content, name="a.txt"):
    data = content.encode() if isinstance(content, str) else content
    return actions.store(io.BytesIO(data), name=name, by=BY, at=NOW)


def test_a_file_is_read_once(places):
    stored = kept(WORDS)
    text = actions.read(stored, at=NOW, recogniser=Nobody())
    assert actions.read(stored, at=NOW, recogniser=Nobody()) == text
    assert queries.texts([stored.pk]) == {stored.pk: text.text}
    assert text.fields["genre"]["value"] == "通知"
    assert text.layout[0]["lines"][0][0].startswith("关于做好")
    assert [entry.verb for entry in Entry.objects.filter(stream=f"file:{stored.pk}")] == ["files.stored", "files.read"]


def test_what_cannot_be_read_keeps_the_sentence():
    stored = kept(b"PK\x03\x04" + b"\0" * 200, "a.zip")
    text = actions.read(stored, at=NOW, recogniser=Nobody())
    assert text.error.endswith("。")
    assert (text.text, text.layout, queries.texts([stored.pk])) == ("", [], {})


def test_of_what_bears_a_mark_nothing_is_kept():
    stored = kept("机密★10年\n" + WORDS)
    text = actions.read(stored, at=NOW, recogniser=Nobody())
    assert text.is_secret
    assert (text.text, text.fields, text.layout) == ("", {}, [])
    assert not Band.objects.exists()


def test_what_two_persons_released_is_not_withheld_again(django_capture_on_commit_callbacks):
    stored = kept("秘密★1年\n" + WORDS)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.quarantine(stored, by=BY, at=NOW)
        actions.release(stored, by=BY, second="person:13", at=NOW)
    stored.refresh_from_db()
    text = actions.read(stored, at=NOW, recogniser=Nobody())
    assert not text.is_secret
    assert "防汛" in text.text


def test_nearly_the_same_text_is_found():
    one = actions.read(kept(WORDS), at=NOW, recogniser=Nobody())
    other = actions.read(kept(WORDS.replace("第7项", "第柒项")), at=NOW, recogniser=Nobody())
    actions.read(kept("完全不同的一份材料。" * 20), at=NOW, recogniser=Nobody())
    assert queries.alike([one]) == {one.pk: {other.pk: pytest.approx(0.95, abs=0.06)}}


def test_many_that_are_alike_are_each_compared_with_a_few(monkeypatch):
    read = [actions.read(kept(f"第{n}号\n{WORDS}"), at=NOW, recogniser=Nobody()) for n in range(25)]
    compared = []
    monkeypatch.setattr(queries.likeness, "share", lambda *pair: compared.append(pair) or 1.0)
    assert {len(others) for others in queries.alike(read).values()} == {queries.MOST_ALIKE}
    assert len(compared) <= len(read) * queries.MOST_ALIKE
    assert len(set(compared)) == len(compared)


def test_pages_are_drawn_once_and_go_with_the_quarantine(django_capture_on_commit_callbacks):
    stored = kept(render.as_pdf(library.LETTERS[0]), "a.pdf")
    text = actions.read(stored, at=NOW, recogniser=Nobody())
    first = actions.picture(text, 0)
    assert first.media_type.startswith("image/")
    assert actions.picture(text, 0) == first
    assert storages["pictures"].exists(rules.picture_location(stored.digest, 0))
    assert actions.picture(text, text.pictures) is None
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.quarantine(stored, by=BY, at=NOW)
    assert not FileText.objects.exists()
    assert not storages["pictures"].exists(rules.picture_location(stored.digest, 0))
    with pytest.raises(rules.Withheld):
        actions.picture(text, 0)


def test_of_two_that_draw_a_page_at_the_same_moment_one_picture_stays(places, monkeypatch):
    stored = kept(render.as_pdf(library.LETTERS[0]), "a.pdf")
    text = actions.read(stored, at=NOW, recogniser=Nobody())
    draw = pictures.draw

    def slowly(*given, **more):
        monkeypatch.setattr(pictures, "draw", draw)
        actions.picture(text, 0)
        return draw(*given, **more)

    monkeypatch.setattr(pictures, "draw", slowly)
    assert actions.picture(text, 0)
    assert [path.name for path in (places / "pictures").rglob("*") if path.is_file()] == ["0"]
    assert list((places / "uploads").iterdir()) == []


def test_a_page_that_is_withheld_while_it_is_drawn_is_not_kept(places, monkeypatch):
    stored = kept(render.as_pdf(library.LETTERS[0]), "a.pdf")
    text = actions.read(stored, at=NOW, recogniser=Nobody())
    draw = pictures.draw

    def slowly(*given, **more):
        drawn = draw(*given, **more)
        with transaction.atomic():
            actions.quarantine(stored, by=BY, at=NOW)
        return drawn

    monkeypatch.setattr(pictures, "draw", slowly)
    assert actions.picture(text, 0) is None
    assert not [path for path in (places / "pictures").rglob("*") if path.is_file()]


def test_pictures_that_a_crash_left_of_what_is_withheld_are_erased(places):
    stored = kept(render.as_pdf(library.LETTERS[0]), "a.pdf")
    actions.picture(actions.read(stored, at=NOW, recogniser=Nobody()), 0)
    with transaction.atomic():
        actions.quarantine(stored, by=BY, at=NOW)
    actions.settle()
    assert not [path for path in (places / "pictures").rglob("*") if path.is_file()]


def test_a_file_in_quarantine_is_not_read():
    stored = kept(WORDS)
    with transaction.atomic():
        actions.quarantine(stored, by=BY, at=NOW)
    with pytest.raises(rules.Withheld):
        actions.read(stored, at=NOW, recogniser=Nobody())
    assert not FileText.objects.exists()
