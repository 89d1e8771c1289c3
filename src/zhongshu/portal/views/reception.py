"""How one is told (消息接收): where, by which channel, when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from zhongshu.notices import actions, queries, rules
from zhongshu.portal.forms import messages as forms
from zhongshu.portal.views import acting
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page


@require_http_methods(["GET", "POST"])
@access.people
def choices(request: HttpRequest) -> HttpResponse:
    """消息接收: what is chosen, and a form that changes all of it."""
    person = request.person  # type: ignore[attr-defined]
    channels = queries.channels_on()
    reception = queries.reception(person.pk, {one.medium: one.is_group for one in channels})
    form = forms.ReceptionForm(acting.sent(request), channels=channels, reception=reception)

    def act() -> None:
        actions.choose(person, **form.values(), **acting.signed(request))

    if form.is_bound and attempt(request, form, act, "消息接收设置已保存。"):
        return redirect("notice_choices")
    return page(
        request,
        "portal/reception.html",
        status=422 if form.is_bound else 200,
        form=form,
        channels=channels,
        addresses=reception.addresses,
        kinds=rules.KINDS,
        media=dict(rules.MEDIA),
    )
