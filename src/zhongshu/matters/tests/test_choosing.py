"""Where a route leaves it to whoever acts before, the page asks who acts next, whatever the domain (选定办理人)."""

import re

from django.urls import reverse
from tests.cast import unchanged

from zhongshu.matters.models import Station, Task
from zhongshu.matters.queries import choosing, page, slips
from zhongshu.matters.tests.drawing import opened

LEADERS = [{"rule": "role", "key": "leader", "unit": "organ"}]


def chosen(key, **changed):
    return {"key": key, "name": f"会商{key}", "kind": "sign", "who": {"rule": "chosen", "among": LEADERS}} | changed


def asked(cast, document):
    task = Task.objects.get(matter=document, done_at=None)
    found = choosing.to_choose(task, page.timeline(page.slip_of(document)), slips.World(document, cast.at))
    return [station.key for station, _ in found]


def test_the_page_asks_and_the_chosen_one_gets_it(cast):
    document = opened(cast, 1, chosen("a"))
    task = cast.task(document, "review")
    shown = cast.client(cast.registrar).get(f"/matters/{document.pk}/").content.decode()
    assert "下一环节“会商a”由谁办理" in shown
    assert re.search(r'name="choose_a" value="\d+"[^>]*><span>周立民', shown)
    answers = {**cast.answers("review", cast.registrar)[0], "opinion": ""}
    with unchanged():
        response = cast.post(cast.registrar, "completion", task.pk, **answers)
    assert "请选择环节“会商a”的办理人" in response.content.decode()
    with unchanged():
        wrong = cast.post(cast.registrar, "completion", task.pk, **answers, choose_a=[cast.holder(cast.finance_chief)])
    assert "不在环节“会商a”的可选范围内" in wrong.content.decode()
    cast.post(cast.registrar, "completion", task.pk, **answers, choose_a=[cast.holder(cast.second_leader)])
    assert cast.task(document, "a").holder_id == cast.holder(cast.second_leader)


def test_only_what_may_come_next_is_asked(cast):
    never = [{"fact": "genre", "op": "is", "value": "bill"}]
    block = {"block": "b", "name": "并行", "branches": [[chosen("d")], [chosen("e", when=never), chosen("f")]]}
    document = opened(cast, 1, chosen("a", when=never), chosen("c"), block)
    assert asked(cast, document) == ["a", "c"]
    Station.objects.filter(run__matter=document, key="c").update(chosen=[cast.holder(cast.leader)])
    assert asked(cast, document) == ["a"]


def test_in_a_branch_the_way_goes_on_in_the_branch_and_then_behind_the_block(cast):
    never = [{"fact": "genre", "op": "is", "value": "bill"}]
    branches = [[chosen("d")], [chosen("e", when=never), chosen("f")]]
    document = opened(cast, 1, {"block": "b", "name": "并行", "branches": branches}, chosen("g"))
    assert asked(cast, document) == ["d", "e", "f"]
    stations = page.timeline(page.slip_of(document))
    task = Task.objects.get(matter=document, done_at=None)
    task.station = next(stop.station for stop in stations if stop.station.key == "e")
    found = choosing.to_choose(task, stations, slips.World(document, cast.at))
    assert [station.key for station, _ in found] == ["f"]
    task.station = next(stop.station for stop in stations if stop.station.key == "f")
    found = choosing.to_choose(task, stations, slips.World(document, cast.at))
    assert [station.key for station, _ in found] == ["g"]


def test_a_form_that_asks_itself_is_not_asked_twice(cast):
    document = cast.walk(cast.document(), to="proposal")
    shown = cast.client(cast.office_head).get(f"/matters/{document.pk}/").content.decode()
    assert "choose_instruction" not in shown
    assert asked(cast, document) == ["instruction"]
    assert reverse("completion", args=[cast.task(document, "proposal").pk]) in shown
