"""Many tasks at once (批量阅知、批量办理): what was ticked is shown once more, then each is done by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhongshu.kit.errors import Refused
from zhongshu.matters import actions, kinds, queries, rules
from zhongshu.matters.actions.acting import check_holder
from zhongshu.matters.models import Task
from zhongshu.matters.queries import choosing
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.portal.forms import desk as forms
from zhongshu.portal.views import acting
from zhongshu.portal.views.desk import MANY
from zhongshu.routes.model import READ
from zhongshu.ui import access
from zhongshu.ui.acts import step_form
from zhongshu.ui.forms import StepForm, asks_opinion_alone
from zhongshu.ui.jinja import url
from zhongshu.ui.pages import page

GONE = "该任务已不在您处，可能已由他人办理或转出。"
READING = ("read", "")


@dataclass
class Ticked:
    """One of the tasks that were ticked: what it is, and why it cannot be done with the others, or nothing."""

    task: Task
    refusal: str = ""

    @property
    def alike(self) -> tuple[str, str]:
        """What makes tasks alike: all that is only read, else the kind of matter and the station."""
        if self.task.kind == READ:
            return READING
        return self.task.matter.kind, self.task.station.key if self.task.station else ""

    @property
    def shown(self) -> dict[str, Any]:
        """How the task is drawn."""
        matter = self.task.matter
        return {
            "number": self.task.pk,
            "title": matter.title or rules.WITHHELD,
            "url": url("matter", matter.pk),
            "matter": matter.number,
            "urgency": matter.urgency,
            "label": matter.label,
            "is_limited": matter.restricted_at is not None,
            "step": self.task.name,
            "refusal": self.refusal,
        }


@require_http_methods(["GET", "POST"])
@access.people
def bulk(request: HttpRequest) -> HttpResponse:
    """批量办理: shows what was ticked in large type; sent off, does it and reports on each."""
    sent = acting.sent(request)
    numbers = _numbers(request.GET if sent is None else sent)
    if len(numbers) > MANY:
        sentence = f"一次最多办理{MANY}件，您选了{len(numbers)}件。请分批办理，尚未办理任何一件。"
        return page(request, "portal/bulk.html", status=422, refusal=sentence)
    person, now, known = request.person, timezone.now(), org.directory()  # type: ignore[attr-defined]
    found = _looked_at(person, numbers, now, known)
    groups = {one.alike for one in found if not one.refusal}
    form = forms.BulkForm(sent)
    if sent is not None and len(groups) <= 1 and form.is_valid():
        return _report(request, numbers, found, form.cleaned_data)
    return page(
        request,
        "portal/bulk.html",
        status=200 if sent is None else 422,
        known=known,
        form=form,
        groups=[_group([one for one in found if one.alike == alike and not one.refusal]) for alike in sorted(groups)],
        left=[one.shown for one in found if one.refusal],
        lost=len(numbers) - len(found),
    )


def _numbers(sent: Any) -> list[int]:
    """Return the tasks that were ticked, once each, in their order."""
    ticked = (one for one in sent.getlist("task") if one.isdecimal() and len(one) < 19)
    return list(dict.fromkeys(map(int, ticked)))


def _looked_at(person: Person, numbers: Iterable[int], now: datetime, known: org.Directory) -> list[Ticked]:
    """Return the tasks that the person sees, in the order asked, each with what stands against doing it."""
    seen = queries.visible_to(person, now, known=known)
    tasks = Task.objects.select_related("matter", "station").filter(matter__in=seen).in_bulk(list(numbers))
    choosing_next = choosing.whose_next_is_open(tasks.values(), now, known=known)
    return [
        Ticked(task, _why_not(task, person, now, known) or choosing_next.get(number, ""))
        for number in numbers
        if (task := tasks.get(number))
    ]


def _why_not(task: Task, person: Person, now: datetime, known: org.Directory) -> str:
    try:
        check_holder(task, person, now, known=known)
    except rules.NotYours as refusal:
        return refusal.sentence
    except Refused:
        return GONE
    matter, kind = task.matter, kinds.get(task.matter.kind)
    station = task.station.key if task.station else ""
    reason = rules.why_not_in_bulk(matter.urgency, matter.restricted_at, station, kind.one_by_one)
    if reason or not station:
        return reason
    form = step_form(kind, station)
    alone = asks_opinion_alone(form) and asks_opinion_alone(_filled(form, task, person, now, known))
    return "" if alone else "该环节除意见外还须填写其他内容，请打开后单独办理。"


def _filled(form: type[StepForm], task: Task, person: Person, now: datetime, known: org.Directory) -> StepForm:
    return form(matter=task.matter, task=task, person=person, at=now, known=known)


def _group(ticked: list[Ticked]) -> dict[str, Any]:
    """Return tasks that are alike as one card: what is done with them, and the phrases of their step."""
    kind, station = ticked[0].alike
    form = StepForm if (kind, station) == READING else step_form(kinds.get(kind), station)
    return {
        "title": "阅知" if kind == "read" else f"{kinds.get(kind).name}·{ticked[0].task.name}",
        "is_reading": (kind, station) == READING,
        "words": "全部标为已阅" if (kind, station) == READING else f"全部{form.submit_words}",
        "phrases": () if (kind, station) == READING else form.phrases,
        "rows": [one.shown for one in ticked],
    }


def _report(request: HttpRequest, numbers: list[int], found: list[Ticked], sent: dict[str, str]) -> HttpResponse:
    """Do what can be done, each by itself; what was refused before or is now stands on the report with its reason."""
    # What was done by this very form counts as done when it arrives twice, so it is asked again and not looked at.
    asked = [one for one in found if not one.refusal or one.task.done_at is not None]
    results = actions.do_each(
        [one.task.pk for one in asked],
        by=request.person,  # type: ignore[attr-defined]
        at=timezone.now(),
        opinion=sent["opinion"],
        request_key=sent["request_key"],
    )
    refusals = {result.task: result.refusal for result in results}
    for one in found:
        one.refusal = refusals.get(one.task.pk, one.refusal)
    return page(
        request,
        "portal/bulk_report.html",
        done=[one.shown for one in found if not one.refusal],
        left=[one.shown for one in found if one.refusal],
        lost=len(numbers) - len(found),
    )
