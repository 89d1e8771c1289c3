"""People and accounts as the administrators look for them."""

from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from zhongshu.org import queries as org
from zhongshu.org.models import Account, FailedSignIn, Person

CONDITIONS = {
    "": Q(),
    "waiting": Q(activated_at=None, disabled_at=None),
    "active": Q(activated_at__isnull=False, disabled_at=None),
    "disabled": Q(disabled_at__isnull=False),
}


def people(day: date, *, typed: str = "", state: str = "") -> QuerySet[Person]:
    """Return people (人员) with their accounts, in protocol order: there on the day, `gone`, or `all`."""
    found = Person.objects.select_related("account").order_by("order", "id")
    gone = Q(valid_to__lte=day)
    if state != "all":
        found = found.filter(gone) if state == "gone" else found.exclude(gone)
    typed = typed.strip()
    if not typed:
        return found
    return found.filter(
        Q(name__contains=typed)
        | Q(pinyin__contains=typed.lower())
        | Q(code__startswith=typed)
        | Q(telephone__contains=typed)
    )


def locked(at: datetime, *, known: org.Directory | None = None) -> set[int]:
    """Return the numbers of the accounts that wrong passwords have locked at that moment (已锁定账号)."""
    failures = FailedSignIn.objects.filter(forgiven_at=None).values("account").annotate(n=Count("id"), last=Max("at"))
    policy = org.policy(known=known)
    rows = failures.filter(n__gte=policy.failures, last__gt=at - policy.locked_for)
    return set(rows.values_list("account", flat=True))


def accounts(
    at: datetime, *, typed: str = "", state: str = "", known: org.Directory | None = None
) -> QuerySet[Account]:
    """Return accounts (账号) with their people: `waiting` for activation, `active`, `locked`, `disabled`, or all."""
    condition = Q(pk__in=locked(at, known=known)) if state == "locked" else CONDITIONS[state]
    found = Account.objects.filter(condition).select_related("person").order_by("person__order", "id")
    typed = typed.strip()
    if not typed:
        return found
    return found.filter(
        Q(display_name__contains=typed) | Q(login__contains=typed.lower()) | Q(person__pinyin__contains=typed.lower())
    )
