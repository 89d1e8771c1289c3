"""Signing in through the network's own sign-in (统一身份认证). It makes no accounts: somebody does, here."""

from datetime import datetime

from django.db import transaction

from zhongshu.org import queries, rules
from zhongshu.org.actions import accounts
from zhongshu.org.models import Account, Identity
from zhongshu.org.rules import identities, passwords
from zhongshu.trail import actions as trail
from zhongshu.trail import rules as trail_rules


def sign_in_by_identity(identity: identities.Outside, *, address: str, at: datetime) -> Account:
    """Sign in whom the issuer has vouched for (统一身份登录) and return the account; every attempt is on the trail.

    The first time the account is found by the claim, and the link is kept. Raises SignInRefused: no such account, out
    of use, linked to somebody else, or an administrator, who signs in with password and second factor alone.
    """
    known = queries.identity(identity.issuer, identity.subject)
    account = known.account if known else queries.account_by_claim(identity)
    if account is None:
        _note_stranger(address=address, at=at)
        raise identities.unknown()
    refusal = _attempt(account, identity, address=address, at=at)
    if refusal:
        raise refusal
    return account


@transaction.atomic(durable=True)
def _attempt(
    account: Account, identity: identities.Outside, *, address: str, at: datetime
) -> passwords.SignInRefused | None:
    """Note an attempt and return why it failed: an exception raised here would take the note with it."""
    Account.objects.select_for_update().get(pk=account.pk)
    try:
        passwords.check_lock(queries.locked_until(account), at, queries.policy())
        passwords.check_usable(account, queries.local_day(at))
        identities.check_no_administrator(queries.administrator_role(account))
        _link(account, identity, at)
    except passwords.SignInRefused as refusal:
        accounts.note_refusal(account, address=address, at=at)
        return refusal
    accounts.note_first_step(account, "org.identity_accepted", address=address, at=at)
    return None


def _link(account: Account, identity: identities.Outside, at: datetime) -> None:
    present = Identity.objects.filter(account=account, issuer=identity.issuer, ended_at=None).first()
    if present is None:
        taken = queries.identity(identity.issuer, identity.subject)
        identities.check_same(taken is None)
        Identity.objects.create(
            account=account, issuer=identity.issuer, subject=identity.subject, made_at=at, used_at=at
        )
        trail.record(
            accounts.stream(account),
            "org.identity_linked",
            by=account.ref,
            at=at,
            detail={"identity": identities.digest_of(identity)},
        )
        return
    identities.check_same(present.subject == identity.subject)
    Identity.objects.filter(pk=present.pk).update(used_at=at)


@transaction.atomic(durable=True)
def _note_stranger(*, address: str, at: datetime) -> None:
    trail.record("sign_in", "org.sign_in_failed", by=rules.SYSTEM, at=at, detail={"address": address})


def unlink(identity: Identity, *, by: str, at: datetime) -> None:
    """Take an account and an identity of the network apart (解除统一身份关联), so that another can be linked."""
    trail_rules.check_transaction()
    identity.refresh_from_db()
    identities.check_linked(identity.ended_at)
    identity.ended_at, identity.ended_by = at, by
    identity.save(update_fields=["ended_at", "ended_by"])
    trail.record(accounts.stream(identity.account), "org.identity_unlinked", by=by, at=at)
