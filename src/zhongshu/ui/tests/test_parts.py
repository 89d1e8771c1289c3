"""The components draw what they are given, in Chinese, and nothing that the content policy would forbid."""

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from jinja2 import FileSystemLoader

from zhongshu.ui import assets, jinja, navigation
from zhongshu.ui.fields import LinesField, PeopleField, UploadsField

ROOT = Path(__file__).resolve().parents[4]
ROOMS = ROOT / "src" / "zhongshu"
TEMPLATES = sorted(ROOMS.glob("*/templates/**/*.html"))
NOON = datetime(2026, 11, 21, 12, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def built(monkeypatch):
    """Stand in for the built files, which need not exist here."""
    monkeypatch.setattr(
        assets, "_names", lambda: {"core.js": "core-1.js", "core.css": "core-1.css", "icons.svg": "icons-1.svg"}
    )
    assets.asset.cache_clear()
    jinja.icon.cache_clear()
    yield
    assets.asset.cache_clear()
    jinja.icon.cache_clear()


@pytest.fixture
def env():
    return jinja.environment(loader=FileSystemLoader(ROOMS / "ui" / "templates"))


def draw(env, part, call, **context):
    return env.from_string(f'{{% import "ui/parts/{part}.html" as part %}}{{{{ part.{call} }}}}').render(context)


class Slip(forms.Form):
    use_required_attribute = False
    title = forms.CharField(label="标题", help_text="照来文标题抄录。")
    received = forms.DateField(label="收文日期", initial=date(2026, 11, 21))
    urgency = forms.ChoiceField(
        label="紧急程度", choices=[("none", "平件"), ("urgent", "加急")], widget=forms.RadioSelect
    )
    opinion = forms.CharField(label="意见", widget=forms.Textarea)
    paper = forms.BooleanField(label="另有纸质原件")
    people = PeopleField(label="传阅人员")
    lines = LinesField(label="备选方案")
    files = UploadsField(label="来文原件")


def refused():
    return Slip(QueryDict("title=&urgency=none&lines=甲方案"))


def test_templates_have_nothing_inline_and_nothing_from_outside():
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|https?://(?!www\.w3\.org)", text), (
            path
        )


def test_every_icon_is_in_the_sprite():
    known = set((ROOT / "frontend" / "icons.txt").read_text().split())
    used = {name for path in TEMPLATES for name in re.findall(r"icon\(\"([a-z-]+)\"", path.read_text(encoding="utf-8"))}
    named = r"(?:panel|card|fold|empty|with_words)\(\"[^\"]*\", \"([a-z-]+)\""
    used |= {name for path in TEMPLATES for name in re.findall(named, path.read_text(encoding="utf-8"))}
    used |= {icon for _, _, _, icon, _ in navigation.declared()}
    assert used <= known


def test_a_field_names_its_label_help_and_error(env, db):
    html = draw(env, "forms", "field(form.title)", form=refused())
    assert 'for="id_title"' in html and "必填" in html and "照来文标题抄录。" in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html and 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_every_look_is_drawn(env, db):
    html = draw(env, "forms", "fields(form)", form=refused())
    for wanted in ('type="date"', 'class="choice-card"', 'role="combobox"', 'x-data="upload"', "甲方案", "增加一项"):
        assert wanted in html
    assert 'value="2026-11-21"' in draw(env, "forms", "field(form.received)", form=Slip())


def test_the_summary_links_to_the_fields(env, db):
    html = draw(env, "forms", "summary(form)", form=refused())
    assert 'href="#id_title"' in html and 'role="alert"' in html
    assert draw(env, "forms", "summary(form)", form=Slip()).strip() == ""


def test_an_opinion_carries_what_was_written(env, db):
    html = draw(env, "forms", "opinion(form.opinion, '/tasks/1/draft/', text)", form=Slip(), text="拟同意<。")
    assert 'data-url="/tasks/1/draft/"' in html and "拟同意&lt;。</textarea>" in html


def test_a_light_always_has_its_word(env):
    assert "超期" in draw(env, "lights", "light('red')")
    assert "剩2个工作日" in draw(env, "lights", "light('yellow', '剩2个工作日')")
    assert draw(env, "lights", "urgency(0)") == "" and "特提" in draw(env, "lights", "urgency('flash')")
    assert "工作秘密" in draw(env, "lights", "label('work_secret')") and draw(env, "lights", "label('public')") == ""


def test_the_slip_says_who_acted_for_whom(env):
    task = {"who": "李静", "unit": "办公室", "behalf": "吴志强", "act": "已办", "at": NOON, "opinion": "同意。\n请办。"}
    waiting = {"who": "高建平", "seen_at": None}
    stops = [
        {"name": "拟办", "state": "done", "tasks": [task]},
        {"name": "批示", "state": "current", "tasks": [waiting]},
    ]
    html = draw(env, "timeline", "timeline(stops)", stops=stops)
    assert "代吴志强" in html and "<p>同意。</p><p>请办。</p>" in html and "11月21日 12:05" in html
    assert "尚未打开" in html and html.count('aria-current="step"') == 1


def test_readers_are_counted(env):
    copies = [{"who": "赵敏", "at": NOON}, {"who": "孙立军", "at": None, "seen_at": NOON}]
    html = draw(env, "timeline", "readers(copies)", copies=copies)
    assert "未阅1人" in html and "已打开，未阅" in html


def test_a_withheld_file_shows_neither_name_nor_way(env):
    html = draw(
        env, "files", "file_list(files)", files=[{"name": "甲.pdf", "url": "/attachments/1/", "withheld": True}]
    )
    assert "甲" not in html and "/attachments/" not in html and "已按保密要求隔离" in html


def test_pager_and_sorting_keep_the_rest_of_the_query(env):
    now, page = QueryDict("q=供暖&state=open&state=late&sort=due"), Paginator(range(90), 20).page(2)
    html = draw(env, "tables", "pager(page, now, what='件')", page=page, now=now)
    assert "q=%E4%BE%9B%E6%9A%96&amp;state=open&amp;state=late&amp;sort=due&amp;page=3" in html and "共90件" in html
    head = draw(env, "tables", "head('时限', 'due', '', now)", now=now)
    assert 'aria-sort="ascending"' in head and "sort=-due" in head


def test_options_of_the_picker(env):
    found = [{"holder_id": 7, "name": "王建国", "unit": "县委办公室", "post": "主任"}]
    assert 'data-id="7"' in draw(env, "people", "options(found)", found=found)
    assert "没有找到" in draw(env, "people", "options([])")


def test_the_page_for_our_own_faults_needs_nothing(env, monkeypatch):
    monkeypatch.setattr(assets, "_names", dict)
    assert "系统出现故障" in env.get_template("ui/errors/500.html").render()
    assert "请过几分钟再试" in env.get_template("ui/errors/503.html").render(sentence="请过几分钟再试。")


@pytest.mark.parametrize("name", ["403", "404", "413", "stale"])
def test_error_pages_stand_without_a_context(env, name):
    assert "返回首页" in env.get_template(f"ui/errors/{name}.html").render()


def test_the_base_page_shows_aside_and_navigation(env):
    entry = {"title": "待办", "url": "/", "icon": "inbox", "count": 3, "current": True, "main": True}
    page = env.from_string(
        '{% extends "ui/base.html" %}{% block content %}正文{% endblock %}{% block aside %}流程{% endblock %}'
    )
    html = page.render(
        is_staff=True,
        me={"account": 1, "name": "周明远", "unit": "县委办公室"},
        links={"home": "/", "notices": "/notices/", "sign_in": "/sign-in/", "sign_out": "/sign-out/"},
        nav=[{"title": "", "entries": [entry]}],
        unread=120,
        messages_list=[("danger", "不能提交。")],
    )
    assert "has-aside" in html and "99+" in html and html.count('aria-current="page"') == 2
    assert 'class="message is-danger" role="alert"' in html and 'href="#content"' in html


def test_dates_sizes_and_text():
    assert jinja.day(NOON) == jinja.day(NOON.date()) == "2026年11月21日"
    assert (jinja.moment(NOON), jinja.full_moment(NOON)) == ("11月21日 12:05", "2026年11月21日 12:05")
    assert jinja.full_end(NOON) == jinja.full_moment(NOON)
    assert jinja.full_end(NOON.replace(hour=0, minute=0)) == "2026年11月20日 24:00"
    assert jinja.day(None) == jinja.moment(None) == jinja.clock(None) == jinja.iso(None) == ""
    assert [jinja.filesize(n) for n in (0, 36_864, 1_300_000, 100 << 20)] == ["0 字节", "36 KB", "1.2 MB", "100 MB"]
    assert jinja.song("甲<\n\n乙") == '<div class="song"><p>甲&lt;</p><p>乙</p></div>'


def test_what_is_not_built_says_how(monkeypatch, tmp_path):
    monkeypatch.undo()
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    assets._names.cache_clear()
    with pytest.raises(assets.NotBuilt, match="make build"):
        assets.asset("core.js?")
