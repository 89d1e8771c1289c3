"""Importing the whole organisation from a workbook (机构人员导入): checked, applied all or nothing, undone."""

import json
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhongshu.kit import text
from zhongshu.org import queries
from zhongshu.org.actions import accounts, applying, changes
from zhongshu.org.actions.journal import Journal, chunks, undo
from zhongshu.org.models import Account, Delegation, OrgImport
from zhongshu.org.queries import workbooks as state
from zhongshu.org.rules import confirming, planning, workbooks
from zhongshu.org.rules.administrators import check_duty
from zhongshu.trail import actions as trail


def check(content: bytes, *, name: str, on: date, ends_absent: bool, by: str, at: datetime) -> OrgImport:
    """Read and check a workbook (检查) and keep it with what it would change and all that is wrong with it.

    Nothing of the organisation is written. Raises Refused for what is no workbook.
    """
    book = workbooks.read(content)
    plan = _draw(book, on, ends_absent, at)
    return _keep(
        OrgImport(
            name=text.clean_line(name, 1000, "文件名")[:200],
            content=content,
            digest=workbooks.sm3(content),
            on=on,
            ends_absent=ends_absent,
            outcome=json.dumps(planning.outcome(book, plan), ensure_ascii=False),
            checked_by=by,
            checked_at=at,
        )
    )


def _draw(book: workbooks.Book, on: date, ends_absent: bool, at: datetime) -> planning.Plan:
    plan = planning.draw(book, state.present(queries.local_day(at)), on=on, ends_absent=ends_absent)
    book.faults.sort()
    return plan


def prepare(arguments: dict[str, Any]) -> workbooks.Book:
    """Read a kept workbook before the transaction: that is a second of a large one's six."""
    checked = OrgImport.objects.get(pk=arguments["import"])
    workbooks.check_kept(checked)
    return workbooks.read(bytes(checked.content))


@transaction.atomic(durable=True)
def _keep(checked: OrgImport) -> OrgImport:
    role = changes.role_of(checked.checked_by)
    check_duty(role, "sysadmin", checked.checked_by)
    workbooks.check_day(checked.on, queries.local_day(checked.checked_at))
    checked.save()
    trail.record(
        "org",
        "org.workbook_checked",
        by=checked.checked_by,
        at=checked.checked_at,
        detail={"import": checked.pk, "digest": checked.digest},
    )
    return checked


def apply(checked: OrgImport, *, book: workbooks.Book, by: str, at: datetime) -> None:
    """Carry out what a checked workbook says (执行导入), all of it or nothing. Inside an open transaction.

    The organisation may have changed since the check: the workbook is compared anew, and must mean the same.
    """
    changes.begin()
    checked.refresh_from_db()
    workbooks.check_open(checked)
    plan = _draw(book, checked.on, checked.ends_absent, at)
    workbooks.check_same(json.loads(checked.outcome), planning.outcome(book, plan))
    journal = Journal()
    applying.carry_out(plan, journal)
    _let_go(plan, journal, by=by, at=at)
    digest = journal.keep(checked)
    checked.applied_by, checked.applied_at = by, at
    checked.save(update_fields=["applied_by", "applied_at"])
    detail = {"import": checked.pk, "digest": digest, "rows": len({**journal.before, **journal.after})}
    trail.record("org", "org.imported", by=by, at=at, detail=detail)


def _let_go(plan: planning.Plan, journal: Journal, *, by: str, at: datetime) -> None:
    """Shut the accounts of whoever leaves (离岗停用账号), and end what they delegated or were delegated."""
    leavers = [one.pk for one in plan.ended["people"]]
    for chunk in chunks(leavers):
        for account in Account.objects.filter(person__in=chunk, disabled_at=None):
            journal.watch(account, partial(accounts.disable, account, by=by, at=at))
        theirs = Q(principal__in=chunk) | Q(delegate__in=chunk)
        given = Delegation.objects.filter(theirs, revoked_at=None, ends_at__gt=at)
        journal.change(given, ("revoked_at", "revoked_by"), lambda one: _revoke(one, by, at))


def _revoke(delegation: Any, by: str, at: datetime) -> None:
    delegation.revoked_at, delegation.revoked_by = at, by


def undo_import(applied: OrgImport, *, by: str, at: datetime) -> None:
    """Put everything back as it was before an import (撤销导入). Inside an open transaction.

    Raises Refused naming what has been built on it since. Accounts that were shut are open again; their sessions
    are over. What the import added is taken away: nothing refers to it, and its journal stays.
    """
    changes.begin()
    applied.refresh_from_db()
    workbooks.check_applied(applied)
    number = undo(applied)
    applied.undone_by, applied.undone_at = by, at
    applied.save(update_fields=["undone_by", "undone_at"])
    trail.record("org", "org.import_undone", by=by, at=at, detail={"import": applied.pk, "rows": number})


def sweep(*, at: datetime) -> int:
    """Clear away workbooks that nobody needs any more (清理导入的工作簿); what they changed, and their digests, stay.

    Kept are those whose import can be undone. The others go a month after they were checked and not imported, and
    the few days for which somebody may still agree to it, or after the import was undone. Return how many.
    """
    before = at - workbooks.KEPT
    lapsed = Q(applied_at=None, checked_at__lt=before - confirming.LASTS) | Q(undone_at__lt=before)
    found = OrgImport.objects.filter(lapsed).exclude(content=b"").order_by("pk").values_list("pk", flat=True)
    return sum(OrgImport.objects.filter(pk=number).update(content=b"") for number in list(found))


def undo_alone(applied: OrgImport, *, by: str, at: datetime) -> None:
    """Do the same where nobody else had to agree to the import."""
    workbooks.check_alone(bool(json.loads(applied.outcome)["needs_two"]), by)
    undo_import(applied, by=by, at=at)


def apply_import(checked: OrgImport, *, by: str, at: datetime) -> None:
    """Carry out a checked workbook (执行导入) where nobody else need agree: nothing ends and no powers change.

    The machine's keeper does it at the machine whatever it is.
    """
    _apply_alone(checked, prepare({"import": checked.pk}), by=by, at=at)


@transaction.atomic(durable=True)
def _apply_alone(checked: OrgImport, book: workbooks.Book, *, by: str, at: datetime) -> None:
    check_duty(changes.role_of(by), "sysadmin", by)
    workbooks.check_alone(bool(json.loads(checked.outcome)["needs_two"]), by)
    apply(checked, book=book, by=by, at=at)
