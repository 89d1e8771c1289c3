"""What an act is, and where it is done (操作与其所在)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhongshu.matters.models import Chase, Jump, Matter, Run, Task
from zhongshu.org.models import Person


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act is done, by whom and when: on a matter, on one of its tasks, reminders, jumps or side runs."""

    matter: Matter
    person: Person
    at: datetime
    task: Task | None = None
    chase: Chase | None = None
    jump: Jump | None = None
    run: Run | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One act. name: of its form on the page; on: matter, task, chase, jump or run; form: what was sent → the form.

    carry_out: the one action, given the place and the valid form; done: said afterwards, {} being the task's name.
    title: of the page that an act has of its own because it is rare; hint: what is said there before the form.
    """

    name: str
    on: str
    form: Callable[[Any, Place], Any]
    carry_out: Callable[[Place, Any], object]
    done: str
    title: str = ""
    hint: str = ""
    is_grave: bool = False


def by(place: Place, form: Any) -> dict[str, Any]:
    """Return who acts, when, and under which key."""
    return {"by": place.person, "at": place.at, "request_key": form.cleaned_data["request_key"]}


def plain(form: type[Any]) -> Callable[[Any, Place], Any]:
    """Return a form that looks the same wherever it stands."""
    return lambda data, place: form(data)
