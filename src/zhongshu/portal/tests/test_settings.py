"""个人设置: how pages look and whether keys are shortcuts, kept with the account."""

import pytest
from tests.cast import client_of, unchanged

from zhongshu.org.models import Account
from zhongshu.trail.models import Entry


def account(person):
    return Account.objects.get(person=person)


def test_care_mode_is_kept_with_the_account(cast):
    browser = client_of(cast.leader)
    assert 'data-type="normal"' in browser.get("/").content.decode()
    page = browser.post("/settings/", {"look": "care", "uses_keys": "on"}, follow=True)
    assert "设置已保存。" in page.content.decode()
    assert account(cast.leader).look == "care"
    entry = Entry.objects.latest("id")
    assert (entry.stream, entry.verb) == (f"account:{account(cast.leader).pk}", "org.look_set")
    assert 'data-type="care"' in client_of(cast.leader).get("/").content.decode(), "on any other machine too"
    assert 'data-type="normal"' in client_of(cast.second_leader).get("/").content.decode()


def test_the_sign_in_page_of_this_machine_looks_the_same(cast, client):
    browser = client_of(cast.leader)
    browser.post("/settings/look/", {"look": "large", "next": "/"})
    assert browser.cookies["type"].value == "large"
    client.cookies["type"] = "care"
    assert 'data-type="care"' in client.get("/sign-in/").content.decode()
    client.cookies["type"] = '"><script>'
    assert 'data-type="normal"' in client.get("/sign-in/").content.decode()


def test_the_menu_switches_and_leads_back(cast):
    browser = client_of(cast.leader)
    page = browser.get("/desk/done/?q=x").content.decode()
    assert 'name="next" value="/desk/done/?q=x"' in page
    answer = browser.post("/settings/look/", {"look": "care", "next": "/desk/done/?q=x"})
    assert answer.headers["Location"] == "/desk/done/?q=x"
    assert account(cast.leader).look == "care"


@pytest.mark.parametrize("back", ["https://elsewhere.cn/", "//elsewhere.cn", "javascript:alert(1)", "x", ""])
def test_it_never_leads_elsewhere(cast, back):
    answer = client_of(cast.leader).post("/settings/look/", {"look": "care", "next": back})
    assert answer.headers["Location"] == "/"


def test_there_is_no_such_look(cast):
    browser = client_of(cast.leader)
    with unchanged():
        assert "没有这种显示方式" in browser.post("/settings/look/", {"look": "x"}, follow=True).content.decode()
        answer = browser.post("/settings/", {"look": "x"})
    assert answer.status_code == 422
    assert "所选内容有误" in answer.content.decode()


def test_the_same_again_is_no_act(cast):
    with unchanged():
        client_of(cast.leader).post("/settings/look/", {"look": "normal"})


def test_keys_can_be_switched_off(cast):
    browser = client_of(cast.leader)
    page = browser.get("/").content.decode()
    assert 'id="shortcuts"' in page
    assert 'data-keys="off"' not in page
    browser.post("/settings/", {"look": "normal"})
    page = browser.get("/").content.decode()
    assert 'id="shortcuts"' not in page
    assert 'data-keys="off"' in page


def test_in_care_mode_there_are_fewer_things_and_the_deed_stands_at_the_end_of_the_reading(cast):
    document = cast.walk(cast.document(uploads=(cast.upload(cast.registrar),)), to="instruction")
    browser = client_of(cast.leader)
    assert "near-reading" not in browser.get(f"/matters/{document.pk}/").content.decode()
    browser.post("/settings/look/", {"look": "care"})
    desk = browser.get("/").content.decode()
    assert "更多功能" in desk
    for rare in ("我在等谁", "时限日历", "存为常用筛选"):
        assert rare not in desk.partition('id="shortcuts"')[0]
    page = browser.get(f"/matters/{document.pk}/").content.decode()
    places = [page.index(words) for words in ("文件材料", 'class="near-reading"', "办理流程", 'id="act"')]
    assert places == sorted(places)
    assert 'form="step"' in page


def test_where_more_than_an_opinion_is_asked_it_leads_there(cast):
    document = cast.document()
    browser = client_of(cast.registrar)
    browser.post("/settings/look/", {"look": "care"})
    page = browser.get(f"/matters/{document.pk}/").content.decode()
    assert "去办理：初审" in page
    assert 'form="step"' not in page


def test_administrators_have_it_too(cast):
    browser = client_of(cast.sysadmin)
    assert browser.get("/settings/").status_code == 200
    browser.post("/settings/look/", {"look": "large", "next": "/administration/"})
    assert 'data-type="large"' in browser.get("/administration/").content.decode()
