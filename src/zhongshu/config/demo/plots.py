"""What becomes of each document (情节): where it waits today, how its deadline stands, what happens on its way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count, cycle, islice
from random import Random

from zhongshu.calendars import queries as calendars
from zhongshu.config.demo import hours, places
from zhongshu.config.demo.letters import Letter, Post
from zhongshu.documents.rules import INCOMING, PAPER_CARD, TELEGRAM

HALF_A_YEAR = 125  # working days
SETTLED = 16  # working days after which nearly everything is done


@dataclass(frozen=True)
class Fate:
    """A plot without its document. `halt`: the station where it stays today; `days`: how long ago it came in.

    `due`: late, today, soon or nothing in particular. `ending`: how it ends before its end, and `at` which station.
    """

    halt: str = ""
    days: int = 0
    due: str = ""
    incidents: tuple[str, ...] = ()
    kind: str = INCOMING
    to_read: bool = False
    in_office: bool = False  # handled by a section of the office itself
    lead: str = ""  # handled by this bureau whatever the document is about
    ending: str = ""
    at: str = ""


@dataclass(frozen=True)
class Plot:
    """A document and its fate (一件来文的经过)."""

    number: int
    arrives: datetime
    fate: Fate
    letter: Letter
    lead: str
    leader: int  # by rank, going round
    due: date | None
    pace: float = 1.0  # how long the handling takes, against what is usual
    readers: int = 8  # of a circulated copy


# What waits today, so that every state can be seen and everybody in the office has something to do.
NOW = (
    Fate("review", 0),
    Fate("proposal", 2, "soon"),
    Fate("instruction", 3, "soon"),
    Fate("handling", 14, "late", ("chased",)),
    Fate("handling", 8, "today", ("circulated", "asks_opinions")),
    Fate("circulation", 1, to_read=True),
    Fate("instruction", 4, "", ("two_leaders", "alternatives", "dissent")),
    Fate("handling", 9, "soon", ("clerk",), in_office=True),
    Fate("assignment", 5, "soon"),
    Fate("proposal", 5, "", ("proposal_returned",)),
    Fate("", 2, to_read=True),
    Fate("instruction", 8, "late"),
    Fate("instruction", 2, "soon"),
    Fate("proposal", 2, "soon", ("to_deputy",)),
    Fate("handling", 15, "late", ("chased", "answered", "circulated", "helped")),
    Fate("reply", 12, "today"),
    Fate("closing", 13, "soon", ("circulated",)),
    Fate("proposal", 1, kind=TELEGRAM),
    Fate("handling", 7, "soon", ("helped",), kind=TELEGRAM),
    Fate("review", 1),
    Fate("", 5, to_read=True, incidents=("remark",)),
    Fate("instruction", 5, "today", ("circulated",)),
    Fate("instruction", 6, "", ("asks_jump",)),
    Fate("handling", 6, "soon", ("declined", "asks_time")),
    Fate("handling", 7, "", ("resting",), in_office=True),
    Fate("handling", 10, "today", in_office=True),
    Fate("review", 1, kind=TELEGRAM),
    Fate(kind=PAPER_CARD, days=4),
    Fate("", 40, incidents=("slow",), lead=places.LEAVERS),  # in hand when the bureau's head leaves
)
# What has been dealt with in the half year before.
BEFORE = (
    Fate(),
    Fate(incidents=("two_leaders", "circulated")),
    Fate(incidents=("alternatives", "dissent")),
    Fate(to_read=True),
    Fate(incidents=("added_signer", "removed_signer")),
    Fate(incidents=("added_signer", "rated")),
    Fate(incidents=("chased", "answered", "rated")),
    Fate(kind=TELEGRAM),
    Fate(ending="voided", at="review"),
    Fate(incidents=("proposal_returned",)),
    Fate(incidents=("withdrawn",)),
    Fate(incidents=("declined", "extended")),
    Fate(ending="returned", at="review"),
    Fate(incidents=("transferred", "circulated")),
    Fate(kind=PAPER_CARD, ending="returned"),
    Fate(incidents=("duplicate", "rested")),
    Fate(ending="terminated", at="handling"),
    Fate(to_read=True, incidents=("remark",)),
    Fate(in_office=True, incidents=("amended",)),
    Fate(incidents=("chased", "corrected", "rated")),
    Fate(incidents=("jumped", "consulted")),
    Fate(incidents=("refused", "rated")),
    Fate(kind=PAPER_CARD, ending="destroyed"),
)


@dataclass
class Turns:
    """What goes round: the sections for each fate that the office itself deals with, the leaders who are waited for."""

    post: Post
    sections: dict[Fate, Iterator[str]] = field(default_factory=dict)
    leaders: Iterator[int] = field(default_factory=count)

    @classmethod
    def begin(cls, rng: Random) -> "Turns":
        """Return the turns before anything has come in."""
        return cls(Post(rng))

    def section(self, fate: Fate) -> str:
        """Return the next section for a fate; another fate begins with another section."""
        first = 3 * len(self.sections) % len(places.SECTIONS)
        turned = (*places.SECTIONS[first:], *places.SECTIONS[:first])
        return next(self.sections.setdefault(fate, cycle(turned)))


def plots(rng: Random, *, size: int, now: datetime) -> list[Plot]:
    """Return `size` documents and their fates in the order in which they come in, the last of them just now."""
    present = list(islice(cycle(NOW), max(len(NOW), size * 9 // 20)))[:size]
    past = islice(cycle(BEFORE), size - len(present))
    dated = [*((fate.days, fate) for fate in present), *((rng.randrange(SETTLED, HALF_A_YEAR), fate) for fate in past)]
    # By days before today, not by date: the same order of titles and numbers whatever the day.
    queue = sorted(((-days, rng.randrange(5, 500), fate) for days, fate in dated), key=lambda one: one[:2])
    turns = Turns.begin(rng)
    return [
        plot(number, hours.arrival(days, minutes, now), fate, turns, now)
        for number, (days, minutes, fate) in enumerate(queue, 1)
    ]


def plot(number: int, arrives: datetime, fate: Fate, turns: Turns, now: datetime) -> Plot:
    """Return what comes in at a moment, with its fate: a letter, or a telegram, and whoever deals with it."""
    day = arrives.date()
    letter = turns.post.telegram(day) if fate.kind == TELEGRAM else turns.post.letter(day)
    lead = turns.section(fate) if fate.in_office else fate.lead or letter.lead
    leader = next(turns.leaders) if fate.halt == "instruction" else number
    return Plot(number, arrives, fate, letter, lead, leader, _due(fate, now.date()))


def _due(fate: Fate, today: date) -> date | None:
    match fate.due:
        case "late":
            return calendars.add_workdays(today, -2)
        case "today":
            return today
        case "soon":
            return calendars.add_workdays(today, 2)
    return None
