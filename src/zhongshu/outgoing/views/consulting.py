"""The page of what consulted sides said (征求意见情况), and the table that is printed and taken along."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhongshu.kit.errors import Refused
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Matter
from zhongshu.matters.queries import page as spine
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import consulting as actions
from zhongshu.outgoing.forms import consulting as forms
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import consulting, parties
from zhongshu.outgoing.rules.consulting import CONSULTATION
from zhongshu.outgoing.views import subject
from zhongshu.ui import access, guarding
from zhongshu.ui import lists as declared
from zhongshu.ui.lists import DAY, LABEL, NUMBER, Asking, Column, List, labelled
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.matters import visible_or_404


def _matter(asking: Asking) -> Matter:
    """Return the matter of the document that is asked for, as far as the person may see it. Raises Http404."""
    seen = matters.visible_to(asking.reader, asking.at, known=asking.known)
    found = seen.filter(pk=asking.number("document"), outgoing_document__isnull=False).first()
    if found is None:
        raise Http404
    return found


def _opinions(asking: Asking) -> list[dict[str, Any]]:
    """Return the opinions on the document that is asked for, numbered, with its label beside each."""
    matter = _matter(asking)
    label = labelled(matter.label, matter.restricted_at)
    found = consulting.opinions(matter, asking.at, known=asking.known)
    return [{"number": number, "opinion": one, "label": label} for number, one in enumerate(found, 1)]


def _about(asking: Asking) -> str:
    return f"文稿：{_matter(asking).title}"


def _of(name: str) -> Callable[[Any, Asking], Any]:
    return lambda row, asking: getattr(row["opinion"], name)


OPINIONS = List(
    key="outgoing_opinions",
    title="征求意见采纳情况表",
    page="outgoing_consulting",
    of=("document",),
    rows=_opinions,
    said=_about,
    columns=(
        Column("序号", lambda row, asking: row["number"], sort=NUMBER, width=6),
        Column("单位", _of("unit"), width=20),
        Column("反馈人", _of("who"), width=10),
        Column("反馈日期", _of("day"), sort=DAY, width=15),
        Column("意见内容", _of("words"), width=44),
        Column("采纳情况", _of("verdict"), width=14),
        Column("未采纳理由", _of("reason"), width=36),
        Column(LABEL, lambda row, asking: row["label"], width=10),
    ),
)


@require_GET
@access.people
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """征求意见情况: who was asked and what they said, those that have not answered first."""
    document = subject.document_of(visible_or_404(request, pk))
    guarding.seen(request, document.matter)
    return opinions_page(request, document)


@require_POST
@access.people
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """登记来函意见."""
    form = forms.LetterForm(request.POST)
    return _act(request, pk, "letter", form, "来函意见已登记。", actions.enter_letter)


@require_POST
@access.people
def verdicts(request: HttpRequest, pk: int) -> HttpResponse:
    """填写采纳情况."""
    form = forms.VerdictForm(request.POST)
    return _act(request, pk, request.POST.get("about", ""), form, "采纳情况已填写。", actions.decide)


def _act(request: HttpRequest, pk: int, name: str, form: Any, done: str, action: Callable[..., Any]) -> HttpResponse:
    document = subject.document_of(visible_or_404(request, pk))
    given = {"by": request.person, "at": timezone.now()}  # type: ignore[attr-defined]
    made = attempt(
        request, form, lambda: subject.guarded(request, lambda: action(pk, **form.cleaned_data, **given)), done
    )
    return redirect("outgoing_consulting", pk=pk) if made else opinions_page(request, document, **{name: form})


def opinions_page(request: HttpRequest, document: OutgoingDocument, **bound: Any) -> HttpResponse:
    """Render what was said; `bound` holds forms that were sent and refused, a verdict's by the key of its opinion."""
    matter = document.matter
    asking = declared.ask(request, OPINIONS, document=matter.pk)
    person, now, known = asking.reader, asking.at, asking.known
    found = [row["opinion"] for row in OPINIONS.rows(asking)]
    is_open = matter.closed_at is None
    decides = is_open and parties.is_drafter(matter, person, now) and not queries.signatures(document)
    made = {one.key: _verdict(one) for one in found if one.state == consulting.GIVEN} if decides else {}
    made |= {"letter": forms.LetterForm()} | bound
    for name, form in made.items():
        form.auto_id = f"{name}_%s"
    context = {
        "matter": matter,
        "listed": OPINIONS,
        "opinions": found,
        "silent": [one for one in found if one.state in (consulting.OVERDUE, consulting.WAITING)],
        "undecided": len(consulting.undecided(found)),
        "counted": consulting.counted(found),
        "forms": made,
        "refusals": [sentence for form in bound.values() for sentence in form.non_field_errors()],
        "decides": decides,
        "chases": is_open and spine.may_chase(matter, person, now, known),
        "consults": is_open and _may_consult(matter, asking),
        "known": known,
    }
    return page(request, "outgoing/consulting.html", status=422 if bound else 200, **context)


def _verdict(one: consulting.Opinion) -> forms.VerdictForm:
    decided = one.decided
    said = {"verdict": decided.verdict, "reason": decided.reason} if decided else {}
    return forms.VerdictForm(initial={"about": one.key, **said})


def _may_consult(matter: Matter, asking: Asking) -> bool:
    try:
        spine.check_may(CONSULTATION, matter, asking.reader, asking.at)
    except Refused:
        return False
    return True
