"""The clock of the demonstration (演示时钟): all stories are told together, in the order in which things happened."""

import heapq
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from zhongshu.config.demo.office import Office
from zhongshu.matters.models import Matter, Run, Task
from zhongshu.org import queries as org
from zhongshu.org.models import Person, Unit

# A story yields the moment of its next act and does it when that moment has come.
Story = Generator[datetime, None, None]


def tell(stories: Iterable[Story], *, until: datetime) -> None:
    """Tell all stories up to a moment; what would happen after it has not happened yet."""
    waiting = [(next(story), number, story) for number, story in enumerate(stories)]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        _, number, story = heapq.heappop(waiting)
        moment = next(story, None)
        if moment is not None:
            heapq.heappush(waiting, (moment, number, story))


@dataclass
class Cast:
    """Who acts (演示人物): people of the office by key, and whoever stands behind a task.

    handed: holders between whom work was handed over, whose tasks may have been given anew.
    """

    office: Office
    everybody: dict[int, Person]
    handed: set[int] = field(default_factory=set)

    @property
    def organ(self) -> int:
        return self.office.organ.pk

    def one(self, key: str, rng: Random) -> Person:
        """Return somebody of a group such as `registrars`."""
        return rng.choice(self.office.people[key])

    def unit(self, name: str) -> Unit:
        """Return a unit by its name below the county."""
        return self.office.units[name]

    def holder(self, person: Person) -> int:
        """Return the holder that a person is."""
        return org.holder_of(person.pk)

    def actor(self, task: Task, at: datetime, rng: Random) -> Person:
        """Return who does a task: the delegate of whoever is away, else one of those behind the holder.

        What few may know of does not pass on to a delegate (限知悉范围): it waits for the person.
        """
        known = org.directory()
        person = rng.choice(org.people_of(task.holder_id, org.local_day(at), known=known))
        given = (row for rows in known.delegations.values() for row in rows)
        acting = (row.delegate_id for row in given if row.principal_id == person and row.runs(at))
        delegate = next(acting, None)
        if delegate is None or task.matter.restricted_at is not None:
            return self.everybody[person]
        return self.everybody[delegate]

    def has_left(self, task: Task, at: datetime) -> bool:
        """Tell whether nobody stands behind a task any more."""
        return not org.people_of(task.holder_id, org.local_day(at))

    def is_here(self, person: Person, at: datetime) -> bool:
        """Tell whether somebody has not left."""
        return bool(org.people_of(self.holder(person), org.local_day(at)))

    def colleagues(self, person: Person, at: datetime) -> list[Person]:
        """Return those who are in the same unit today, the person left out, the lowest in rank last."""
        unit = org.directory().units[org.unit_of(person.pk, org.local_day(at)) or self.organ]
        team = self.office.teams.get(unit.code, ())
        return [one for one in team if one != person and self.is_here(one, at)]


def open_task(matter: Matter) -> Task | None:
    """Return what the matter waits for first on its way, or None when it is closed."""
    main = {"station__run__role": Run.MAIN, "matter": matter}
    tasks = Task.objects.filter(**main, done_at=None, opened_at__isnull=False).select_related("station")
    # Asked before every step that is told: what is not needed is not fetched.
    return tasks.only("matter", "holder", "station__key").order_by("order", "id").first()


def still_open(number: int) -> Task | None:
    """Return an open task as it is by now: whoever had it may have handed it over, or have two in one."""
    return Task.objects.filter(pk=number, done_at=None).first()


def station_key(task: Task) -> str:
    """Return the key of the station at which a task waits."""
    return task.station.key if task.station else ""
