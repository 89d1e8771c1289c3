"""The designer: every button sends the whole drawing; what is not saved leaves nothing behind (流程设计)."""

import json
import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.cast import GIVEN, unchanged

from zhongshu.matters import kinds
from zhongshu.matters.models import RouteDraft, RouteVersion
from zhongshu.org import actions as org
from zhongshu.org.models import Holder
from zhongshu.routes import parse
from zhongshu.trail import queries as trail

FIELD = re.compile(r"<(input|select|textarea)\b([^>]*)>(?:(.*?)</\1>)?", re.DOTALL)
OPTION = re.compile(r'<option value="([^"]*)"( selected)?')


def attribute(markup, name):
    found = re.search(rf'\b{name}="([^"]*)"', markup)
    return found[1].replace("&#34;", '"').replace("&amp;", "&") if found else None


def fields(text):
    """Return what a browser would send of the form of the designer, by name."""
    form = re.search(r'<form id="designer".*?</form>', text, re.DOTALL)[0]
    sent = {}
    for tag, markup, inner in FIELD.findall(re.sub(r"<template.*?</template>", "", form, flags=re.DOTALL)):
        name, kind = attribute(markup, "name"), attribute(markup, "type")
        if not name or (kind in ("checkbox", "radio") and "checked" not in markup):
            continue
        value = attribute(markup, "value") or ("on" if kind == "checkbox" else "")
        if tag == "select":
            offered = OPTION.findall(inner)
            value = next((one for one, chosen in offered if chosen), offered[0][0] if offered else "")
        sent.setdefault(name, []).append(value)
    return sent


class Desk:
    """Somebody at the designer of 收文; `sent` is what stands in the form now."""

    def __init__(self, cast, who=None):
        self.client: Client = cast.client(who or cast.office_head)
        self.key = (cast.organ.pk, "incoming")
        self.see(self.client.get(reverse("route", args=self.key)))

    def see(self, response):
        self.response, self.text = response, response.content.decode()
        self.sent = fields(self.text) if response.status_code in (200, 422) else {}

    def press(self, act, **typed):
        """Press a button after some fields have been filled in."""
        self.see(self.client.post(reverse("route", args=self.key), {**self.sent, **typed, "act": act}))
        return self

    def names(self):
        """The names of the steps, those of a block between brackets, its branches apart by a bar."""
        shown, signs = [], {"block": "[", "branch": "|", "end": "]"}
        for marker in self.sent["node"]:
            kind, _, number = marker.partition(":")
            shown.append(self.sent[f"s{number}-name"][0] if kind == "step" else signs[kind])
        return " ".join(shown)

    def faults(self):
        box = re.search(r'id="faults".*?</section>', self.text, re.DOTALL)[0]
        return re.findall(r"<li><a[^>]*>([^<]*)", box)


@pytest.fixture
def desk(cast) -> Desk:
    return Desk(cast)


def draft():
    return RouteDraft.objects.get().definition


ALL = "初审 拟办 批示 交办 承办 答复 分送传阅 办结"


def test_what_is_shown_comes_back_as_it_was(desk, cast):
    assert desk.response.status_code == 200
    assert desk.names() == ALL
    assert "没有发现问题" in desk.text
    assert "与现行第1版相同" in desk.text
    with unchanged():
        desk.press("refresh")
    assert "与现行第1版相同" in desk.text
    desk.press("save")
    assert desk.response.headers["Location"] == reverse("route", args=desk.key)
    assert parse.read(draft()).steps == kinds.get("incoming").loaded_route.steps
    entry = trail.entries(f"routes:{cast.organ.pk}").last()
    assert (entry.verb, entry.by) == ("matters.route_drafted", cast.office_head.ref)


def test_a_card_says_who_it_means_today_and_on_which_condition(desk):
    for words in (
        "本机关收文登记",
        "县政府办公室收文岗（林晓梅、覃勇）",
        "由上一环节办理人选定（范围：本机关领导）",
        "周立民、陈志远",
        "当办理类别是“办件”时办理",
    ):
        assert words in desk.text


def test_steps_are_added_moved_and_taken_out(desk):
    with unchanged():
        desk.press("add:step:0")
        assert desk.names() == "初审  拟办 批示 交办 承办 答复 分送传阅 办结"
        assert "第2个环节没有名称" in desk.faults()
        assert "环节“第2个环节”没有设定办理人" in desk.faults()
        assert "有未保存的修改" in desk.text
        desk.press("down:step:1", **{"s1-name": "会商"})
        assert desk.names() == "初审 拟办 会商 批示 交办 承办 答复 分送传阅 办结"
        desk.press("up:step:2").press("up:step:1").press("up:step:0")
        assert desk.names() == f"会商 {ALL}"
        desk.press("remove:step:0")
        assert desk.names() == ALL
        desk.press("down:step:7").press("nonsense:step:1").press("up:step:99").press("add:nowhere").press(
            "remove:start"
        )
        assert desk.names() == ALL


def test_a_step_walks_through_the_branches_of_a_block(desk):
    desk.press("block:step:0")
    assert desk.names() == "初审 [ |  |  ] 拟办 批示 交办 承办 答复 分送传阅 办结"
    desk.press("refresh", **{"s1-name": "甲", "s2-name": "乙"})
    desk.press("branch:block:0").press("refresh", **{"s3-name": "丙"})
    assert desk.names().startswith("初审 [ | 甲 | 乙 | 丙 ] 拟办")
    walk = [
        "初审 [ | 甲 | 乙 | 丙 拟办 ] 批示",
        "初审 [ | 甲 | 乙 | 拟办 丙 ] 批示",
        "初审 [ | 甲 | 乙 拟办 | 丙 ] 批示",
    ]
    for place, shown in zip((4, 4, 3), walk, strict=True):
        desk.press(f"up:step:{place}")
        assert desk.names().startswith(shown)
    desk.press("up:step:3").press("up:step:2").press("up:step:2").press("up:step:1")
    assert desk.names().startswith("初审 拟办 [ | 甲 | 乙 | 丙 ] 批示")
    for _ in range(7):
        desk.press(f"down:step:{desk.names().replace('[', '').replace(']', '').replace('|', '').split().index('拟办')}")
    assert desk.names().startswith("初审 [ | 甲 | 乙 | 丙 ] 拟办 批示")


def test_the_card_at_hand_stays_open_and_a_moved_one_does_not_open(desk):
    assert desk.text.count('<details class="card-details" open>') == 0
    assert desk.press("refresh:step:1").text.count('<details class="card-details" open>') == 1
    assert desk.press("condition:step:1").text.count('<details class="card-details" open>') == 1
    assert desk.press("up:step:1").text.count('<details class="card-details" open>') == 0
    assert "data-acted" in desk.text


def test_a_block_is_moved_dissolved_and_taken_out(desk):
    desk.press("block:step:0").press("refresh", **{"s1-name": "甲", "s2-name": "乙"})
    desk.press("up:block:0")
    assert desk.names().startswith("[ | 甲 | 乙 ] 初审 拟办")
    desk.press("up:block:0").press("down:block:0").press("down:block:0")
    assert desk.names().startswith("初审 拟办 [ | 甲 | 乙 ] 批示")
    desk.press("block:end:0").press("refresh", **{"s4-name": "丙", "s5-name": "丁"})
    assert desk.names().startswith("初审 拟办 [ | 甲 | 乙 ] [ | 丙 | 丁 ] 批示")
    desk.press("down:block:0")
    assert desk.names().startswith("初审 拟办 [ | 丙 | 丁 ] [ | 甲 | 乙 ] 批示")
    desk.press("up:block:1")
    assert desk.names().startswith("初审 拟办 [ | 甲 | 乙 ] [ | 丙 | 丁 ] 批示")
    desk.press("add:branch:0").press("refresh", **{"s2-name": "戊"}).press("block:step:2")
    assert desk.names().startswith("初审 拟办 [ | 戊 甲 | 乙 ] [ | 丙 | 丁 ] 批示")
    desk.press("remove:branch:0")
    assert desk.names().startswith("初审 拟办 [ | 乙 ] [ | 丙 | 丁 ] 批示")
    assert "并行办理“并行办理”至少要有两个分支" in desk.faults()
    desk.press("remove:block:0").press("dissolve:block:0")
    assert desk.names() == "初审 拟办 丙 丁 批示 交办 承办 答复 分送传阅 办结"


@pytest.mark.parametrize(
    ("rule", "second", "typed", "expected"),
    [
        ("role:supervisor", "unit", "lead", {"rule": "role", "key": "supervisor", "unit": "lead"}),
        ("head", "unit", "initiator", {"rule": "head", "key": "", "unit": "initiator"}),
        ("in_charge", "unit", "organ", {"rule": "in_charge", "key": "", "unit": "organ"}),
        ("post", "post", "supervision", {"rule": "post", "key": "supervision", "unit": ""}),
        ("handler", "handler", "review", {"rule": "handler", "key": "review", "unit": ""}),
        ("initiator", "unit", "", {"rule": "initiator", "key": "", "unit": ""}),
    ],
)
def test_every_rule_of_who_can_be_set(desk, rule, second, typed, expected):
    desk.press("refresh", **{"s1-rule": rule}).press("save", **{f"s1-{second}": typed})
    assert draft()["steps"][1]["who"] == {"among": [], **expected}


def test_a_person_is_picked_and_a_choice_among_several_is_laid_down(desk, cast):
    desk.press("refresh", **{"s1-rule": "person", "s2-rule": "chosen"})
    desk.press(
        "refresh", **{"s1-person": cast.holder(cast.supervisor), "s2-among": ["head::lead", "role:leader:organ"]}
    )
    assert "指定人员郑凯" in desk.text
    desk.press("save")
    assert draft()["steps"][1]["who"]["key"] == "supervisor"
    assert [one["rule"] for one in draft()["steps"][2]["who"]["among"]] == ["role", "head"]


def test_all_the_rest_of_a_step_is_kept(desk):
    desk.press("refresh", **{"s3-completion": "ratio", "s3-kind": "sign"})
    desk.press(
        "save", **{"s3-ratio": "60", "s3-due_days": "3", "s3-required": "yes", "s3-name": " 交 办 ", "name": "来文"}
    )
    step = draft()["steps"][3]
    assert (step["name"], step["kind"], step["ratio"], step["due_days"], step["required"]) == (
        "交 办",
        "sign",
        60,
        3,
        True,
    )
    assert draft()["name"] == "来文"
    desk = desk.client.get(reverse("route", args=desk.key)).content.decode()
    assert "60%的人办理即可" in desk
    assert "3个工作日内" in desk


def test_who_chooses_a_ratio_is_given_one_and_may_not_leave_it_empty(desk):
    desk.press("refresh", **{"s3-completion": "ratio"})
    assert "60%的人办理即可" in desk.text
    desk.press("refresh", **{"s3-ratio": ""})
    assert "环节“交办”的完成比例应为1至100" in desk.faults()


@pytest.mark.parametrize("typed", ["0", "三", "-1", "99999999"])
def test_what_is_no_number_of_days_is_a_fault(desk, typed):
    desk.press("refresh", **{"s0-due_days": typed})
    assert "环节“初审”的办理天数应为正整数" in desk.faults()


@pytest.mark.parametrize(
    ("fact", "op", "typed", "expected"),
    [
        ("genre", "in", ["notice", "letter"], ["notice", "letter"]),
        ("urgency", "at_least", ["2"], 2),
        ("sender", "is", ["省教育厅"], "省教育厅"),
        ("sender", "not_in", ["省教育厅、市教育局，县教育局"], ["省教育厅", "市教育局", "县教育局"]),
    ],
)
def test_a_condition_is_chosen_from_what_the_domain_declares(desk, fact, op, typed, expected):
    desk.press("condition:step:0").press("refresh", **{"s0-w0-fact": fact}).press("refresh", **{"s0-w0-op": op})
    assert "没有填写比较的内容" in str(desk.faults())
    desk.press("save", **{"s0-w0-value": typed})
    assert draft()["steps"][0]["when"] == [{"fact": fact, "op": op, "value": expected}]


def test_a_condition_is_taken_off_again(desk):
    desk.press("uncondition:step:1/0").press("save")
    assert draft()["steps"][1]["when"] == []


def test_a_condition_on_a_fact_that_is_gone_still_opens_and_is_named(desk, cast):
    desk.press("save")
    row = RouteDraft.objects.get()
    row.definition["steps"][0]["when"] = [{"fact": "colour", "op": "is", "value": "red"}]
    row.save()
    desk = Desk(cast)
    assert desk.faults() == ["环节“初审”有一项条件所依据的内容已取消或没有选择，请删除或另选"]
    assert "（已取消的依据）" in desk.text
    desk.press("save")
    assert draft()["steps"][0]["when"] == [{"fact": "colour", "op": "is", "value": "red"}]
    publication = desk.client.get(reverse("route_publication", args=desk.key)).content.decode()
    assert "须先改正的错误" in publication
    with unchanged():
        sent = {"revision": 2, "based_on": 1}
        response = desk.client.post(reverse("route_publication", args=desk.key), sent)
    assert response.status_code == 422


def test_an_act_that_nobody_knows_is_named_and_taken_off(desk, cast):
    desk.press("save")
    row = RouteDraft.objects.get()
    row.definition["steps"][0]["effects"] = ["launch"]
    row.save()
    desk = Desk(cast)
    assert desk.faults() == ["环节“初审”有一项办结动作在本系统中不能执行，请取消"]
    assert desk.press("refresh").faults() != []
    assert desk.press("refresh", **{"s0-effect": []}).faults() == []


def test_what_has_been_drawn_is_not_lost_when_somebody_was_quicker(desk, cast):
    Desk(cast).press("save", name="先到")
    with unchanged():
        desk.press("save", name="后到")
    assert desk.response.status_code == 422
    assert "王建国已于" in desk.text
    assert "为免覆盖，您的修改没有保存" in desk.text
    assert desk.sent["name"] == ["后到"]


def test_a_form_sent_twice_saves_once(desk):
    sent = {**desk.sent, "act": "save", "request_key": "once"}
    desk.client.post(reverse("route", args=desk.key), sent)
    with unchanged():
        assert desk.client.post(reverse("route", args=desk.key), sent).status_code == 302


def test_markers_out_of_their_order_do_no_harm(desk):
    nodes = ["branch:0", "end:0", "step:0", "block:0", "block:1", "branch:0", "step:1", "step:x", "king:2"]
    desk.press("refresh", node=nodes)
    assert desk.names() == "初审 [ | 拟办 ]"
    assert "没有任何环节" in desk.press("refresh", node=[]).faults()


# --- dry run ----------------------------------------------------------------------------------------------------


def test_a_dry_run_shows_who_gets_what_and_keeps_nothing(desk, cast):
    with unchanged():
        desk.press("refresh", **{"s1-due_days": "3"})
        desk.press("trial", **{"trial-fact_handling_type": "for_action", "trial-lead": str(cast.finance.pk)})
    for words in ("推算结果", "王建国（县政府办公室）", "前办结", "可选：周立民、陈志远", "黄海涛（县财政局）"):
        assert words in desk.text
    assert "跳过：不符合条件（办理类别是“阅件”）" in desk.text
    assert desk.sent["trial-fact_handling_type"] == ["for_action"]


def test_a_dry_run_shows_branches_side_by_side(desk):
    desk.press("block:step:0")
    named = {"s1-name": "甲", "s2-name": "乙", "s1-rule": "role:leader", "s2-rule": "role:supervisor"}
    desk.press("trial", **named)
    assert desk.faults() == []
    result = re.search(r'id="trial-result".*', desk.text, re.DOTALL)[0]
    assert result.count('class="branch"') == 2


def test_a_dry_run_of_a_faulty_route_asks_to_mend_it_first(desk):
    desk.press("trial", **{"s0-name": ""})
    assert "流程还有1处错误，请先改正，再试运行" in desk.text


# --- who may ----------------------------------------------------------------------------------------------------


def test_a_route_editor_draws_for_their_organ_alone(cast):
    with transaction.atomic():
        org.posts.give_role(Holder.objects.get(person=cast.outsider), "route_editor", cast.other_organ, **GIVEN)
    outsider = cast.client(cast.outsider)
    shown = outsider.get(reverse("routes")).content.decode()
    assert "白石县人民政府" in shown
    assert "清河县人民政府的流程" not in shown
    assert outsider.get(reverse("route", args=[cast.other_organ.pk, "incoming"])).status_code == 200
    with unchanged():
        for name in ("route", "route_publication", "route_import", "route_versions"):
            assert outsider.get(reverse(name, args=[cast.organ.pk, "incoming"])).status_code == 404


@pytest.mark.parametrize("kind", ["paper_card", "leave"])
def test_there_is_no_designer_for_what_has_no_route(cast, kind):
    assert cast.client(cast.office_head).get(reverse("route", args=[cast.organ.pk, kind])).status_code == 404


def test_the_definition_is_never_lost_over_the_page(desk):
    """What the page holds and what is saved stay the same through a second look."""
    desk.press("block:step:0").press("save", **{"s1-name": "甲", "s2-name": "乙"})
    first = json.dumps(draft(), sort_keys=True)
    desk.see(desk.client.get(reverse("route", args=desk.key)))
    desk.press("save")
    assert json.dumps(draft(), sort_keys=True) == first
    assert not RouteVersion.objects.exists()
