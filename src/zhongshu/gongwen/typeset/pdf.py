"""Setting a draft as PDF (排版): the plan goes to the typesetter as data, so whatever somebody wrote prints as written.

A second look at where things came to stand decides what a first cannot know: whether page one shows any of the body
(7.3.2), and whether the signature has come to stand on a page without text (7.3.5.5).
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from zhongshu.gongwen.draft.model import Draft
from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.typeset import plan as plans
from zhongshu.gongwen.typeset.pictures import Image
from zhongshu.gongwen.typeset.plan import Plan

TEMPLATES = Path(__file__).parent / "templates"
MAIN = "document.typ"
LINES = 22.0
# Lines to a page that are tried in turn when the signature is left alone on its page: never more than a line and a
# half away from the usual twenty-two.
OTHER_LINES = (22.5, 23.0, 21.5, 23.5, 21.0, 20.5)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a seal (印章) belongs: page from 1, its middle in millimetres from the upper left, diameter, name."""

    page: int
    x: float
    y: float
    diameter: float
    name: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A document that was set: the PDF, how many pages it has, and where its seals belong."""

    pdf: bytes
    pages: int
    seals: tuple[Anchor, ...]


def to_pdf(draft: Draft, *, fonts: Fonts, at: datetime, archival: bool = False) -> Printed:
    """Set a draft to GB/T 9704-2012 (公文排版). The same draft, fonts and second give the same bytes.

    archival: PDF/A-2b, for the archive. Raises `checks.Unfit` for a draft that cannot stand, MissingCharacters for
    characters that no font has, NoType where there are no fonts.
    """
    return print_plan(plans.make(draft), fonts=fonts, at=at, archival=archival)


def print_plan(plan: Plan, *, fonts: Fonts, at: datetime, archival: bool = False) -> Printed:
    """Set a plan; see `to_pdf`."""
    fonts.check(_texts(plan))
    with _folder(plan) as (folder, content):
        setting = _Setting(folder, content, fonts)
        facts = setting.facts()
        if _page(facts, "body") > 1:
            return print_plan(plans.with_body_on_page_one(plan), fonts=fonts, at=at, archival=archival)
        facts = setting.close_up(facts)
        pdf, is_settled = setting.pdf(at, archival)
        if not is_settled:
            setting.let_go()
            facts = setting.close_up(setting.facts())
            pdf, _ = setting.pdf(at, archival)
    seals = tuple(
        Anchor(one["page"], round(one["x"], 3), round(one["y"], 3), one["diameter"], one["name"])
        for one in facts
        if one["kind"] == "seal"
    )
    return Printed(pdf, _page(facts, "last"), seals)


class _Setting:
    """One document at the typesetter: its content, and how many lines its pages have."""

    def __init__(self, folder: Path, content: str, fonts: Fonts) -> None:
        self.folder, self.content, self.fonts = folder, content, fonts
        self.lines, self.carried, self.regrid = LINES, False, True

    def facts(self) -> list[dict[str, Any]]:
        """Return where things came to stand: kind, page, and x and y in millimetres."""
        import typst  # here alone: most processes never set anything

        found: list[dict[str, Any]] = json.loads(typst.query(selector="<fact>", field="value", **self._options()))
        return found

    def pdf(self, at: datetime, archival: bool) -> tuple[bytes, bool]:
        """Return the file, and whether the typesetter was sure in the end where everything stands."""
        import typst

        made, warnings = typst.compile_with_warnings(
            format="pdf",
            timestamp=at.astimezone(UTC).replace(microsecond=0),
            pdf_standards=["a-2b"] if archival else [],
            **self._options(),
        )
        return bytes(made), not any("converge" in one.message for one in warnings)

    def let_go(self) -> None:
        """Let text after a table stand off the grid: after dozens of tables, each place hangs on too many others."""
        self.lines, self.carried, self.regrid = LINES, False, False

    def close_up(self, facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Change the space between lines until the signature shares a page with text, if it does not (7.3.5.5).

        Where no spacing does it, as with nine seals, the last two lines of the text go over to the signature.
        """
        for lines in OTHER_LINES:
            if not _is_alone(facts):
                return facts
            self.lines = lines
            facts = self.facts()
        if _is_alone(facts):
            self.lines, self.carried = LINES, True
            facts = self.facts()
        return facts

    def _options(self) -> dict[str, Any]:
        return {
            "input": self.folder / MAIN,
            "root": self.folder,
            "font_paths": self.fonts.loaded,
            "sys_inputs": {
                "plan": self.content,
                "fonts": json.dumps(self.fonts.chains, ensure_ascii=False),
                "lines": str(self.lines),
                "regrid": "yes" if self.regrid else "no",
                "carried": "yes" if self.carried else "no",
            },
        }


def _page(facts: list[dict[str, Any]], kind: str) -> int:
    return next((int(one["page"]) for one in facts if one["kind"] == kind), 0)


def _is_alone(facts: list[dict[str, Any]]) -> bool:
    """Tell whether the signature stands on a page without text (此页无正文)."""
    return _page(facts, "signature") > _page(facts, "end") > 0


@contextmanager
def _folder(plan: Plan) -> Iterator[tuple[Path, str]]:
    """Lend the folder of the templates and the content as JSON; with pictures, a copy that has them beside it."""
    images: dict[str, bytes] = {}
    content = json.dumps(_plain(plan, images), ensure_ascii=False)
    if not images:
        yield TEMPLATES, content
        return
    with tempfile.TemporaryDirectory(prefix="zhongshu-typeset-") as place:
        folder = Path(place)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, folder / template.name)
        for name, data in images.items():
            (folder / name).write_bytes(data)
        yield folder, content


def _plain(value: Any, images: dict[str, bytes]) -> Any:
    """Return a plan as JSON can hold it; an image becomes the name of the file it will lie in, as `file`."""
    if is_dataclass(value):
        made = {}
        for name in value.__dataclass_fields__:
            part = getattr(value, name)
            if name == "image":
                made["file"] = _file(part, images)
            else:
                made[name] = _plain(part, images)
        return made
    return [_plain(one, images) for one in value] if isinstance(value, tuple | list) else value


def _file(image: Image | None, images: dict[str, bytes]) -> str | None:
    if image is None:
        return None
    name = f"{len(images) + 1}.{image.suffix}"
    images[name] = image.data
    return name


def _texts(value: Any) -> Iterator[str]:
    """Yield every text that stands anywhere in a plan."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value) and not isinstance(value, Image):
        yield from _texts([getattr(value, name) for name in value.__dataclass_fields__])
