"""Handing over (工作移交): 办公室主任 gives all that waits for a leaver to somebody else, in one act."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from zhongshu.matters import actions
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.portal import queries
from zhongshu.portal.forms import duties as forms
from zhongshu.portal.views import acting
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page


@require_GET
@access.role("office_head")
def choice(request: HttpRequest) -> HttpResponse:
    """Choose whose work is handed over: somebody who is here, or one of those who have left work behind."""
    now = timezone.now()
    holder = request.GET.get("person", "")
    if holder.isdigit():
        person = Person.objects.filter(holder=int(holder)).first()
        if person:
            return redirect("handover", pk=person.pk)
    left = [one for one in queries.leavers(org.local_day(now)) if _may(request, one)]
    rows = [(one, queries.open_work(one)) for one in left]
    return page(request, "portal/handover_choice.html", rows=rows, sought=bool(request.GET))


@require_http_methods(["GET", "POST"])
@access.role("office_head")
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """工作移交 of one person: how much there is, to whom, why."""
    leaver = Person.objects.filter(pk=pk).first()
    if leaver is None:
        raise Http404
    if not _may(request, leaver):
        raise PermissionDenied
    form = forms.HandoverForm(acting.sent(request))

    def act() -> str:
        to, by, at = form.cleaned_data["to"], request.person, timezone.now()  # type: ignore[attr-defined]
        count = actions.hand_over(leaver, to=to, by=by, at=at, reason=form.cleaned_data["reason"])
        return f"已将{leaver.name}的{count}件事项移交给{to.name}。"

    done = attempt(request, form, act) if form.is_bound else None
    if done:
        messages.success(request, done)
        return redirect("handovers")
    unit = queries.last_unit(leaver.pk, timezone.localdate())
    return page(
        request,
        "portal/handover.html",
        status=422 if form.is_bound else 200,
        form=form,
        leaver=leaver,
        unit=org.directory().units[unit].name if unit else "",
        work=queries.open_work(leaver),
    )


def _may(request: HttpRequest, leaver: Person) -> bool:
    """Tell whether the leaver belongs to the organ of this office head or one below; no unit at all: to any."""
    now, person = timezone.now(), request.person.pk  # type: ignore[attr-defined]
    day = org.local_day(now)
    unit, own = queries.last_unit(leaver.pk, day), org.unit_of(person, day)
    if unit is None or org.has_role(person, "office_head", now, unit=unit):
        return True
    organ = org.organ_of(own) if own else None
    return bool(organ and org.has_role(person, "office_head", now, unit=organ) and org.is_subordinate(unit, organ, day))
