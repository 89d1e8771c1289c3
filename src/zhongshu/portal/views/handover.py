"""Handing over (工作移交): 办公室主任 gives what waits for a leaver to others in one act, and undoes it that day."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.matters import actions
from zhongshu.matters.models import HandOver
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.portal.forms import duties as forms
from zhongshu.portal.queries import handing
from zhongshu.portal.views import acting
from zhongshu.portal.views import work_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page


@require_GET
@access.role("office_head")
def choice(request: HttpRequest) -> HttpResponse:
    """Choose whose work is handed over: somebody who is here, or one of those who have left work behind."""
    holder = request.GET.get("person", "")
    if holder.isdigit() and len(holder) < 19:
        person = Person.objects.filter(holder=int(holder)).first()
        if person:
            return redirect("handover", pk=person.pk)
    asking = declared.ask(request, lists.HAND_OVERS)
    records = [(row, lists.may_be_undone(row, asking)) for row in lists.HAND_OVERS.rows(asking)]
    context: dict[str, Any] = {"rows": lists.LEAVERS.rows(asking), "records": records, "sought": bool(request.GET)}
    listed: dict[str, Any] = {"listed": lists.HAND_OVERS, "listed_leavers": lists.LEAVERS}
    return page(request, "portal/handover_choice.html", known=asking.known, **context, **listed)


@require_http_methods(["GET", "POST"])
@access.role("office_head")
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """工作移交 of one person: what there is, what goes to whom, why, and what must be seen to besides."""
    asking = declared.asking_of(request)
    leaver, person, now, known = lists.leaver(asking, pk), asking.reader, asking.at, asking.known
    things = handing.things(leaver, person, now, known)
    form = forms.HandoverForm(acting.sent(request), things=things)

    def act() -> list[HandOver]:
        reason, stay = form.cleaned_data["reason"], form.staying()
        return actions.divide(leaver, shares=form.shares(), stay=stay, by=person, at=now, reason=reason)

    made = attempt(request, form, act) if form.is_bound else None
    if made:
        messages.success(request, _said(leaver, made))
        return redirect("handover_record", pk=made[0].pk) if len(made) == 1 else redirect("handovers")
    unit = org.last_unit_of(leaver.pk, org.local_day(now), known=known)
    return page(
        request,
        "portal/handover.html",
        status=422 if form.is_bound else 200,
        known=known,
        form=form,
        listed=lists.CHECKLIST,
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
    asking = declared.ask(request, lists.PIECES, handover=pk)
    row = lists.hand_over(asking, pk)
    back = HandOver.objects.filter(undoes=row).first()
    return page(
        request,
        "portal/handover_record.html",
        known=asking.known,
        listed=lists.PIECES,
        row=row,
        back=back,
        pieces=lists.PIECES.rows(asking),
        may_undo=lists.may_be_undone(row, asking),
    )


@require_POST
@access.role("office_head")
def undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销移交: what the heir has not dealt with goes back."""
    asking = declared.asking_of(request)
    row = lists.hand_over(asking, pk)
    back = acting.press(request, lambda: actions.hand_back(row.pk, by=asking.reader, at=asking.at))
    if back is not None:
        messages.success(request, _undone(row, back))
    return redirect("handover_record", pk=row.pk)


def _undone(row: HandOver, back: HandOver) -> str:
    count, all_of_it = back.pieces.count(), row.pieces.count()
    rest = f"，另有{all_of_it - count}项没有退回，原因见明细" if all_of_it > count else ""
    return f"已撤销移交，退回{row.leaver.name}{count}项{rest}。"


def _said(leaver: Person, made: list[Any]) -> str:
    parts = [f"{row.to.name}{row.pieces.values('matter').distinct().count()}件" for row in made]
    return f"已将{leaver.name}的工作移交给{'、'.join(parts)}。当日可以撤销。"
