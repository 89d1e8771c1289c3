"""Units and posts: the tree, establishing, renaming, abolishing."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import unchanged

from zhongshu.org.models import Post, Unit
from zhongshu.trail import queries as trail

TODAY = timezone.localdate


def last() -> tuple[str, str]:
    entry = trail.entries("org").last()
    return entry.verb, entry.by


@pytest.fixture
def keeper(cast):
    return cast.client(cast.sysadmin)


def form(cast, **changed):
    given = {"kind": "section", "parent": cast.office.pk, "name": "清河县人民政府办公室信息科", "code": "info"}
    return given | {"short_name": "信息科", "number_code": "", "order": "9", "on": TODAY()} | changed


def test_the_tree_shows_every_unit_at_a_fixed_cost(cast, keeper, django_assert_num_queries):
    keeper.get("/units/")
    with django_assert_num_queries(4):
        shown = keeper.get("/units/").content.decode()
    assert all(name in shown for name in ("县政府", "县财政局", "白石县政府", "黄海涛", "周立民"))


def test_a_unit_is_established_renamed_and_abolished(cast, keeper):
    response = keeper.post(reverse("unit_creation"), form(cast))
    unit = Unit.objects.get(code="info")
    assert response.headers["Location"] == f"/units/{unit.pk}/"
    assert (unit.parent, unit.organ, last()[0]) == (cast.office, cast.organ, "org.unit_created")
    names = reverse("unit_names", args=[unit.pk])
    with unchanged():
        assert "不能晚于今天" in keeper.post(names, {"name": "综合信息科", "on": "2099-01-01"}).content.decode()
    keeper.post(names, {"name": "综合信息科", "short_name": "", "on": TODAY()})
    assert last() == ("org.unit_renamed", cast.sysadmin.ref)
    assert "历次名称" in keeper.get(f"/units/{unit.pk}/").content.decode()
    assert keeper.post(reverse("unit_ending", args=[unit.pk]), {"on": TODAY()}).status_code == 302
    assert last() == ("org.unit_ended", cast.sysadmin.ref)
    unit.refresh_from_db()
    assert unit.valid_to == TODAY()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"parent": ""}, "内设机构须隶属于一个机关"),
        ({"parent": "99999"}, "99999"),
        ({"code": "finance"}, "编码“finance”已被使用"),
        ({"name": "长" * 101}, "机构名称最多 100 字"),
        ({"kind": ""}, "请选择机构类别。"),
    ],
)
def test_a_unit_that_cannot_be_is_refused(cast, keeper, changed, sentence):
    with unchanged():
        response = keeper.post(reverse("unit_creation"), form(cast, **changed))
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_unit_with_people_stays(cast, keeper):
    with unchanged():
        response = keeper.post(reverse("unit_ending", args=[cast.finance.pk]), {"on": TODAY()})
    assert response.status_code == 422
    assert "还有2人任职" in response.content.decode()


def test_a_post_is_made_and_abolished(cast, keeper):
    url = reverse("unit_posts", args=[cast.finance.pk])
    keeper.post(url, {"name": "副局长", "code": "fd", "is_head": "", "order": "2", "on": TODAY()})
    post = Post.objects.get(code="fd")
    assert (post.unit, post.is_head, last()) == (cast.finance, False, ("org.post_created", cast.sysadmin.ref))
    with unchanged():
        again = keeper.post(url, {"name": "副局长", "code": "fd", "order": "2", "on": TODAY()})
    assert "编码“fd”已被使用" in again.content.decode()
    keeper.post(reverse("post_ending", args=[post.pk]), {"on": TODAY()})
    assert last() == ("org.post_ended", cast.sysadmin.ref)


def test_a_post_with_somebody_in_it_stays(cast, keeper):
    with unchanged():
        response = keeper.post(reverse("post_ending", args=[cast.posts["finance_chief"].pk]), {"on": TODAY()})
    assert "还有1人任职" in response.content.decode()


def test_secadmin_looks_but_does_not_change(cast):
    shown = cast.client(cast.secadmin).get(f"/units/{cast.finance.pk}/").content.decode()
    assert "黄海涛" in shown
    assert "设置岗位" not in shown
