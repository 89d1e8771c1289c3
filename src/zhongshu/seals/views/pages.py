"""Pages on which seals are looked up: the register, one seal with its history, the log, the loans."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhongshu.org import queries as org
from zhongshu.seals import forms, queries, rules
from zhongshu.seals.models import Seal, Use
from zhongshu.seals.views import lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import page

PER_PAGE, LATEST = 20, 10


def _listed(request: HttpRequest, template: str, listed: declared.List, **context: Any) -> HttpResponse:
    asking = declared.ask(request, listed)
    shown = Paginator(listed.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    organ = queries.organ_of(asking.reader, asking.at, known=asking.known)
    context |= {
        "listed": listed,
        "form": asking.form,
        "shown": shown,
        "keeps": queries.keeps(asking.reader, organ, asking.at, known=asking.known),
        "known": asking.known,
        "withheld": queries.WITHHELD,
    }
    return page(request, template, **context)


@require_GET
@access.people
def seals(request: HttpRequest) -> HttpResponse:
    """印章登记簿: the seals of one's organ and of those above it."""
    return _listed(request, "seals/seals.html", lists.SEALS, kinds=lists.KINDS, state=queries.state)


@require_GET
@access.people
def uses(request: HttpRequest) -> HttpResponse:
    """用印登记簿: what the person may see of it, with filters that keep page and place."""
    return _listed(request, "seals/uses.html", lists.USES)


@require_GET
@access.people
def loans(request: HttpRequest) -> HttpResponse:
    """印章借用登记簿."""
    return _listed(request, "seals/loans.html", lists.LOANS, state=lists.loan_state)


@require_GET
@access.people
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """One seal with its history (印章)."""
    return seal_page(request, seal_or_404(request, pk))


def seal_or_404(request: HttpRequest, pk: int) -> Seal:
    """Return a seal that the person may look at."""
    found = queries.seal_for(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def seal_page(request: HttpRequest, row: Seal, **bound: Any) -> HttpResponse:
    """Render the page of a seal; `bound` holds forms that were sent and refused, by the name of the act."""
    person, now, known = request.person, timezone.now(), org.directory()  # type: ignore[attr-defined]
    made = {
        "particulars": forms.ParticularsForm(initial=model_to_dict(row)),
        "keeping": forms.KeepingForm(),
        "ending": forms.EndingForm(initial={"on": org.local_day(now)}),
        "certificate": forms.CertificateForm(),
        "demonstration": forms.DemonstrationForm(),
        "picture": forms.PictureForm(initial=queries.size_of(row)),
        **bound,
    }
    for name, form in made.items():
        form.auto_id = f"{name}_%s"
    keeps, mine = queries.keeps(person, row.organ_id, now, known=known), row.keeping
    context = {
        "seal": row,
        "kind": lists.KINDS[row.kind],
        "state": queries.state(row, now),
        "keepings": row.keepings.model.objects.filter(seal=row).select_related("keeper", "witness").order_by("-since"),
        "endings": row.endings.model.objects.filter(seal=row).select_related("witness", "by").order_by("at", "id"),
        "words": dict(rules.ENDINGS),
        "electronic": _electronic(row, now, bound.get("withdrawal")),
        "uses": queries.log(person, now, {"seal": row.pk}, known=known)[:LATEST],
        "withheld": queries.WITHHELD,
        "forms": made,
        "keeps": keeps,
        "may_hand_over": mine is not None and (keeps or mine.keeper_id == person.pk),
        "may_end": keeps and mine is not None,
        "is_mine": mine is not None and mine.keeper_id == person.pk,
        "waiting": queries.waiting(row).count() if keeps or (mine and mine.keeper_id == person.pk) else 0,
        "known": known,
    }
    return page(request, "seals/seal.html", status=422 if bound else 200, **context)


def _electronic(row: Seal, now: datetime, refused: Any) -> dict[str, Any]:
    """Return what the page shows of the electronic seal: picture, certificates with their state and what ends them."""
    certificates = []
    for one in queries.certificates_of(row):
        form = refused if refused and refused.certificate == one.pk else forms.WithdrawalForm()
        form.auto_id = f"withdrawal{one.pk}_%s"
        certificates.append((one, queries.certificate_state(one, now), form))
    return {
        "picture": queries.picture_of(row),
        "certificates": certificates,
        "fault": queries.fault_of(row, now),
    }


@require_GET
@access.people
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of the log (用印登记)."""
    return use_page(request, use_or_404(request, pk))


def use_or_404(request: HttpRequest, pk: int) -> Use:
    """Return a line of the log that the person may read in full."""
    found = queries.use_for(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def use_page(request: HttpRequest, row: Use, **bound: Any) -> HttpResponse:
    """Render a line of the log, with the form that voids it for whoever may."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    keeping = row.seal.keeping
    own = person.pk in (row.sealed_by_id, keeping.keeper_id if keeping else 0)
    may_void = row.voided_at is None and (own or queries.keeps(person, row.organ_id, now))
    made = {"void": forms.VoidForm()} | bound
    status = 422 if bound else 200
    return page(request, "seals/use.html", status=status, use=row, may_void=may_void, forms=made)
