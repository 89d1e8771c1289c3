"""Accounts and the three administrators. Never from the copy in memory: who may act is asked where it stands."""

from datetime import datetime

from django.db.models import Q, QuerySet

from zhongshu.org import rules
from zhongshu.org.models import Account, Administrator, Delegation, FailedSignIn
from zhongshu.org.queries.snapshot import policy
from zhongshu.org.rules import identities, passwords


def find_account(login: str) -> Account | None:
    """Return the account of a login (账号), in whatever width and case it was typed, with its person."""
    return Account.objects.select_related("person").filter(login=rules.same_login(login)).first()


def account_by_claim(outside: identities.Outside) -> Account | None:
    """Return the account that an identity of the network (统一身份) is to be linked to: by login or by staff code."""
    if outside.match == identities.BY_LOGIN:
        return find_account(outside.claim)
    return Account.objects.select_related("person").filter(person__code=outside.claim.strip()).first()


def account_of(ref: str) -> Account | None:
    """Return the account that the trail names `person:12` or `account:3`."""
    kind, _, number = ref.partition(":")
    if kind not in ("person", "account") or not number.isdigit():
        return None
    wanted = Q(person_id=int(number)) if kind == "person" else Q(pk=int(number))
    return Account.objects.select_related("person").filter(wanted).first()


def administrators() -> QuerySet[Administrator]:
    """Return the three administrators in office (三员) with their accounts, in the order of their roles."""
    return Administrator.objects.filter(ended_at=None).select_related("account__person").order_by("-role", "id")


def administrator_role(account: Account) -> str:
    """Return which of the three an account is now: sysadmin, secadmin, auditor, or nothing."""
    return administrators().filter(account=account).values_list("role", flat=True).first() or ""


def locked_until(account: Account) -> datetime | None:
    """Return when the lock after wrong passwords ends or ended (锁定至), None when there is none."""
    failures = FailedSignIn.objects.filter(account=account, forgiven_at=None).order_by("at", "id")
    return passwords.locked_until(list(failures.values_list("at", flat=True)), policy())


def delegations_of(person_id: int) -> QuerySet[Delegation]:
    """Return the delegations that a person gave or took (委托记录), the newest first."""
    mine = Q(principal=person_id) | Q(delegate=person_id)
    return Delegation.objects.filter(mine).select_related("principal", "delegate").order_by("-begins_at", "-id")
