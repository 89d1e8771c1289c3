"""The acts that every kind of matter knows, as a table (通用操作): its form, its action, what is said when it is done.

A page and the API read the same rows, so that neither has an act, a field or a rule that the other has not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string

from zhongshu.matters import actions, kinds, queries
from zhongshu.matters.models import Chase, Matter, Task
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.ui import forms

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act is done, by whom and when: on a matter, on one of its tasks, on a reminder."""

    matter: Matter
    person: Person
    at: datetime
    task: Task | None = None
    chase: Chase | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One act. name: of its form on the page; on: matter, task or chase; form: what was sent → the bound form.

    carry_out: the one action, given the place and the valid form; done: said afterwards, {} being the task's name.
    """

    name: str
    on: str
    form: Callable[[Any, Place], Any]
    carry_out: Callable[[Place, Any], object]
    done: str


def _by(place: Place, form: Any) -> dict[str, Any]:
    return {"by": place.person, "at": place.at, "request_key": form.cleaned_data["request_key"]}


def _complete(place: Place, form: Any) -> object:
    words = form.cleaned_data["opinion"]
    return actions.complete(
        _task(place).pk, opinion=words, fields=form.step_fields(), chosen=form.chosen(), **_by(place, form)
    )


def _give_back(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    way = {"to": clean["to"], "straight": clean["straight"] == "yes", "reason": clean["reason"]}
    return actions.give_back(_task(place).pk, **way, **_by(place, form))


def _transfer(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    return actions.transfer(_task(place).pk, to=clean["people"][0], reason=clean["reason"], **_by(place, form))


def _add_signers(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    return actions.add_signers(_task(place).pk, holders=clean["people"], reason=clean["reason"], **_by(place, form))


def _withdraw(place: Place, form: Any) -> object:
    return actions.withdraw(_task(place).pk, **_by(place, form))


def _read(place: Place, form: Any) -> object:
    return actions.tick_read(_task(place).pk, opinion=form.cleaned_data["opinion"], **_by(place, form))


def _circulate(place: Place, form: Any) -> object:
    return actions.circulate(place.matter.pk, holders=form.cleaned_data["people"], **_by(place, form))


def _chase(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    whom = {"tasks": map(int, clean["tasks"]), "mode": clean["mode"], "words": clean["words"]}
    return actions.chase(place.matter.pk, **whom, **_by(place, form))


def _answer(place: Place, form: Any) -> object:
    chase = place.chase
    assert chase is not None  # noqa: S101 - only ever asked of a reminder
    return actions.answer(chase.pk, words=form.cleaned_data["words"], **_by(place, form))


def _terminate(place: Place, form: Any) -> object:
    return actions.terminate(place.matter.pk, reason=form.cleaned_data["reason"], **_by(place, form))


def _attach(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    return actions.attach(place.matter.pk, uploads=clean["uploads"], role=clean["role"], **_by(place, form))


def _rate(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    return actions.rate(place.matter.pk, score=clean["score"], words=clean["words"], **_by(place, form))


def _task(place: Place) -> Task:
    assert place.task is not None  # noqa: S101 - only ever asked of a task
    return place.task


def step_form(kind: kinds.Kind, station: str) -> type[forms.StepForm]:
    """Return the form of a station: the domain's own, or the plain one with an opinion."""
    return (import_string(kind.forms) if kind.forms else {}).get(station, forms.StepForm)  # type: ignore[no-any-return]


def earlier_stations(stops: list[Any], task: Task) -> Choices:
    """Return where a task may be returned to: stations that have ended before its own, the nearest first."""
    keys = [stop.station.pk for stop in stops]
    before = stops[: keys.index(task.station_id)]
    return [(stop.station.key, stop.station.name) for stop in reversed(before) if stop.state == "done"]


def waiting(matter: Matter, *, known: org.Directory | None = None) -> Choices:
    """Return whom one may remind: (task number, who)."""
    tasks = matter.tasks.filter(done_at=None, opened_at__isnull=False).order_by("station", "order", "id")
    known = known or org.directory()
    return [(str(task.pk), f"{task.name}：{org.holder_name(task.holder_id, known=known)}") for task in tasks]


def _step(data: Any, place: Place) -> forms.StepForm:
    task = _task(place)
    station = task.station.key if task.station else ""
    form = step_form(kinds.get(place.matter.kind), station)
    stops = queries.timeline(queries.slip_of(place.matter)) if task.station else ()
    return form(data, matter=place.matter, task=task, person=place.person, at=place.at, stops=stops)


def _returning(data: Any, place: Place) -> forms.ReturnForm:
    task = _task(place)
    stops = queries.timeline(queries.slip_of(place.matter))
    return forms.ReturnForm(data, stations=earlier_stations(stops, task) if task.station_id else [])


def _chasing(data: Any, place: Place) -> forms.ChaseForm:
    return forms.ChaseForm(data, waiting=waiting(place.matter))


def _plain(form: type[Any]) -> Callable[[Any, Place], Any]:
    """A form that looks the same wherever it stands."""
    return lambda data, place: form(data)


# By the name of its address.
ACTS: dict[str, Act] = {
    "completion": Act("step", "task", _step, _complete, "{}已提交。"),
    "return": Act("return", "task", _returning, _give_back, "已退回。"),
    "transfer": Act("transfer", "task", _plain(forms.TransferForm), _transfer, "已转办。"),
    "signers": Act("signers", "task", _plain(forms.SignersForm), _add_signers, "已加签。"),
    "withdrawal": Act("withdraw", "task", _plain(forms.WithdrawForm), _withdraw, "已撤回，请重新办理。"),
    "reading": Act("read", "task", _plain(forms.ReadForm), _read, "已阅。"),
    "circulation": Act("circulate", "matter", _plain(forms.CirculateForm), _circulate, "已发送传阅。"),
    "chases": Act("chase", "matter", _chasing, _chase, "催办已发出。"),
    "answer": Act("answer", "chase", _plain(forms.AnswerForm), _answer, "已反馈。"),
    "termination": Act("terminate", "matter", _plain(forms.TerminateForm), _terminate, "该事项已终止。"),
    "attachments": Act("attach", "matter", _plain(forms.AttachForm), _attach, "附件已添加。"),
    "rating": Act("rate", "matter", _plain(forms.RateForm), _rate, "评价已提交，谢谢。"),
}


def on_matters(names: Iterable[str] = ACTS) -> list[str]:
    """Return the acts on a matter as a whole, by the names of their addresses."""
    return [name for name in names if ACTS[name].on == "matter"]


def on_tasks(names: Iterable[str] = ACTS) -> list[str]:
    """Return the acts on one task, by the names of their addresses."""
    return [name for name in names if ACTS[name].on == "task"]
