"""收文单位组: receivers that an organ keeps together."""

import json

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from tests.cast import GIVEN, client_of, refused, unchanged

from zhongshu.exchange import actions, queries
from zhongshu.exchange.models import Group
from zhongshu.org import actions as org
from zhongshu.trail.models import Entry

NAMES = "太平镇政府\n\n平安镇人民政府\n清河县供电公司"


def create(cast, **form):
    """Send the form of a new group."""
    return client_of(cast.registrar).post(
        reverse("receiver_group_creation"), {"name": "各镇人民政府", "names": NAMES} | form, follow=True
    )


def stood(group):
    """What the trail says of a group."""
    entries = Entry.objects.filter(stream=f"group:{group.pk}").order_by("seq")
    return [(entry.verb, entry.by, json.loads(entry.detail)) for entry in entries]


def test_names_are_recognised_in_their_order(cast, towns):
    page = create(cast).content.decode()
    assert "收文单位组已建立" in page and "太平镇人民政府、平安镇人民政府、清河县供电公司" in page
    group = Group.objects.get()
    first, second = towns.units
    assert queries.members_of(cast.organ.pk) == {
        "各镇人民政府": [(second.pk, second.name), (first.pk, first.name), (None, "清河县供电公司")]
    }
    assert stood(group) == [("exchange.group_created", cast.registrar.ref, {"group": group.pk, "members": 3})]


def test_organs_are_ticked_as_well(cast, towns):
    create(cast, names="清河县供电公司", more=[unit.name for unit in towns.units])
    members = queries.members_of(cast.organ.pk)["各镇人民政府"]
    assert [name for _, name in members] == ["清河县供电公司", "平安镇人民政府", "太平镇人民政府"]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"name": ""}, "请填写组名"),
        ({"names": ""}, "请至少填写一个单位"),
        ({"names": "平安镇政府\n平安镇人民政府"}, "收文单位重复：平安镇人民政府"),
        ({"names": "县政府"}, "清河县人民政府是本机关"),
        ({"names": "多" * 201}, "单位名称最多 200 字"),
        ({"more": ["月球镇人民政府"]}, "所选内容有误"),
    ],
)
def test_a_group_that_cannot_be(cast, towns, form, sentence):
    with unchanged():
        answer = create(cast, **form)
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_two_have_no_name_in_common(cast, towns):
    create(cast)
    with unchanged():
        assert "已有名为“各镇人民政府”的收文单位组" in create(cast).content.decode()


def test_a_form_that_comes_twice_makes_one(cast, towns):
    given = {"organ": cast.organ.pk, "name": "各镇", "names": ["平安镇政府"], "by": cast.registrar, "request_key": "a"}
    first = actions.create_group(at=cast.tick(), **given)
    with unchanged():
        assert actions.create_group(at=cast.tick(), **given) == first


def test_what_another_has_changed_meanwhile_is_not_overwritten(cast, towns):
    create(cast)
    group = Group.objects.get()
    address = reverse("receiver_group", args=[group.pk])
    page = client_of(cast.registrar).get(address).content.decode()
    base = queries.group_base(group)
    assert f'name="base" value="{base}"' in page
    other = {"name": "两镇", "names": ["平安镇政府"], "base": base, "by": cast.second_registrar}
    actions.change_group(group.pk, **other, at=timezone.now())
    with unchanged():
        answer = client_of(cast.registrar).post(address, {"name": "各镇", "names": NAMES, "base": base})
    assert answer.status_code == 422 and "刚刚由其他人员修改过" in answer.content.decode()


def test_a_group_is_changed_and_ended(cast, towns):
    create(cast)
    group = Group.objects.get()
    client, address = client_of(cast.registrar), reverse("receiver_group", args=[group.pk])
    page = client.get(address).content.decode()
    assert "太平镇人民政府\n平安镇人民政府\n清河县供电公司" in page
    assert 'value="白石县人民政府"' in page and 'value="平安镇人民政府"' not in page  # what can be ticked besides
    page = client.post(address, {"name": "两镇", "names": "平安镇政府\n太平镇政府"}, follow=True).content.decode()
    assert "收文单位组已修改" in page and "平安镇人民政府、太平镇人民政府" in page
    page = client.post(reverse("receiver_group_ending", args=[group.pk]), follow=True).content.decode()
    assert "“两镇”已停用" in page and queries.members_of(cast.organ.pk) == {}
    assert client.get(address).status_code == 404
    assert [verb for verb, _, _ in stood(group)] == [
        "exchange.group_created",
        "exchange.group_changed",
        "exchange.group_ended",
    ]
    with refused("已经停用"):
        actions.end_group(group.pk, by=cast.registrar, at=cast.tick())
    with refused("已经停用"):
        actions.change_group(group.pk, name="又", names=["平安镇政府"], by=cast.registrar, at=cast.tick())
    assert "收文单位组已建立" in create(cast, name="两镇").content.decode()


def test_an_organ_that_is_no_more_is_a_name_alone(cast, towns):
    towns.end(0)
    given = {"organ": cast.organ.pk, "name": "各镇", "names": ["平安镇人民政府", "太平镇政府"]}
    actions.create_group(**given, by=cast.registrar, at=cast.tick())
    assert queries.members_of(cast.organ.pk)["各镇"][0] == (None, "平安镇人民政府")


def test_only_the_registrar_of_the_organ_keeps_them(cast, towns):
    create(cast)
    group = Group.objects.get()
    town = towns.registrars[0]
    assert client_of(town).get(reverse("receiver_group", args=[group.pk])).status_code == 404
    assert client_of(cast.finance_clerk).get(reverse("receiver_groups")).status_code == 403
    with refused("只有本机关的收文登记人员"):
        actions.change_group(group.pk, name="我的", names=["太平镇政府"], by=town, at=cast.tick())


def test_who_keeps_the_registers_of_two_organs_says_for_which(cast, towns):
    by = towns.registrars[0]
    with transaction.atomic():
        org.posts.give_role(by.holder, "registrar", towns.units[1], **GIVEN)
    client = client_of(by)
    assert "所属机关" in client.get(reverse("receiver_group_creation")).content.decode()
    form = {"name": "上级", "names": "清河县人民政府", "organ": towns.units[1].pk}
    client.post(reverse("receiver_group_creation"), form)
    assert Group.objects.get().organ == towns.units[1]
