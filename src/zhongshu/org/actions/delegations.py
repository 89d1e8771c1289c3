"""Delegation (委托代办): given for a while and taken back. Inside an open transaction."""

from datetime import datetime

from zhongshu.kit import text
from zhongshu.org import queries
from zhongshu.org.actions import changes
from zhongshu.org.models import Administrator, Delegation, Person
from zhongshu.org.rules import SYSTEM
from zhongshu.org.rules import delegations as rules
from zhongshu.trail import actions as trail


def delegate(
    principal: Person,
    *,
    to: Person,
    begins_at: datetime,
    ends_at: datetime,
    by: str,
    at: datetime,
    reason: str = "",
) -> Delegation:
    """Let somebody else act for a person for a while (委托代办); the tasks stay with the principal.

    Made by the principal or by the security administrator. Raises BadDelegation.
    """
    # Before `begin`: a copy of the directory read after it would be kept without this delegation.
    rules.check_not_confidential(queries.has_role(principal.pk, queries.CONFIDENTIAL, at))
    changes.begin()
    rules.check_owner(_may(principal, by))
    rules.check_dates(begins_at, ends_at, at)
    gone = next((one.name for one in (principal, to) if not _is_there(one, begins_at)), "")
    is_administrator = Administrator.objects.filter(ended_at=None, account__person=to).exists()
    rules.check_people(principal.pk, to.pk, gone, is_administrator)
    meanwhile = Delegation.objects.filter(revoked_at=None, begins_at__lt=ends_at, ends_at__gt=begins_at)
    rules.check_no_chain(meanwhile.filter(principal=to).exists(), to.name)
    rules.check_once(meanwhile.filter(principal=principal, delegate=to).exists())
    given = Delegation.objects.create(
        principal=principal,
        delegate=to,
        begins_at=begins_at,
        ends_at=ends_at,
        reason=text.clean_line(reason, 200, "委托事由", field="reason"),
        made_by=by,
        made_at=at,
    )
    detail = {"delegation": given.pk, "principal": principal.pk, "delegate": to.pk}
    trail.record("org", "org.delegated", by=by, at=at, detail=detail)
    return given


def revoke(delegation: Delegation, *, by: str, at: datetime) -> None:
    """Take a delegation back (撤销委托); what was done under it stands."""
    changes.begin()
    delegation.refresh_from_db()
    rules.check_owner(_may(delegation.principal, by))
    rules.check_running(delegation.ends_at, delegation.revoked_at is not None, at)
    delegation.revoked_by, delegation.revoked_at = by, at
    delegation.save(update_fields=["revoked_by", "revoked_at"])
    trail.record("org", "org.delegation_revoked", by=by, at=at, detail={"delegation": delegation.pk})


def _may(principal: Person, by: str) -> bool:
    return by in (principal.ref, SYSTEM) or changes.role_of(by) == Administrator.SECADMIN


def _is_there(person: Person, at: datetime) -> bool:
    day = queries.local_day(at)
    return person.valid_from <= day and (person.valid_to is None or day < person.valid_to)
