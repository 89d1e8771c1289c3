"""What waits for one's rating (待评价): closed matters that one had opened or instructed on."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhongshu.matters.queries import ratings as queries
from zhongshu.org import queries as org
from zhongshu.ui import access
from zhongshu.ui.forms import RateForm
from zhongshu.ui.pages import page

PER_PAGE = 10


@require_GET
@access.people
def ratings(request: HttpRequest) -> HttpResponse:
    """待评价."""
    known = org.directory()
    found = queries.to_rate(request.person, timezone.now(), known=known)  # type: ignore[attr-defined]
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    forms = [RateForm(initial={"back": "ratings"}, auto_id=f"rate{matter.pk}_%s") for matter in shown.object_list]
    return page(
        request,
        "portal/ratings.html",
        known=known,
        pages=shown,
        rows=list(zip(shown.object_list, forms, strict=True)),
    )
