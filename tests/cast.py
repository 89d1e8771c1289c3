"""The one fixed cast of test people (测试人员): an organ with its office, three units, two leaders and an outsider.

    def test_something(cast):
        document = cast.document(title="关于……的通知")
        cast.walk(document, to="handling")
        cast.client(cast.finance_chief).get(f"/matters/{document.pk}/")

Everybody has an account. What begins, began in 2025 and is open-ended, so that pages, which use the real clock,
find the same people. Acts of the cast happen at `cast.at`, which `cast.tick(…)` moves on.
"""

import copy
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from zhongshu.documents import actions as documents
from zhongshu.documents import rules as document_rules
from zhongshu.documents.models import Intake
from zhongshu.files import actions as files
from zhongshu.files.rules import CHUNK
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter, Task
from zhongshu.numbering import actions as numbering
from zhongshu.org import actions as org
from zhongshu.org import queries as who
from zhongshu.org.models import Account, Administrator, Holder, Person, Post, Unit
from zhongshu.trail.models import Entry

HERE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 2, 9, 0, tzinfo=HERE)  # a Monday
START = date(2025, 1, 1)
GIVEN: dict[str, Any] = {"on": START, "by": "system", "at": datetime(2025, 1, 1, tzinfo=HERE)}

UNITS = (
    # attribute, name, short name, kind, above
    ("organ", "清河县人民政府", "县政府", "organ", ""),
    ("office", "清河县人民政府办公室", "县政府办公室", "section", "organ"),
    ("finance", "清河县财政局", "县财政局", "section", "organ"),
    ("education", "清河县教育局", "县教育局", "section", "organ"),
    ("reform", "清河县发展和改革局", "县发改局", "section", "organ"),
    ("other_organ", "白石县人民政府", "白石县政府", "organ", ""),
)
POSTS = (
    # code, unit, name, leads the unit
    ("registry", "office", "收文岗", False),
    ("confidential", "office", "机要岗", False),
    ("office_head", "office", "主任", True),
    ("supervision", "office", "督查岗", False),
    ("leaders", "organ", "县领导", False),
    ("finance_chief", "finance", "局长", True),
    ("finance_clerk", "finance", "科员", False),
    ("education_chief", "education", "局长", True),
    ("education_clerk", "education", "科员", False),
    ("reform_chief", "reform", "局长", True),
    ("reform_clerk", "reform", "科员", False),
    ("outside", "other_organ", "科员", False),
)
PEOPLE = (
    # attribute, name, post
    ("registrar", "林晓梅", "registry"),
    ("second_registrar", "覃勇", "registry"),
    ("confidential", "韦正", "confidential"),
    ("second_confidential", "蒙洁", "confidential"),
    ("office_head", "王建国", "office_head"),
    ("leader", "周立民", "leaders"),
    ("second_leader", "陈志远", "leaders"),
    ("finance_chief", "黄海涛", "finance_chief"),
    ("finance_clerk", "李雪", "finance_clerk"),
    ("education_chief", "赵文斌", "education_chief"),
    ("education_clerk", "梁静", "education_clerk"),
    ("reform_chief", "吴国强", "reform_chief"),
    ("reform_clerk", "孙丽", "reform_clerk"),
    ("supervisor", "郑凯", "supervision"),
    ("outsider", "何远", "outside"),
)
ROLES = (
    # role, the post whose holders have it as a pool, or the person
    ("registrar", "registry"),
    ("confidential_registrar", "confidential"),
    ("office_head", "office_head"),
    ("supervisor", "supervision"),
    ("leader", "leader"),
    ("leader", "second_leader"),
)
POOLS = {"registry", "confidential"}
CHARGES = (("leader", "finance"), ("leader", "office"), ("second_leader", "education"), ("second_leader", "reform"))
ADMINISTRATORS = (("sysadmin", "系统管理员"), ("secadmin", "安全保密管理员"), ("auditor", "安全审计员"))
SERIES = (
    ("incoming", "收文", "清政办收〔{year}〕{number}号"),
    ("telegram", "电报", "清机电〔{year}〕{number}号"),
    ("paper_card", "纸质件跟踪卡", "清纸〔{year}〕{number}号"),
)
QUESTIONS = {key: True for key, _ in document_rules.REVIEW_QUESTIONS}


class Cast:
    """Units, people and administrators' accounts by attribute, and the clock of what they do.

    `leader` is in charge of the office and finance, `second_leader` of education and reform. The two registrars
    share one post, so their tasks are a pool; so do the two confidential ones.
    """

    organ: Unit
    office: Unit
    finance: Unit
    education: Unit
    reform: Unit
    other_organ: Unit
    registrar: Person
    second_registrar: Person
    confidential: Person
    second_confidential: Person
    office_head: Person
    leader: Person
    second_leader: Person
    finance_chief: Person
    finance_clerk: Person
    education_chief: Person
    education_clerk: Person
    reform_chief: Person
    reform_clerk: Person
    supervisor: Person
    outsider: Person
    sysadmin: Account
    secadmin: Account
    auditor: Account

    def __init__(self) -> None:
        self.at = AT
        self.posts: dict[str, Post] = {}

    # --- clock, holders, browsers ---------------------------------------------------------------------------

    def tick(self, **span: float) -> datetime:
        """Move the clock on, by a minute unless told, and return it."""
        self.at += timedelta(**(span or {"minutes": 1}))
        return self.at

    def holder(self, whom: Person | str) -> int:
        """Return the holder of a person, or of a post by its code."""
        if isinstance(whom, Person):
            return who.holder_of(whom.pk)
        return Holder.objects.get(post=self.posts[whom]).pk

    def client(self, whom: Person | Account) -> Client:
        """Return a browser in which a person or an administrator is signed in."""
        return client_of(whom)

    def post(self, whom: Person | Account, name: str, number: int, **form: Any) -> HttpResponse:
        """Send the form of the page called `name` as a person does."""
        return client_of(whom).post(reverse(name, args=[number]), form)

    def delegate(self, principal: Person, to: Person, *, until: datetime) -> None:
        """Let somebody act for a person from now on, until then."""
        org.delegate(principal, to=to, begins_at=self.at, ends_at=until, by=principal.ref, at=self.at)

    def dismiss(self, person: Person) -> None:
        """Let a person go today; what waited for them still waits."""
        with transaction.atomic():
            org.people.leave(person, on=who.local_day(self.at), by="system", at=self.at)

    # --- documents ------------------------------------------------------------------------------------------

    def document(
        self, kind: str = "incoming", *, by: Person | None = None, label: str = "public", **details: Any
    ) -> Matter:
        """Register a document and return its matter; `details` as `documents.actions.register` takes them."""
        keeper = self.registrar if kind == document_rules.INCOMING else self.confidential
        grade = {"urgency": "routine"} if kind == document_rules.TELEGRAM else {}
        extra = {name: details.pop(name) for name in ("uploads", "request_key") if name in details}
        return documents.register(
            kind=kind,
            organ=self.organ.pk,
            label=label,
            details=details_of(**grade | details),
            by=by or keeper,
            at=self.tick(),
            **extra,
        )

    def upload(self, by: Person, name: str = "佐证.txt", content: str | bytes = "已按要求办结。") -> str:
        """Return the uuid of a file that a person has uploaded."""
        body = content.encode() if isinstance(content, str) else content
        begun = files.start_upload(name=name, size=len(body), by=by.ref, at=self.at)
        for start in range(0, len(body), CHUNK):
            files.append_chunk(begun.uuid, offset=start, chunk=body[start : start + CHUNK], by=by.ref, at=self.at)
        files.finish_upload(begun.uuid, by=by.ref, at=self.at)
        return str(begun.uuid)

    def take_in(
        self, files: Mapping[str, str | bytes], kind: str = "incoming", *, label: str = "public", read: bool = True
    ) -> Intake:
        """Take files in, by name and content, as whoever keeps the register does; they are read unless told."""
        by = self.registrar if kind == document_rules.INCOMING else self.confidential
        uploads = [self.upload(by, name, content) for name, content in files.items()]
        batch = documents.take_in(kind=kind, organ=self.organ.pk, label=label, uploads=uploads, by=by, at=self.tick())
        if read:
            self.read(batch)
        return batch

    def read(self, batch: Intake) -> None:
        """Unpack and read the files of a batch, as a worker would."""
        for packed in batch.arrivals.filter(file__suffix="zip"):
            documents.unpack(packed.pk, at=self.at, report=lambda done, of: None)
        for arrival in batch.arrivals.exclude(file__suffix="zip").exclude(file=None).order_by("pk"):
            documents.read(arrival.pk, at=self.at)

    def task(self, matter: Matter, station: str, whom: Person | None = None) -> Task:
        """Return the open task at a station: the only one, or the one that waits for a person or their post."""
        found = Task.objects.filter(matter=matter, station__key=station, done_at=None, opened_at__isnull=False)
        return found.get(holder__in=who.holders_of(whom.pk, self.at)) if whom else found.get()

    def complete(self, matter: Matter, station: str, *, by: Person, opinion: str = "", **changed: Any) -> Task:
        """Complete a person's task at a station with what it takes at the least; `changed` fields on top of that.

        `chosen` in `changed` is what the person picks for later stations. Returns the finished task.
        """
        task = self.task(matter, station, by)
        fields, chosen, words = self.answers(station, by)
        chosen = changed.pop("chosen", chosen)
        matters.complete(
            task.pk, by=by, at=self.tick(), opinion=opinion or words, fields=fields | changed, chosen=chosen
        )
        task.refresh_from_db()
        return task

    def answers(self, station: str, by: Person) -> tuple[dict[str, Any], dict[str, tuple[int, ...]], str]:
        """Return the fewest fields, choices and words with which a station can be completed by a person."""
        if station == "review":
            return QUESTIONS | {"handling_type": "for_action"}, {}, ""
        if station == "proposal":
            return {}, {"instruction": (self.holder(self.leader),)}, "拟请周立民同志阅示。"
        if station == "assignment":
            return {"lead_unit": self.finance.pk, "co_units": (), "due": None}, {}, ""
        if station == "circulation":
            return {"readers": (self.holder(self.finance_chief),)}, {}, ""
        if station == "closing":
            return {"uploads": (self.upload(by),)}, {}, "已办结。"
        return {}, {}, {"handling": "已拨付到位。", "reply": "已按要求办理。"}.get(station, "")

    def walk(self, matter: Matter, to: str, *, co_units: tuple[Unit, ...] = ()) -> Matter:
        """Take a document that is to be acted on from its review to a station, or to the end with `to="closed"`.

        The leader instructs, finance leads; co-units, if any, have their say before anything goes on.
        """
        keeper = self.registrar if matter.kind == document_rules.INCOMING else self.confidential
        walkers: list[tuple[str, Person, Mapping[str, Any]]] = [
            ("review", keeper, {}),
            ("proposal", self.office_head, {}),
            ("instruction", self.leader, {}),
            ("assignment", keeper, {"co_units": tuple(unit.pk for unit in co_units)}),
            ("handling", self.finance_chief, {}),
            *(("handling", self.chief_of(unit), {}) for unit in co_units),
            ("reply", self.finance_chief, {}),
            ("closing", keeper, {}),
        ]
        for station, by, fields in walkers:
            if station == to:
                break
            self.complete(matter, station, by=by, **fields)
        matter.refresh_from_db()
        return matter

    def chief_of(self, unit: Unit) -> Person:
        """Return who leads one of the three units."""
        return {
            self.finance.pk: self.finance_chief,
            self.education.pk: self.education_chief,
            self.reform.pk: self.reform_chief,
        }[unit.pk]


def details_of(**changed: Any) -> dict[str, Any]:
    """Return the details of a registration, as a form would have cleaned them."""
    return {
        "title": "关于做好2026年春季开学工作的通知",
        "sender": "清源市教育局",
        "sender_number": "",
        "genre": "notice",
        "dated": date(2026, 2, 27),
        "urgency": "none",
        "copies": 1,
        "copy_number": "",
        "signed_for_by": "林晓梅",
        "note": "",
    } | changed


def client_of(whom: Person | Account) -> Client:
    """Return a browser in which a person or an administrator is signed in, as the door of the portal does it."""
    account = whom if isinstance(whom, Account) else Account.objects.get(person=whom)
    client, now = Client(), timezone.now().isoformat()
    client.force_login(account)
    session = client.session
    session.update({"begun": now, "seen": now, "administrator": who.administrator_role(account)})
    session.save()
    return client


@contextmanager
def unchanged() -> Iterator[None]:
    """Expect that no row of ours is added, changed or taken away, the trail included."""
    before = _rows()
    yield
    assert _rows() == before


@contextmanager
def refused(sentence: str) -> Iterator[None]:
    """Expect a refusal whose sentence has these words, and that it has changed nothing."""
    with unchanged(), pytest.raises(Refused, match=sentence):
        yield


def _rows() -> dict[str, list[dict[str, Any]]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("zhongshu.")]
    rows = {model._meta.label: list(model.objects.order_by("pk").values()) for model in ours}
    for account in rows["org.Account"]:
        del account["last_login"]  # signing a test client in sets it
    # That somebody was refused stands in the security log, on chains of its own.
    for name in ("trail.Entry", "trail.Head"):
        rows[name] = [row for row in rows[name] if not row["stream"].startswith("security:")]
    return rows | {"org.Sighting": []}


def verbs(matter: Matter) -> list[str]:
    """Return the verbs on the trail of a matter, in their order."""
    return list(Entry.objects.filter(stream=matter.stream).order_by("seq").values_list("verb", flat=True))


def last_act(matter: Matter) -> tuple[str, str, dict[str, Any]]:
    """Return verb, actor and detail of what was last recorded of a matter."""
    entry = Entry.objects.filter(stream=matter.stream).latest("seq")
    return entry.verb, entry.by, json.loads(entry.detail or "{}")


def assemble() -> Cast:
    """Set the cast up in an empty database, in one transaction."""
    cast = Cast()
    with transaction.atomic():
        for order, (key, name, short_name, kind, above) in enumerate(UNITS):
            parent = getattr(cast, above) if above else None
            unit = org.units.create(
                code=key, name=name, short_name=short_name, kind=kind, parent=parent, order=order, **GIVEN
            )
            setattr(cast, key, unit)
        for order, (code, unit, name, is_head) in enumerate(POSTS):
            cast.posts[code] = org.posts.create(
                getattr(cast, unit), code=code, name=name, is_head=is_head, order=order, **GIVEN
            )
        _employ(cast)
        for code, name, template in SERIES:
            numbering.open_series(
                organ=f"organ:{cast.organ.pk}", code=code, name=name, template=template, by="system", at=GIVEN["at"]
            )
    return cast


def _employ(cast: Cast) -> None:
    """People in their posts with roles and charges, and an account for each of them and for the administrators."""
    for order, (key, name, post) in enumerate(PEOPLE):
        person = org.people.create(code=key, name=name, order=order, **GIVEN)
        org.posts.appoint(person, cast.posts[post], **GIVEN)
        setattr(cast, key, person)
    for role, key in ROLES:
        if key in POOLS:
            holder = Holder.objects.get(post=cast.posts[key])
        else:
            person = getattr(cast, key, None) or cast.posts[key].appointments.get().person
            holder = Holder.objects.get(person=person)
        org.posts.give_role(holder, role, cast.organ, **GIVEN)
    for leader, unit in CHARGES:
        org.posts.put_in_charge(getattr(cast, leader), getattr(cast, unit), **GIVEN)
    _open_accounts(cast)


def _open_accounts(cast: Cast) -> None:
    """Accounts in use; nobody signs in with a password here, so they have none."""
    begun = {"created_by": "system", "created_at": GIVEN["at"], "activated_at": GIVEN["at"]}
    made = Account.objects.bulk_create(
        [
            *(Account(login=key, person=getattr(cast, key), display_name=name, **begun) for key, name, _ in PEOPLE),
            *(Account(login=role, display_name=name, **begun) for role, name in ADMINISTRATORS),
        ]
    )
    for account in made[len(PEOPLE) :]:
        Administrator.objects.create(account=account, role=account.login, given_by="system", given_at=GIVEN["at"])
        setattr(cast, account.login, account)


def _planted() -> Cast:
    """The cast as it was first assembled: 485 statements once, then one per table.

    The version of the organisation is the same each time, so its copy in memory stays good from test to test.
    """
    models = [model for label in ("org", "numbering", "trail") for model in apps.get_app_config(label).get_models()]
    if not _first:
        _first.append((assemble(), {model: list(model.objects.all()) for model in models}))
    else:
        for model, kept in _first[0][1].items():
            model.objects.bulk_create(kept)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
    return copy.deepcopy(_first[0][0])


_first: list[tuple[Cast, dict[Any, list[Any]]]] = []


@pytest.fixture
def cast(db: None, tmp_path: Any, settings: Any) -> Iterator[Cast]:
    """The cast, with a store of files of its own."""
    settings.UPLOADS, settings.QUARANTINE = tmp_path / "uploads", tmp_path / "quarantine"
    kept = {name: settings.STORAGES[name] for name in ("files", "pieces")}
    places = {name: {**kept[name], "OPTIONS": kept[name]["OPTIONS"] | {"location": tmp_path / name}} for name in kept}
    settings.STORAGES = {**settings.STORAGES, **places}
    return _planted()
