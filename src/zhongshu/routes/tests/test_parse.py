import json

import pytest

from zhongshu.routes import parse

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


def a_route(**changed):
    """Return the text of the route with its first step changed."""
    return json.dumps(GOOD | {"steps": [GOOD["steps"][0] | changed, *GOOD["steps"][1:]]})


def test_a_route_survives_writing_and_reading():
    route = parse.loads(json.dumps(GOOD))
    assert route.steps[1].who.among[0].key == "leader"
    assert parse.loads(parse.dumps(route)) == route


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "不是有效的 JSON（第1行）"),
        ("{}", "缺少内容：'key'"),
        (json.dumps(GOOD | {"steps": []}), "没有任何环节"),
        (a_route(key="sign"), "环节标识“sign”重复"),
        (a_route(name=""), "环节“review”没有名称"),
        (a_route(kind="sing"), "环节“初审”的类型或完成方式不明"),
        (a_route(completion="most"), "环节“初审”的类型或完成方式不明"),
        (a_route(who={"rule": "anybody"}), "环节“初审”的办理人规则不明"),
        (a_route(who={"rule": "handler", "key": "sign"}), "引用的前面环节不存在"),
        (a_route(when=[{"fact": "type", "op": "like", "value": 1}]), "环节“初审”的条件运算不明"),
        (a_route(when=[{"fact": "type", "value": 1}]), "缺少内容"),
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
