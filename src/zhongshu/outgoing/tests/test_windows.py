"""One person writes on two opened pages (两个窗口): neither takes away what was written on the other."""

import pytest
from django.test import Client
from tests.cast import Cast, client_of, unchanged

from zhongshu.matters.models import Matter
from zhongshu.outgoing import actions, queries, rules
from zhongshu.outgoing.models import Version, WorkingCopy
from zhongshu.outgoing.tests.test_text import sent
from zhongshu.outgoing.tests.writing import NOTICE, opened, text, write


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return opened(cast)


@pytest.fixture
def browser(cast: Cast) -> Client:
    return client_of(cast.finance_clerk)


def kept(browser: Client, matter: Matter, form: dict[str, str], **typed: str) -> str:
    """Let a page keep what was typed on it; returns why it could not."""
    return browser.post(f"/outgoing/{matter.pk}/text/kept/", form | typed).content.decode()


def test_a_page_keeps_what_is_typed_on_it_again_and_again(browser, matter):
    form = sent(matter)
    assert [kept(browser, matter, form, body=words) for words in ("写", "写到", "写到一半")] == ["", "", ""]
    assert "写到一半" in WorkingCopy.objects.get().text
    later = sent(matter)  # another page, opened on what is kept
    assert kept(browser, matter, later, body="接着写") == ""
    assert WorkingCopy.objects.get().window == later["request_key"]


def test_what_another_page_kept_is_not_written_over(browser, matter):
    first, second = sent(matter), sent(matter)
    assert kept(browser, matter, first, body="第一个窗口所写") == ""
    with unchanged():
        said = kept(browser, matter, second, body="第二个窗口所写")
    assert "您在另一个窗口（" in said
    assert "请从事项页打开文稿核对" in said
    assert "第一个窗口所写" in WorkingCopy.objects.get().text
    assert kept(browser, matter, first, body="第一个窗口又写") == ""


def test_a_page_opened_on_what_was_kept_does_not_write_over_what_came_after(browser, matter):
    first = sent(matter)
    kept(browser, matter, first, body="写到一半")
    second = sent(matter)
    kept(browser, matter, first, body="写完了")
    assert "还没有提交" in kept(browser, matter, second, body="旧的一半")
    assert "写完了" in WorkingCopy.objects.get().text


@pytest.mark.parametrize("press", ["hand_in", "check"])
def test_from_another_page_nothing_is_handed_in_over_it_and_what_was_typed_is_still_there(browser, matter, press):
    first, second = sent(matter), sent(matter)
    kept(browser, matter, first, body="第一个窗口所写。")
    with unchanged():
        answer = browser.post(f"/outgoing/{matter.pk}/text/", second | {"body": "第二个窗口所写。", press: "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "您在另一个窗口（" in page
    assert "打开核对" in page
    assert "第二个窗口所写。</textarea>" in page
    assert "第一个窗口所写。" in WorkingCopy.objects.get().text
    browser.post(f"/outgoing/{matter.pk}/text/", first | {"body": "第一个窗口所写。", "hand_in": "1"})
    assert text(matter).body == ("第一个窗口所写。",)
    answer = browser.post(f"/outgoing/{matter.pk}/text/", second | {"body": "第二个窗口所写。", "hand_in": "1"})
    assert "没有覆盖新版本" in answer.content.decode()
    assert "第二个窗口所写。" in WorkingCopy.objects.get().text


def test_who_was_slower_and_wrote_elsewhere_finds_what_was_typed(cast, browser, matter):
    old, other = sent(matter), sent(matter)
    write(cast, matter, **NOTICE)
    kept(browser, matter, other, body="另一窗口所写")
    answer = browser.post(f"/outgoing/{matter.pk}/text/", old | {"body": "旧版上所写。", "hand_in": "1"})
    assert "旧版上所写。</textarea>" in answer.content.decode()
    assert "另一窗口所写" in WorkingCopy.objects.get().text


def test_what_is_wrong_on_an_older_version_stays_on_the_page(cast, browser, matter):
    old = sent(matter)
    write(cast, matter, **NOTICE)
    page = browser.post(
        f"/outgoing/{matter.pk}/text/", old | {"body": "机密★10年\n内容", "hand_in": "1"}
    ).content.decode()
    assert "机密★10年\n内容</textarea>" in page


def test_nobody_lets_go_of_what_the_page_does_not_show(browser, matter):
    first = sent(matter)
    kept(browser, matter, first, body="写到一半")
    second = sent(matter)
    kept(browser, matter, first, body="写完了")
    with unchanged():
        page = browser.post(f"/outgoing/{matter.pk}/text/discarding/", second, follow=True).content.decode()
    assert "再放弃" in page
    browser.post(f"/outgoing/{matter.pk}/text/discarding/", first)
    assert not WorkingCopy.objects.exists()


def test_what_stands_on_nothing_or_on_nonsense_takes_nothing_away(browser, matter):
    kept(browser, matter, sent(matter), body="写到一半")
    bare = sent(matter) | {"request_key": ""}
    for stands_on in ("", "昨天", "2026-01-05", "2026-01-05T08:00:00", "9" * 40):
        with unchanged():
            assert "另一个窗口" in kept(browser, matter, bare, body="别处", stands_on=stands_on)


def test_between_two_arrivals_nothing_is_lost(cast, matter):
    given = {"base": 1, "by": cast.finance_clerk}
    actions.keep(matter.pk, draft=text(matter), at=cast.tick(), window=rules.Window("a"), **given)
    with pytest.raises(rules.Elsewhere), unchanged():
        actions.hand_in(matter.pk, draft=queries.draft_of(Version.objects.get()), at=cast.tick(), **given)


def test_a_page_to_which_one_went_back_and_typed_on_is_not_taken_for_the_first_arrival(browser, matter):
    form = sent(matter) | {"hand_in": "1"}
    for _ in range(2):
        browser.post(f"/outgoing/{matter.pk}/text/", form | {"body": "先提交的。"})
    assert Version.objects.count() == 2
    page = browser.post(f"/outgoing/{matter.pk}/text/", form | {"body": "回到前页又写的。"}).content.decode()
    assert "没有覆盖新版本" in page
    assert "回到前页又写的。" in WorkingCopy.objects.get().text
