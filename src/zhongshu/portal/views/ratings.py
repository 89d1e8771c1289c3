"""What waits for one's rating (待评价): closed matters that one had opened or instructed on."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from zhongshu.portal.views import work_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.forms import RateForm
from zhongshu.ui.pages import page

PER_PAGE = 10


@require_GET
@access.people
def ratings(request: HttpRequest) -> HttpResponse:
    """待评价."""
    asking = declared.ask(request, lists.RATINGS)
    shown = Paginator(lists.RATINGS.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    forms = [RateForm(initial={"back": "ratings"}, auto_id=f"rate{matter.pk}_%s") for matter in shown.object_list]
    return page(
        request,
        "portal/ratings.html",
        known=asking.known,
        listed=lists.RATINGS,
        pages=shown,
        rows=list(zip(shown.object_list, forms, strict=True)),
    )
