"""The acts on one task (办理): complete, return, transfer, add signers, withdraw, read, and the draft of an opinion."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.kit.errors import Refused
from zhongshu.matters import actions, kinds, queries
from zhongshu.matters.models import Matter, Task
from zhongshu.ui import access, forms, guarding
from zhongshu.ui.views.matters import earlier_stations, respond, step_form


@require_POST
@access.people
def completion(request: HttpRequest, pk: int) -> HttpResponse:
    """办理: the station's form, the domain's own where it has one."""
    task, person, now = _task_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    station = task.station.key if task.station else ""
    form = step_form(kinds.get(task.matter.kind), station)(
        request.POST, matter=task.matter, task=task, person=person, at=now
    )

    def act() -> Any:
        return actions.complete(
            pk,
            opinion=form.cleaned_data["opinion"],
            fields=form.step_fields(),
            chosen=form.chosen(),
            by=person,
            at=now,
            request_key=form.cleaned_data["request_key"],
        )

    return respond(request, task.matter, "step", form, act, f"{task.name}已提交。")


@require_POST
@access.people
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """退回."""
    task, person, now = _task_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    stops = queries.timeline(queries.slip_of(task.matter))
    form = forms.ReturnForm(request.POST, stations=earlier_stations(stops, task) if task.station_id else [])

    def act() -> Any:
        clean = form.cleaned_data
        return actions.give_back(
            pk,
            to=clean["to"],
            straight=clean["straight"] == "yes",
            reason=clean["reason"],
            by=person,
            at=now,
            request_key=clean["request_key"],
        )

    return respond(request, task.matter, "return", form, act, "已退回。")


@require_POST
@access.people
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """转办."""
    task, person, now = _task_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.TransferForm(request.POST)

    def act() -> Any:
        clean = form.cleaned_data
        return actions.transfer(
            pk, to=clean["people"][0], reason=clean["reason"], by=person, at=now, request_key=clean["request_key"]
        )

    return respond(request, task.matter, "transfer", form, act, "已转办。")


@require_POST
@access.people
def signers(request: HttpRequest, pk: int) -> HttpResponse:
    """加签."""
    task, person, now = _task_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.SignersForm(request.POST)

    def act() -> Any:
        clean = form.cleaned_data
        return actions.add_signers(
            pk, holders=clean["people"], reason=clean["reason"], by=person, at=now, request_key=clean["request_key"]
        )

    return respond(request, task.matter, "signers", form, act, "已加签。")


@require_POST
@access.people
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回."""
    task, person, now = _task_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.WithdrawForm(request.POST)

    def act() -> Any:
        return actions.withdraw(pk, by=person, at=now, request_key=form.cleaned_data["request_key"])

    return respond(request, task.matter, "withdraw", form, act, "已撤回，请重新办理。")


@require_POST
@access.people
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """阅知."""
    task, person, now = _task_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.ReadForm(request.POST)

    def act() -> Any:
        clean = form.cleaned_data
        return actions.tick_read(pk, opinion=clean["opinion"], by=person, at=now, request_key=clean["request_key"])

    return respond(request, task.matter, "read", form, act, "已阅。")


@require_http_methods(["GET", "PUT"])
@access.people
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """暂存意见: keep the text of the body for whoever writes it; GET answers 410 once the task has been done."""
    task = _task_or_404(request, pk)
    if task.done_at is not None:
        return JsonResponse({"error": "该任务已经办理。"}, status=410)
    if request.method == "GET":
        return JsonResponse({"text": queries.draft(task, request.person)})  # type: ignore[attr-defined]
    try:
        actions.save_draft(pk, text=request.body.decode(), by=request.person, at=timezone.now())  # type: ignore[attr-defined]
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=422)
    except UnicodeDecodeError:
        return JsonResponse({"error": "暂存内容有误，请刷新页面后重试。"}, status=400)
    return JsonResponse({"saved": True})


def _task_or_404(request: HttpRequest, pk: int) -> Task:
    task = queries.task_for(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if task is None:
        guarding.hidden(request, Matter.objects.filter(tasks=pk))
    return task
