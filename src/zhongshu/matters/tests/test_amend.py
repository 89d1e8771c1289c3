import pytest
from tests.cast import last_act, refused, unchanged

from zhongshu.matters import actions
from zhongshu.matters.models import Matter, Run, Station
from zhongshu.matters.queries import slips


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling")


def outlook(document):
    run = Run.objects.get(matter=document)
    return slips.outlook(slips.load_slip(run, Matter.objects.get(pk=document.pk))[0])


def audit(cast, **changed):
    about = {"name": "会计核算", "kind": "do", "holders": (cast.holder(cast.finance_clerk),), "completion": "one"}
    return actions.NewStep(**about | changed)


def amend(cast, document, *ahead, struck=(), by=None, seen=None):
    return actions.amend(
        document.pk,
        ahead=ahead,
        struck=frozenset(struck),
        seen=seen or outlook(document),
        by=by or cast.registrar,
        at=cast.tick(),
    )


def test_steps_are_added_struck_and_reordered_as_one_act(cast, document):
    amend(cast, document, "reply", audit(cast, days=2), "circulation", "closing", struck=["reply"])
    rows = {row.key: row for row in Station.objects.order_by("order")}
    assert list(rows)[4:] == ["handling", "reply", "added8", "circulation", "closing"]
    assert (rows["added8"].name, rows["added8"].added_at, rows["reply"].struck_at) == ("会计核算", cast.at, cast.at)
    assert last_act(document) == (
        "matters.amended",
        cast.registrar.ref,
        last_act(document)[2] | {"added": ["added8"], "struck": ["reply"]},
    )
    cast.complete(document, "handling", by=cast.finance_chief)
    task = cast.task(document, "added8", cast.finance_clerk)
    assert task.due_at is not None
    page = cast.client(cast.registrar).get(f"/matters/{document.pk}/").content.decode()
    assert "已撤销" in page
    assert "增加" in page
    actions.complete(task.pk, opinion="已核算。", by=cast.finance_clerk, at=cast.tick())
    assert cast.task(document, "closing")


def test_a_slip_is_amended_again_one_place_further_up(cast, document):
    amend(cast, document, "reply", audit(cast), "circulation", "closing")
    amend(cast, document, audit(cast, name="核对"), "reply", "added8", "circulation", "closing")
    keys = list(Station.objects.order_by("order").values_list("key", flat=True))
    assert keys[4:] == ["handling", "added9", "reply", "added8", "circulation", "closing"]


def form_of(document, *places, **more):
    return {"seen": outlook(document), "place": list(places)} | more


def a_new_step(cast, **changed):
    people = [str(cast.holder(cast.finance_clerk))]
    about = {"name": "会计核算", "kind": "sign", "people": people, "completion": "all", "days": "3"} | changed
    return {f"new0_{name}": value for name, value in about.items()}


def test_through_the_page_the_list_is_sent_as_it_stands(cast, document):
    page = cast.client(cast.registrar).get(f"/matters/{document.pk}/amendment/").content.decode()
    assert page.index("答复") < page.index("办结")
    assert 'name="struck" value="closing"' not in page, "what is required is not offered"
    form = form_of(document, "reply", "new0", "circulation", "closing", struck=["circulation"], **a_new_step(cast))
    response = cast.post(cast.registrar, "amendment", document.pk, **form)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    row = Station.objects.get(name="会计核算")
    assert (row.kind, row.completion, row.due_days, row.chosen) == ("sign", "all", 3, [cast.holder(cast.finance_clerk)])
    assert Station.objects.get(key="circulation").struck_at


def test_the_buttons_of_the_list_change_what_is_shown_and_nothing_else(cast, document):
    form = form_of(document, "reply", "circulation", "closing", struck=["circulation"])
    with unchanged():
        up = cast.post(cast.registrar, "amendment", document.pk, **form, change="up:closing").content.decode()
        more = cast.post(cast.registrar, "amendment", document.pk, **form, change="add").content.decode()
    places = [up.index(f'name="place" value="{key}"') for key in ("reply", "closing", "circulation")]
    assert places == sorted(places)
    assert 'value="circulation" checked' in up
    assert 'name="new0_name"' in more
    form = form_of(document, "reply", "circulation", "closing", "new0", **a_new_step(cast))
    with unchanged():
        less = cast.post(cast.registrar, "amendment", document.pk, **form, change="drop:new0").content.decode()
    assert 'name="new0_name"' not in less


def test_what_is_refused_stays_in_the_list(cast, document):
    for changed, sentence in (
        ({"days": "三"}, "办理天数请填写1至365的整数"),
        ({"kind": "sing"}, "请选择新增环节的类型和完成方式"),
        ({"people": []}, "新增的环节要有名称和办理人"),
    ):
        form = form_of(document, "new0", "reply", "circulation", "closing", **a_new_step(cast, **changed))
        with unchanged():
            response = cast.post(cast.registrar, "amendment", document.pk, **form)
        assert (response.status_code, sentence in response.content.decode()) == (422, True)
    with unchanged():
        form = form_of(document, "reply", "circulation", "closing", "elsewhere")
        response = cast.post(cast.registrar, "amendment", document.pk, **form)
    assert "后续环节已有变化" in response.content.decode()


def test_two_who_amend_at_once(cast, document):
    seen = outlook(document)
    amend(cast, document, "reply", "circulation", "closing", struck=["circulation"], seen=seen)
    with refused("后续环节已有变化，可能其他人刚作过调整，请刷新页面"):
        amend(cast, document, "reply", "circulation", "closing", struck=["reply"], by=cast.office_head, seen=seen)


def test_what_has_begun_meanwhile_is_not_amended(cast, document):
    seen = outlook(document)
    cast.complete(document, "handling", by=cast.finance_chief)
    with refused("后续环节已有变化"):
        amend(cast, document, "circulation", "reply", "closing", seen=seen)
    with refused("后续环节已有变化"):
        amend(cast, document, "handling", "circulation", "closing")


def test_what_is_required_stays(cast, document):
    with refused("环节“办结”是必经环节，不能撤销"):
        amend(cast, document, "reply", "circulation", "closing", struck=["closing"])


def test_a_new_step_has_a_name_and_people_who_are_there(cast, document):
    for step in (audit(cast, name=" "), audit(cast, holders=())):
        with refused("新增的环节要有名称和办理人"):
            amend(cast, document, step, "reply", "circulation", "closing")
    cast.dismiss(cast.finance_clerk)
    with refused("选定的人员已离岗"):
        amend(cast, document, audit(cast), "reply", "circulation", "closing")


def test_who_has_no_part_in_it_amends_nothing(cast, document):
    with refused("没有该事项的这项操作权限"):
        amend(cast, document, "circulation", "reply", "closing", by=cast.finance_chief)
