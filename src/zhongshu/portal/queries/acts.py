"""The trail as those read it who may (留痕查询): sentences and names, never the title of a matter."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from zhongshu.kit import dates
from zhongshu.matters import kinds
from zhongshu.org import queries as org
from zhongshu.org import rules
from zhongshu.org.models import Account, Administrator, Person
from zhongshu.trail import queries as trail
from zhongshu.trail.models import Checkpoint, Entry
from zhongshu.ui import lists

# What each may read, in words (§11.2).
OF = {"secadmin": "用户和安全审计员", "auditor": "系统管理员、安全保密管理员"}
CALLED_SO = 200  # as many people of one name are looked for
PLAIN = {"org", "account", "sign_in", "settings", "routes", "exports"}  # streams whose details are no business
KEYS = dict(rules.ROLES) | dict(rules.ADMINISTRATORS) | dict(rules.UNIT_KINDS) | dict(rules.EDGE_KINDS)


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the trail in words: whose act, on behalf of whom, on what, which act, and what it was about."""

    at: datetime
    by: str
    on_behalf_of: str
    stream: str
    seq: int
    words: str
    about: str


def entries(role: str, wanted: dict[str, Any]) -> QuerySet[Entry]:
    """Return what an administrator of a role may read of the trail (留痕), the latest first.

    `wanted` may hold: stream (its sort), number, verb, actor (part of a name, or a login), first and last day.
    """
    found = Entry.objects.filter(_scope(role)).order_by("-id")
    stream, number = wanted.get("stream"), wanted.get("number")
    if stream and number:
        found = found.filter(stream=f"{stream}:{number}")
    elif stream:
        found = found.filter(Q(stream=stream) | Q(stream__startswith=f"{stream}:"))
    if wanted.get("verb"):
        found = found.filter(verb=wanted["verb"])
    if actor := wanted.get("actor"):
        refs = _refs(actor.strip())
        found = found.filter(Q(by__in=refs) | Q(on_behalf_of__in=refs))
    if wanted.get("first"):
        found = found.filter(at__gte=org.midnight(wanted["first"]))
    if wanted.get("last"):
        found = found.filter(at__lt=org.midnight(wanted["last"] + timedelta(days=1)))
    return found


def _scope(role: str) -> Q:
    """Tell what a role reads, so that nobody reads their own kind (§11.2).

    安全审计员 what 系统管理员 and 安全保密管理员 did or tried while they were in office; 安全保密管理员 all the rest.
    """
    offices = Administrator.objects.exclude(role=Administrator.AUDITOR).select_related("account")
    found = [_in_office(one) for one in offices]
    theirs = reduce(or_, found, Q(pk__in=()))
    # The few are found first, whatever else is asked.
    return Q(pk__in=Entry.objects.filter(theirs).values("pk")) if role == Administrator.AUDITOR else ~theirs


def _in_office(one: Administrator) -> Q:
    """Tell what an administrator did in office, and what was tried at the door under that account."""
    streams = [f"{sort}:{one.account_id}" for sort in ("account", "security")]
    span = Q(at__gte=one.given_at) & (Q(at__lt=one.ended_at) if one.ended_at else Q())
    # Asked so that no index serves it: SQLite would read all that the system did instead of these few streams.
    by_nobody = Q(stream__in=streams, by__startswith=rules.SYSTEM)
    return span & Q(by=one.account.ref) | span & by_nobody


def _refs(typed: str) -> list[str]:
    """Return the references of whoever is called so, those included who have left and the administrators."""
    people = Person.objects.filter(Q(name__contains=typed) | Q(account__login=typed.lower()))
    accounts = Account.objects.filter(Q(display_name__contains=typed) | Q(login=typed.lower()), person=None)
    refs = [f"person:{number}" for number in people.values_list("pk", flat=True)[:CALLED_SO]]
    refs += [f"account:{number}" for number in accounts.values_list("pk", flat=True)[:CALLED_SO]]
    return [*refs, rules.SYSTEM] if typed == "系统" else refs


def acts(rows: Iterable[Entry]) -> list[Act]:
    """Put entries into words: two queries for all of them."""
    rows = list(rows)
    names = _Names(rows)
    return [
        Act(
            row.at,
            names.actor(row.by),
            names.actor(row.on_behalf_of),
            names.stream(row.stream),
            row.seq,
            trail.sentence(row.verb),
            names.about(row),
        )
        for row in rows
    ]


def actors(refs: Iterable[str]) -> dict[str, str]:
    """Return who is behind references such as person:12, account:3 or system (操作人姓名)."""
    wanted = set(filter(None, refs))
    names = _Names([Entry(by=ref) for ref in wanted])
    return {ref: names.actor(ref) for ref in wanted}


def verifiable(since: Checkpoint | None) -> int:
    """Return how many entries a verification reads (核验条数)."""
    return Entry.objects.filter(id__gt=since.upto if since else 0).count()


class _Names:
    """The names behind the references of some entries."""

    def __init__(self, rows: list[Entry]) -> None:
        self.known = org.directory()
        numbers = {_number(ref) for row in rows for ref in (row.by, row.on_behalf_of, row.stream) if _is_account(ref)}
        numbers |= {detail["account"] for detail in map(_detail, rows) if isinstance(detail.get("account"), int)}
        self.accounts = dict(Account.objects.filter(pk__in=numbers).values_list("pk", "display_name"))

    def actor(self, ref: str) -> str:
        """Return who an actor is: 李雪梅, 系统管理员, 系统."""
        kind, _, number = ref.partition(":")
        if kind == "person" and number.isdigit():
            return self.person(int(number))
        return self.account(_number(ref)) if _is_account(ref) else "系统" if ref == rules.SYSTEM else ref

    def stream(self, stream: str) -> str:
        """Return what a stream is about: 事项 7, 账号 李雪梅."""
        if stream.startswith("routes:"):
            return f"机关流程 {self.unit(_number(stream))}"
        return f"账号 {self.account(_number(stream))}" if _is_account(stream) else trail.stream_name(stream)

    def about(self, row: Entry) -> str:
        """Return what of the detail can be said in words; that of business is left out."""
        if row.stream.partition(":")[0] not in PLAIN:
            return ""
        words: dict[str, tuple[str, Callable[[Any], str]]] = {
            "person": ("人员", self.person),
            "leader": ("分管领导", self.person),
            "from": ("移交人", self.person),
            "to": ("接收人", self.person),
            "principal": ("委托人", self.person),
            "delegate": ("受托人", self.person),
            "holder": ("对象", self.holder),
            "account": ("账号", self.account),
            "unit": ("机构", self.unit),
            "upper": ("上级", self.unit),
            "lower": ("下级", self.unit),
            "post": ("岗位", self.post),
            "role": ("角色", _term),
            "on": ("日期", _day),
            "address": ("来自", str),
            "notice": ("版本", str),
            "holidays": ("放假天数", str),
            "working": ("调休上班天数", str),
            "matters": ("事项数", str),
            "kind": ("类型", _kind),
            "version": ("版本", str),
            "list": ("列表", _list_title),
            "rows": ("行数", str),
        }
        said = [(words[key][0], words[key][1](value)) for key, value in _detail(row).items() if key in words]
        return "；".join(f"{title}：{value}" for title, value in said)

    def person(self, number: int) -> str:
        row = self.known.people.get(number)
        return row.name if row else f"人员 {number}"

    def account(self, number: int) -> str:
        return self.accounts.get(number, str(number))

    def holder(self, number: int) -> str:
        return org.holder_name(number, known=self.known) if number in self.known.holders else str(number)

    def unit(self, number: int) -> str:
        row = self.known.units.get(number)
        return row.short_name if row else str(number)

    def post(self, number: int) -> str:
        row = self.known.posts.get(number)
        return self.unit(row.unit_id) + row.name if row else str(number)


def _detail(row: Entry) -> dict[str, Any]:
    return dict(json.loads(row.detail or "{}"))


def _is_account(ref: str) -> bool:
    return ref.startswith("account:") and ref[8:].isdigit()


def _number(ref: str) -> int:
    return int(ref.partition(":")[2])


def _kind(key: str) -> str:
    """Return the name of a kind of matter, or of unit: both are called so in details."""
    return KEYS.get(key) or next((one.name for one in kinds.every() if one.key == key), key)


def _list_title(key: str) -> str:
    listed = lists.every().get(key)
    return listed.title if listed else key


def _term(key: str) -> str:
    return KEYS.get(key, key)


def _day(value: str) -> str:
    return dates.show_date(date.fromisoformat(value))
