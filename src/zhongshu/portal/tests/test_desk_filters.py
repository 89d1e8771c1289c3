"""筛选和常用筛选: what fits the conditions stands on the list, and conditions can be kept under a name."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import client_of, unchanged

from zhongshu.matters import actions
from zhongshu.matters.actions.filters import AT_MOST
from zhongshu.matters.models import Matter, SavedFilter, Task
from zhongshu.trail.models import Entry


def titles(whom, box="todo", **query):
    """Return the titles on a list in their order."""
    page = client_of(whom).get(reverse("desk", args=[box]), query).content.decode()
    return re.findall(r'<p class="desk-title">.*?<a [^>]*>(.*?)</a>', page)


@pytest.fixture
def two(cast):
    """Two documents that wait for the registrars: one plain, one urgent and internal."""
    plain = cast.document(title="关于春季开学工作的通知")
    urgent = cast.document(title="关于防汛备汛工作的函", urgency="urgent", label="internal")
    return plain, urgent


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "防汛"}, ["urgent"]),
        ({"kind": "incoming"}, ["urgent", "plain"]),
        ({"kind": "telegram"}, []),
        ({"urgency": "0"}, ["plain"]),
        ({"urgency": "1"}, ["urgent"]),
        ({"label": "internal"}, ["urgent"]),
        ({"step": "初审"}, ["urgent", "plain"]),
        ({"step": "批示"}, []),
        ({"from": "林晓"}, ["urgent", "plain"]),
        ({"from": "linxiaomei"}, ["urgent", "plain"]),
        ({"from": "查无此人"}, []),
        ({"q": "工作", "urgency": "0"}, ["plain"]),
    ],
)
def test_what_fits_is_listed(cast, two, query, expected):
    plain, urgent = two
    named = {"plain": plain.title, "urgent": urgent.title}
    assert titles(cast.registrar, **query) == [named[one] for one in expected]


def test_the_number_is_found_too(cast, two):
    assert titles(cast.registrar, q=two[0].number) == [two[0].title]


def test_deadlines_are_chosen_by_how_near_they_are(cast):
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=23, minute=59, second=59, microsecond=0)
    due = {"late": now - timedelta(hours=1), "today": today, "soon": today + timedelta(days=2), "far": None}
    for name, at in due.items():
        document = cast.document(title=f"通知{name}")
        Matter.objects.filter(pk=document.pk).update(due_at=at)
    assert titles(cast.registrar, due="late") == ["通知late"]
    assert titles(cast.registrar, due="today") == ["通知today"]
    assert titles(cast.registrar, due="soon") == ["通知today", "通知soon"]
    assert "通知today" in titles(cast.registrar, due="week")
    assert titles(cast.registrar, "mine", due="late") == ["通知late"]


def test_the_other_lists_have_their_conditions(cast):
    done = cast.walk(cast.document(title="已办的通知"), to="proposal")
    cast.document(title="未办的通知")
    assert titles(cast.registrar, "done", q="已办") == ["已办的通知"]
    assert titles(cast.registrar, "done", step="拟办") == []
    assert titles(cast.registrar, "mine", q="未办") == ["未办的通知"]
    actions.circulate(done.pk, holders=[cast.holder(cast.leader)], by=cast.registrar, at=cast.tick(), request_key="")
    assert titles(cast.leader, "to_read", q="已办") == ["已办的通知"]
    assert titles(cast.leader, "to_read", q="别的") == []


def test_a_list_that_nothing_fits_says_so(cast, two):
    page = client_of(cast.registrar).get("/desk/todo/", {"q": "没有的字"}).content.decode()
    assert "没有符合条件的事项" in page
    assert "标题、编号：没有的字" in page


def test_nonsense_is_left_out_and_said(cast, two):
    page = client_of(cast.registrar).get("/desk/todo/", {"kind": "nonsense", "urgency": "99", "due": "x", "q": "防汛"})
    assert "有的筛选条件本系统没有" in page.content.decode()
    assert titles(cast.registrar, kind="nonsense", urgency="99", q="防汛") == ["关于防汛备汛工作的函"]
    assert client_of(cast.registrar).get("/desk/todo/", {"q": "字" * 500}).status_code == 200


def test_conditions_are_kept_under_a_name(cast, two):
    browser = client_of(cast.registrar)
    form = {"name": " 急件 ", "query": "urgency=1&due=&nonsense=1&kind=nothing"}
    answer = browser.post("/desk/todo/filters/", form)
    assert answer.headers["Location"] == "/desk/todo/?urgency=1"
    kept = SavedFilter.objects.get()
    assert (kept.person, kept.page, kept.name, kept.query) == (cast.registrar, "todo", "急件", "urgency=1")
    entry = Entry.objects.latest("id")
    assert (entry.stream, entry.verb, entry.by) == (
        f"person:{cast.registrar.pk}",
        "matters.filter_saved",
        cast.registrar.ref,
    )
    page = browser.get("/desk/todo/?urgency=1").content.decode()
    assert 'aria-current="true">急件</a>' in page
    assert "存为常用筛选</button>" not in page, "it is kept already"
    assert "急件" not in browser.get("/desk/done/").content.decode()
    assert "急件" not in client_of(cast.second_registrar).get("/").content.decode()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"name": "", "query": "urgency=1"}, "请填写名称。"),
        ({"name": "字" * 21, "query": "urgency=1"}, "最多20字"),
        ({"name": "急件", "query": ""}, "请先设定筛选条件"),
        ({"name": "急件", "query": "nonsense=%ff&;;&kind=x"}, "请先设定筛选条件"),
        ({"name": "重名", "query": "urgency=1"}, "已有名为“重名”的常用筛选"),
    ],
)
def test_what_cannot_be_kept_is_refused(cast, form, sentence):
    actions.save_filter("todo", name="重名", query="urgency=2", by=cast.registrar, at=cast.tick())
    with unchanged():
        answer = client_of(cast.registrar).post("/desk/todo/filters/", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_not_more_than_fit_on_a_line(cast):
    for number in range(AT_MOST):
        actions.save_filter("todo", name=f"筛选{number}", query="urgency=1", by=cast.registrar, at=cast.tick())
    with unchanged():
        answer = client_of(cast.registrar).post("/desk/todo/filters/", {"name": "再来", "query": "urgency=1"})
    assert f"每个列表最多保存{AT_MOST}个" in answer.content.decode()


def test_a_kept_one_is_renamed_and_deleted(cast):
    kept = actions.save_filter("todo", name="急件", query="urgency=1", by=cast.registrar, at=cast.tick())
    browser = client_of(cast.registrar)
    assert "紧急程度：加急" in browser.get("/filters/").content.decode()
    browser.post(reverse("filter_name", args=[kept.pk]), {"name": "加急件"})
    assert "加急件" in browser.get("/filters/").content.decode()
    assert Entry.objects.latest("id").verb == "matters.filter_renamed"
    with unchanged():
        page = browser.post(reverse("filter_name", args=[kept.pk]), {"name": ""}, follow=True)
    assert "请填写名称。" in page.content.decode()
    browser.post(reverse("filter_deletion", args=[kept.pk]))
    assert not SavedFilter.objects.exists()
    assert Entry.objects.latest("id").verb == "matters.filter_deleted"
    assert browser.post(reverse("filter_deletion", args=[kept.pk])).status_code == 404


def test_nobody_touches_what_somebody_else_keeps(cast):
    kept = actions.save_filter("todo", name="急件", query="urgency=1", by=cast.registrar, at=cast.tick())
    with unchanged():
        for name in ("filter_name", "filter_deletion"):
            answer = client_of(cast.second_registrar).post(reverse(name, args=[kept.pk]), {"name": "我的"})
            assert answer.status_code == 404


def test_one_whose_conditions_are_gone_still_opens(cast, two):
    SavedFilter.objects.create(
        person=cast.registrar, page="todo", name="旧的", query="kind=gone&%ff=1&page=x", saved_at=cast.at
    )
    browser = client_of(cast.registrar)
    assert "原来的条件本系统已不再使用" in browser.get("/filters/").content.decode()
    page = browser.get("/desk/todo/?kind=gone&%ff=1&page=x")
    assert page.status_code == 200
    assert "有的筛选条件本系统没有" in page.content.decode()


def test_no_such_list(cast):
    form = {"name": "急件", "query": "urgency=1"}
    assert client_of(cast.registrar).post("/desk/other/filters/", form).status_code == 404


def test_conditions_cost_no_more_questions(cast, two, django_assert_max_num_queries):
    browser = client_of(cast.registrar)
    browser.get("/desk/todo/?q=工作")
    with django_assert_max_num_queries(9):
        browser.get("/desk/todo/?q=工作&urgency=1&from=林&due=week&step=初审")
    assert Task.objects.filter(done_at=None).count() == 2
