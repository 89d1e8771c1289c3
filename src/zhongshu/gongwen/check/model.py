"""What checking speaks of (把关模型): rules with their force and source, what they hit, and the findings.

GB/T 9704 and the 条例 grade their own wording, and the grade limits how loudly a rule may speak: only what a
text that was read says plainly (应当、必须、不得) may be called an error.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from zhongshu.gongwen.check.sheet import Sheet


class Force(StrEnum):
    """How strongly the source binds (约束力)."""

    MUST = "应当"
    USUALLY = "一般"
    RECOMMENDED = "推荐"
    MAY = "可以"
    PRACTICE = "惯例"


class Severity(StrEnum):
    """How loudly a finding speaks (级别)."""

    ERROR = "错误"
    WARNING = "警告"
    INFO = "提示"


_LOUDEST = {
    Force.MUST: Severity.WARNING,  # an error once it is verified: see Rule.severity
    Force.USUALLY: Severity.WARNING,
    Force.RECOMMENDED: Severity.WARNING,
    Force.MAY: Severity.INFO,
    Force.PRACTICE: Severity.INFO,
}


class Place(NamedTuple):
    """A stretch of a sheet: paragraph counted from 0, start and end as in slices of its text."""

    paragraph: int
    start: int
    end: int


class Edit(NamedTuple):
    """What to write in place of what stands there (修改)."""

    place: Place
    right: str


class Hit(NamedTuple):
    """What a rule yields. right: the proposed text, empty where there is none or the words are to go (then see fix).

    fix: whether `right` may be written there unasked, because no meaning changes. doubtful: whether the parts of the
    document could not be told apart for certain, so that an error is only worth a warning.
    """

    place: Place
    message: str
    right: str = ""
    fix: bool = False
    doubtful: bool = False


class Relation(StrEnum):
    """What the second organ is to the first (行文关系)."""

    SUPERIOR = "上级"
    SUBORDINATE = "下级"
    PEER = "同级"
    GUIDANCE = "业务指导"
    UNRELATED = "不相隶属"
    DUAL = "双重领导"


class Renamed(NamedTuple):
    """An organ's name that has been another since a day (机构更名); every place that has such an organ is meant."""

    old: str
    new: str
    since: date


class Law(NamedTuple):
    """A law that another has taken the place of (法规更替). new: its title with the year of its version."""

    old: str
    new: str
    since: date


@dataclass(frozen=True, slots=True)
class World:
    """What only the organ's own records know (已知情况); where they say nothing, the rules that ask keep silent.

    relation: what the second organ is to the first, None for unknown; superior: an organ's direct one; internal: names
    of 内设机构; bodies: names of 议事协调机构 that may not issue; codes: an organ's 机关代字; short_names: full name to
    standard short name; people: name to post in full; texts: title to text of what may be quoted; signed: organ to the
    day on which its head signed this document; classified: whether the system may hold state secrets; public: whether
    the document will be published; important: whether it is an important one (重要公文); today: the day of checking.
    """

    relation: Callable[[str, str], Relation | None] = lambda sender, receiver: None
    superior: Mapping[str, str] = field(default_factory=dict)
    internal: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    short_names: Mapping[str, str] = field(default_factory=dict)
    renamed: tuple[Renamed, ...] = ()
    laws: tuple[Law, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    signed: Mapping[str, date] = field(default_factory=dict)
    classified: bool = False
    public: bool = False
    important: bool = False
    today: date | None = None


NOTHING = World()  # when nothing is known

Find = Callable[["Sheet", World], Iterator[Hit]]
# A text is one paragraph of the body or more; a mapping has the text (or a list of them) by role: see sheet.of_parts.
Example = str | Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One thing that is checked (规则).

    words: what is checked, in Chinese; source: the clause; pairs: wrong and right examples; keep: texts that look
    wrong and are not; world: in which the examples are judged; since: from when the source is in force.
    """

    id: str
    force: Force
    source: str
    words: str
    find: Find
    verified: bool = False
    pairs: tuple[tuple[Example, Example], ...] = ()
    keep: tuple[Example, ...] = ()
    world: World = NOTHING
    since: date = date(2012, 7, 1)

    @property
    def group(self) -> str:
        return self.id.split("-")[0]

    @property
    def severity(self) -> Severity:
        """How loudly it may speak: only MUST that is verified is an error."""
        return Severity.ERROR if self.force is Force.MUST and self.verified else _LOUDEST[self.force]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a draft (问题): where, what stands there and what should."""

    rule: Rule
    severity: Severity
    place: Place
    message: str
    wrong: str
    right: str
    fix: Edit | None = None


def rule(
    id: str,
    force: Force,
    source: str,
    words: str,
    *,
    pairs: Iterable[tuple[Example, Example]],
    keep: Iterable[Example] = (),
    **options: Any,
) -> Callable[[Find], Rule]:
    """Make a rule of the function that finds its hits."""

    def made(find: Find) -> Rule:
        return Rule(id, force, source, words, find, pairs=tuple(pairs), keep=tuple(keep), **options)

    return made
