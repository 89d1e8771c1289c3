"""The county office as it stood half a year ago (机构人员): units, posts, people, roles, charges, accounts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from django.contrib.auth import hashers

from zhongshu.config.demo import names, places
from zhongshu.org.actions import accounts, administering, people, posts, units
from zhongshu.org.models import Person, Post, Unit
from zhongshu.org.rules import ADMINISTRATORS, SYSTEM

FEWEST = 60  # below that a unit would have nobody
DEPUTIES = 2  # of a bureau, before anybody is a clerk


@dataclass
class Office:
    """What the stories need to find again.

    units: by name below the county. people: by group such as `registrars`. teams: by the unit's code, by rank.
    """

    rng: Random
    on: date
    at: datetime
    organ: Unit = field(init=False)
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, list[Person]] = field(default_factory=dict)
    teams: dict[str, list[Person]] = field(default_factory=dict)
    posts: dict[tuple[str, str], Post] = field(default_factory=dict)
    names: Iterator[str] = field(init=False)
    count: int = 0

    def __post_init__(self) -> None:
        self.names = names.invent(self.rng)

    @property
    def said(self) -> dict[str, Any]:
        """What every change of the organisation is told: from which day, by whom, when."""
        return {"on": self.on, "by": SYSTEM, "at": self.at}

    def unit(self, name: str, parent: Unit, kind: str, full: str, short: str, code: str = "") -> Unit:
        """Set up a unit below another, found again by its name below the county."""
        number = f"{parent.code}-{len(self.units):02}"
        self.units[name] = units.create(
            code=number,
            name=full,
            short_name=short,
            kind=kind,
            parent=parent,
            number_code=code,
            order=len(self.units),
            **self.said,
        )
        return self.units[name]

    def post(self, unit: Unit, title: str, *, is_head: bool = False, order: int = 0) -> Post:
        """Return a post of a unit, made when it is asked for first."""
        key = unit.code, title
        if key not in self.posts:
            code = f"{unit.code}-P{len(self.posts):03}"
            self.posts[key] = posts.create(unit, code=code, name=title, is_head=is_head, order=order, **self.said)
        return self.posts[key]

    def hire(self, key: str, post: Post, staff_type: str = "civil_servant") -> Person:
        """Take somebody on, with an account, into a post; found again under `key` and in the unit's team."""
        self.count += 1
        person = people.create(
            code=f"QX{self.count:04}",
            name=next(self.names),
            staff_type=staff_type,
            telephone=f"6{self.rng.randrange(10000):04}",
            order=self.count,
            specialties=self.rng.sample(places.SPECIALTIES, self.rng.choice((0, 0, 1, 1, 2))),
            **self.said,
        )
        posts.appoint(person, post, **self.said)
        self.people.setdefault(key, []).append(person)
        self.teams.setdefault(post.unit.code, []).append(person)
        self._give_account(person)
        return person

    def _give_account(self, person: Person) -> None:
        """An account that nobody enters with a password: the demonstration has a door of its own."""
        unusable = hashers.make_password(None)
        account = accounts.create(login=person.code, password_hash=unusable, person=person, by=SYSTEM, at=self.at)
        accounts.activate(account, by=SYSTEM, at=self.at)


def found(rng: Random, *, size: int, on: date, at: datetime) -> Office:
    """Found the county's government with `size` people (设立演示机关), inside an open transaction."""
    office = Office(rng, on, at)
    hashes = {role: hashers.make_password(None) for role, _ in ADMINISTRATORS}
    office.organ, _ = administering.first(
        organ=f"{places.COUNTY}人民政府",
        code="QX",
        short_name="县政府",
        number_code=places.ORGAN_CODE,
        hashes=hashes,
        at=at,
    )
    _leaders(office)
    _general_office(office)
    for bureau in (*places.BUREAUS, *places.TOWNS):
        _bureau(office, bureau)
    _everybody_else(office, size)
    _offices_of_bureaus(office)
    _second_posts(office)
    return office


def _leaders(office: Office) -> None:
    head = office.post(office.organ, "县长", is_head=True)
    deputy = office.post(office.organ, "副县长", order=1)
    for post in (head, *[deputy] * 5):
        leader = office.hire("leaders", post)
        posts.give_role(leader.holder, "leader", office.organ, **office.said)


def _general_office(office: Office) -> None:
    home = office.unit("办公室", office.organ, Unit.SECTION, f"{places.COUNTY}人民政府办公室", "县政府办")
    chief = office.hire("office_head", office.post(home, "主任", is_head=True))
    office.hire("office_deputies", office.post(home, "副主任", order=1))
    office.hire("office_deputies", office.post(home, "副主任", order=1))
    posts.give_role(chief.holder, "office_head", office.organ, **office.said)
    posts.put_in_charge(office.people["leaders"][1], home, **office.said)
    for name in places.SECTIONS:
        unit = office.unit(name, home, Unit.SECTION, f"{places.COUNTY}人民政府办公室{name}", name)
        title = "主任" if name.endswith("室") else "科长"
        office.hire("section_chiefs", office.post(unit, title, is_head=True))
    _desk(office, "registrars", "registrar", "秘书科", "收文登记岗", 2)
    _desk(office, "confidential", "confidential_registrar", "机要科", "机要岗", 2)
    _desk(office, "supervisors", "supervisor", "督查室", "督查岗", 1)
    _desk(office, "archivists", "archivist", "秘书科", "档案管理岗", 1)
    posts.give_role(office.people["section_chiefs"][0].holder, "seal_keeper", office.organ, **office.said)
    posts.give_role(office.people["section_chiefs"][1].holder, "legal_reviewer", office.organ, **office.said)


def _desk(office: Office, key: str, role: str, unit: str, title: str, count: int) -> None:
    """A post whose holders share a role and its tasks (岗位)."""
    post = office.post(office.units[unit], title, order=2)
    posts.give_role(post.holder, role, office.organ, **office.said)
    for _ in range(count):
        office.hire(key, post)


def _bureau(office: Office, bureau: places.Bureau) -> None:
    full, short = places.full_name(bureau), places.short_name(bureau)
    unit = office.unit(bureau.name, office.organ, Unit.ORGAN, full, short, bureau.code)
    office.hire("heads", office.post(unit, places.head_title(bureau), is_head=True))
    posts.put_in_charge(office.people["leaders"][bureau.leader], unit, **office.said)


def _everybody_else(office: Office, size: int) -> None:
    """Deputies first, one round through all bureaus after the other; then clerks everywhere."""
    bureaus = [office.units[bureau.name] for bureau in (*places.BUREAUS, *places.TOWNS)]
    sections = [office.units[name] for name in places.SECTIONS]
    turns = [unit for _ in range(DEPUTIES) for unit in bureaus]
    types, weights = list(places.STAFF), list(places.STAFF.values())
    clerks = 0
    while office.count < size:
        if turns and clerks >= len(sections):
            unit = turns.pop(0)
            office.hire("deputies", office.post(unit, _deputy_title(unit), order=1))
            continue
        every = [*sections, *bureaus]
        staff_type = office.rng.choices(types, weights)[0]
        office.hire("clerks", office.post(every[clerks % len(every)], "科员", order=3), staff_type)
        clerks += 1


def _offices_of_bureaus(office: Office) -> None:
    """Who signs, looks through, registers and seals what each bureau and town writes itself: its head, next, last."""
    for bureau in (*places.BUREAUS, *places.TOWNS):
        unit = office.units[bureau.name]
        team = office.teams[unit.code]
        for role, person in (
            ("leader", team[0]),
            ("office_head", team[:2][-1]),
            ("registrar", team[-1]),
            ("seal_keeper", team[-1]),
            ("legal_reviewer", team[:2][-1]),
        ):
            posts.give_role(person.holder, role, unit, **office.said)


def _deputy_title(unit: Unit) -> str:
    bureau = next(each for each in (*places.BUREAUS, *places.TOWNS) if places.full_name(each) == unit.name)
    return f"副{places.head_title(bureau)}".replace("副办事处主任", "办事处副主任")


def _second_posts(office: Office) -> None:
    """Several people with two posts (一人多岗)."""
    chief, deputies = office.people["office_head"][0], office.people["office_deputies"]
    member = office.post(office.organ, "县政府党组成员", order=2)
    posts.appoint(chief, member, **office.said)
    posts.appoint(deputies[0], office.post(office.units["督查室"], "督查专员", order=1), **office.said)
    posts.appoint(deputies[1], office.post(office.units["办公室"], "政务公开负责人", order=2), **office.said)
    police = office.post(office.units["公安局"], "督察长", order=2)
    posts.appoint(office.people["leaders"][2], police, **office.said)
