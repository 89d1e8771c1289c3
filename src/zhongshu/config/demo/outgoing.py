"""What the county and its bureaus send out (发文): some of it done, some of it where it waits today."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import cycle
from random import Random
from typing import Any

from zhongshu.config.demo import hearing, hours, places, receiving
from zhongshu.config.demo.stage import Cast, Story, open_task, station_key
from zhongshu.exchange.rules import Receiver
from zhongshu.jobs.models import Job
from zhongshu.jobs.queries import unfinished
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter
from zhongshu.org.models import Person, Unit
from zhongshu.outgoing import actions as outgoing
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.actions import impressing, printing
from zhongshu.outgoing.queries import dispatching
from zhongshu.seals import actions as seals
from zhongshu.seals import queries as register

ORGAN = f"{places.COUNTY}人民政府"
TOWNS = "各乡镇人民政府、街道办事处，县政府各部门"
ONE_IN, MOST = 20, 5  # one document sent out for so many that come in, and no more than so many
COPIES = 60
OPINIONS = {"checking": "同意，请办公室审核。", "review": "拟同意，请审签。", "sign_off": "同意发文。"}


@dataclass(frozen=True)
class Letter:
    """A document as it is meant (一件发文): which unit writes it, genre, title, to whom, its paragraphs."""

    unit: str
    genre: str
    about: str
    recipients: str
    body: tuple[str, ...]
    note: str = ""


LETTERS = (
    Letter(
        "秘书科", "notice", "做好冬春季森林草原防灭火工作", TOWNS,
        (
            "为做好2026年冬春季森林草原防灭火工作，现将有关事项通知如下：",
            "一、压实工作责任。各乡镇、各部门主要负责同志为第一责任人，分管负责同志为直接责任人，逐级签订责任书。",
            "二、严格火源管控。重点时段、重点区域安排专人值守，及时劝阻野外用火行为。",
            "三、加强应急准备。防灭火队伍保持靠前驻防，值班人员24小时在岗。",
        ),
    ),
    Letter(
        "财政局", "request", "追加防汛应急资金", ORGAN,
        (
            "入汛以来，我县连续遭遇强降雨，防汛应急资金已基本用完。现将有关事项请示如下：",
            "一、基本情况",
            "2026年年初预算安排防汛应急资金800万元，截至10月底已支出760万元。",
            "二、请求事项",
            "恳请县政府追加防汛应急资金300万元，从预备费中安排。",
            "妥否，请批示。",
        ),
        "联系人：李明，电话：0000-6123456",
    ),
    Letter(
        "教育局", "report", "秋季学期校园安全检查情况", ORGAN,
        (
            "按照县政府安排，我局对全县中小学、幼儿园开展了校园安全检查。现将有关情况报告如下：",
            "一、基本情况",
            "共检查学校和幼儿园86所，排查隐患132处，已整改127处。",
            "二、下一步工作",
            "对尚未整改的5处隐患，逐项明确责任人和完成时限，12月底前全部整改到位。",
            "特此报告。",
        ),
    ),
    Letter(
        "水利局", "letter", "商请提供河道管理范围划定资料", f"{places.COUNTY}自然资源局",
        (
            "为做好河道管理范围划定成果复核工作，现就有关事项函商如下：",
            "请提供全县国土空间规划中涉及河道管理范围的矢量数据和说明，于12月10日前送我局。",
            "请予函复。",
        ),
    ),
    Letter(
        "综合科", "circular", "2026年第三季度重点工作完成情况", TOWNS,
        (
            "2026年第三季度，县政府确定的46项重点工作已完成39项。现将有关情况通报如下：",
            "一、总体情况。按期完成39项，正在推进6项，进度滞后1项。",
            "二、有关要求。进度滞后的单位要查明原因，提出改进措施，11月底前报县政府办公室。",
        ),
    ),
)  # fmt: skip
# Where something waits today, and how many working days ago it was begun.
WAITING = (("drafting", 0), ("checking", 1), ("review", 1), ("sign_off", 2), ("numbering", 3), ("dispatch", 4))


def stories(cast: Cast, now: datetime, *, seed: int, size: int, span: int) -> list[Story]:
    """Return what is sent out in the last `span` working days (发文经过); nothing without `size`."""
    planned = list(_planned(Random(f"{seed}/outgoing"), size, span))  # noqa: S311
    bureaus = dict.fromkeys(one.unit for one, *_ in planned if cast.unit(one.unit).kind == Unit.ORGAN)
    return [*(_have_a_seal(cast, name, now, span) for name in bureaus), *(_send(cast, *one, now) for one in planned)]


def _have_a_seal(cast: Cast, name: str, now: datetime, span: int) -> Story:
    """A bureau that sends documents has its seal in the register, with whoever keeps its papers."""
    at = hours.arrival(-span, 30, now)
    yield at
    unit = cast.unit(name)
    keeper = cast.office.teams[unit.code][-1]
    details = {
        "name": f"{unit.name}公章",
        "kind": "official",
        "material": "铜",
        "size": "直径42毫米",
        "issuer": ORGAN,
        "engraver": f"{places.CITY}印章刻制社",
        "engraved_at": places.CITY,
        "used_since": date(at.year - 2, 3, 1),
    }
    seal = seals.register(organ=unit.pk, details=details, keeper=keeper, by=keeper, at=at)
    seals.try_out(seal.pk, by=keeper, at=at)


def _planned(rng: Random, size: int, span: int) -> Iterator[tuple[Letter, int, str, Random]]:
    """Yield letters, how many days ago each was begun and where it halts; of the same kind no two on one day."""
    letters = cycle(LETTERS)
    for number in range(min(size // ONE_IN, MOST)):
        yield next(letters), rng.randrange(6, span - 10), "", Random(f"{rng.random()}/{number}")  # noqa: S311
    for number, (halt, days) in enumerate(WAITING if size else ()):
        yield next(letters), days, halt, Random(f"{rng.random()}/{number}")  # noqa: S311


def _send(cast: Cast, letter: Letter, days: int, halt: str, rng: Random, now: datetime) -> Story:
    at = hours.arrival(-days, rng.randrange(10, 180), now)
    yield at
    by = cast.office.teams[cast.unit(letter.unit).code][-1]
    if not cast.is_here(by, at):
        return
    details = {"genre": letter.genre, "label": "public", "urgency": "none", "disclosure": "on_request"}
    matter = outgoing.open_draft(details=details, by=by, at=at)
    at = hours.later(at, rng.randrange(20, 90))
    yield at
    _write(matter, letter, by, at)
    if halt == "checking":
        at = yield from hearing.heard(cast, matter, by, at, rng)
    yield from _go_on(cast, matter, at, rng, halt)
    yield from receiving.answered(cast, matter, rng)


def _write(matter: Matter, letter: Letter, by: Any, at: datetime) -> None:
    """The first text becomes the one that is meant."""
    version = queries.latest(matter.pk)
    begun = queries.draft_of(version)
    title = begun.title.replace("……", letter.about)
    draft = replace(begun, title=title, recipients=letter.recipients, body=letter.body, note=letter.note)
    outgoing.hand_in(matter.pk, draft=draft, base=version.order, note="初稿", by=by, at=at)


def _go_on(cast: Cast, matter: Matter, at: datetime, rng: Random, halt: str) -> Story:
    """Let everybody in turn do what is theirs, up to where it waits."""
    while (task := open_task(matter)) and (key := station_key(task)) != halt and not cast.has_left(task, at):
        at = hours.later(at, rng.randrange(10, 120))
        yield at
        by = cast.actor(task, at, rng)
        fields, chosen = _filled(cast, matter, key, by, at)
        matters.complete(task.pk, by=by, at=at, opinion=OPINIONS.get(key, ""), fields=fields, chosen=chosen)
        _make_files(matter, by, at)


def _make_files(matter: Matter, by: Person, at: datetime) -> None:
    """Make at once what the worker would: the printed files, and the one that bears the seals."""
    ordered = unfinished().filter(unique_key__in=(f"outgoing:{matter.pk}", f"outgoing-sealing:{matter.pk}"))
    for job in list(ordered):
        if job.task == printing.JOB:
            printing.lay_down(matter.pk, by=by, at=at)
        else:
            impressing.seal_up(matter.pk, signed_at=at, at=at)
        Job.objects.filter(pk=job.pk).update(finished_at=at)


def _filled(
    cast: Cast, matter: Matter, key: str, by: Person, at: datetime
) -> tuple[dict[str, Any], dict[str, tuple[int, ...]]]:
    """Return what is filled in at a station, and who is chosen for the next."""
    if key == "review":
        points: dict[str, Any] = {point: True for point, _ in rules.REVIEW_POINTS}
        return points | {"reason": "已核对，按惯例表述。"}, {"sign_off": _signer(cast, matter)}
    if key == "numbering":
        series = queries.codes(matter.organ_id)[0]
        return {"series": series.pk, "copies": COPIES}, {}
    if key == "printing":
        return {"seal": register.usable(matter.organ_id)[0].pk, "copies": COPIES}, {}
    if key == "sealing":
        return {"copies": COPIES, "witness": (cast.holder(_beside(cast, matter, by)),)}, {}
    if key == "dispatch":
        return {"receivers": _receivers(matter, at)}, {}
    return {}, {}


def _receivers(matter: Matter, at: datetime) -> tuple[Receiver, ...]:
    """Return whom the lines of the text mean, each once."""
    document = queries.document_of(matter)
    meant = dispatching.proposed(queries.draft_of(queries.latest(document)), dispatching.tree(document, at))
    return tuple(Receiver(one.name, one.unit, one.role) for one in meant)


def _beside(cast: Cast, matter: Matter, sealer: Person) -> Person:
    """Who watches a seal being put on: somebody of the bureau, else the county's office head."""
    team = () if matter.organ_id == cast.organ else cast.office.teams[matter.organ.code]
    return next(one for one in (*team, cast.office.people["office_head"][0]) if one != sealer)


def _signer(cast: Cast, matter: Matter) -> tuple[int, ...]:
    """The county's documents are signed by its head, those of a bureau by the bureau's."""
    own = matter.organ_id == cast.organ
    return (cast.holder((cast.office.people["leaders"] if own else cast.office.teams[matter.organ.code])[0]),)
