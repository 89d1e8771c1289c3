"""Who is who, from the copy in memory."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from zhongshu.org import actions, queries
from zhongshu.org.models import Holder, Person, Version
from zhongshu.org.tests.conftest import HERE, NOW, START, TODAY, after

YEAR_END = date(2026, 12, 31)


def delegate(office, principal: str, to: str, until: datetime, begins: datetime = NOW):
    return actions.delegate(
        office.people[principal],
        to=office.people[to],
        begins_at=begins,
        ends_at=until,
        by=office.people[principal].ref,
        at=NOW,
    )


def test_a_person_stands_for_themself_and_for_every_post_held(office):
    li = office.people["li"].pk
    own = (office.holder("li"), office.holder("section_chief"), office.holder("registry"))
    assert queries.own_holders(li, NOW) == queries.holders_of(li, NOW) == own
    assert queries.holder_of(li) == own[0]
    assert queries.principals_of(li, NOW) == {}
    assert queries.unit_of(li, TODAY) == office.units["secretariat"].pk
    assert queries.unit_of(office.people["zhou"].pk, TODAY) is None
    assert queries.holders_of(li, NOW.replace(year=2024)) == ()


def test_a_delegation_that_ends_tonight_is_over_at_midnight(office):
    midnight = datetime(2026, 3, 3, tzinfo=HERE)
    delegate(office, "li", "zhao", until=midnight)
    zhao, li = office.people["zhao"].pk, office.people["li"].pk
    own = queries.own_holders(zhao, NOW)
    taken = {office.holder(key): li for key in ("li", "section_chief", "registry")}
    last = midnight - timedelta(microseconds=1)
    assert queries.principals_of(zhao, last) == taken
    assert queries.holders_of(zhao, last) == (*own, *taken)
    assert queries.principals_of(zhao, NOW - timedelta(seconds=1)) == {}
    assert queries.holders_of(zhao, midnight) == own


def test_what_is_held_anyway_is_not_held_for_somebody(office):
    delegate(office, "li", "qin", until=after(days=3))
    assert office.holder("registry") not in queries.principals_of(office.people["qin"].pk, NOW)


def test_what_was_delegated_is_not_passed_on(office):
    delegate(office, "wang", "li", until=after(days=3))
    delegate(office, "li", "zhao", until=after(days=3))
    assert office.holder("wang") in queries.holders_of(office.people["li"].pk, NOW)
    assert office.holder("wang") not in queries.holders_of(office.people["zhao"].pk, NOW)


def test_a_revoked_delegation_is_over_at_once(office):
    given = delegate(office, "li", "zhao", until=after(days=3))
    actions.revoke(given, by=office.people["li"].ref, at=after(hours=1))
    assert queries.principals_of(office.people["zhao"].pk, after(minutes=59))
    assert queries.principals_of(office.people["zhao"].pk, after(hours=1)) == {}


def test_behind_a_holder_stand_one_person_or_a_pool(office):
    assert queries.people_of(office.holder("li"), TODAY) == (office.people["li"].pk,)
    assert queries.people_of(office.holder("registry"), TODAY) == (office.people["li"].pk, office.people["qin"].pk)
    assert queries.people_of(office.holder("clerk"), TODAY) == ()
    assert queries.people_of(0, TODAY) == ()
    assert queries.holder_name(office.holder("li")) == "李雪梅"
    assert queries.holder_name(office.holder("registry")) == "收文组收文岗"


def test_somebody_who_left_stands_for_nobody_but_keeps_a_name(office):
    qin = office.people["qin"]
    delegate(office, "qin", "zhao", until=after(days=3))
    actions.leave(qin, on=TODAY, by=office.sysadmin.ref, at=after(hours=1))
    assert queries.holders_of(qin.pk, after(hours=1)) == ()
    assert queries.principals_of(office.people["zhao"].pk, after(hours=1)) == {}
    assert queries.people_of(office.holder("qin"), TODAY) == ()
    assert queries.people_of(office.holder("registry"), TODAY) == (office.people["li"].pk,)
    yesterday = TODAY - timedelta(days=1)
    assert queries.people_of(office.holder("registry"), yesterday) == (office.people["li"].pk, qin.pk)
    assert queries.holder_name(office.holder("qin")) == "覃勇"
    assert queries.pick("覃勇", TODAY) == ()


def test_roles_are_found_in_the_nearest_unit_above_within_the_organ(office):
    given = {"on": START, "by": office.secadmin.ref, "at": NOW}
    units = {key: unit.pk for key, unit in office.units.items()}
    pool = Holder.objects.get(pk=office.holder("registry"))
    actions.give_role(Holder.objects.get(pk=office.holder("zhou")), "leader", office.units["office"], **given)
    actions.give_role(Holder.objects.get(pk=office.holder("wang")), "leader", office.units["office"], **given)
    actions.give_role(pool, "registrar", office.units["secretariat"], **given)
    assert queries.role("leader", units["desk"], TODAY) == (office.holder("wang"), office.holder("zhou"))
    assert queries.role("leader", units["town"], TODAY) == ()
    assert queries.role("registrar", units["desk"], TODAY) == (pool.pk,)
    assert queries.role("registrar", units["office"], TODAY) == ()
    assert queries.role("leader", 0, TODAY) == ()
    qin = office.people["qin"].pk
    assert queries.has_role(qin, "registrar", NOW)
    assert queries.has_role(qin, "registrar", NOW, unit=units["desk"])
    assert not queries.has_role(qin, "registrar", NOW, unit=units["office"])
    assert not queries.has_role(qin, "registrar", NOW.replace(year=2024))
    assert queries.roles_of(qin, NOW) == ("registrar",)
    assert not queries.has_role(qin, "leader", NOW)
    delegate(office, "wang", "qin", until=after(days=3))
    assert not queries.has_role(qin, "leader", NOW), "a delegation passes on tasks, not roles"


def test_a_role_behind_which_nobody_stands_is_nobody(office):
    pool = Holder.objects.get(pk=office.holder("clerk"))
    actions.give_role(pool, "archivist", office.units["office"], on=START, by=office.secadmin.ref, at=NOW)
    assert queries.role("archivist", office.units["office"].pk, TODAY) == ()
    assert queries.post("clerk", TODAY) == ()
    assert queries.post("registry", TODAY) == (office.holder("registry"),)
    assert queries.post("nothing", TODAY) == ()
    assert queries.person_holders("wang", TODAY) == (office.holder("wang"),)
    assert queries.person_holders("nobody", TODAY) == ()


def test_a_unit_without_a_head_is_led_by_its_next_post(office):
    assert queries.heads(office.units["secretariat"].pk, TODAY) == (office.holder("li"),)
    assert queries.heads(office.units["general"].pk, TODAY) == (office.holder("zhao"),)
    assert queries.heads(office.units["town"].pk, TODAY) == ()


def test_the_leader_in_charge_is_that_of_the_nearest_unit_above(office):
    given = {"on": START, "by": office.secadmin.ref, "at": NOW}
    actions.put_in_charge(office.people["zhou"], office.units["office"], **given)
    charge = actions.put_in_charge(office.people["wang"], office.units["secretariat"], **given)
    assert queries.in_charge(office.units["desk"].pk, TODAY) == (office.holder("wang"),)
    assert queries.in_charge(office.units["general"].pk, TODAY) == (office.holder("zhou"),)
    assert queries.in_charge(office.units["town"].pk, TODAY) == (), "an organ is a boundary"
    actions.end_charge(charge, on=TODAY, by=office.secadmin.ref, at=NOW)
    assert queries.in_charge(office.units["desk"].pk, TODAY) == (office.holder("zhou"),)


def test_a_unit_has_the_name_of_the_day(office):
    unit = office.units["general"]
    actions.rename_unit(unit, name="综合调研科", on=date(2026, 2, 1), by=office.sysadmin.ref, at=NOW)
    names = [queries.unit_name(unit.pk, day) for day in (date(2024, 1, 1), date(2026, 1, 31), date(2026, 2, 1))]
    assert names == ["综合科", "综合科", "综合调研科"]
    assert queries.holder_name(office.holder("general_chief")) == "综合调研科科长"


def test_units_stand_in_their_tree(office):
    units = {key: unit.pk for key, unit in office.units.items()}
    assert [unit.code for unit in queries.organs(TODAY)] == ["1", "town"]
    shown = [(unit.short_name, depth) for unit, depth in queries.tree(units["office"], TODAY)]
    assert shown == [("县委办公室", 0), ("秘书科", 1), ("收文组", 2), ("综合科", 1)]
    assert queries.tree(units["office"], date(2020, 1, 1)) == ()
    assert [name for _, name in queries.handling_units(units["office"], TODAY)] == [
        *("秘书科", "收文组", "综合科", "青石镇党政办")
    ]
    assert queries.organ_of(units["desk"]) == queries.organ_of(units["office"]) == units["office"]
    assert queries.is_subordinate(units["desk"], units["office"], TODAY)
    assert not queries.is_subordinate(units["office"], units["desk"], TODAY)
    assert not queries.is_subordinate(units["office"], units["office"], TODAY)


def test_dual_leadership_is_subordination_and_guidance_is_not(office):
    general, town = office.units["general"], office.units["town"]
    given = {"on": START, "by": office.sysadmin.ref, "at": NOW}
    actions.relate_units(general, town, kind="guidance", **given)
    assert not queries.is_subordinate(town.pk, general.pk, TODAY)
    edge = actions.relate_units(general, town, kind="dual", **given)
    assert queries.is_subordinate(town.pk, general.pk, TODAY)
    actions.end_relation(edge, on=TODAY, by=office.sysadmin.ref, at=NOW)
    assert not queries.is_subordinate(town.pk, general.pk, TODAY)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("王建国", ["王建国"]),
        ("建国", ["王建国"]),
        ("wangjianguo", ["王建国"]),
        ("WJG", ["王建国"]),
        ("lix", ["李雪梅"]),
        ("tanyong", ["覃勇"]),
        ("qy", ["覃勇"]),
        ("收文岗", ["李雪梅", "覃勇"]),
        ("秘书科", ["李雪梅"]),
        (" 王 建国 ", ["王建国"]),
        ("ｗｊｇ", ["王建国"]),
        ("", []),
        ("nobody", []),
        ("100%", []),
    ],
)
def test_people_are_picked_by_name_pinyin_initials_and_unit(office, typed, found):
    assert [one.name for one in queries.pick(typed, TODAY)] == found


def test_a_pick_says_where_somebody_belongs(office):
    (one,) = queries.pick("王建国", TODAY)
    assert (one.person_id, one.holder_id) == (office.people["wang"].pk, office.holder("wang"))
    assert (one.unit, one.post) == ("县委办公室", "主任")
    assert queries.pick("周县长", TODAY)[0].unit == ""
    assert len(queries.pick("科", TODAY, limit=1)) == 1


def test_units_are_picked_by_name_and_code(office):
    assert [unit.name for unit in queries.units_pick("综合", TODAY)] == ["综合科"]
    assert [unit.name for unit in queries.units_pick("town", TODAY)] == ["云河县青石镇党政办公室"]
    assert queries.units_pick("", TODAY) == ()


def test_a_warm_copy_costs_one_query_and_a_copy_in_hand_none(office):
    known = queries.directory()
    with CaptureQueriesContext(
        connection,
    ) as warm:
        queries.directory()
    assert len(warm) == 1
    zhao = office.people["zhao"].pk
    with CaptureQueriesContext(connection) as none:
        queries.holders_of(zhao, NOW, known=known)
        queries.principals_of(zhao, NOW, known=known)
        queries.has_role(zhao, "leader", NOW, known=known)
        queries.role("leader", office.units["desk"].pk, TODAY, known=known)
        queries.pick("王", TODAY, known=known)
    assert len(none) == 0


def test_holders_of_asks_at_most_one_query(office):
    queries.directory()
    with CaptureQueriesContext(connection) as asked:
        queries.holders_of(office.people["li"].pk, NOW)
    assert len(asked) == 1


def test_the_copy_is_read_in_eleven_queries_between_two_looks_at_the_version(office):
    queries.directory()
    with transaction.atomic():
        actions.changes.begin()
    with CaptureQueriesContext(connection) as asked:
        queries.directory()
    assert len(asked) == 13


def test_a_change_that_was_rolled_back_leaves_no_copy_behind(office):
    before = queries.directory()
    with transaction.atomic():
        actions.people.create(code="ghost", name="吴影", on=START, by="system", at=NOW)
        assert queries.pick("吴影", TODAY)
        transaction.set_rollback(True)
    assert queries.directory().number == before.number
    assert queries.pick("吴影", TODAY) == ()


@pytest.mark.django_db
def test_before_the_first_change_nothing_is_kept():
    assert not Version.objects.exists()
    assert queries.directory().people == {}
    Person.objects.create(code="x", name="甲", valid_from=START)
    assert len(queries.directory().people) == 1
