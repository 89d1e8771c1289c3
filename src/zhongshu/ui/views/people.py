"""The person picker (选人) and the notices of the person at the screen (消息)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhongshu.notices import actions, queries
from zhongshu.org import queries as org
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import fragment, page
from zhongshu.ui.views import lists

NOTICES_PER_PAGE = 30


@require_GET
@access.signed_in
def pick(request: HttpRequest) -> HttpResponse:
    """Return the people whose name, pinyin, initials, unit or post fit `q`, as options of the picker."""
    found = org.pick(request.GET.get("q", "")[:40], org.local_day(timezone.now()))
    return fragment(request, "ui/pick.html", people=found)


@require_GET
@access.people
def notices(request: HttpRequest) -> HttpResponse:
    """Show the notices of the person, the latest first."""
    asking = declared.ask(request, lists.NOTICES)
    shown = Paginator(lists.NOTICES.rows(asking), NOTICES_PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "ui/notices.html", known=asking.known, listed=lists.NOTICES, notices=shown)


@require_POST
@access.people
def readings(request: HttpRequest) -> HttpResponse:
    """Mark notices read: those named by `id`, or all that are unread."""
    person, now = request.person.pk, timezone.now()  # type: ignore[attr-defined]
    ids = [int(item) for item in request.POST.getlist("id") if item.isdigit()]
    unread = queries.inbox(person).filter(read_at=None).values_list("id", flat=True)
    actions.read(person, ids or list(unread), at=now)
    return redirect("notices")
