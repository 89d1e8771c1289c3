import json

import pytest

from zhongshu.routes import parse
from zhongshu.routes.model import Route

GOOD = {
    "key": "incoming",
    "name": "收文办理",
    "version": 1,
    "steps": [
        {"key": "review", "name": "初审", "who": {"rule": "role", "key": "registrar", "unit": "organ"}},
        {
            "key": "sign",
            "name": "批示",
            "kind": "sign",
            "completion": "in_order",
            "due_days": 3,
            "who": {"rule": "chosen", "among": [{"rule": "role", "key": "leader", "unit": "organ"}]},
            "when": [{"fact": "type", "op": "is", "value": "办件"}],
            "effects": ["tell"],
        },
    ],
}


def a_step(key, **changed):
    return {"key": key, "name": f"环节{key}", "who": {"rule": "head", "unit": "organ"}} | changed


BLOCK = {"block": "both", "name": "并行办理", "branches": [[a_step("a"), a_step("b", required=True)], [a_step("c")]]}
HANDLER = {"rule": "handler", "key": "a"}


def with_block(*after, **changed):
    """Return the text of a route with a parallel block before the steps `after`."""
    return json.dumps(GOOD | {"steps": [GOOD["steps"][0], BLOCK | changed, *after]})


def a_route(**changed):
    """Return the text of the route with its first step changed."""
    return json.dumps(GOOD | {"steps": [GOOD["steps"][0] | changed, *GOOD["steps"][1:]]})


def test_a_route_survives_writing_and_reading():
    route = parse.loads(json.dumps(GOOD))
    assert route.steps[1].who.among[0].key == "leader"
    assert parse.loads(json.dumps(parse.tree(route))) == route


def test_what_only_some_steps_have_is_left_out_of_the_others():
    tree = parse.tree(parse.loads(json.dumps(GOOD)))
    assert set(tree["steps"][0]) == {"key", "name", "kind", "who", "completion", "when", "due_days", "effects"}


def test_a_block_is_flat_inside_and_nested_outside():
    after = a_step("d", who=HANDLER, completion="ratio", ratio=60)
    route = parse.loads(with_block(after))
    assert [(item.key, item.block, item.branch) for item in route.steps] == [
        ("review", "", 0),
        ("a", "both", 0),
        ("b", "both", 0),
        ("c", "both", 1),
        ("d", "", 0),
    ]
    assert (route.steps[1].block_name, route.steps[2].required, route.steps[4].ratio) == ("并行办理", True, 60)
    tree = parse.tree(route)
    assert [len(branch) for branch in tree["steps"][1]["branches"]] == [2, 1]
    assert parse.of_tree(tree) == route


def test_the_ratio_of_another_completion_is_forgotten():
    assert parse.loads(a_route(completion="all", ratio=60)).steps[0].ratio == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (with_block(branches=[[a_step("a")]]), "并行办理“并行办理”至少要有两个分支"),
        (with_block(branches=[[a_step("a")], [a_step("b")], []]), "并行办理“并行办理”有空的分支"),
        (with_block(branches=[[a_step("a")], 5]), "并行办理“并行办理”有空的分支"),
        (with_block(branches=[[BLOCK], [a_step("d")]]), "并行办理“并行办理”里面不能再设并行办理"),
        (with_block(branches=5), "缺少内容或内容有误：分支"),
        (with_block(name=""), "并行办理“both”的名称应为1至40字"),
        (with_block(block=5), "标识应为1至32个字符"),
        (with_block(BLOCK), "并行办理的标识“both”重复"),
        (with_block(a_step("c")), "环节标识“c”重复"),
        (
            with_block(branches=[[a_step("a")], [a_step("c", who=HANDLER)]]),
            "环节“环节c”不能由并行的另一分支的办理人办理",
        ),
        (with_block(branches=[[a_step("d", who=HANDLER), a_step("a")], [a_step("c")]]), "引用的前面环节不存在"),
    ],
)
def test_every_fault_of_a_block_is_named_in_chinese(text, sentence):
    with pytest.raises(parse.BadRoute) as caught:
        parse.loads(text)
    assert sentence in caught.value.sentence


def test_a_block_stands_together():
    steps = parse.loads(with_block(a_step("d"))).steps
    with pytest.raises(parse.BadRoute, match="并行办理的标识“both”重复"):
        parse.of_tree(parse.tree(Route("key", "流程", 1, (steps[1], steps[4], *steps[2:4]))))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "流程文件的格式有误（第1行）"),
        ("[" * 5000, "流程文件的格式有误"),
        ("[1]", "缺少内容或内容有误：环节"),
        ("{}", "缺少内容或内容有误：环节"),
        (json.dumps(GOOD | {"name": 5}), "缺少内容或内容有误：名称"),
        (json.dumps(GOOD | {"name": ""}), "流程没有名称"),
        (json.dumps(GOOD | {"key": "k" * 33}), "流程标识应为1至32个字符"),
        (json.dumps(GOOD | {"version": 0}), "版本号应为正整数"),
        (json.dumps(GOOD | {"version": True}), "内容有误：版本号"),
        (json.dumps(GOOD | {"steps": []}), "没有任何环节"),
        (a_route(key="sign"), "环节标识“sign”重复"),
        (a_route(name=""), "环节“review”没有名称"),
        (a_route(kind="sing"), "环节“初审”的类型或完成方式不明"),
        (a_route(completion="most"), "环节“初审”的类型或完成方式不明"),
        (a_route(key=""), "没有标识"),
        (a_route(name="长" * 41), "名称过长"),
        (a_route(who=5), "流程定义“初审”缺少内容或内容有误：办理人"),
        (a_route(who={"rule": "anybody"}), "环节“初审”的办理人规则不明"),
        (a_route(who={"rule": "role", "unit": "organ"}), "环节“初审”的办理人规则不完整"),
        (a_route(who={"rule": "head", "unit": "moon"}), "环节“初审”的办理人规则不完整"),
        (a_route(who={"rule": "chosen", "among": [{"rule": "chosen"}]}), "环节“初审”的可选范围应指明人员"),
        (a_route(completion="ratio"), "环节“初审”的完成比例应为1至100"),
        (a_route(completion="ratio", ratio=101), "环节“初审”的完成比例应为1至100"),
        (a_route(completion="ratio", ratio="60"), "“初审”缺少内容或内容有误：完成比例"),
        (a_route(required="yes"), "内容有误：是否必经"),
        (a_route(effects=[1]), "内容有误：办结动作"),
        (a_route(who={"rule": "handler", "key": "sign"}), "引用的前面环节不存在"),
        (a_route(when=[{"fact": "type", "op": "like", "value": 1}]), "环节“初审”的条件运算不明"),
        (a_route(when=[{"fact": "type", "value": 1}]), "缺少内容或内容有误：条件运算"),
        (a_route(when=[{"fact": "type", "op": "in", "value": "办件"}]), "应给出一组值"),
        (a_route(when=[{"fact": "copies", "op": "over", "value": None}]), "应与数字或日期比较"),
        (a_route(due_days=0), "办理天数应为正整数"),
    ],
)
def test_every_fault_is_named_in_chinese(text, sentence):
    with pytest.raises(parse.BadRoute) as caught:
        parse.loads(text)
    assert sentence in caught.value.sentence
    assert caught.value.sentence.endswith("。")


def test_all_faults_are_named_at_once():
    with pytest.raises(parse.BadRoute, match=r"有2处错误：.+；.+。"):
        parse.loads(a_route(kind="sing", due_days=0))


def test_a_half_drawn_route_is_cleaned_and_read_without_asking_whether_it_could_run():
    step = {"key": "a", "name": "", "who": {"rule": "", "more": 1}, "due_days": None, "colour": "red"}
    drawn = {"key": "r", "name": "甲", "version": 1, "steps": [{"block": "b", "name": "乙", "branches": [[step], []]}]}
    clean = parse.clean(drawn)
    assert clean["steps"][0]["branches"][1] == []
    assert "colour" not in clean["steps"][0]["branches"][0][0]
    assert parse.clean(clean) == clean
    assert [(one.key, one.block, one.who.rule) for one in parse.read(clean).steps] == [("a", "b", "")]


def test_what_cannot_be_read_is_named_step_by_step():
    steps = [
        {"name": "初审"},
        {"key": "b", "name": "批示", "who": 3},
        {"block": "c", "name": "并行", "branches": [["?"]]},
    ]
    with pytest.raises(parse.BadRoute) as refusal:
        parse.clean({"key": "r", "name": "甲", "version": 1, "steps": steps})
    for words in ("“初审”缺少内容或内容有误：标识", "“批示”缺少内容或内容有误：办理人", "流程定义缺少内容"):
        assert words in refusal.value.sentence
