"""The seals of the office (印章): four in use, two of them electronic too, one that is not; what they were put on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

from zhongshu.calendars import queries as calendars
from zhongshu.config.demo import hours, papers, places
from zhongshu.config.demo.stage import Cast, Story, open_task, station_key
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter
from zhongshu.org.models import Person
from zhongshu.seals import actions as seals
from zhongshu.seals.models import Seal

ORGAN = f"{places.COUNTY}人民政府"
# Name, kind, size, which of the registrars keeps it.
REGISTER = (
    (f"{ORGAN}公章", "official", "直径45毫米", 0),
    (f"{ORGAN}办公室印章", "office", "直径42毫米", 1),
    (f"{ORGAN}办公室合同专用章", "special", "直径40毫米", 1),
    (f"{ORGAN}钢印", "steel", "直径42毫米", 0),
)
FORMER = f"{ORGAN}办公室文件收发专用章"
MAIN, OFFICE, CONTRACT = 0, 1, 2
# What is asked for: the seal, the title, why, to whom.
WISHES = (
    (OFFICE, "关于报送季度工作情况的函", "报送工作情况", f"{places.CITY}人民政府办公室"),
    (MAIN, "关于申请专项补助资金的请示", "向上级请示", f"{places.CITY}人民政府"),
    (OFFICE, "干部职工在职证明", "出具证明", "本人"),
    (CONTRACT, "办公设备维修合同", "签订合同", "设备维修单位"),
    (MAIN, "政府投资项目承诺书", "报送项目材料", f"{places.CITY}发展和改革委员会"),
    (OFFICE, "会议培训介绍信", "参加培训", f"{places.CITY}委党校"),
    (CONTRACT, "公务印刷服务合同", "签订合同", "印刷服务单位"),
    (MAIN, "不动产登记委托书", "办理登记", "县不动产登记中心"),
)
# Where something waits today, and how many working days ago it was asked for.
WAITING = (("unit_review", 0), ("office_review", 1), ("leader_approval", 1), ("sealing", 2))
ONE_IN, MOST = 12, 60  # one application for so many documents, and no more than so many
TAKEN = (CONTRACT, "现场服务合同", "到现场签订合同", "设备维修单位")


@dataclass
class Wish:
    """An application and how far it is (一件用印申请的经过)."""

    number: int
    days: int
    of: tuple[int, str, str, str]
    halt: str = ""


def stories(cast: Cast, now: datetime, *, seed: int, size: int, span: int) -> list[Story]:
    """Return what happens to the seals in the last `span` working days (用印经过); nothing is asked without `size`."""
    kept = [_register(cast, now, span=span)]
    wishes = _wishes(Random(f"{seed}/seals"), size, span)  # noqa: S311
    asked = [_use(cast, wish, seed, now) for wish in wishes]
    taken = [_lend(cast, now, days=days, returns=returns) for days, returns in ((20, True), (1, False)) if size]
    return [*kept, *asked, *taken]


def _wishes(rng: Random, size: int, span: int) -> Iterator[Wish]:
    past = min(size // ONE_IN, MOST)
    for number, of in enumerate(islice(cycle(WISHES), past)):
        yield Wish(number, rng.randrange(5, span - 10), of)
    for number, (halt, days) in enumerate(WAITING if size else (), past):
        yield Wish(number, days, WISHES[MAIN + 1 if halt == "leader_approval" else OFFICE], halt)


def _register(cast: Cast, now: datetime, *, span: int) -> Story:
    """The chief of the secretaries manages the register; two seals have electronic ones, one is of no use any more."""
    at = hours.arrival(-span, 5, now)
    yield at
    made = [_enter(cast, *entry, at) for entry in REGISTER]
    former = _enter(cast, FORMER, "special", "直径38毫米", 1, at)
    manager, chief = cast.office.people["section_chiefs"][0], cast.office.people["office_head"][0]
    for seal in (made[MAIN], made[OFFICE]):
        seals.try_out(seal.pk, by=manager, at=at)
    about: dict[str, Any] = {"reason": "改用电子收文登记，不再使用。", "by": manager}
    at = hours.later(at, 3000)
    yield at
    seals.end(former.pk, what="stopped", on=at.date(), at=at, **about)
    at = hours.later(at, 60)
    yield at
    seals.end(former.pk, what="sealed_away", on=at.date(), at=at, **about)
    at = hours.later(at, 120)
    yield at
    keeper = cast.office.people["confidential"][0]
    seals.hand_over(made[-1].pk, keeper=keeper, witness=chief, note="集中保管。", by=manager, at=at)


def _enter(cast: Cast, name: str, kind: str, size: str, keeper: int, at: datetime) -> Seal:
    details = {
        "name": name,
        "kind": kind,
        "material": "铜" if kind in ("official", "steel") else "光敏",
        "size": size,
        "issuer": f"{places.CITY}人民政府" if kind == "official" else ORGAN,
        "engraver": f"{places.CITY}印章刻制社",
        "engraved_at": places.CITY,
        "used_since": date(at.year - 2, 3, 1),
    }
    manager, people = cast.office.people["section_chiefs"][0], cast.office.people["registrars"]
    return seals.register(organ=cast.organ, details=details, keeper=people[keeper], by=manager, at=at)


def _use(cast: Cast, wish: Wish, seed: int, now: datetime) -> Story:
    """Somebody asks, those who must say yes, the keeper seals; some stay where they wait today."""
    rng = Random(f"{seed}/seals/{wish.number}")  # noqa: S311
    at = hours.arrival(-wish.days, rng.randrange(20, 200), now)
    yield at
    seal, title, reason, sent_to = wish.of
    copies = rng.randrange(1, 7)
    details = {"title": title, "reason": reason, "copies": copies, "sent_to": sent_to}
    by = cast.one("clerks", rng)
    matter = seals.apply(
        seals=[_seal(REGISTER[seal][0]).pk], label="internal", details=details, **_text(title, by, at), by=by, at=at
    )
    yield from _go_on(cast, matter, at, rng, wish.halt, lambda: _sealed(cast, matter, copies))


def _seal(name: str) -> Seal:
    return Seal.objects.get(name=name)


def _text(title: str, by: Person, at: datetime) -> dict[str, Any]:
    """What is sealed, and that none of it is blank."""
    text = papers.text(title, "内容略。")
    return {"uploads": [papers.upload(f"{title}.txt", text, by=by, at=at)], "is_full": True}


def _sealed(cast: Cast, matter: Matter, copies: int) -> dict[str, Any]:
    """What the keeper fills in: all that was asked for, before the office head."""
    asked = [seal.pk for seal in matter.seal_application.seals.all()]
    witness = (cast.holder(cast.office.people["office_head"][0]),)
    return {"copies": dict.fromkeys(asked, copies), "witness": witness, "is_checked": True}


def _go_on(
    cast: Cast, matter: Matter, at: datetime, rng: Random, halt: str, fields: Callable[[], dict[str, Any]]
) -> Story:
    """Let everybody in turn say yes, and the keeper do the rest, up to where it waits."""
    while (task := open_task(matter)) and (key := station_key(task)) != halt:
        at = hours.later(at, rng.randrange(240, 400) if key == "taking_back" else rng.randrange(10, 90))
        yield at
        is_signed = key.endswith(("_review", "_approval"))
        by = cast.actor(task, at, rng)
        opinion = "同意用印。" if is_signed else "印章完好，已收回。" if key == "taking_back" else ""
        matters.complete(task.pk, by=by, at=at, opinion=opinion, fields={} if is_signed else fields())


def _lend(cast: Cast, now: datetime, *, days: int, returns: bool) -> Story:
    """Two take a seal along; the one of today is out until tomorrow."""
    rng = Random(days)  # noqa: S311
    at = hours.arrival(-days, 240, now)
    yield at
    seal, title, reason, place = TAKEN
    by, companion = cast.office.people["office_deputies"]
    matter = seals.ask_loan(
        seal=_seal(REGISTER[seal][0]).pk,
        label="internal",
        details={"title": title, "reason": reason, "place": place, "copies": 2, "sent_to": place},
        borrower=by,
        companion=companion,
        due=hours.opening(calendars.add_workdays(at.date(), days + 1 if not returns else 2)) + timedelta(hours=8),
        **_text(title, by, at),
        by=by,
        at=at,
    )
    halt = "" if returns else "taking_back"
    yield from _go_on(cast, matter, at, rng, halt, lambda: {"is_received": True, "copies": 2})
