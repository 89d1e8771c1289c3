"""One document at the typesetter (一次排版): laid out, asked where things came to stand, laid out again if need be."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from zhongshu.gongwen.fonts import Fonts

LINES = 22.0
# Lines to a page that are tried in turn when the signature is left alone on its page: never more than a line and a
# half away from the usual twenty-two.
OTHER_LINES = (22.5, 23.0, 21.5, 23.5, 21.0, 20.5)


class Setting:
    """A document as it is laid out now. Never shared between threads: the typesetter's object bears no company.

    `facts`: where things came to stand: kind, page, and x and y in millimetres from the upper left.
    """

    def __init__(self, main: Path, content: str, fonts: Fonts) -> None:
        self._main, self._content, self._fonts = main, content, fonts
        self._regrid = True
        self.lay_out()

    def lay_out(self, *, lines: float = LINES, carried: bool = False) -> None:
        """Lay the document out with so many lines to a page; carried: the end of its text goes to the signature."""
        import typst  # here alone: most processes never set anything

        self._compiler: Any = typst.Compiler(
            input=self._main,
            root=self._main.parent,
            font_paths=self._fonts.loaded,
            sys_inputs={
                "plan": self._content,
                "fonts": json.dumps(self._fonts.chains, ensure_ascii=False),
                "lines": str(lines),
                "carried": "yes" if carried else "no",
                "regrid": "yes" if self._regrid else "no",
            },
        )
        self.facts: list[dict[str, Any]] = json.loads(self._compiler.query("<fact>", field="value"))

    def page(self, kind: str) -> int:
        """Return the page of the first fact of a kind, or 0."""
        return next((int(one["page"]) for one in self.facts if one["kind"] == kind), 0)

    def height_of_signature(self) -> float:
        """Return how much of a page the signature takes, to the foot of its seals and its note, in millimetres."""
        return next((float(one["high"]) for one in self.facts if one["kind"] == "signature"), 0.0)

    def pdf(self, at: datetime, archival: bool) -> tuple[bytes, bool]:
        """Return the file, and whether the typesetter was sure in the end where everything stands."""
        made, warnings = self._compiler.compile_with_warnings(
            format="pdf",
            timestamp=at.astimezone(UTC).replace(microsecond=0),
            pdf_standards=["a-2b"] if archival else [],
        )
        return bytes(made), not any("converge" in one.message for one in warnings)

    def close_up(self) -> None:
        """Change the space between lines until the signature shares a page with text, if it does not (7.3.5.5).

        Where no spacing does it, as with nine seals, the end of the text goes over to the signature; where that would
        take all of the text from page one, or does not help either, everything stays as it was.
        """
        for lines in OTHER_LINES:
            if self._is_whole():
                return
            self.lay_out(lines=lines)
        if not self._is_whole():
            self.lay_out(carried=True)
        if not self._is_whole():
            self.lay_out()

    def let_go(self) -> None:
        """Let text after a table stand off the grid: after dozens of tables, each place hangs on too many others."""
        self._regrid = False
        self.lay_out()
        self.close_up()

    def _is_whole(self) -> bool:
        """Tell whether page one and the page of the signature both have text (首页显示正文，没有此页无正文)."""
        return self.page("body") == 1 and self.page("signature") <= self.page("end")
