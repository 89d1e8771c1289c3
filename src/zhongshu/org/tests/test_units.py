"""Units: established, renamed, abolished, related."""

from datetime import date

import pytest
from django.db import transaction

from zhongshu.org import actions, queries
from zhongshu.org.models import Edge, Unit, UnitName, Version
from zhongshu.org.tests.conftest import NOW, START, TODAY, after, refused, written
from zhongshu.trail.rules import OutsideTransaction


def create(office, **fields):
    given = {"code": "new", "name": "督查科", "kind": "section", "parent": office.units["office"], "on": TODAY}
    return actions.create_unit(**given | fields, by=office.sysadmin.ref, at=NOW)


def test_a_section_belongs_to_the_organ_above(office):
    before = Version.objects.get().number
    unit = create(office, parent=office.units["secretariat"])
    assert (unit.organ, unit.short_name) == (office.units["office"], "督查科")
    assert unit.path == f"{office.units['secretariat'].path}{unit.pk}/"
    assert UnitName.objects.get(unit=unit).name == "督查科"
    assert written("org") == ("org.unit_created", office.sysadmin.ref, {"unit": unit.pk, "kind": "section"})
    assert Version.objects.get().number != before


def test_an_organ_below_another_is_its_own(office):
    assert create(office, kind="organ").organ is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "town"}, "编码“town”已被使用"),
        ({"code": " "}, "没有填写机构编码"),
        ({"name": "\u200b"}, "没有填写机构名称"),
        ({"name": "科" * 101}, "机构名称最多 100 字"),
        ({"name": "科" * 41}, "机构简称最多 40 字"),
        ({"kind": "club"}, "机构类别不在可选范围内"),
        ({"parent": None}, "内设机构须隶属于一个机关"),
    ],
)
def test_what_cannot_be_a_unit_is_refused(office, fields, sentence):
    with refused(sentence):
        create(office, **fields)


def test_nothing_is_established_below_what_is_abolished(office):
    actions.end_unit(office.units["town"], on=TODAY, by=office.sysadmin.ref, at=NOW)
    with refused("上级机构已撤销"):
        create(office, parent=office.units["town"])


def test_a_renamed_unit_keeps_its_names_with_their_days(office):
    unit = office.units["general"]
    actions.rename_unit(unit, name="综合调研科", short_name="调研科", on=TODAY, by=office.sysadmin.ref, at=NOW)
    names = UnitName.objects.filter(unit=unit).order_by("id").values_list("name", "valid_from", "valid_to")
    assert list(names) == [("综合科", START, TODAY), ("综合调研科", TODAY, None)]
    assert Unit.objects.get(pk=unit.pk).short_name == "调研科"
    assert written("org") == ("org.unit_renamed", office.sysadmin.ref, {"unit": unit.pk})
    actions.rename_unit(unit, name="综合信息科", on=TODAY, by=office.sysadmin.ref, at=after(minutes=5))
    assert queries.unit_name(unit.pk, TODAY) == "综合信息科"


@pytest.mark.parametrize(
    ("on", "sentence"), [(date(2024, 1, 1), "该机构从2025年1月1日起才有效"), (date(2026, 3, 3), "更名日期不能晚于今天")]
)
def test_a_name_of_the_wrong_day_is_refused(office, on, sentence):
    with refused(sentence):
        actions.rename_unit(office.units["general"], name="综合信息科", on=on, by=office.sysadmin.ref, at=NOW)


def test_an_abolished_unit_ends_with_its_posts_roles_and_charges(office):
    unit, post = office.units["desk"], office.posts["registry"]
    given = {"on": START, "by": office.secadmin.ref, "at": NOW}
    role = actions.give_role(post.holder, "registrar", unit, **given)
    charge = actions.put_in_charge(office.people["zhou"], unit, **given)
    for appointment in post.appointments.all():
        actions.end_appointment(appointment, on=TODAY, by=office.sysadmin.ref, at=NOW)
    actions.end_unit(unit, on=TODAY, by=office.sysadmin.ref, at=NOW)
    for row in (unit, post, role, charge, UnitName.objects.get(unit=unit)):
        row.refresh_from_db()
        assert row.valid_to == TODAY
    assert written("org") == ("org.unit_ended", office.sysadmin.ref, {"unit": unit.pk, "on": "2026-03-02"})
    with refused("该机构已于2026年3月2日终止"):
        actions.end_unit(unit, on=TODAY, by=office.sysadmin.ref, at=NOW)


def test_a_unit_in_use_is_not_abolished(office):
    given = {"on": TODAY, "by": office.sysadmin.ref, "at": NOW}
    with refused("秘书科还有1个下级机构"):
        actions.end_unit(office.units["secretariat"], **given)
    with refused("收文组还有2人任职"):
        actions.end_unit(office.units["desk"], **given)


def test_organs_are_related_beside_the_tree(office):
    upper, lower = office.units["general"], office.units["town"]
    given = {"on": TODAY, "by": office.sysadmin.ref, "at": NOW}
    edge = actions.relate_units(upper, lower, kind="dual", **given)
    detail = {"upper": upper.pk, "lower": lower.pk, "kind": "dual"}
    assert written("org") == ("org.units_related", office.sysadmin.ref, detail)
    for pair, kind, sentence in [
        ((upper, lower), "dual", "两个机构已有这种关系"),
        ((upper, upper), "dual", "机构不能与自身建立关系"),
        ((upper, lower), "friends", "机构关系不在可选范围内"),
    ]:
        with refused(sentence):
            actions.relate_units(*pair, kind=kind, **given)
    actions.end_relation(edge, **given)
    assert Edge.objects.get().valid_to == TODAY
    assert written("org") == ("org.relation_ended", office.sysadmin.ref, detail)


@pytest.mark.parametrize("actor", ["secadmin", "auditor", "nobody"])
def test_only_the_system_administrator_changes_units(office, actor):
    by = getattr(office, actor).ref if actor != "nobody" else office.people["wang"].ref
    with refused("只能由系统管理员办理"):
        actions.end_unit(office.units["town"], on=TODAY, by=by, at=NOW)


def test_an_act_inside_wants_an_open_transaction(transactional_db):
    with pytest.raises(OutsideTransaction):
        actions.units.create(code="1", name="县委办公室", kind="organ", on=TODAY, by="system", at=NOW)
    with transaction.atomic():
        assert actions.units.create(code="1", name="县委办公室", kind="organ", on=TODAY, by="system", at=NOW).path
