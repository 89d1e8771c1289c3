"""Accounts (账号): 系统管理员 creates, resets, disables; 安全保密管理员 activates, unlocks, signs out, makes three."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.org import actions, rules
from zhongshu.org import queries as org
from zhongshu.org.models import Account, Identity, Session
from zhongshu.portal import queries
from zhongshu.portal.forms import accounts as forms
from zhongshu.portal.forms.fields import ChangeForm
from zhongshu.portal.views import acting, guarding_lists, lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

PER_PAGE = 30


@require_GET
@access.administrator("sysadmin", "secadmin")
def register(request: HttpRequest) -> HttpResponse:
    """账号名册."""
    asking = declared.ask(request, lists.ACCOUNTS)
    return page(
        request,
        "portal/administration/accounts.html",
        known=asking.known,
        listed=lists.ACCOUNTS,
        form=asking.form,
        rows=Paginator(lists.ACCOUNTS.rows(asking), PER_PAGE).get_page(request.GET.get("page")),
        locked=queries.locked(asking.at, known=asking.known),
        offices=_offices(),
    )


def _offices() -> dict[int, str]:
    """Return the title of each administrator in office by account number."""
    titles = dict(rules.ADMINISTRATORS)
    return {row.account_id: titles[row.role] for row in org.administrators()}


@require_http_methods(["GET", "POST"])
@never_cache
@access.administrator("sysadmin")
def creation(request: HttpRequest) -> HttpResponse:
    """创建账号 of an administrator to be, who is nobody on the staff."""
    form = forms.KeeperForm(acting.sent(request))

    def act() -> tuple[Account, str]:
        return actions.create_account(**form.values(), **acting.signed(request))

    made = attempt(request, form, act) if form.is_bound else None
    if made:
        return once(request, *made)
    return page(request, "portal/administration/account_form.html", form=form, status=422 if form.is_bound else 200)


@require_GET
@access.administrator("sysadmin", "secadmin")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One account and how it stands."""
    return _account_page(request, _account(pk))


def once(request: HttpRequest, account: Account, password: str) -> HttpResponse:
    """Show a one-time password (一次性口令), here and nowhere else."""
    return page(request, "portal/administration/one_time_password.html", account=account, password=password)


@require_POST
@never_cache
@access.administrator("sysadmin")
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """重置口令: the new one-time password is shown once."""
    account, form = _account(pk), ChangeForm(request.POST)
    if office := org.administrator_role(account):
        return _ask(request, account, "reset_administrator", f"重置{_called(account, office)}的口令", form)
    password = attempt(request, form, lambda: actions.reset_password(account, **acting.signed(request)))
    return once(request, account, password) if password else _account_page(request, _account(pk), refusal=form)


@require_POST
@access.administrator("sysadmin")
def disabling(request: HttpRequest, pk: int) -> HttpResponse:
    """停用账号."""
    return _change(request, pk, actions.disable_account, "账号已停用，已登录的会话已结束。")


@require_POST
@access.administrator("secadmin")
def activation(request: HttpRequest, pk: int) -> HttpResponse:
    """启用账号."""
    return _change(request, pk, actions.activate_account, "账号已启用。")


@require_POST
@access.administrator("secadmin")
def unlocking(request: HttpRequest, pk: int) -> HttpResponse:
    """解锁账号."""
    account, form = _account(pk), ChangeForm(request.POST)
    if office := org.administrator_role(account):
        return _ask(request, account, "unlock_administrator", f"解锁{_called(account, office)}的账号", form)
    return _change(request, pk, actions.unlock_account, "账号已解锁。")


@require_POST
@access.administrator("secadmin")
def factors(request: HttpRequest, pk: int) -> HttpResponse:
    """解除第二步验证 of somebody who has lost it: two administrators."""
    account = _account(pk)
    return _ask(request, account, "remove_factors", f"解除{account.display_name}的第二步验证", ChangeForm(request.POST))


@require_POST
@access.administrator("sysadmin", "secadmin")
def sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """强制下线."""
    return _change(request, pk, actions.end_sessions, "该账号已强制下线。")


@require_POST
@access.administrator("sysadmin", "secadmin")
def session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """下线一台设备 of somebody."""
    found = get_object_or_404(Session.objects.select_related("account"), pk=session, account=pk)
    return _change(request, pk, lambda _, **by: actions.end_session(found, **by), "该设备已下线。")


@require_POST
@access.administrator("sysadmin")
def identity(request: HttpRequest, pk: int, identity: int) -> HttpResponse:
    """解除统一身份关联."""
    found = get_object_or_404(Identity.objects.select_related("account"), pk=identity, account=pk)
    return _change(request, pk, lambda _, **by: actions.unlink_identity(found, **by), "关联已解除。")


@require_POST
@access.administrator("secadmin")
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """任命三员: two administrators."""
    account, form = _account(pk), forms.AdministratorForm(request.POST)
    role = form.cleaned_data["role"] if form.is_valid() else ""
    sentence = f"任命{account.display_name}为{dict(rules.ADMINISTRATORS).get(role, '')}"
    return _ask(request, account, "make_administrator", sentence, form, name="administrator", role=role)


def _ask(
    request: HttpRequest,
    account: Account,
    operation: str,
    sentence: str,
    form: ChangeForm,
    *,
    name: str = "refusal",
    **more: str,
) -> HttpResponse:
    """Ask for what needs two administrators."""

    def act() -> Any:
        arguments = {"account": account.pk, **more}
        return actions.confirming.ask(operation, arguments, sentence=sentence, **acting.signed(request))

    if attempt(request, form, act, "已提交复核，另一位管理员同意后生效。"):
        return redirect("account", pk=account.pk)
    return _account_page(request, _account(account.pk), **{name: form})


def _called(account: Account, office: str) -> str:
    return f"{dict(rules.ADMINISTRATORS)[office]}{account.display_name}"


@require_GET
@access.administrator("secadmin")
def administrators(request: HttpRequest) -> HttpResponse:
    """三员名单."""
    found = list(org.administrators())
    groups = [(title, [row for row in found if row.role == role]) for role, title in rules.ADMINISTRATORS]
    return page(request, "portal/administration/administrators.html", listed=lists.ADMINISTRATORS, offices=groups)


@require_POST
@access.administrator("secadmin")
def office_end(request: HttpRequest, pk: int) -> HttpResponse:
    """解除三员."""
    administrator = get_object_or_404(org.administrators(), pk=pk)
    signed = acting.signed(request)
    acting.press(request, lambda: actions.end_administrator(administrator, **signed), "已解除，该账号已下线。")
    return redirect("administrators")


def _change(request: HttpRequest, pk: int, action: Any, done: str) -> HttpResponse:
    account, form = _account(pk), ChangeForm(request.POST)
    if attempt(request, form, lambda: action(account, **acting.signed(request)), done):
        return redirect("account", pk=pk)
    return _account_page(request, _account(pk), refusal=form)


def _account(pk: int) -> Account:
    return get_object_or_404(Account.objects.select_related("person"), pk=pk)


def _account_page(request: HttpRequest, account: Account, **bound: Any) -> HttpResponse:
    until, now = org.locked_until(account), timezone.now()
    creator = org.account_of(account.created_by)
    return page(
        request,
        "portal/administration/account.html",
        status=422 if bound else 200,
        account=account,
        locked_until=until if until and until > now else None,
        creator=creator.display_name if creator else "系统",
        office=_offices().get(account.pk, ""),
        administrator=bound.get("administrator") or forms.AdministratorForm(),
        refusal=bound.get("refusal"),
        factors=org.factors_of(account),
        identities=list(org.identities(account)),
        listed=guarding_lists.DEVICES,
        sessions=list(org.open_sessions(account, now)),
    )
