"""A whole year (全年): what comes in over it, by weekday, month and hour, and how quick each bureau is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import accumulate, cycle, islice
from random import Random

from zhongshu.calendars import queries as calendars
from zhongshu.config.demo import hours, places
from zhongshu.config.demo.plots import NOW, SETTLED, Fate, Plot, Turns, plot
from zhongshu.documents.rules import PAPER_CARD, TELEGRAM

SPAN = 250  # working days
OPEN = 30  # one in so many stands where the plots of today put it; others are open because they are slow
# How often each fate is, among what has come in over the year.
PAST: tuple[tuple[float, Fate], ...] = (
    (33, Fate(to_read=True)),
    (3, Fate(to_read=True, incidents=("remark",))),
    (22, Fate()),
    (6, Fate(in_office=True)),
    (4, Fate(kind=TELEGRAM)),
    (4, Fate(kind=TELEGRAM, to_read=True)),
    (3, Fate(incidents=("two_leaders", "circulated"))),
    (3, Fate(incidents=("chased", "answered"))),
    (2, Fate(incidents=("chased",))),
    (3, Fate(incidents=("transferred",))),
    (2, Fate(incidents=("extended",))),
    (2, Fate(incidents=("consulted",))),
    (1.5, Fate(incidents=("rested",))),
    (1.5, Fate(incidents=("proposal_returned",))),
    (1.5, Fate(incidents=("declined",))),
    (1, Fate(incidents=("refused",))),
    (1, Fate(incidents=("alternatives", "dissent"))),
    (1, Fate(incidents=("amended",))),
    (1, Fate(incidents=("corrected",))),
    (0.8, Fate(incidents=("withdrawn",))),
    (0.8, Fate(incidents=("added_signer",))),
    (0.5, Fate(incidents=("added_signer", "removed_signer"))),
    (0.6, Fate(incidents=("jumped",))),
    (0.5, Fate(incidents=("duplicate",))),
    (0.6, Fate(ending="voided", at="review")),
    (0.8, Fate(ending="returned", at="review")),
    (0.6, Fate(ending="terminated", at="handling")),
    (1.2, Fate(kind=PAPER_CARD, ending="returned")),
    (0.8, Fate(kind=PAPER_CARD, ending="destroyed")),
)
MONTHS = (8, 6, 9, 9, 9, 9, 8, 8, 10, 10, 12, 15)  # more and more towards the end of the year
WEEKDAYS = (13, 11, 10, 10, 9, 8, 8)  # days of rest that are worked count little
PACES = (0.6, 0.8, 1.0, 1.0, 1.3, 1.8, 2.6)  # from the quickest bureau to the slowest
TAIL = (1, 1, 1, 1, 1.5, 1.5, 2, 3, 6)  # some things drag on whoever has them


def plots(rng: Random, *, size: int, now: datetime) -> list[Plot]:
    """Return `size` documents of a year in the order in which they come in, the last of them just now."""
    present = list(islice(cycle(NOW), max(len(NOW), size // OPEN)))[:size]
    past = list(_past(rng, size - len(present)))
    days = _days(rng, len(past), now)
    dated = [*((fate.days, fate) for fate in present), *zip(days, past, strict=True)]
    queue = sorted(((-days, _minute(rng), fate) for days, fate in dated), key=lambda one: one[:2])
    turns = Turns.begin(rng)
    return [
        _own_pace(rng, plot(number, hours.arrival(days, minutes, now), fate, turns, now))
        for number, (days, minutes, fate) in enumerate(queue, 1)
    ]


def _past(rng: Random, size: int) -> Iterator[Fate]:
    """Every fate once, then as often as each one is; some of those that are done are rated."""
    fates, weights = [fate for _, fate in PAST], list(accumulate(weight for weight, _ in PAST))
    yield from fates[:size]
    for _ in range(size - len(fates)):
        fate = rng.choices(fates, cum_weights=weights)[0]
        is_rated = rng.random() < 0.4 and not fate.to_read and not fate.ending
        yield replace(fate, incidents=(*fate.incidents, "rated")) if is_rated else fate


def _days(rng: Random, size: int, now: datetime) -> list[int]:
    """So many working days ago each came in, by how busy the months and the days of the week are."""
    last, calendar = hours.latest_day(now), calendars.current()
    days = [calendar.add_workdays(last, -back) for back in range(SETTLED, SPAN)]
    weights = [MONTHS[day.month - 1] * WEEKDAYS[day.weekday()] for day in days]
    return rng.choices(range(SETTLED, SPAN), weights, k=size)


def _minute(rng: Random) -> int:
    """When on its day something comes in: with the morning's post, or with the afternoon's."""
    middle = rng.choices((50, 130, 360), (5, 3, 4))[0]
    return max(3, min(500, round(rng.gauss(middle, 35))))


def _own_pace(rng: Random, plot: Plot) -> Plot:
    """Each bureau has its own pace, always the same; what stands somewhere today gets there at the usual one."""
    if plot.fate.halt:
        return replace(plot, readers=4)
    names = [*places.SECTIONS, *(bureau.name for bureau in (*places.BUREAUS, *places.TOWNS))]
    pace = PACES[names.index(plot.lead) * 3 % len(PACES)] * rng.choice(TAIL)
    return replace(plot, pace=pace, readers=rng.randrange(2, 5))
