"""People (人员): taken on, amended, leaving. Inside an open transaction."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from zhongshu.kit import pinyin, text
from zhongshu.org import queries, rules
from zhongshu.org.actions import accounts, changes
from zhongshu.org.models import Account, Appointment, Charge, Delegation, Holder, Person, Role, Specialty
from zhongshu.trail import actions as trail


def create(
    *,
    code: str,
    name: str,
    on: date,
    by: str,
    at: datetime,
    staff_type: str = "",
    telephone: str = "",
    order: int = 0,
    specialties: Iterable[str] = (),
) -> Person:
    """Take a person on (登记人员) from the day `on`, with a holder of their own. `staff_type` as in STAFF_TYPES."""
    changes.begin()
    code = rules.name(code, 64, "人员编码", field="code")
    rules.check_free(Person.objects.filter(code=code).exists(), code)
    person = Person(code=code, order=order, valid_from=on)
    _describe(person, name, staff_type, telephone)
    person.save()
    Holder.objects.create(person=person)
    _specialise(person, specialties)
    trail.record("org", "org.person_created", by=by, at=at, detail={"person": person.pk})
    return person


def amend(
    person: Person,
    *,
    name: str,
    by: str,
    at: datetime,
    staff_type: str = "",
    telephone: str = "",
    order: int = 0,
    specialties: Iterable[str] = (),
) -> None:
    """Put right what is noted of a person (修改人员信息): all of it is given anew."""
    changes.begin()
    _describe(person, name, staff_type, telephone)
    person.order = order
    person.save(update_fields=["name", "pinyin", "staff_type", "telephone", "order"])
    Specialty.objects.filter(person=person).delete()
    _specialise(person, specialties)
    trail.record("org", "org.person_amended", by=by, at=at, detail={"person": person.pk})


def _describe(person: Person, name: str, staff_type: str, telephone: str) -> None:
    person.name = rules.name(name, 40, "姓名")
    person.pinyin = pinyin.search_text(person.name)
    person.staff_type = staff_type and rules.known(rules.STAFF_TYPES, staff_type, "人员类别", field="staff_type")
    person.telephone = text.clean_line(telephone, 40, "电话", field="telephone")


def _specialise(person: Person, specialties: Iterable[str]) -> None:
    names = dict.fromkeys(rules.name(one, 40, "专长", field="specialties") for one in specialties)
    if names:
        Specialty.objects.bulk_create(Specialty(person=person, name=name) for name in names)


def leave(person: Person, *, on: date, by: str, at: datetime) -> None:
    """Let a person go (离岗): `on`, today or earlier, is the first day on which they no longer work here.

    Ends appointments, roles, charges and delegations, disables the account and ends its sessions, all in this act
    (GB/T 22239 8.1.4.2: 及时删除或停用多余的、过期的账户). Open tasks are handed over by the spine.
    Raises RolesConflict for an administrator in office.
    """
    changes.begin()
    rules.check_holds(person.valid_from, person.valid_to, on, person.name)
    rules.check_not_future(on, queries.local_day(at), "离岗日期")
    account = Account.objects.filter(person=person, disabled_at=None).first()
    if account:
        accounts.disable(account, by=by, at=at)
    for rows in (
        Person.objects.filter(pk=person.pk),
        Appointment.objects.filter(person=person),
        Role.objects.filter(holder__person=person),
        Charge.objects.filter(leader=person),
    ):
        changes.end_all(rows, on)
    theirs = Q(principal=person) | Q(delegate=person)
    Delegation.objects.filter(theirs, revoked_at=None, ends_at__gt=at).update(revoked_at=at, revoked_by=by)
    person.refresh_from_db()
    trail.record("org", "org.person_left", by=by, at=at, detail={"person": person.pk, "on": on.isoformat()})
