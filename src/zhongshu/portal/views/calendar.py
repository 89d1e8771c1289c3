"""The yearly holidays (放假安排): pasted, shown as it was understood, then put in force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from zhongshu.calendars import actions
from zhongshu.calendars.models import Notice
from zhongshu.portal.forms import system as forms
from zhongshu.portal.views import acting
from zhongshu.portal.views import running_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

WEEKDAYS = "一二三四五六日"


@require_http_methods(["GET", "POST"])
@access.administrator("sysadmin")
def calendar(request: HttpRequest) -> HttpResponse:
    """放假安排: what is in force; `step` is preview 核对 or import 导入."""
    form = forms.NoticeForm(acting.sent(request))

    def act() -> Notice:
        clean = form.cleaned_data
        return actions.import_notice(
            clean["year"], title=clean["title"], **clean["days"]._asdict(), **acting.signed(request)
        )

    if request.POST.get("step") == "import" and attempt(request, form, act, "放假安排已导入，即时生效。"):
        return redirect("calendar")
    asking = declared.ask(request, lists.HOLIDAYS)
    is_good = form.is_bound and form.is_valid()
    return page(
        request,
        "portal/administration/calendar.html",
        status=422 if form.is_bound and not is_good else 200,
        form=form,
        days=form.cleaned_data["days"] if is_good else None,
        known=asking.known,
        listed=lists.HOLIDAYS,
        notices=lists.HOLIDAYS.rows(asking),
        weekdays=WEEKDAYS,
    )
