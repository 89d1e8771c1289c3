"""Handing over (工作移交): 办公室主任 gives what waits for a leaver to others in one act, and undoes it that day."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.kit.errors import Refused
from zhongshu.matters import actions, rules
from zhongshu.matters.models import HandOver
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.portal import queries
from zhongshu.portal.forms import duties as forms
from zhongshu.portal.queries import handing
from zhongshu.portal.views import acting
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page

LATEST = 50  # hand-overs looked through for those of this office


@require_GET
@access.role("office_head")
def choice(request: HttpRequest) -> HttpResponse:
    """Choose whose work is handed over: somebody who is here, or one of those who have left work behind."""
    now = timezone.now()
    holder = request.GET.get("person", "")
    if holder.isdigit() and len(holder) < 19:
        person = Person.objects.filter(holder=int(holder)).first()
        if person:
            return redirect("handover", pk=person.pk)
    left = [one for one in queries.leavers(org.local_day(now)) if _may(request, one)]
    rows = [(one, queries.open_work(one)) for one in left]
    records = [(row, _may_undo(row)) for row in handing.hand_overs(LATEST) if _may(request, _first(row))]
    return page(request, "portal/handover_choice.html", rows=rows, records=records, sought=bool(request.GET))


@require_http_methods(["GET", "POST"])
@access.role("office_head")
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """工作移交 of one person: what there is, what goes to whom, why, and what must be seen to besides."""
    leaver = Person.objects.filter(pk=pk).first()
    if leaver is None:
        raise Http404
    if not _may(request, leaver):
        raise PermissionDenied
    person, now, known = request.person, timezone.now(), org.directory()  # type: ignore[attr-defined]
    things = handing.things(leaver, person, now, known)
    form = forms.HandoverForm(acting.sent(request), things=things)

    def act() -> list[HandOver]:
        reason, stay = form.cleaned_data["reason"], form.staying()
        return actions.divide(leaver, shares=form.shares(), stay=stay, by=person, at=now, reason=reason)

    made = attempt(request, form, act) if form.is_bound else None
    if made:
        messages.success(request, _said(leaver, made))
        return redirect("handover_record", pk=made[0].pk) if len(made) == 1 else redirect("handovers")
    unit = queries.last_unit(leaver.pk, timezone.localdate())
    return page(
        request,
        "portal/handover.html",
        status=422 if form.is_bound else 200,
        known=known,
        form=form,
        leaver=leaver,
        unit=known.units[unit].name if unit else "",
        things=things,
        reminders=handing.reminders(leaver, now, known),
        given=form["give"].value() or (),
        staying=form.staying() if form.is_bound else (),
    )


@require_GET
@access.role("office_head")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """移交记录: what went to whom, and what became of each."""
    row = _record_or_404(request, pk)
    person, now, known = request.person, timezone.now(), org.directory()  # type: ignore[attr-defined]
    back = HandOver.objects.filter(undoes=row).first()
    return page(
        request,
        "portal/handover_record.html",
        known=known,
        row=row,
        back=back,
        pieces=handing.pieces(row, person, now, known),
        may_undo=_may_undo(row),
    )


@require_POST
@access.role("office_head")
def undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销移交: what the heir has not dealt with goes back."""
    row = _record_or_404(request, pk)
    try:
        back = actions.hand_back(row.pk, by=request.person, at=timezone.now())  # type: ignore[attr-defined]
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("handover_record", pk=row.pk)
    count, all_of_it = back.pieces.count(), row.pieces.count()
    rest = f"，另有{all_of_it - count}项没有退回，原因见明细" if all_of_it > count else ""
    messages.success(request, f"已撤销移交，退回{row.leaver.name}{count}项{rest}。")
    return redirect("handover_record", pk=row.pk)


def _record_or_404(request: HttpRequest, pk: int) -> HandOver:
    row = handing.hand_over(pk)
    if row is None:
        raise Http404
    if not _may(request, _first(row)):
        raise PermissionDenied
    return row


def _first(row: HandOver) -> Person:
    """Return whose work it was in the first place."""
    return row.to if row.undoes_id else row.leaver


def _may_undo(row: HandOver) -> bool:
    try:
        rules.check_may_be_undone(row, timezone.now())
    except Refused:
        return False
    return True


def _said(leaver: Person, made: list[Any]) -> str:
    parts = [f"{row.to.name}{row.pieces.values('matter').distinct().count()}件" for row in made]
    return f"已将{leaver.name}的工作移交给{'、'.join(parts)}。当日可以撤销。"


def _may(request: HttpRequest, leaver: Person) -> bool:
    """Tell whether the leaver belongs to the organ of this office head or one below; no unit at all: to any."""
    now, person = timezone.now(), request.person.pk  # type: ignore[attr-defined]
    day = org.local_day(now)
    unit, own = queries.last_unit(leaver.pk, day), org.unit_of(person, day)
    if unit is None or org.has_role(person, "office_head", now, unit=unit):
        return True
    organ = org.organ_of(own) if own else None
    return bool(organ and org.has_role(person, "office_head", now, unit=organ) and org.is_subordinate(unit, organ, day))
