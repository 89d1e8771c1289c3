"""What is wrong with a route, how two versions differ, and who would get what (流程校验、比较、试运行)."""

from copy import deepcopy
from datetime import date

import pytest
from tests.cast import unchanged

from zhongshu.matters import kinds
from zhongshu.matters.queries import route_differences, route_faults, trial
from zhongshu.matters.queries.route_words import Words
from zhongshu.org import queries as who
from zhongshu.routes import parse

DAY = date(2026, 3, 2)


@pytest.fixture
def incoming() -> kinds.Kind:
    return kinds.get("incoming")


@pytest.fixture
def drawn(incoming) -> dict:
    return deepcopy(parse.tree(incoming.loaded_route))


def step(key, **changed):
    given = {"key": key, "name": f"环节{key}", "who": {"rule": "role", "key": "registrar", "unit": "organ"}}
    return given | changed


def block(*branches):
    return {"block": "b", "name": "并行办理", "branches": list(branches)}


def faults(drawn, kind, cast, day=DAY):
    return [(one.place, one.words, one.is_warning) for one in route_faults.faults(drawn, kind, cast.organ.pk, day)]


def test_the_route_that_comes_with_a_kind_is_sound(cast, drawn, incoming):
    assert faults(drawn, incoming, cast) == []
    telegram = kinds.get("telegram")
    assert faults(parse.tree(telegram.loaded_route), telegram, cast) == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"who": {"rule": "handler", "key": "closing"}}, "由它自己或后面环节的办理人办理，形成循环"),
        ({"who": {"rule": "handler", "key": "review"}}, "形成循环"),
        ({"who": {"rule": "handler", "key": "nowhere"}}, "引用的前面环节不存在"),
        ({"who": {"rule": "", "key": ""}}, "环节“初审”没有设定办理人"),
        ({"who": {"rule": "post", "key": ""}}, "办理人规则不完整：没有选择岗位"),
        ({"who": {"rule": "head", "unit": ""}}, "办理人规则不完整：没有选择单位"),
        ({"who": {"rule": "role", "key": "king", "unit": "organ"}}, "角色在本系统中不存在"),
        ({"who": {"rule": "post", "key": "nowhere"}}, "岗位在本系统中不存在"),
        ({"who": {"rule": "post", "key": "outside"}}, "岗位“白石县政府科员”不是本机关的"),
        ({"who": {"rule": "person", "key": "nobody"}}, "指定的人员在本系统中不存在"),
        ({"who": {"rule": "person", "key": "outsider"}}, "指定的何远不是本机关人员"),
        ({"who": {"rule": "chosen"}}, "前面没有环节，无人为它选定办理人"),
        ({"effects": ["set_due"]}, "有一项办结动作在本系统中不能执行"),
        ({"completion": "ratio", "ratio": 120}, "完成比例应为1至100"),
        ({"due_days": 0}, "办理天数应为正整数"),
        ({"when": [{"fact": "colour", "op": "is", "value": "red"}]}, "条件所依据的内容已取消"),
        ({"when": [{"fact": "genre", "op": "over", "value": "notice"}]}, "“文种”的比较方式不合适"),
        ({"when": [{"fact": "genre", "op": "is", "value": "song"}]}, "内容不在可选范围内"),
        ({"when": [{"fact": "genre", "op": "in", "value": []}]}, "没有填写比较的内容"),
        ({"when": [{"fact": "sender", "op": "is", "value": ""}]}, "没有填写比较的内容"),
        ({"when": [{"fact": "sender", "op": "in", "value": "清源市"}]}, "没有填写比较的内容"),
        ({"name": ""}, "第1个环节没有名称"),
    ],
)
def test_a_fault_is_said_where_it_stands(cast, drawn, incoming, changed, sentence):
    drawn["steps"][0] |= changed
    found = faults(drawn, incoming, cast)
    assert [place for place, words, _ in found if sentence in words] == ["step-0"]


def test_all_faults_are_said_at_once(cast, drawn, incoming):
    drawn["steps"][2]["key"] = "review"
    drawn["steps"].append(block([step("x")], []))
    drawn["steps"].append(block([step("y")]))
    found = dict.fromkeys(words for _, words, _ in faults(drawn, incoming, cast))
    for words in (
        "缺少必需的环节“批示”：收文离不开这一环节",
        "环节“批示”与前面的环节“初审”标识重复，请删除其中一个",
        "并行办理“并行办理”有空的分支",
        "并行办理“并行办理”至少要有两个分支",
        "并行办理“并行办理”与前面的并行办理标识重复，请取消其中一个",
    ):
        assert words in found


def test_what_the_domain_needs_keeps_its_order(cast, drawn, incoming):
    first, second = drawn["steps"][1:3]
    drawn["steps"][1:3] = [second, first]
    assert ("step-1", "环节“批示”须在“拟办”之后", False) in faults(drawn, incoming, cast)
    drawn["steps"][1:3] = [block([first], [second])]
    assert ("step-2", "环节“批示”须在“拟办”之后，不能与它并行", False) in faults(drawn, incoming, cast)


def test_a_branch_does_not_wait_for_another(cast, drawn, incoming):
    drawn["steps"].insert(1, block([step("x")], [step("y", who={"rule": "handler", "key": "x"})]))
    assert ("step-2", "环节“环节y”不能由并行的另一分支的办理人办理", False) in faults(drawn, incoming, cast)


def test_who_has_left_is_named_and_nobody_is_a_warning(cast, drawn, incoming):
    cast.at = cast.at.replace(year=2026, month=3, day=1)
    cast.dismiss(cast.finance_clerk)
    drawn["steps"][0]["who"] = {"rule": "person", "key": "finance_clerk"}
    drawn["steps"][1]["who"] = {"rule": "role", "key": "archivist", "unit": "organ"}
    drawn["steps"][3]["who"] = {"rule": "post", "key": "finance_clerk"}
    found = faults(drawn, incoming, cast)
    assert ("step-0", "环节“初审”指定的李雪已离岗，请另选", False) in found
    assert ("step-1", "环节“拟办”（本机关档案管理）现在没有人，办到这一环节时将无法继续", True) in found
    assert ("step-3", "环节“交办”（岗位“县财政局科员”）现在没有人，办到这一环节时将无法继续", True) in found
    assert len(found) == 3


def test_a_handler_who_may_be_passed_over_is_a_warning(cast, drawn, incoming):
    drawn["steps"][5]["when"] = []
    found = faults(drawn, incoming, cast)
    assert [(place, is_warning) for place, words, is_warning in found if "届时没有办理人" in words] == [
        ("step-5", True)
    ]


def test_two_versions_are_compared_in_sentences(cast, drawn, incoming):
    old = parse.read(drawn)
    new = deepcopy(drawn)
    review, proposal, instruction, *rest = new["steps"]
    review |= {"name": "登记初审", "due_days": 1, "required": True, "completion": "all"}
    proposal |= {"when": [], "who": {"rule": "post", "key": "office_head"}, "kind": "sign"}
    new |= {"name": "收文", "steps": [review, step("x"), proposal, block([instruction], [step("y")]), *rest[:-2]]}
    new["steps"].append(rest[-1])
    said = route_differences.differences(old, parse.read(new), Words(incoming, cast.organ.pk, DAY))
    assert said == [
        "流程名称由“收文办理”改为“收文”",
        "删除环节“分送传阅”",
        "环节“初审”改名为“登记初审”",
        "环节“登记初审”的完成方式由“一人办理即可（或签）”改为“全部办理（会签）”",
        "环节“登记初审”的办理期限由“不单设期限”改为“1个工作日内”",
        "环节“登记初审”改为必经，办理中不得跳过",
        "增加环节“环节x”（“登记初审”之后），办理人：本机关收文登记",
        "环节“拟办”的办理人由“本机关办公室主任”改为“岗位“县政府办公室主任””",
        "环节“拟办”的类型由“办理”改为“签批”",
        "环节“拟办”的办理条件由“办理类别是“办件””改为“每次都办”",
        "环节“批示”由主流程移到并行“并行办理”第1分支最前面",
        "增加环节“环节y”（并行“并行办理”第2分支最前面），办理人：本机关收文登记",
    ]
    assert route_differences.differences(old, old, Words(incoming, cast.organ.pk, DAY)) == []
    swapped = deepcopy(drawn)
    swapped["steps"][5:7] = reversed(swapped["steps"][5:7])
    said = route_differences.differences(old, parse.read(swapped), Words(incoming, cast.organ.pk, DAY))
    assert said in (["环节“答复”移到“分送传阅”之后"], ["环节“分送传阅”移到“承办”之后"])


# --- dry run -----------------------------------------------------------------------------------------------------


def run(drawn, kind, cast, **asked):
    given = {"starter": cast.registrar.pk, "at": cast.at, "facts": {"handling_type": "for_action"}}
    with unchanged():
        return trial.trial(drawn, kind, cast.organ.pk, trial.Asked(**given | asked))


def test_a_dry_run_says_who_gets_what_and_when(cast, drawn, incoming):
    drawn["steps"][1]["due_days"] = 3
    drawn["steps"][4]["due_days"] = 5
    found = run(drawn, incoming, cast, lead=cast.finance.pk, co_units=(cast.education.pk,))
    stops = {stop.step.key: stop for stop in found.stops}
    assert found.trouble == ""
    assert [one.who for one in stops["review"].duties] == ["县政府办公室收文岗（林晓梅、覃勇）"]
    assert [(one.who, one.begins, one.due) for one in stops["proposal"].duties] == [
        ("王建国（县政府办公室）", DAY, date(2026, 3, 5))
    ]
    assert stops["instruction"].note == "可选：周立民、陈志远，此处按选第一人试算"
    assert [(one.who, one.begins, one.due) for one in stops["handling"].duties] == [
        ("黄海涛（县财政局）", date(2026, 3, 5), date(2026, 3, 12)),
        ("赵文斌（县教育局）", date(2026, 3, 5), date(2026, 3, 12)),
    ]
    assert stops["handling"].note == "全部办理"
    assert [one.who for one in stops["reply"].duties] == ["黄海涛（县财政局）"]
    assert stops["circulation"].skipped == "跳过：不符合条件（办理类别是“阅件”）"
    assert found.ends == date(2026, 3, 12)


def test_a_dry_run_names_the_rule_that_means_nobody_and_goes_on(cast, drawn, incoming):
    drawn["steps"][1]["who"] = {"rule": "role", "key": "archivist", "unit": "organ"}
    drawn["steps"][2]["who"] = {"rule": "chosen", "among": []}
    found = run(drawn, incoming, cast)
    stops = {stop.step.key: stop for stop in found.stops}
    assert stops["proposal"].duties[0].is_nobody
    assert "本机关档案管理现在没有人" in stops["proposal"].duties[0].who
    assert stops["instruction"].duties[0].who == "由上一环节办理人在全部人员中选定"
    assert "主办、协办单位主要负责人现在没有人" in stops["handling"].duties[0].who
    assert found.ends == who.local_day(cast.at)


def test_signing_in_turn_takes_one_term_after_the_other(cast, drawn, incoming):
    among = [{"rule": "role", "key": "leader", "unit": "organ"}]
    drawn["steps"][2] |= {"who": among[0], "due_days": 2}
    found = run(drawn, incoming, cast, lead=cast.finance.pk)
    instruction = next(stop for stop in found.stops if stop.step.key == "instruction")
    assert [(one.begins, one.due) for one in instruction.duties] == [
        (DAY, date(2026, 3, 4)),
        (date(2026, 3, 4), date(2026, 3, 6)),
    ]
    assert instruction.note == "依次办理"
