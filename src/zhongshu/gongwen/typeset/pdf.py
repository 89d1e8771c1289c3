"""Setting a draft as PDF (排版): the plan goes to the typesetter as data, so whatever somebody wrote prints as written.

A second look at where things came to stand decides what a first cannot know: whether page one shows any of the body
(7.3.2), and whether the signature has come to stand on a page without text (7.3.5.5).
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from zhongshu.gongwen.draft.model import Draft
from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.typeset import blocks
from zhongshu.gongwen.typeset import plan as plans
from zhongshu.gongwen.typeset.checks import Unfit
from zhongshu.gongwen.typeset.pictures import Image
from zhongshu.gongwen.typeset.plan import Plan
from zhongshu.gongwen.typeset.setting import Setting

TEMPLATES = Path(__file__).parent / "templates"
MAIN = "document.typ"


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
    fonts.check(plan)
    with _folder(plan) as (folder, content):
        setting = Setting(folder / MAIN, content, fonts)
        if setting.page("body") > 1:
            return print_plan(plans.with_body_on_page_one(plan), fonts=fonts, at=at, archival=archival)
        if setting.height_of_signature() > blocks.DOWN:
            raise Unfit("署名、印章和附注一页排不下。请使用规范化简称，核对印章直径，精简附注。")
        setting.close_up()
        pdf, is_settled = setting.pdf(at, archival)
        if not is_settled:
            setting.let_go()
            pdf, _ = setting.pdf(at, archival)
    seals = tuple(
        Anchor(one["page"], round(one["x"], 3), round(one["y"], 3), one["diameter"], one["name"])
        for one in setting.facts
        if one["kind"] == "seal"
    )
    return Printed(pdf, setting.page("last"), seals)


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
