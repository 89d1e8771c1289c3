"""The office in which the storm takes place: planted once, found again by every process."""

import json
from pathlib import Path

from tests import cast as company
from tests.cast import Cast, assemble

from zhongshu.org import actions as org
from zhongshu.org.models import Account, Person, Post, Unit
from zhongshu.org.rules import tokens

SCOPES = [key for key, _ in tokens.scopes_of("")]
ANSWERED = ("registrar", "office_head", "leader", "finance_chief")  # whose tokens the clients from outside have


def plant(tokens_file: Path) -> None:
    """Plant the cast, and write down tokens for those who act from outside."""
    from django.utils import timezone

    cast, found = assemble(), {}
    for name in ANSWERED:
        account = Account.objects.get(person=getattr(cast, name))
        given = {"name": "风暴", "scopes": SCOPES, "days": 30, "by": account.ref, "at": timezone.now()}
        found[name] = org.make_token(account, **given)[1]
    tokens_file.write_text(json.dumps(found), "utf-8")


def find() -> Cast:
    """Return the cast as it was planted by another process."""
    found = Cast()
    units, people = ({row.code: row for row in model.objects.all()} for model in (Unit, Person))
    for key, *_ in company.UNITS:
        setattr(found, key, units[key])
    for key, *_ in company.PEOPLE:
        setattr(found, key, people[key])
    found.posts = {row.code: row for row in Post.objects.all()}
    return found
