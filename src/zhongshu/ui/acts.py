"""The acts that every kind of matter knows, as a table (通用操作): its form, its action, what is said when it is done.

A page and the API read the same rows, so that neither has an act, a field or a rule that the other has not.
"""

from typing import Any

from django.utils.module_loading import import_string

from zhongshu.matters import actions, kinds, queries
from zhongshu.matters.models import Matter, Run, Task
from zhongshu.org import queries as org
from zhongshu.ui import course, course_forms, forms, labels
from zhongshu.ui.places import Act as Act
from zhongshu.ui.places import Place as Place
from zhongshu.ui.places import by, plain

Choices = list[tuple[str, str]]


def _complete(place: Place, form: Any) -> object:
    words = form.cleaned_data["opinion"]
    return actions.complete(
        _task(place).pk, opinion=words, fields=form.step_fields(), chosen=form.chosen(), **by(place, form)
    )


def _give_back(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    way = {"to": clean["to"], "straight": clean["straight"] == "yes", "reason": clean["reason"]}
    return actions.give_back(_task(place).pk, fields=form.step_fields(), **way, **by(place, form))


def _transfer(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    return actions.transfer(_task(place).pk, to=clean["people"][0], reason=clean["reason"], **by(place, form))


def _add_signers(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    return actions.add_signers(_task(place).pk, holders=clean["people"], reason=clean["reason"], **by(place, form))


def _withdraw(place: Place, form: Any) -> object:
    return actions.withdraw(_task(place).pk, **by(place, form))


def _read(place: Place, form: Any) -> object:
    return actions.tick_read(_task(place).pk, opinion=form.cleaned_data["opinion"], **by(place, form))


def _circulate(place: Place, form: Any) -> object:
    return actions.circulate(place.matter.pk, holders=form.cleaned_data["people"], **by(place, form))


def _chase(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    whom = {"tasks": map(int, clean["tasks"]), "mode": clean["mode"], "words": clean["words"]}
    return actions.chase(place.matter.pk, **whom, **by(place, form))


def _answer(place: Place, form: Any) -> object:
    chase = place.chase
    assert chase is not None  # noqa: S101 - only ever asked of a reminder
    return actions.answer(chase.pk, words=form.cleaned_data["words"], **by(place, form))


def _terminate(place: Place, form: Any) -> object:
    return actions.terminate(place.matter.pk, reason=form.cleaned_data["reason"], **by(place, form))


def _attach(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    return actions.attach(place.matter.pk, uploads=clean["uploads"], role=clean["role"], **by(place, form))


def _rate(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    return actions.rate(place.matter.pk, score=clean["score"], words=clean["words"], **by(place, form))


def _task(place: Place) -> Task:
    assert place.task is not None  # noqa: S101 - only ever asked of a task
    return place.task


def step_form(kind: kinds.Kind, station: str) -> type[forms.StepForm]:
    """Return the form of a station: the domain's own, that of a side run, or the plain one with an opinion."""
    own = import_string(kind.forms) if kind.forms else {}
    return own.get(station) or course_forms.FORMS.get(station, forms.StepForm)  # type: ignore[no-any-return]


def return_form(kind: kinds.Kind) -> type[forms.ReturnForm]:
    """Return the form with which a kind's tasks are returned (退回): its own, or the plain one."""
    own = import_string(kind.act_forms) if kind.act_forms else {}
    return own.get("return", forms.ReturnForm)  # type: ignore[no-any-return]


def earlier_stations(stops: list[Any], task: Task) -> Choices:
    """Return where a task may be returned to: stations that have ended before its own, the nearest first."""
    keys = [stop.station.pk for stop in stops]
    if task.station_id not in keys:  # of a run beside the main one
        return []
    here = stops[keys.index(task.station_id)].station
    before = [stop for stop in stops[: keys.index(task.station_id)] if stop.state == "done"]
    # Branches of one block do not wait for each other: nothing goes back from one to another.
    beside = [
        stop.station.key
        for stop in before
        if stop.station.block == here.block != "" and stop.station.branch != here.branch
    ]
    return [(each.station.key, each.station.name) for each in reversed(before) if each.station.key not in beside]


def waiting(matter: Matter, *, known: org.Directory | None = None) -> Choices:
    """Return whom one may remind: (task number, who)."""
    tasks = matter.tasks.filter(done_at=None, opened_at__isnull=False).order_by("station", "order", "id")
    known = known or org.directory()
    return [(str(task.pk), f"{task.name}：{org.holder_name(task.holder_id, known=known)}") for task in tasks]


def _step(data: Any, place: Place) -> forms.StepForm:
    task = _task(place)
    station = task.station.key if task.station else ""
    form = step_form(kinds.get(place.matter.kind), station)
    is_main = task.station is not None and task.station.run.role == Run.MAIN
    stops = queries.timeline(queries.slip_of(place.matter)) if is_main else ()
    return form(data, matter=place.matter, task=task, person=place.person, at=place.at, stops=stops)


def _returning(data: Any, place: Place) -> forms.ReturnForm:
    task = _task(place)
    stops = queries.timeline(queries.slip_of(place.matter))
    form = return_form(kinds.get(place.matter.kind))
    return form(data, stations=earlier_stations(stops, task) if task.station_id else [])


def _chasing(data: Any, place: Place) -> forms.ChaseForm:
    return forms.ChaseForm(data, waiting=waiting(place.matter))


# By the name of its address.
ACTS: dict[str, Act] = {
    "completion": Act("step", "task", _step, _complete, "{}已提交。"),
    "return": Act("return", "task", _returning, _give_back, "已退回。"),
    "transfer": Act("transfer", "task", plain(forms.TransferForm), _transfer, "已转办。"),
    "signers": Act("signers", "task", plain(forms.SignersForm), _add_signers, "已加签。"),
    "withdrawal": Act("withdraw", "task", plain(forms.WithdrawForm), _withdraw, "已撤回，请重新办理。"),
    "reading": Act("read", "task", plain(forms.ReadForm), _read, "已阅。"),
    "circulation": Act("circulate", "matter", plain(forms.CirculateForm), _circulate, "已发送传阅。"),
    "chases": Act("chase", "matter", _chasing, _chase, "催办已发出。"),
    "answer": Act("answer", "chase", plain(forms.AnswerForm), _answer, "已反馈。"),
    "termination": Act("terminate", "matter", plain(forms.TerminateForm), _terminate, "该事项已终止。"),
    "attachments": Act("attach", "matter", plain(forms.AttachForm), _attach, "附件已添加。"),
    **course.ACTS,
    **labels.ACTS,
    "rating": Act("rate", "matter", plain(forms.RateForm), _rate, "评价已提交，谢谢。"),
}
