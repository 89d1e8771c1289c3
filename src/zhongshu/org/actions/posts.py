"""Posts (岗位), who is in them, roles and leaders in charge. Inside an open transaction."""

from datetime import date, datetime

from zhongshu.org import rules
from zhongshu.org.actions import changes
from zhongshu.org.models import Administrator, Appointment, Charge, Holder, Person, Post, Role, Unit
from zhongshu.org.rules import administrators
from zhongshu.trail import actions as trail


def create(
    unit: Unit, *, code: str, name: str, on: date, by: str, at: datetime, is_head: bool = False, order: int = 0
) -> Post:
    """Make a post in a unit (设置岗位) from the day `on`, with a holder for its pool. `is_head`: 主要负责人."""
    changes.begin()
    rules.check_holds(unit.valid_from, unit.valid_to, on, unit.name)
    code, name = rules.name(code, 64, "岗位编码", field="code"), rules.name(name, 60, "岗位名称")
    rules.check_free(Post.objects.filter(code=code).exists(), code)
    post = Post.objects.create(unit=unit, code=code, name=name, is_head=is_head, order=order, valid_from=on)
    Holder.objects.create(post=post)
    trail.record("org", "org.post_created", by=by, at=at, detail={"post": post.pk, "unit": unit.pk})
    return post


def end(post: Post, *, on: date, by: str, at: datetime) -> None:
    """Abolish a post (撤销岗位) from the day `on`, with its roles. Raises BadOrganisation while somebody is in it."""
    changes.begin()
    rules.check_holds(post.valid_from, post.valid_to, on, "该岗位")
    rules.check_post_empty(Appointment.objects.filter(changes.running(on), post=post).count(), post.name)
    changes.end_all(Post.objects.filter(pk=post.pk), on)
    changes.end_all(Role.objects.filter(holder__post=post), on)
    post.refresh_from_db()
    trail.record("org", "org.post_ended", by=by, at=at, detail={"post": post.pk, "on": on.isoformat()})


def appoint(person: Person, post: Post, *, on: date, by: str, at: datetime, is_main: bool | None = None) -> Appointment:
    """Put a person into a post (任职) from the day `on`. The first post is the main one unless `is_main` says."""
    changes.begin()
    rules.check_holds(person.valid_from, person.valid_to, on, person.name)
    rules.check_holds(post.valid_from, post.valid_to, on, "该岗位")
    present = Appointment.objects.filter(changes.running(on), person=person)
    rules.check_once(present.filter(post=post).exists(), f"{person.name}已在该岗位任职")
    if Role.objects.filter(changes.running(on), holder__post=post).exists():
        administrators.check_no_business(_in_office([person]), person.name)
    if is_main is None:
        is_main = not present.filter(is_main=True).exists()
    if is_main:
        present.update(is_main=False)
    appointment = Appointment.objects.create(person=person, post=post, is_main=is_main, valid_from=on)
    trail.record("org", "org.appointed", by=by, at=at, detail={"person": person.pk, "post": post.pk})
    return appointment


def end_appointment(appointment: Appointment, *, on: date, by: str, at: datetime) -> None:
    """Take a person out of a post (免职) from the day `on`."""
    changes.begin()
    rules.check_holds(appointment.valid_from, appointment.valid_to, on, "该任职")
    changes.end_all(Appointment.objects.filter(pk=appointment.pk), on)
    appointment.refresh_from_db()
    detail = {"person": appointment.person_id, "post": appointment.post_id, "on": on.isoformat()}
    trail.record("org", "org.appointment_ended", by=by, at=at, detail=detail)


def give_role(holder: Holder, key: str, unit: Unit, *, on: date, by: str, at: datetime) -> Role:
    """Give a role (授予角色) of ROLES for an organ or unit to a person or to all in a post, from the day `on`.

    Raises RolesConflict when an administrator would get it.
    """
    changes.begin()
    rules.known(rules.ROLES, key, "角色", field="key")
    subject = holder.person or holder.post
    if subject:
        rules.check_holds(subject.valid_from, subject.valid_to, on, subject.name)
    rules.check_holds(unit.valid_from, unit.valid_to, on, unit.name)
    mine = Role.objects.filter(changes.running(on), holder=holder, key=key, unit=unit)
    rules.check_once(mine.exists(), f"{subject}已有该角色")
    administrators.check_no_business(_in_office(_behind(holder, on)), str(subject))
    role = Role.objects.create(holder=holder, key=key, unit=unit, valid_from=on)
    detail = {"holder": holder.pk, "role": key, "unit": unit.pk}
    trail.record("org", "org.role_given", by=by, at=at, detail=detail)
    return role


def _behind(holder: Holder, on: date) -> list[Person]:
    if holder.person:
        return [holder.person]
    return [row.person for row in Appointment.objects.filter(changes.running(on), post=holder.post_id)]


def _in_office(people: list[Person]) -> bool:
    return Administrator.objects.filter(ended_at=None, account__person__in=people).exists()


def end_role(role: Role, *, on: date, by: str, at: datetime) -> None:
    """Take a role away (收回角色) from the day `on`."""
    changes.begin()
    rules.check_holds(role.valid_from, role.valid_to, on, "该角色")
    changes.end_all(Role.objects.filter(pk=role.pk), on)
    role.refresh_from_db()
    detail = {"holder": role.holder_id, "role": role.key, "unit": role.unit_id, "on": on.isoformat()}
    trail.record("org", "org.role_ended", by=by, at=at, detail=detail)


def put_in_charge(leader: Person, unit: Unit, *, on: date, by: str, at: datetime) -> Charge:
    """Put a leader in charge of a unit (明确分管) and of all below it, from the day `on`."""
    changes.begin()
    for row in (leader, unit):
        rules.check_holds(row.valid_from, row.valid_to, on, row.name)
    exists = Charge.objects.filter(changes.running(on), leader=leader, unit=unit).exists()
    rules.check_once(exists, f"{leader.name}已分管{unit.name}")
    administrators.check_no_business(_in_office([leader]), leader.name)
    charge = Charge.objects.create(leader=leader, unit=unit, valid_from=on)
    trail.record("org", "org.put_in_charge", by=by, at=at, detail={"leader": leader.pk, "unit": unit.pk})
    return charge


def end_charge(charge: Charge, *, on: date, by: str, at: datetime) -> None:
    """End a leader's charge of a unit (调整分管) from the day `on`."""
    changes.begin()
    rules.check_holds(charge.valid_from, charge.valid_to, on, "该分管关系")
    changes.end_all(Charge.objects.filter(pk=charge.pk), on)
    charge.refresh_from_db()
    detail = {"leader": charge.leader_id, "unit": charge.unit_id, "on": on.isoformat()}
    trail.record("org", "org.charge_ended", by=by, at=at, detail=detail)
