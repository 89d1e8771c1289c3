"""People (人员): the list, a person's page, and what 系统管理员 changes of them."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.org import actions, rules
from zhongshu.org.models import Person
from zhongshu.portal import queries
from zhongshu.portal.forms import accounts as account_forms
from zhongshu.portal.forms import organisation as forms
from zhongshu.portal.views import acting, lists
from zhongshu.portal.views.accounts import once
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

PER_PAGE = 30


@require_GET
@access.administrator("sysadmin", "secadmin")
def register(request: HttpRequest) -> HttpResponse:
    """人员名册: sought by name, pinyin, code or telephone."""
    asking, today = declared.ask(request, lists.PEOPLE), timezone.localdate()
    return page(
        request,
        "portal/administration/people.html",
        known=asking.known,
        listed=lists.PEOPLE,
        form=asking.form,
        rows=Paginator(lists.PEOPLE.rows(asking), PER_PAGE).get_page(request.GET.get("page")),
        day=asking.known.on(today),
        today=today,
        staff_types=dict(rules.STAFF_TYPES),
    )


@require_http_methods(["GET", "POST"])
@access.administrator("sysadmin")
def registration(request: HttpRequest) -> HttpResponse:
    """登记人员."""
    form = forms.PersonForm(acting.sent(request))

    def act() -> Person:
        return actions.create_person(**form.values(), **acting.signed(request))

    person = attempt(request, form, act, "人员已登记，请继续办理任职和创建账号。") if form.is_bound else None
    if person:
        return redirect("person", pk=person.pk)
    return page(request, "portal/administration/person_form.html", form=form, status=422 if form.is_bound else 200)


@require_GET
@access.administrator("sysadmin", "secadmin")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts, roles, leaders in charge, account."""
    return _person_page(request, _person(pk))


@require_POST
@access.administrator("sysadmin")
def particulars(request: HttpRequest, pk: int) -> HttpResponse:
    """修改人员信息."""
    form = forms.ParticularsForm(request.POST)
    return _change(request, pk, "particulars", form, actions.amend_person, "人员信息已修改。")


@require_POST
@access.administrator("sysadmin")
def appointments(request: HttpRequest, pk: int) -> HttpResponse:
    """任职."""
    form = forms.AppointmentForm(request.POST)
    return _change(request, pk, "appointment", form, actions.appoint, "任职已办理。")


@require_POST
@access.administrator("sysadmin")
def departure(request: HttpRequest, pk: int) -> HttpResponse:
    """离岗."""
    form = forms.EndingForm(request.POST)
    done = "离岗已办理，账号已停用。未办工作请由办公室主任移交。"
    return _change(request, pk, "departure", form, actions.leave, done)


@require_POST
@never_cache
@access.administrator("sysadmin")
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """创建账号 of a person; its one-time password is shown once."""
    person, form = _person(pk), account_forms.AccountForm(request.POST)
    made = attempt(
        request, form, lambda: actions.create_account(person=person, **form.values(), **acting.signed(request))
    )
    return once(request, *made) if made else _person_page(request, person, account=form)


def _change(request: HttpRequest, pk: int, name: str, form: Any, action: Any, done: str) -> HttpResponse:
    person = _person(pk)
    if attempt(request, form, lambda: action(person, **form.values(), **acting.signed(request)), done):
        return redirect("person", pk=pk)
    return _person_page(request, _person(pk), **{name: form})


def _person(pk: int) -> Person:
    return get_object_or_404(Person.objects.select_related("account", "holder"), pk=pk)


def _person_page(request: HttpRequest, person: Person, **bound: Any) -> HttpResponse:
    today = timezone.localdate()
    # What is held now comes first, on either database.
    order = (F("valid_to").asc(nulls_first=True), "-is_main", "-valid_from")
    held = person.appointments.select_related("post__unit").order_by(*order)
    return page(
        request,
        "portal/administration/person.html",
        status=422 if bound else 200,
        person=person,
        today=today,
        staff_types=dict(rules.STAFF_TYPES),
        role_names=dict(rules.ROLES),
        specialties=[one.name for one in person.specialties.order_by("id")],
        appointments=[row for row in held if row.valid_to is None or row.valid_to > today],
        past=[row for row in held if row.valid_to is not None and row.valid_to <= today],
        roles=queries.roles(today).filter(holder=person.holder),
        charges=queries.charges(today).filter(leader=person),
        forms=_forms(request, person, today) | bound,
    )


def _forms(request: HttpRequest, person: Person, today: Any) -> dict[str, Any]:
    gone = person.valid_to is not None and person.valid_to <= today
    if gone or request.administrator != "sysadmin":  # type: ignore[attr-defined]
        return {}
    initial = {name: getattr(person, name) for name in ("name", "staff_type", "telephone", "order")}
    initial["specialties"] = "、".join(person.specialties.order_by("id").values_list("name", flat=True))
    made: dict[str, Any] = {
        "particulars": forms.ParticularsForm(initial=initial),
        "appointment": forms.AppointmentForm(),
        "departure": forms.EndingForm(),
    }
    return made if hasattr(person, "account") else made | {"account": account_forms.AccountForm()}
