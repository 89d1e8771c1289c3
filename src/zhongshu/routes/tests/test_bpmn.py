"""What is exported keeps the rules of BPMN 2.0 that tools check when they open it, and its drawing is complete."""

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from zhongshu.routes import bpmn, parse

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DRAWN = "{http://www.omg.org/spec/BPMN/20100524/DI}"
BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
NODES = {"startEvent", "endEvent", "userTask", "exclusiveGateway", "parallelGateway"}
WHEN = [{"fact": "urgency", "op": "at_least", "value": 1}, {"fact": "genre", "op": "in", "value": ["函", "通知"]}]


def step(key, **more):
    return {"key": key, "name": f"环节<{key}>", "who": {"rule": "role", "key": "leader", "unit": "organ"}} | more


def block(*branches):
    return {"block": "b", "name": "并行办理", "branches": list(branches)}


ROUTES = {
    "one": [step("a")],
    "loops": [step("a", completion="all"), step("b", completion="in_order"), step("c", completion="ratio", ratio=60)],
    "conditions": [step("a", when=WHEN), step("b", when=WHEN[:1])],
    "block": [step("a"), block([step("b", when=WHEN), step("c")], [step("d")], [step("e", when=WHEN)]), step("f")],
    "block alone": [block([step("b")], [step("d")])],
}


@pytest.fixture(params=ROUTES)
def written(request):
    tree = {"key": "r", "name": "收文“办理”", "version": 3, "steps": ROUTES[request.param]}
    text = bpmn.dumps(parse.of_tree(tree), lambda step: "本机关领导", lambda step: "紧急程度不低于“加急”")
    return tree, ET.fromstring(text)


def nodes_of(root):
    return [one for one in root.find(f"{MODEL}process") if one.tag.removeprefix(MODEL) in NODES]


def flows_of(root):
    return root.findall(f"{MODEL}process/{MODEL}sequenceFlow")


def test_ids_are_unique_and_every_flow_has_both_its_ends(written):
    _, root = written
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    nodes = {one.get("id"): one for one in nodes_of(root)}
    flows = {one.get("id"): one for one in flows_of(root)}
    for key, flow in flows.items():
        source, target = nodes[flow.get("sourceRef")], nodes[flow.get("targetRef")]
        assert key in [one.text for one in source.findall(f"{MODEL}outgoing")]
        assert key in [one.text for one in target.findall(f"{MODEL}incoming")]
    named = [
        one.text for node in nodes.values() for tag in ("incoming", "outgoing") for one in node.findall(MODEL + tag)
    ]
    assert sorted(named) == sorted([*flows, *flows])


def test_every_node_lies_between_the_start_and_the_end(written):
    _, root = written
    onward, back = {}, {}
    for flow in flows_of(root):
        onward.setdefault(flow.get("sourceRef"), []).append(flow.get("targetRef"))
        back.setdefault(flow.get("targetRef"), []).append(flow.get("sourceRef"))
    start, end = (root.find(f"{MODEL}process/{MODEL}{tag}").get("id") for tag in ("startEvent", "endEvent"))

    def reached(place, ways):
        found, waiting = set(), [place]
        while waiting:
            place = waiting.pop()
            found.add(place)
            waiting += [one for one in ways.get(place, ()) if one not in found]
        return found

    every = {one.get("id") for one in nodes_of(root)}
    assert reached(start, onward) == reached(end, back) == every
    assert start not in back
    assert end not in onward


def test_tasks_and_gateways_say_what_the_route_says(written):
    tree, root = written
    inner = [one for item in tree["steps"] for branch in item.get("branches", [[item]]) for one in branch]
    tasks = root.findall(f"{MODEL}process/{MODEL}userTask")
    assert [one.get("name") for one in tasks] == [one["name"] for one in inner]
    assert {one.findtext(f"{MODEL}documentation") for one in tasks} == {"本机关领导"}
    loops = [one.find(f"{MODEL}multiInstanceLoopCharacteristics") for one in tasks]
    expected = [{"all": "false", "in_order": "true", "ratio": "false"}.get(one.get("completion")) for one in inner]
    assert [None if one is None else one.get("isSequential") for one in loops] == expected
    gates = root.findall(f"{MODEL}process/{MODEL}exclusiveGateway")
    assert len(gates) == 2 * sum("when" in one for one in inner)
    for gate in gates:
        diverges = gate.get("gatewayDirection") == "Diverging"
        ways = [one.text for one in gate.findall(f"{MODEL}outgoing")]
        assert len(ways) == (2 if diverges else 1)
        assert (gate.get("default") in ways) == diverges
    conditions = [one.findtext(f"{MODEL}conditionExpression") for one in flows_of(root)]
    assert len(list(filter(None, conditions))) == len(gates) // 2
    if tree["steps"] == ROUTES["conditions"]:
        assert conditions[1] == '${urgency >= 1 and (genre == "函" or genre == "通知")}'


def test_everything_is_drawn_and_nothing_covers_anything(written):
    _, root = written
    shapes = {one.get("bpmnElement"): one.find(BOUNDS) for one in root.iter(f"{DRAWN}BPMNShape")}
    edges = {one.get("bpmnElement"): one.findall(POINT) for one in root.iter(f"{DRAWN}BPMNEdge")}
    assert set(shapes) == {one.get("id") for one in nodes_of(root)}
    assert set(edges) == {one.get("id") for one in flows_of(root)}
    assert all(len(points) >= 2 for points in edges.values())
    boxes = [[int(box.get(name)) for name in ("x", "y", "width", "height")] for box in shapes.values()]
    assert min(x for x, *_ in boxes) >= 0
    assert min(y for _, y, *_ in boxes) >= 0
    for (x, y, width, height), (other_x, other_y, other_width, other_height) in combinations(boxes, 2):
        apart = x + width < other_x or other_x + other_width < x
        assert apart or y + height < other_y or other_y + other_height < y
