"""The pages of a PDF as things with places (页面内容): a content stream is followed operator by operator.

Only what the typesetter writes is known here; anything else is refused, so that nothing is left out in silence.
"""

import copy
from collections.abc import Callable, Sequence
from typing import Any

from zhongshu.gongwen.read.ofd.geometry import Matrix
from zhongshu.gongwen.typeset.ofd import faces, pictures, tokens
from zhongshu.gongwen.typeset.ofd.errors import Unwritable
from zhongshu.gongwen.typeset.ofd.faces import Face
from zhongshu.gongwen.typeset.ofd.lettering import Spelling
from zhongshu.gongwen.typeset.ofd.pictures import File
from zhongshu.gongwen.typeset.ofd.state import State, extend, ink
from zhongshu.gongwen.typeset.ofd.things import Area, Page, Path, Picture, Step, Text, Thing

_MILLIMETRES = 25.4 / 72
_DEEPEST = 16  # forms inside forms
_UNKNOWN = "PDF 中有不能写成 OFD 的内容（{}）。请用本系统排版的 PDF。"
_UPSIDE_DOWN = Matrix(d=-1.0, f=1.0)


class Shelf:
    """What pages share: fonts and pictures, each made once (资源)."""

    def __init__(self) -> None:
        self._faces: dict[Any, Face] = {}
        self._files: dict[Any, File] = {}

    def face(self, said: Any) -> Face:
        """Return a font by the reference that stands in the resources."""
        return _once(self._faces, said, faces.face)

    def file(self, said: Any) -> File:
        """Return a picture by the reference that stands in the resources."""
        return _once(self._files, said, pictures.file)


def _once(made: dict[Any, Any], said: Any, make: Callable[[Any], Any]) -> Any:
    key = getattr(said, "idnum", id(said))
    if key not in made:
        made[key] = make(said.get_object())
    return made[key]


def page(said: Any, shelf: Shelf) -> Page:
    """Return a page of the PDF. Raises Unwritable for what cannot be carried over."""
    left, bottom, right, top = (float(side) * _MILLIMETRES for side in said.mediabox)
    if said.get("/Rotate", 0) % 360:
        raise Unwritable(_UNKNOWN.format("旋转的页面"))
    begin = State(Matrix(_MILLIMETRES, 0, 0, -_MILLIMETRES, -left, top))
    follower = Follower(begin, said.get("/Resources", {}), shelf)
    content = said.get_contents()
    follower.follow(content.get_data() if content is not None else b"")
    return Page(right - left, top - bottom, tuple(follower.things))


class Follower:
    """Follows a content stream and collects what it draws."""

    def __init__(self, begin: State, resources: Any, shelf: Shelf, depth: int = 0) -> None:
        self.things: list[Thing] = []
        self._state, self._kept = begin, list[State]()
        self._resources, self._shelf, self._depth = resources, shelf, depth
        self._steps: list[Step] = []
        self._clip: bool | None = None
        self._spelling = Spelling()

    def follow(self, content: bytes) -> None:
        """Follow the stream to its end. Raises Unwritable."""
        for operator, held in tokens.operations(content):
            act = _ACTS.get(operator)
            if act is None:
                raise Unwritable(_UNKNOWN.format(operator))
            act(self, held)

    def _find(self, kind: str, name: str) -> Any:
        listed = self._resources[kind].get_object()
        return listed.raw_get(name)

    # State

    def keep(self, held: Sequence[Any]) -> None:
        self._kept.append(copy.copy(self._state))

    def restore(self, held: Sequence[Any]) -> None:
        if self._kept:
            self._state = self._kept.pop()

    def concatenate(self, held: Sequence[Any]) -> None:
        self._state.matrix = Matrix(*held).then(self._state.matrix)

    def dash(self, held: Sequence[Any]) -> None:
        self._state.dashes, self._state.offset = tuple(held[0]), held[1]

    def extend(self, held: Sequence[Any]) -> None:
        extend(self._state, self._find("/ExtGState", held[0]).get_object())

    def set(self, name: str, value: Any) -> None:
        setattr(self._state, name, value)

    # Paths

    def step(self, letter: str, held: Sequence[float]) -> None:
        points = zip(held[::2], held[1::2], strict=True)
        self._steps.append((letter, tuple(self._state.matrix.point(*point) for point in points)))

    def rectangle(self, held: Sequence[float]) -> None:
        x, y, width, height = held
        self.step("M", (x, y))
        for corner in ((x + width, y), (x + width, y + height), (x, y + height)):
            self.step("L", corner)
        self.step("C", ())

    def paint(self, *, fill: bool = False, stroke: bool = False, even_odd: bool = False, close: bool = False) -> None:
        if close:
            self.step("C", ())
        steps, self._steps = tuple(self._steps), []
        if steps and (fill or stroke):
            self.things.append(Path(Area(steps, even_odd), self._state.look(fill=fill, stroke=stroke)))
        if self._clip is not None and steps:
            self._state.clips = (*self._state.clips, Area(steps, self._clip))
        self._clip = None

    def clip(self, even_odd: bool) -> None:
        self._clip = even_odd

    # Text

    def type(self, held: Sequence[Any]) -> None:
        self._state.face, self._state.size = self._shelf.face(self._find("/Font", held[0])), held[1]

    def mark(self, held: Sequence[Any]) -> None:
        said = held[1] if len(held) > 1 and isinstance(held[1], dict) else {}
        self._spelling.begin(said.get("/ActualText"))

    def unmark(self, held: Sequence[Any]) -> None:
        self._spelling.end()

    def show(self, held: Sequence[Any]) -> None:
        state = self._state
        if state.face is None or not 0 <= state.mode <= 2:
            raise Unwritable(_UNKNOWN.format("不显示的文字"))
        matrix = state.line.then(state.matrix)
        # One unit of the stream's height in millimetres of the page.
        scale = matrix.scale
        if not scale or not state.size:
            return
        run = self._spelling.run(state.face, held, state.size * scale)
        state.line = Matrix(e=run.end / scale).then(state.line)
        if run.clusters:
            plane = Matrix(1 / scale, 0, 0, -1 / scale).then(matrix)
            look = state.look(fill=state.mode != 1, stroke=state.mode != 0)
            self.things.append(Text(state.face, state.size * scale, plane, run.clusters, look))

    # What is drawn elsewhere

    def draw(self, held: Sequence[Any]) -> None:
        said = self._find("/XObject", held[0])
        thing = said.get_object()
        if thing.get("/Subtype") == "/Image":
            matrix = _UPSIDE_DOWN.then(self._state.matrix)
            picture = Picture(self._shelf.file(said), matrix, self._state.fill_alpha, self._state.clips)
            self.things.append(picture)
        else:
            self._form(thing)

    def _form(self, form: Any) -> None:
        if self._depth >= _DEEPEST or ("/Group" in form and self._state.fill_alpha < 1):
            raise Unwritable(_UNKNOWN.format("层层嵌套或者整体透明的图形"))
        state = copy.copy(self._state)
        state.matrix = Matrix(*map(float, form.get("/Matrix", Matrix()))).then(state.matrix)
        inner = Follower(state, form.get("/Resources", self._resources), self._shelf, self._depth + 1)
        left, bottom, right, top = map(float, form["/BBox"])
        inner.rectangle((left, bottom, right - left, top - bottom))
        inner.clip(False)
        inner.paint()
        inner.follow(form.get_data())
        self.things += inner.things


def _set(name: str, kind: Callable[[Any], Any]) -> Callable[[Follower, Sequence[Any]], None]:
    return lambda follower, held: follower.set(name, kind(held[0]))


def _colour(name: str) -> Callable[[Follower, Sequence[Any]], None]:
    return lambda follower, held: follower.set(name, ink(held))


def _step(letter: str) -> Callable[[Follower, Sequence[Any]], None]:
    return lambda follower, held: follower.step(letter, held)


def _paint(**how: bool) -> Callable[[Follower, Sequence[Any]], None]:
    return lambda follower, held: follower.paint(**how)


def _nothing(follower: Follower, held: Sequence[Any]) -> None:
    """What says nothing that OFD could show: colour spaces (their colours tell by their number), intents, marks."""


_ACTS: dict[str, Callable[[Follower, Sequence[Any]], None]] = {
    "q": Follower.keep, "Q": Follower.restore, "cm": Follower.concatenate, "gs": Follower.extend,
    "w": _set("width", float), "J": _set("cap", int), "j": _set("join", int), "M": _set("miter", float),
    "d": Follower.dash, "i": _nothing, "ri": _nothing, "cs": _nothing, "CS": _nothing,
    "g": _colour("fill"), "rg": _colour("fill"), "k": _colour("fill"), "sc": _colour("fill"), "scn": _colour("fill"),
    "G": _colour("stroke"), "RG": _colour("stroke"), "K": _colour("stroke"), "SC": _colour("stroke"),
    "SCN": _colour("stroke"),
    "m": _step("M"), "l": _step("L"), "c": _step("B"), "h": _step("C"), "re": Follower.rectangle,
    "n": _paint(), "f": _paint(fill=True), "f*": _paint(fill=True, even_odd=True), "S": _paint(stroke=True),
    "s": _paint(stroke=True, close=True), "B": _paint(fill=True, stroke=True),
    "B*": _paint(fill=True, stroke=True, even_odd=True), "b": _paint(fill=True, stroke=True, close=True),
    "b*": _paint(fill=True, stroke=True, even_odd=True, close=True),
    "W": lambda follower, held: follower.clip(False), "W*": lambda follower, held: follower.clip(True),
    "BT": lambda follower, held: follower.set("line", Matrix()), "ET": _nothing, "Tr": _set("mode", int),
    "Tf": Follower.type, "Tm": lambda follower, held: follower.set("line", Matrix(*held)),
    "Tj": Follower.show, "TJ": lambda follower, held: follower.show(held[0]),
    "BDC": Follower.mark, "BMC": Follower.mark, "EMC": Follower.unmark, "Do": Follower.draw,
}  # fmt: skip
