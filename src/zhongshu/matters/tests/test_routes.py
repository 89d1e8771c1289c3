"""Laying down the route of an organ: drafts, versions, going back, and what already runs."""

import json
from copy import deepcopy

import pytest
from tests.cast import refused, unchanged, verbs

from zhongshu.matters import kinds
from zhongshu.matters.actions import routes as actions
from zhongshu.matters.models import RouteDraft, RouteVersion, Run
from zhongshu.matters.queries import routes
from zhongshu.routes import parse
from zhongshu.trail import queries as trail


@pytest.fixture
def incoming() -> kinds.Kind:
    return kinds.get("incoming")


@pytest.fixture
def drawn(incoming) -> dict:
    """The route that comes with the kind, with another name for the review."""
    tree = deepcopy(parse.tree(incoming.loaded_route))
    tree["steps"][0]["name"] = "登记初审"
    return tree


def save(cast, drawn, **changed):
    given = {"definition": drawn, "revision": 0, "based_on": 1, "by": cast.office_head, "at": cast.tick()}
    return actions.save_draft("incoming", cast.organ.pk, **given | changed)


def publish(cast, **changed):
    given = {"revision": 1, "based_on": 1, "note": "", "by": cast.office_head, "at": cast.tick()}
    return actions.publish("incoming", cast.organ.pk, **given | changed)


def last(cast):
    entry = trail.entries(f"routes:{cast.organ.pk}").last()
    return entry.verb, entry.by, json.loads(entry.detail)["version"]


def test_what_is_published_holds_for_new_matters_and_what_runs_keeps_its_slip(cast, drawn, incoming):
    old = cast.document()
    assert routes.current(incoming, cast.organ.pk) == incoming.loaded_route
    draft = save(cast, drawn)
    assert (draft.revision, last(cast)) == (1, ("matters.route_drafted", cast.office_head.ref, 1))
    assert cast.document().runs.get().route_version == 1
    made = publish(cast, note="初审更名")
    assert (made.version, made.note, made.published_by) == (2, "初审更名", cast.office_head)
    assert last(cast) == ("matters.route_published", cast.office_head.ref, 2)
    assert not RouteDraft.objects.exists()
    new = cast.document()
    run = Run.objects.get(matter=new)
    assert (run.route_version, run.stations.get(key="review").name) == (2, "登记初审")
    assert old.runs.get().stations.get(key="review").name == "初审"
    cast.walk(old, to="closed")
    cast.walk(new, to="closed")
    assert verbs(old) == verbs(new)
    assert not list(trail.verify())


def test_branches_run_side_by_side_and_what_follows_waits_for_all(cast, drawn):
    def step(key, role):
        return {"key": key, "name": key, "who": {"rule": "role", "key": role, "unit": "organ"}}

    block = {"block": "b", "name": "会签", "branches": [[step("one", "supervisor")], [step("two", "leader")]]}
    drawn["steps"].insert(1, block)
    save(cast, drawn)
    publish(cast)
    document = cast.document()
    cast.complete(document, "review", by=cast.registrar)
    run = document.runs.get()
    assert [(one.block, one.branch) for one in run.stations.order_by("order")[:4]] == [
        ("", 0),
        ("b", 0),
        ("b", 1),
        ("", 0),
    ]
    cast.complete(document, "two", by=cast.leader)
    assert not run.stations.get(key="proposal").begun_at
    cast.complete(document, "one", by=cast.supervisor)
    assert run.stations.get(key="proposal").begun_at


def test_a_route_of_one_organ_is_none_of_another(cast, drawn, incoming):
    save(cast, drawn)
    publish(cast)
    assert routes.current(incoming, cast.other_organ.pk).steps[0].name == "初审"
    assert routes.current(kinds.get("telegram"), cast.organ.pk).steps[0].name == "初审"


@pytest.mark.parametrize("who", ["registrar", "leader", "outsider"])
def test_whoever_has_not_the_role_changes_nothing(cast, drawn, who):
    with refused("只有本机关的流程管理员、办公室主任"):
        save(cast, drawn, by=getattr(cast, who))


def test_nobody_overwrites_what_somebody_else_has_saved(cast, drawn):
    save(cast, drawn)
    with refused("王建国已于3月2日.+保存了草稿，为免覆盖，您的修改没有保存"):
        save(cast, drawn, revision=0)
    assert save(cast, drawn, revision=1).revision == 2
    with refused("王建国已于.+保存了草稿"):
        publish(cast, revision=1)
    publish(cast, revision=2)
    with refused("草稿已由他人发布或放弃"):
        save(cast, drawn, revision=2, based_on=2)


def test_the_second_publisher_is_told_who_was_first(cast, drawn):
    save(cast, drawn)
    publish(cast)
    with refused("王建国已于3月2日.+发布第2版。没有待发布的草稿"):
        publish(cast)


def test_a_draft_on_an_old_version_is_not_published_over_a_newer_one(cast, drawn):
    save(cast, drawn)
    publish(cast)
    drawn["steps"][0]["name"] = "收文初审"
    save(cast, drawn, based_on=2)
    actions.go_back("incoming", cast.organ.pk, version=1, based_on=2, by=cast.office_head, at=cast.tick())
    with refused("王建国已于.+发布第3版。请先核对与现行版本的差异"):
        publish(cast, based_on=2)
    save(cast, drawn, revision=1, based_on=3)
    assert publish(cast, revision=2, based_on=3).version == 4


def test_one_form_sent_twice_does_it_once(cast, drawn):
    first = save(cast, drawn, request_key="k1")
    with unchanged():
        assert save(cast, drawn, request_key="k1") == first
    made = publish(cast, request_key="k2")
    with unchanged():
        assert publish(cast, request_key="k2") == made


def test_going_back_publishes_the_old_version_anew(cast, drawn, incoming):
    save(cast, drawn)
    publish(cast)
    again = actions.go_back(
        "incoming", cast.organ.pk, version=1, based_on=2, by=cast.office_head, at=cast.tick(), request_key="b"
    )
    assert (again.version, again.note) == (3, "恢复第1版")
    assert routes.current(incoming, cast.organ.pk).steps == incoming.loaded_route.steps
    assert last(cast) == ("matters.route_restored", cast.office_head.ref, 3)
    with unchanged():
        assert (
            actions.go_back(
                "incoming", cast.organ.pk, version=1, based_on=2, by=cast.office_head, at=cast.tick(), request_key="b"
            )
            == again
        )
    with refused("与现行版本完全相同"):
        actions.go_back("incoming", cast.organ.pk, version=1, based_on=3, by=cast.office_head, at=cast.tick())
    with refused("没有第9版流程"):
        actions.go_back("incoming", cast.organ.pk, version=9, based_on=3, by=cast.office_head, at=cast.tick())


def test_a_draft_is_thrown_away(cast, drawn):
    save(cast, drawn)
    actions.discard_draft("incoming", cast.organ.pk, revision=1, by=cast.office_head, at=cast.tick())
    assert not RouteDraft.objects.exists()
    assert last(cast) == ("matters.route_draft_discarded", cast.office_head.ref, 1)
    with refused("草稿已发布或已放弃"):
        actions.discard_draft("incoming", cast.organ.pk, revision=1, by=cast.office_head, at=cast.tick())


def test_a_route_comes_in_from_a_file(cast, drawn):
    save(cast, drawn)
    drawn["steps"][1]["who"] = {"rule": "person", "key": "outsider"}
    given = {"text": json.dumps(drawn), "by": cast.office_head, "at": cast.tick()}
    with refused("王建国已于.+保存了草稿"):
        actions.import_route("incoming", cast.organ.pk, revision=0, **given)
    draft = actions.import_route("incoming", cast.organ.pk, revision=1, **given)
    assert (draft.revision, draft.definition["steps"][1]["who"]["key"]) == (2, "outsider")
    assert last(cast)[0] == "matters.route_imported"
    with refused("指定的何远不是本机关人员"):
        publish(cast, revision=2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "文件内容不是流程（第1行读不下去）"),
        ("[]", "流程定义缺少内容或内容有误：环节"),
        ('{"key": "telegram", "name": "电报办理", "version": 1, "steps": []}', "该文件是“电报”的流程，不能用于“收文”"),
        ('{"key": "leave", "name": "请假", "version": 1, "steps": []}', "该文件是其他系统或其他类型事项的流程"),
        (
            '{"key": "incoming", "name": "", "version": 1, "steps": [{"name": "初审"}, {"key": "b", "name": "拟办"}]}',
            "“初审”缺少内容或内容有误：标识。流程定义“拟办”缺少内容或内容有误：办理人",
        ),
    ],
)
def test_a_file_that_is_no_route_of_this_kind_is_refused(cast, text, sentence):
    with refused(sentence):
        actions.import_route("incoming", cast.organ.pk, text=text, revision=0, by=cast.office_head, at=cast.tick())


@pytest.mark.parametrize("value", ["NaN", "Infinity", '{"a": 1}', '[["for_action"]]', '"\\ud800"', '"\\u0000"'])
def test_a_value_that_could_not_be_kept_or_compared_is_refused(cast, drawn, value):
    drawn["steps"][1]["when"][0]["value"] = "here"
    text = json.dumps(drawn, ensure_ascii=False).replace('"here"', value)
    with refused("“拟办”缺少内容或内容有误：条件值"):
        actions.import_route("incoming", cast.organ.pk, text=text, revision=0, by=cast.office_head, at=cast.tick())


def test_a_name_that_could_not_be_shown_is_refused_without_showing_it(cast, drawn):
    drawn["steps"][1]["name"] = "\ud800"
    with refused("流程定义缺少内容或内容有误：名称"):
        actions.import_route(
            "incoming", cast.organ.pk, text=json.dumps(drawn), revision=0, by=cast.office_head, at=cast.tick()
        )


def test_what_has_no_route_cannot_be_drawn(cast, drawn):
    with refused("“纸质件跟踪卡”不走流程"):
        actions.save_draft(
            "paper_card", cast.organ.pk, definition=drawn, revision=0, based_on=1, by=cast.office_head, at=cast.tick()
        )


def test_no_more_steps_than_a_page_can_show(cast, drawn):
    drawn["steps"] = [{**drawn["steps"][0], "key": f"s{number}"} for number in range(61)]
    with refused("一个流程最多60个环节"):
        save(cast, drawn)


def test_a_note_with_a_mark_of_secrecy_is_not_kept(cast, drawn):
    save(cast, drawn)
    with refused("发布说明中发现国家秘密标志"):
        publish(cast, note="机密★1年")
    assert not RouteVersion.objects.exists()
