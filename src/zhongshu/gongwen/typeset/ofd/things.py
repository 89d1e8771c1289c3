"""What stands on a page (版面图元): text, paths and pictures in millimetres from its top left corner, back to front."""

from dataclasses import dataclass
from typing import NamedTuple

from zhongshu.gongwen.read.ofd.geometry import Matrix
from zhongshu.gongwen.typeset.ofd.faces import Face
from zhongshu.gongwen.typeset.ofd.pictures import File

# M, L, B (three points) or C (none) as OFD names them, with its points.
Step = tuple[str, tuple[tuple[float, float], ...]]


class Ink(NamedTuple):
    """A colour (颜色): red, green, blue from 0 to 255; alpha from 0 to 1."""

    red: int = 0
    green: int = 0
    blue: int = 0
    alpha: float = 1.0


class Pen(NamedTuple):
    """How a line is drawn (线条): width, dashes and the first dash in millimetres; cap and join as OFD names them."""

    width: float
    cap: str
    join: str
    miter: float
    dashes: tuple[float, ...]
    offset: float


class Area(NamedTuple):
    """A figure of steps, filled by the even-odd rule or by the nonzero one."""

    steps: tuple[Step, ...]
    even_odd: bool = False


class Cluster(NamedTuple):
    """What is read as one (字): its text, its glyphs, and how far right of the origin each stands, in millimetres."""

    text: str
    glyphs: tuple[int, ...]
    places: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """With what a thing is painted, and where it is cut off (裁剪); a colour that is None does not paint."""

    fill: Ink | None
    stroke: Ink | None
    pen: Pen
    clips: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text (文字): height in millimetres; matrix: from its own plane, y downwards, to the page."""

    face: Face
    size: float
    matrix: Matrix
    clusters: tuple[Cluster, ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Path:
    """Lines and figures (图形)."""

    area: Area
    look: Look


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (图像); matrix: from the square of one unit, y downwards, to the page."""

    file: File
    matrix: Matrix
    alpha: float
    clips: tuple[Area, ...]


Thing = Text | Path | Picture


@dataclass(frozen=True, slots=True)
class Page:
    """A page (页): width and height in millimetres, and what stands on it."""

    width: float
    height: float
    things: tuple[Thing, ...]
