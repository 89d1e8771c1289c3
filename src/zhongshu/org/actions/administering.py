"""The three administrators (三员): in and out of office, and the first three. Inside an open transaction."""

from datetime import date, datetime

from django.db.models import Q

from zhongshu.org import queries, rules
from zhongshu.org.actions import accounts, changes, units
from zhongshu.org.models import Account, Administrator, Appointment, Charge, Role, Unit
from zhongshu.org.rules import administrators
from zhongshu.trail import actions as trail


def make(account: Account, *, role: str, by: str, at: datetime) -> Administrator:
    """Make one of the three administrators (任命三员) of an active account: sysadmin, secadmin or auditor.

    Open sessions end, for what they showed is no longer for these eyes. Raises RolesConflict for a second role,
    a namesake among the others, or a role in the office's business.
    """
    changes.begin()
    rules.known(rules.ADMINISTRATORS, role, "管理员类别", field="role")
    administrators.check_not_oneself(account.ref, by)
    rules.check_active(account)
    others = queries.administrators().filter(account__display_name=account.display_name).exclude(account=account)
    administrators.check_single(queries.administrator_role(account), others.values_list("role", flat=True), role)
    administrators.check_no_business(_has_business(account, queries.local_day(at)), account.display_name)
    made = Administrator.objects.create(account=account, role=role, given_by=by, given_at=at)
    accounts.end_sessions(account, by=by, at=at)
    _record(made, "org.administrator_made", by, at)
    return made


def _has_business(account: Account, day: date) -> bool:
    if account.person_id is None:
        return False
    running, person = changes.running(day), account.person_id
    posts = Appointment.objects.filter(running, person=person).values("post")
    roles = Role.objects.filter(running).filter(Q(holder__person=person) | Q(holder__post__in=posts))
    return roles.exists() or Charge.objects.filter(running, leader=person).exists()


def end(administrator: Administrator, *, by: str, at: datetime) -> None:
    """End an administrator's office (解除三员), except that of the last of a kind; the account stays."""
    changes.begin()
    administrator.refresh_from_db()
    administrators.check_not_oneself(administrator.account.ref, by)
    administrators.check_in_office(administrator.ended_at is not None)
    others = queries.administrators().filter(role=administrator.role, account__disabled_at=None)
    administrators.check_not_last(others.exclude(pk=administrator.pk).count(), administrator.role)
    administrator.ended_by, administrator.ended_at = by, at
    administrator.save(update_fields=["ended_by", "ended_at"])
    accounts.end_sessions(administrator.account, by=by, at=at)
    _record(administrator, "org.administrator_ended", by, at)


def _record(administrator: Administrator, verb: str, by: str, at: datetime) -> None:
    detail = {"account": administrator.account_id, "role": administrator.role}
    trail.record("org", verb, by=by, at=at, detail=detail)


def first(
    *, organ: str, code: str, short_name: str, number_code: str, hashes: dict[str, str], at: datetime
) -> tuple[Unit, list[Account]]:
    """Establish the first organ and its three administrators, whose logins are their roles, in use at once.

    `hashes`: password hash by role. Raises BadOrganisation when there is an organ already.
    """
    changes.begin()
    rules.check_nothing_yet(Unit.objects.exists() or Account.objects.exists())
    day, system = queries.local_day(at), rules.SYSTEM
    unit = units.create(
        code=code,
        name=organ,
        short_name=short_name,
        number_code=number_code,
        kind=Unit.ORGAN,
        on=day,
        by=system,
        at=at,
    )
    made = []
    for role, title in rules.ADMINISTRATORS:
        account = accounts.create(login=role, display_name=title, password_hash=hashes[role], by=system, at=at)
        accounts.activate(account, by=system, at=at)
        make(account, role=role, by=system, at=at)
        made.append(account)
    return unit, made
