"""印章登记: by who manages the register; a special seal is called otherwise than any other in use."""

import json

import pytest
from tests.cast import refused, unchanged

from zhongshu.numbering.models import Series
from zhongshu.seals import actions
from zhongshu.seals.models import Seal
from zhongshu.seals.tests.desk import SEAL
from zhongshu.trail.models import Entry

TYPED = SEAL | {"used_since": "2025-03-01", "name": "清河县人民政府财务专用章", "kind": "special"}


def typed(cast, **changed):
    return TYPED | {"keeper": cast.holder(cast.registrar), "request_key": "k"} | changed


def test_a_seal_is_registered_with_its_keeper(cast, desk):
    browser = cast.client(cast.supervisor)
    answer = browser.post("/seals/registration/", typed(cast))
    made = Seal.objects.get(name="清河县人民政府财务专用章")
    assert answer.headers["Location"] == f"/seals/{made.pk}/"
    assert (made.organ, made.kind, made.size, made.by) == (cast.organ, "special", "直径45毫米", cast.supervisor)
    assert (made.keeping.keeper, made.keeping.until) == (cast.registrar, None)
    entry = Entry.objects.get(stream=made.stream)
    assert (entry.verb, entry.by) == ("seals.registered", cast.supervisor.ref)
    assert json.loads(entry.detail) == {"kind": "special", "keeper": cast.registrar.pk}
    page = browser.get(f"/seals/{made.pk}/").content.decode()
    assert all(words in page for words in ("财务专用章", "清源市印章刻制社", "林晓梅", "现保管人", "2025年3月1日"))
    assert "财务专用章" in browser.get("/seals/").content.decode()
    with unchanged():
        browser.post("/seals/registration/", typed(cast))


def test_the_first_seal_opens_the_log_and_no_other_does(cast, desk):
    assert Series.objects.filter(organ=f"organ:{cast.organ.pk}", code="seal_use").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "请填写印章名称"),
        ("name", "合同专用章", "已经登记在用"),
        ("name", "清河县人民政府", "名称应与公章相区别"),
        ("name", "机密★1年专用章", "发现国家秘密标志"),
        ("kind", "odd", "所选内容有误"),
        ("used_since", "2999-01-01", "启用日期不能晚于今天"),
        ("engraver", "", "请填写刻制单位"),
        ("keeper", "", "人员选择有误"),
    ],
)
def test_what_is_wrong_is_told_and_changes_nothing(cast, desk, field, value, sentence):
    with unchanged():
        answer = cast.client(cast.supervisor).post("/seals/registration/", typed(cast, **{field: value}))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_post_keeps_no_seal(cast, desk):
    with unchanged():
        answer = cast.client(cast.supervisor).post("/seals/registration/", typed(cast, keeper=cast.holder("registry")))
    assert "请选择人员，不能选择岗位" in answer.content.decode()


def test_nobody_else_registers_one(cast, desk):
    assert cast.client(cast.registrar).post("/seals/registration/", typed(cast)).status_code == 403
    with refused("只有印章管理人员可以办理印章登记"):
        actions.register(organ=cast.organ.pk, details=SEAL, keeper=cast.registrar, by=cast.registrar, at=cast.tick())


def test_what_was_entered_wrongly_is_put_right(cast, desk):
    form = {**SEAL, "used_since": "2025-03-01", "size": "直径42毫米", "request_key": "k"}
    browser, address = cast.client(cast.supervisor), f"/seals/{desk.main.pk}/particulars/"
    assert "更正登记内容" in browser.get(f"/seals/{desk.main.pk}/").content.decode()
    answer = browser.post(address, form)
    assert answer.headers["Location"] == f"/seals/{desk.main.pk}/"
    assert Seal.objects.get(pk=desk.main.pk).size == "直径42毫米"
    entry = Entry.objects.filter(stream=desk.main.stream).latest("seq")
    assert (entry.verb, json.loads(entry.detail)) == ("seals.corrected", {"fields": ["size"]})
    with unchanged():
        browser.post(address, form)
        assert "没有改动" in (browser.post(address, form | {"request_key": "n"}).content.decode())
        for changed, sentence in (({"name": desk.contract.name}, "已经登记在用"), ({"size": ""}, "请填写规格")):
            page = browser.post(address, form | changed | {"request_key": "m"})
            assert sentence in page.content.decode()
    with refused("只有印章管理人员可以办理印章登记"):
        actions.correct(desk.main.pk, details=SEAL, by=cast.registrar, at=cast.tick())


def test_the_register_is_for_the_organ_and_is_narrowed(cast, desk):
    page = cast.client(cast.finance_clerk).get("/seals/", {"kind": "special"}).content.decode()
    assert "合同专用章" in page
    assert "清河县人民政府办公室印章" not in page
    assert "登记印章</a>" not in page
    assert "还没有登记印章" in cast.client(cast.outsider).get("/seals/").content.decode()
    assert cast.client(cast.outsider).get(f"/seals/{desk.main.pk}/").status_code == 404


def test_many_seals_cost_no_more_questions(cast, desk, django_assert_max_num_queries):
    for number in range(10):
        desk.register(name=f"第{number}号业务专用章", kind="special")
    browser = cast.client(cast.finance_clerk)
    browser.get("/seals/")
    with django_assert_max_num_queries(12):
        assert browser.get("/seals/").content.decode().count('data-label="印章名称"') == 13
