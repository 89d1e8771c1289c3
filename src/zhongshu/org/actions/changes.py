"""What every change of the organisation shares: the transaction, the duty, the version, ending what is dated."""

import secrets
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from zhongshu.org import queries
from zhongshu.org.models import Version
from zhongshu.org.rules import administrators
from zhongshu.trail import rules as trail_rules

P = ParamSpec("P")
R = TypeVar("R")


def outermost(inside: Callable[P, R], duty: str = "") -> Callable[P, R]:
    """Make an outermost action of one that wants an open transaction: it opens one and asks whose duty it is."""

    @wraps(inside)
    def act(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(durable=True):
            if duty:
                by = str(kwargs["by"])
                administrators.check_duty(role_of(by), duty, by)
            return inside(*args, **kwargs)

    return act


def role_of(by: str) -> str:
    """Return which of the three administrators an actor is now, or nothing."""
    account = queries.account_of(by)
    return queries.administrator_role(account) if account and account.is_active else ""


def begin() -> None:
    """Begin a change of the organisation: every process will read it anew.

    Called first, it also makes two changes wait for each other, so that what a rule has seen stays true.
    """
    trail_rules.check_transaction()
    number = secrets.randbits(62)
    if not Version.objects.filter(pk=1).update(number=number):
        Version.objects.bulk_create([Version(pk=1, number=number)], ignore_conflicts=True)
        Version.objects.filter(pk=1).update(number=number)


def running(day: date) -> Q:
    """Return the condition for what is not over on a day, begun or not."""
    return Q(valid_to=None) | Q(valid_to__gt=day)


def end_all(rows: QuerySet[Any], day: date) -> int:
    """End dated rows (终止) on a day and return how many there were; what has not begun by then never holds."""
    return rows.filter(running(day)).update(valid_to=Greatest(F("valid_from"), day))
