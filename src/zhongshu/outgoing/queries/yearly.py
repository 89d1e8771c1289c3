"""The year of an organ's documents (年度发文情况): how many, how long, why texts were returned, what went wrong where.

Every figure is held against the year before, more documents than which are not wanted:
《整治形式主义为基层减负若干规定》 (2024).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet, Sum

from zhongshu.kit import terms
from zhongshu.org import queries as org
from zhongshu.outgoing.models import Lapse, OutgoingDocument, ReturnCause, Uptake, Waiver
from zhongshu.outgoing.rules import returning, uptakes

NEVER_ISSUED = ("voided", "terminated")  # outcomes of what had a number and did not go out
FREQUENT = 3  # rules named for each unit
TOTAL = "合计"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table of the year: what is counted, how much in this year, in the last."""

    name: str
    now: int
    before: int
    length: int | None = None  # 平均字数
    length_before: int | None = None

    @property
    def change(self) -> str:
        """How it has changed (比上年): 增加3, 减少2, 持平."""
        grown = self.now - self.before
        return "持平" if not grown else f"{'增加' if grown > 0 else '减少'}{abs(grown)}"


def years(organ: int) -> list[int]:
    """Return the years in which an organ has issued documents, the last one first."""
    found = OutgoingDocument.objects.filter(matter__organ=organ, numbered_on__isnull=False)
    return [day.year for day in found.dates("numbered_on", "year", order="DESC")]


def by_genre(organ: int, year: int) -> list[Line]:
    """Return how many documents of each genre were issued, and how long on average (按文种); the total comes first."""
    found: Any = _issued(organ, year)  # what is counted over a span of keys is beyond the types
    counted = found.values("genre").annotate(**_counts(year), **_lengths(year)).order_by("-now", "genre")
    whole = found.aggregate(**_counts(year), **_lengths(year))
    names = dict(terms.GENRES)
    lines = [_line(names.get(row["genre"], row["genre"]), row) for row in counted]
    return [_line(TOTAL, whole), *lines] if lines else []


def _issued(organ: int, year: int) -> QuerySet[OutgoingDocument]:
    span = (date(year - 1, 1, 1), date(year, 12, 31))
    found = OutgoingDocument.objects.filter(matter__organ=organ, numbered_on__range=span)
    return found.exclude(matter__outcome__in=NEVER_ISSUED)


def _counts(year: int) -> dict[str, Any]:
    return {
        "now": Count("pk", filter=Q(numbered_on__gte=date(year, 1, 1))),
        "before": Count("pk", filter=Q(numbered_on__lt=date(year, 1, 1))),
    }


def _lengths(year: int) -> dict[str, Any]:
    return {
        "mean": Avg("length", filter=Q(numbered_on__gte=date(year, 1, 1))),
        "mean_before": Avg("length", filter=Q(numbered_on__lt=date(year, 1, 1))),
    }


def _line(name: str, row: dict[str, Any]) -> Line:
    lengths = (None if row.get(key) is None else round(row[key]) for key in ("mean", "mean_before"))
    return Line(name, row["now"], row["before"], *lengths)


def by_cause(organ: int, year: int) -> list[Line]:
    """Return how often texts were returned, by cause (退稿原因)."""
    start, middle, end = _instants(year)
    found = ReturnCause.objects.filter(document__matter__organ=organ, task__done_at__gte=start, task__done_at__lt=end)
    counted = found.values("cause").annotate(
        now=Count("pk", filter=Q(task__done_at__gte=middle)), before=Count("pk", filter=Q(task__done_at__lt=middle))
    )
    names = dict(returning.CAUSES)
    return _with_total(Line(names[row["cause"]], row["now"], row["before"]) for row in counted.order_by("-now"))


def by_rule(organ: int, year: int) -> list[Line]:
    """Return how often each rule of the gate was broken by texts as their units handed them on (按差错)."""
    found: Any = _lapses(organ, year)
    counted = found.values(key=F("rule")).annotate(**_sums(year)).order_by("-now", "rule")
    names = rule_words()
    return _with_total(Line(names.get(row["key"], row["key"]), row["now"], row["before"]) for row in counted)


def by_unit(organ: int, year: int) -> list[tuple[Line, str]]:
    """Return how often each unit's texts broke rules, and which the most (按单位): who should be trained in what."""
    name = F("version__document__matter__lead_unit__name")
    lapses: Any = _lapses(organ, year)
    rows = list(lapses.values("rule", unit=name).annotate(**_sums(year)).order_by("-now", "rule"))
    names = rule_words()
    found = []
    for unit in dict.fromkeys(row["unit"] for row in rows):
        own = [row for row in rows if row["unit"] == unit]
        line = Line(unit or "未定单位", sum(row["now"] for row in own), sum(row["before"] for row in own))
        often = "；".join(
            f"{names.get(row['rule'], row['rule'])}（{row['now']}处）" for row in own[:FREQUENT] if row["now"]
        )
        found.append((line, often))
    return sorted(found, key=lambda one: -one[0].now)


def _lapses(organ: int, year: int) -> QuerySet[Lapse]:
    start, _, end = _instants(year)
    return Lapse.objects.filter(version__document__matter__organ=organ, version__at__gte=start, version__at__lt=end)


def _sums(year: int) -> dict[str, Any]:
    _, middle, _ = _instants(year)
    return {
        "now": Sum("count", filter=Q(version__at__gte=middle), default=0),
        "before": Sum("count", filter=Q(version__at__lt=middle), default=0),
    }


def by_waiver(organ: int, year: int) -> list[Line]:
    """Return how often a review let a finding pass, by rule (放行)."""
    start, middle, end = _instants(year)
    found = Waiver.objects.filter(
        review__document__matter__organ=organ, review__task__done_at__gte=start, review__task__done_at__lt=end
    )
    counted = found.values("rule").annotate(
        now=Count("pk", filter=Q(review__task__done_at__gte=middle)),
        before=Count("pk", filter=Q(review__task__done_at__lt=middle)),
    )
    names = rule_words()
    return _with_total(
        Line(names.get(row["rule"], row["rule"]), row["now"], row["before"]) for row in counted.order_by("-now", "rule")
    )


def by_uptake(organ: int, year: int) -> list[Line]:
    """Return how many documents entered a decision, by the manner in which they did (以文辅政)."""
    middle = date(year, 1, 1)
    found: Any = Uptake.objects.filter(
        document__matter__organ=organ, withdrawn_at=None, taken_on__range=(date(year - 1, 1, 1), date(year, 12, 31))
    )
    counts = {
        "now": Count("document", filter=Q(taken_on__gte=middle), distinct=True),
        "before": Count("document", filter=Q(taken_on__lt=middle), distinct=True),
    }
    names = dict(uptakes.MANNERS)
    lines = [_line(names[row["manner"]], row) for row in found.values("manner").annotate(**counts).order_by("-now")]
    return [_line(TOTAL, found.aggregate(**counts)), *lines] if lines else []


def rule_words() -> dict[str, str]:
    """Return what each rule of the gate looks for, by its number (规则名称)."""
    from zhongshu.gongwen.check import engine

    return {one.id: one.words for one in engine.rules()}


def _with_total(lines: Iterable[Line]) -> list[Line]:
    found = list(lines)
    if not found:
        return []
    return [Line(TOTAL, sum(one.now for one in found), sum(one.before for one in found)), *found]


def _instants(year: int) -> tuple[datetime, datetime, datetime]:
    """Return when the year before begins, when the year begins, when it is over."""
    return tuple(org.midnight(date(one, 1, 1)) for one in (year - 1, year, year + 1))  # type: ignore[return-value]
