"""Publishing a route, its versions, and files out and in (流程发布、历次版本、导出、导入)."""

import json
from copy import deepcopy
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import unchanged

from zhongshu.matters import kinds
from zhongshu.matters.actions import routes as actions
from zhongshu.matters.models import RouteDraft, RouteVersion
from zhongshu.matters.queries import routes
from zhongshu.routes import parse
from zhongshu.trail import queries as trail


@pytest.fixture
def key(cast):
    return (cast.organ.pk, "incoming")


@pytest.fixture
def drawn():
    tree = deepcopy(parse.tree(kinds.get("incoming").loaded_route))
    tree["steps"][0]["name"] = "登记初审"
    return tree


@pytest.fixture
def head(cast):
    return cast.client(cast.office_head)


def save(cast, tree, revision=0, based_on=1):
    return actions.save_draft(
        "incoming",
        cast.organ.pk,
        definition=tree,
        revision=revision,
        based_on=based_on,
        by=cast.office_head,
        at=cast.tick(),
    )


def page(client, name, key, *more):
    response = client.get(reverse(name, args=[*key, *more]))
    assert response.status_code == 200
    return response.content.decode()


def last(cast):
    entry = trail.entries(f"routes:{cast.organ.pk}").last()
    return entry.verb, entry.by


def test_a_draft_is_looked_at_once_more_and_published(cast, head, key, drawn):
    save(cast, drawn)
    assert "待发布" in head.get(reverse("routes")).content.decode()
    shown = page(head, "route_publication", key)
    assert "环节“初审”改名为“登记初审”" in shown
    assert "发布第2版" in shown
    assert "已核对" not in shown
    sent = {"revision": 1, "based_on": 1, "note": "初审更名", "request_key": "one"}
    response = head.post(reverse("route_publication", args=key), sent)
    assert response.headers["Location"] == reverse("route_versions", args=key)
    made = RouteVersion.objects.get()
    assert (made.version, made.note, made.published_by) == (2, "初审更名", cast.office_head)
    assert last(cast) == ("matters.route_published", cast.office_head.ref)
    assert head.get(reverse("route_publication", args=key)).headers["Location"] == reverse("route", args=key)
    versions = page(head, "route_versions", key)
    for words in (
        "第2版已发布，新办理的事项按此流转",
        "初审更名",
        "系统自带",
        "环节“初审”改名为“登记初审”",
    ):
        assert words in versions


def test_a_warning_has_to_be_ticked(cast, head, key, drawn):
    drawn["steps"][0]["who"] = {"rule": "role", "key": "archivist", "unit": "organ"}
    save(cast, drawn)
    assert "现在没有人，办到这一环节时将无法继续" in page(head, "route_publication", key)
    sent = {"revision": 1, "based_on": 1, "note": ""}
    with unchanged():
        response = head.post(reverse("route_publication", args=key), sent)
    assert response.status_code == 422
    assert "请核对下列提示" in response.content.decode()
    assert head.post(reverse("route_publication", args=key), sent | {"is_confirmed": "on"}).status_code == 302
    assert RouteVersion.objects.get().version == 2


def test_a_faulty_draft_is_not_published(cast, head, key, drawn):
    del drawn["steps"][1]
    save(cast, drawn)
    assert "缺少必需的环节“拟办”" in page(head, "route_publication", key)
    with unchanged():
        response = head.post(reverse("route_publication", args=key), {"revision": 1, "based_on": 1})
    assert response.status_code == 422


def test_whoever_publishes_second_is_told_who_was_first(cast, head, key, drawn):
    save(cast, drawn)
    sent = {"revision": 1, "based_on": 1, "note": ""}
    actions.publish("incoming", cast.organ.pk, **sent, by=cast.office_head, at=cast.tick())
    save(cast, drawn | {"name": "来文"}, based_on=2)
    actions.go_back("incoming", cast.organ.pk, version=1, based_on=2, by=cast.office_head, at=cast.tick())
    assert "草稿以第2版为基础，现行已是第3版" in page(head, "route_publication", key)
    assert "草稿以第2版为基础，现行已是第3版" in page(head, "route", key)
    with unchanged():
        response = head.post(reverse("route_publication", args=key), sent | {"based_on": 2})
    assert "发布第3版。请先核对与现行版本的差异" in response.content.decode()


def test_a_draft_is_thrown_away_unless_somebody_has_saved_since(cast, head, key, drawn):
    save(cast, drawn)
    address = reverse("route_discarding", args=key)
    with unchanged():
        response = head.post(address, {"revision": 7}, follow=True)
    assert "保存了草稿" in response.content.decode()
    with unchanged():
        response = head.post(address, {"revision": "?"}, follow=True)
    assert "请刷新页面后重试。" in response.content.decode()
    assert head.post(address, {"revision": 1}).headers["Location"] == reverse("routes")
    assert not RouteDraft.objects.exists()
    assert last(cast) == ("matters.route_draft_discarded", cast.office_head.ref)


def test_going_back_from_the_page_of_an_old_version(cast, head, key, drawn):
    save(cast, drawn)
    actions.publish("incoming", cast.organ.pk, revision=1, based_on=1, note="", by=cast.office_head, at=cast.tick())
    shown = page(head, "route_version", key, 1)
    assert "恢复第1版" in shown
    assert "恢复这一版" not in page(head, "route_version", key, 2)
    address = reverse("route_restoration", args=[*key, 1])
    with unchanged():
        response = head.post(address, {"based_on": 1}, follow=True)
    assert "已于" in response.content.decode()
    assert head.post(address, {"based_on": 2, "note": "新版有误"}).status_code == 302
    assert RouteVersion.objects.get(version=3).note == "新版有误"
    assert last(cast) == ("matters.route_restored", cast.office_head.ref)
    assert head.get(reverse("route_version", args=[*key, 9])).status_code == 404
    compared = head.get(reverse("route_versions", args=key), {"first": "2", "then": "3"}).content.decode()
    assert "环节“登记初审”改名为“初审”" in compared
    same = head.get(reverse("route_versions", args=key), {"first": "1", "then": "3"}).content.decode()
    assert "两个版本没有差异" in same
    for odd in ({"first": "2", "then": "2"}, {"first": "x", "then": "99999999999"}):
        assert head.get(reverse("route_versions", args=key), odd).status_code == 200


def test_an_old_version_whose_people_have_left_is_not_brought_back(cast, head, key, drawn):
    drawn["steps"][0]["who"] = {"rule": "person", "key": "finance_clerk"}
    save(cast, drawn)
    for version in (1, 2):
        sent = {"revision": 1, "based_on": version, "note": "", "by": cast.office_head, "at": cast.tick()}
        actions.publish("incoming", cast.organ.pk, **sent)
        save(cast, parse.tree(kinds.get("incoming").loaded_route), based_on=version + 1) if version == 1 else None
    cast.dismiss(cast.finance_clerk)
    with unchanged():
        response = head.post(reverse("route_restoration", args=[*key, 2]), {"based_on": 3}, follow=True)
    assert "环节“登记初审”指定的李雪已离岗" in response.content.decode()


@pytest.mark.parametrize("version", ["1", "draft"])
def test_a_route_goes_out_as_a_file_and_as_a_diagram(cast, head, key, drawn, version):
    save(cast, drawn)
    text = head.get(reverse("route_file", args=[*key, version, "json"]))
    assert "attachment" in text.headers["Content-Disposition"]
    name = "登记初审" if version == "draft" else "初审"
    assert json.loads(text.content)["steps"][0]["name"] == name
    diagram = head.get(reverse("route_file", args=[*key, version, "bpmn"]))
    tree = ET.fromstring(diagram.content.decode())
    tasks = tree.findall(".//{http://www.omg.org/spec/BPMN/20100524/MODEL}userTask")
    assert tasks[0].get("name") == name
    assert "办理人：本机关收文登记" in diagram.content.decode()
    assert head.get(reverse("route_file", args=[*key, "9", "bpmn"])).status_code == 404
    assert head.get(reverse("route_file", args=[*key, "1", "exe"])).status_code == 404


def test_there_is_no_file_of_a_draft_that_is_none(head, key):
    assert head.get(reverse("route_file", args=[*key, "draft", "json"])).status_code == 404


def test_what_went_out_comes_in_again(cast, head, key):
    text = head.get(reverse("route_file", args=[*key, "1", "json"])).content
    file = SimpleUploadedFile("收文办理.json", text, "application/json")
    response = head.post(reverse("route_import", args=key), {"revision": 0, "file": file})
    assert response.headers["Location"] == reverse("route", args=key)
    assert parse.read(RouteDraft.objects.get().definition).steps == kinds.get("incoming").loaded_route.steps
    assert last(cast) == ("matters.route_imported", cast.office_head.ref)
    assert "现有草稿" in page(head, "route_import", key)
    assert routes.number(kinds.get("incoming"), cast.organ.pk) == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "请选择流程文件，或粘贴文件内容"),
        ({"text": "{"}, "文件内容不是流程"),
        ({"text": '{"key": "telegram", "name": "电报", "version": 1, "steps": []}'}, "不能用于“收文”"),
        ({"file": SimpleUploadedFile("a.json", b"\xff\xfe\x00")}, "文件不是文本，不能读取"),
        ({"file": SimpleUploadedFile("a.json", b" " * 500_001)}, "文件过大，不是流程文件"),
    ],
)
def test_what_is_no_route_is_refused_with_a_sentence(head, key, sent, sentence):
    for one in sent.values():
        if hasattr(one, "seek"):
            one.seek(0)
    with unchanged():
        response = head.post(reverse("route_import", args=key), {"revision": 0, **sent})
    assert response.status_code == 422
    assert sentence in response.content.decode()
