import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.auth import hashers
from django.db import transaction

from zhongshu.kit.errors import Refused
from zhongshu.org import actions
from zhongshu.org.models import Account, Administrator, Holder, Person, Post, Unit
from zhongshu.trail import queries as trail
from zhongshu.trail.models import Entry

HERE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=HERE)
TODAY = date(2026, 3, 2)
START = date(2025, 1, 1)
PASSWORD = "Chunfeng-2026"


@contextmanager
def refused(sentence: str):
    """Expect a refusal with this sentence that has changed no row and written no trail."""
    before = _rows()
    with pytest.raises(Refused, match=sentence):
        yield
    assert _rows() == before


def _rows() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (*apps.get_app_config("org").get_models(), Entry)]


def written(stream: str) -> tuple[str, str, dict]:
    """Return verb, actor and detail of the last act of a stream."""
    entry = trail.entries(stream).last()
    return entry.verb, entry.by, json.loads(entry.detail or "{}")


def after(**span: float) -> datetime:
    """Return a moment so long after NOW."""
    return NOW + timedelta(**span)


@dataclass
class Office:
    """A small county office with a township below: units, posts, people by short keys, and the three administrators."""

    units: dict[str, Unit]
    posts: dict[str, Post]
    people: dict[str, Person]
    sysadmin: Account
    secadmin: Account
    auditor: Account

    def holder(self, key: str) -> int:
        """Return the holder id of a person or a post."""
        if key in self.people:
            return Holder.objects.get(person=self.people[key]).pk
        return Holder.objects.get(post=self.posts[key]).pk


UNITS = [
    # key, name, short name, kind, parent
    ("office", "中共云河县委办公室", "县委办公室", "organ", None),
    ("secretariat", "秘书科", "秘书科", "section", "office"),
    ("desk", "收文组", "收文组", "section", "secretariat"),
    ("general", "综合科", "综合科", "section", "office"),
    ("town", "云河县青石镇党政办公室", "青石镇党政办", "organ", "office"),
]
POSTS = [
    # key, unit, name, head
    ("director", "office", "主任", True),
    ("section_chief", "secretariat", "科长", True),
    ("clerk", "secretariat", "科员", False),
    ("registry", "desk", "收文岗", False),
    ("general_chief", "general", "科长", True),
    ("general_deputy", "general", "副科长", False),
]
PEOPLE = [
    # key, name, posts, the main one first
    ("wang", "王建国", ["director"]),
    ("li", "李雪梅", ["section_chief", "registry"]),
    ("qin", "覃勇", ["registry"]),
    ("zhao", "赵明", ["general_deputy"]),
    ("zhou", "周县长", []),
]


@pytest.fixture
def office(db) -> Office:
    """The office, made by the acts that stand inside a transaction."""
    first = actions.bootstrap("中共云河县委办公室", short_name="县委办公室", number_code="云委办", at=NOW)
    with transaction.atomic():
        return _furnish(first.organ)


def _furnish(organ: Unit) -> Office:
    given = {"on": START, "by": "system", "at": NOW}
    Unit.objects.filter(pk=organ.pk).update(valid_from=START)
    organ.refresh_from_db()
    organ.names.update(valid_from=START)
    units = {"office": organ}
    for order, (key, name, short, kind, parent) in enumerate(UNITS[1:]):
        units[key] = actions.units.create(
            code=key, name=name, short_name=short, kind=kind, parent=units[parent], order=order, **given
        )
    posts = {
        key: actions.posts.create(units[unit], code=key, name=name, is_head=head, order=order, **given)
        for order, (key, unit, name, head) in enumerate(POSTS)
    }
    people = {}
    for order, (key, name, held) in enumerate(PEOPLE):
        people[key] = actions.people.create(code=key, name=name, order=order, **given)
        for post in held:
            actions.posts.appoint(people[key], posts[post], **given)
    by_role = {account.login: account for account in Account.objects.all()}
    return Office(units, posts, people, **by_role)


@pytest.fixture
def account(office) -> Account:
    """The account of 李雪梅, in use, with PASSWORD."""
    with transaction.atomic():
        made = actions.accounts.create(
            login="lixuemei",
            person=office.people["li"],
            password_hash=hashers.make_password("Once-0000"),
            by=office.sysadmin.ref,
            at=NOW,
        )
        actions.accounts.activate(made, by=office.secadmin.ref, at=NOW)
        hashed = hashers.make_password(PASSWORD)
        actions.accounts.set_password(made, password_hash=hashed, one_time=False, by=made.ref, at=NOW)
    return made


def make_administrator(office, account, role="auditor", by=None):
    """Make an administrator as it is done: one asks, another agrees."""
    arguments = {"account": account.pk, "role": role}
    asked = actions.confirming.ask(
        "make_administrator", arguments, sentence="任命管理员", by=by or office.secadmin.ref, at=NOW
    )
    actions.confirming.agree(asked, by=office.sysadmin.ref, at=NOW)
    return Administrator.objects.get(account=account, ended_at=None)
