"""A text taken apart (要素切分): head, title, recipients, body, closing, 版记, attachments.

Rows go by from the top; each stage knows what may stand in it and hands over to the next. What fits nowhere before
the title or after the end is left aside (other): no rule speaks of it.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from zhongshu.gongwen.check import shapes, sheet, titles
from zhongshu.gongwen.check.sheet import Paragraph, Role, Sheet

# Where line breaks were lost, wide blanks stand; they also part what shares a row.
_WIDE = re.compile(r"[^\S\n]*(?:\u3000{2}| {4})[^\S\n]*")
_HEAD_ROWS, _TITLE_ROWS, _SIGNED_ROWS = 40, 6, 12


class Row(NamedTuple):
    """A piece of a line: its text without outer blanks, and where it begins in which line of the source."""

    text: str
    source: tuple[str | int, ...]
    offset: int
    is_cell: bool = False


def of_text(text: str) -> Sheet:
    """Return a plain text as a sheet; every line is a paragraph, counted from 0."""
    return of_lines(((number,), line) for number, line in enumerate(text.split("\n")))


def of_lines(lines: Iterable[tuple[tuple[str | int, ...], str]]) -> Sheet:
    """Return lines with their places in the source as a sheet."""
    rows = [row for source, line in lines for row in _rows(source, line)]
    roles = _Reader([row.text for row in rows], [row.is_cell for row in rows]).run()
    made = [_paragraph(row, role) for row, role in zip(rows, roles, strict=True)]
    title = sheet.Sheet(tuple(made)).one("title").text
    return sheet.made(made, direction(made, title), _issuers(made, title))


def _rows(source: tuple[str | int, ...], line: str) -> Iterator[Row]:
    """Yield the pieces of a line that wide blanks part, of a row of a table its cells."""
    parting = re.compile("\t") if "\t" in line.strip() else _WIDE
    is_cell = parting is not _WIDE
    cuts = [(0, 0)] if _is_spaced(line) else [(0, 0), *(found.span() for found in parting.finditer(line))]
    for (_, begin), (end, _) in zip(cuts, [*cuts[1:], (len(line), 0)], strict=True):
        piece = line[begin:end]
        if text := piece.strip():
            start = begin + piece.index(text)
            yield Row(text, source, start, is_cell)


def _is_spaced(line: str) -> bool:
    """Tell whether blanks only spread a word: 通　　知, 标　　题."""
    return all(len(word) == 1 for word in line.split())


def _paragraph(row: Row, role: Role) -> Paragraph:
    return sheet.paragraph(row.text, role, row.source, row.offset)


def direction(made: list[Paragraph], title: str) -> str:
    """Return which way the document goes; a report that is addressed to nobody is published and goes nowhere."""
    is_public = titles.take(title).statutory == "报告" and all(one.role != "recipients" for one in made)
    return "" if is_public else titles.take(title).direction


def _issuers(made: list[Paragraph], title: str) -> tuple[str, ...]:
    """Return who issues: as signed, else as the title says, else as the mark does."""
    signed = [name for one in made if one.role == "signature" for name in shapes.names(one.text)]
    marks = [one.text.removesuffix("文件") for one in made if one.role == "mark"]
    return tuple(signed or titles.take(title).issuers or marks)


class _Reader:
    """Goes down the rows once and says of each what it is."""

    def __init__(self, texts: list[str], cells: list[bool]) -> None:
        self.texts, self.cells = texts, cells
        self.roles: list[Role] = ["body"] * len(texts)
        self.at = 0

    def run(self) -> list[Role]:
        title = self._title_at()
        if title is not None:
            self._head(title)
            self._title(title)
            self._address()
        else:
            self._bare_head()
        end = self._end()
        self._body(end)
        self._closing()
        return self.roles

    def _take(self, role: Role, count: int = 1) -> None:
        self.roles[self.at : self.at + count] = [role] * count
        self.at += count

    def _title_at(self) -> int | None:
        """Return the row of the title: the first that is one, with a row of organs right above 关于."""
        for number, text in enumerate(self.texts[:_HEAD_ROWS]):
            if shapes.head(text) in ("signer", "number") or (shapes.head(text) == "mark" and "关于" not in text):
                continue
            if shapes.is_title(text):
                return number
            if "。" in text[:-1] or shapes.level_of(text):
                return None
        return None

    def _head(self, title: int) -> None:
        """Tell the rows above the title; an organ right above one that names none belongs to it."""
        for number in range(title):
            self.roles[number] = shapes.head(self.texts[number]) or "other"
        above = title - 1
        while above >= 0 and re.match("关于|印发|转发|批转", self.texts[title]) and self._issues(above):
            self.roles[above] = "title"
            above -= 1
        self.at = title

    def _bare_head(self) -> None:
        """Tell the rows of a head that no title follows, as of an order (令); without mark or number it is none."""
        heads = [role for role in takewhile(bool, map(shapes.head, self.texts)) if role]
        if {"mark", "number"} & set(heads):
            self.roles[: len(heads)] = heads
            self.at = len(heads)

    def _issues(self, number: int) -> bool:
        return self.roles[number] == "other" and shapes.is_organ(self.texts[number])

    def _title(self, start: int) -> None:
        """Take the rows of the title, up to the one that ends with a genre."""
        ends = (
            number
            for number in range(start, min(start + _TITLE_ROWS, len(self.texts)))
            if shapes.ends_title(self.texts[number])
        )
        end = next(ends, start)
        if any("。" in text[:-1] or text.endswith(("：", ":")) for text in self.texts[start : end + 1]):
            end = start
        self._take("title", end + 1 - start)

    def _address(self) -> None:
        """Take what stands between title and body."""
        title = self._joined("title")
        while self.at < len(self.texts):
            text = self.texts[self.at]
            if shapes.is_adopted(text):
                self._take("adopted")
            elif role := self._again(text, title):
                self._take(role)
            elif shapes.is_recipients(text):
                self._take("recipients")
                return
            else:
                return

    def _again(self, text: str, title: str) -> Role | None:
        """Tell what a row is that stands under the title as it could above it, or says the title again."""
        head = shapes.head(text)
        if head in ("number", "signer", "secrecy", "urgency", "mark"):
            return head
        following = "".join(self.texts[self.at + 1 : self.at + 2])
        is_other = text in title or shapes.is_metadata(text) or shapes.is_title(text) or following in title
        return "other" if is_other and following else None

    def _joined(self, wanted: Role) -> str:
        return "".join(text for text, role in zip(self.texts, self.roles, strict=True) if role == wanted)

    def _end(self) -> int:
        """Return the row with the date of signing, or the first of what follows the body where none is dated."""
        rows = range(self.at, len(self.texts))
        tails = (number for number in rows if self._opens_tail(number))
        dates = (number for number in rows if shapes.DATE.fullmatch(self.texts[number]) and self._is_signed(number))
        dated, tail = next(dates, len(self.texts)), next(tails, len(self.texts))
        return min(dated, tail)

    def _is_signed(self, number: int) -> bool:
        """Tell whether a date stands as a signed one: under an organ, or with nothing of the body behind it."""
        following = self.texts[number + 1] if number + 1 < len(self.texts) else ""
        return shapes.is_organ(self.texts[number - 1]) or not following or self._follows(following)

    def _opens_tail(self, number: int) -> bool:
        text = self.texts[number]
        return bool(
            shapes.COPIED_TO.match(text) or shapes.KEYWORDS.match(text) or shapes.is_noise(text) or self._labels(number)
        )

    def _labels(self, number: int) -> bool:
        """Tell whether a row is the label of an attachment: 附件, 附件1, alone in its row."""
        return bool(shapes.ATTACHMENT_LABEL.fullmatch(self.texts[number]))

    def _follows(self, text: str) -> bool:
        return bool(
            shapes.is_note(text)
            or shapes.is_noise(text)
            or shapes.COPIED_TO.match(text)
            or shapes.KEYWORDS.match(text)
            or shapes.ATTACHMENT_LABEL.match(text)
            or shapes.PRINTED.fullmatch(text)
        )

    def _body(self, end: int) -> None:
        """Tell the paragraphs up to the end: prose, tables, 附件说明; and the signature right above the date."""
        is_noted = False
        for number in range(self.at, end):
            text = self.texts[number]
            is_noted = self._is_noted(text, is_noted)
            self.roles[number] = "attachment_note" if is_noted else self._prose(number)
        self._sign(end)
        self.at = end

    def _is_noted(self, text: str, is_noted: bool) -> bool:
        listed = is_noted and shapes.LISTED.match(text) and not text.endswith("。")
        return bool(shapes.ATTACHMENT_NOTE.match(text) or listed)

    def _prose(self, number: int) -> Role:
        text = self.texts[number]
        if self.cells[number]:
            return "table"
        if shapes.PRESENT.match(text):
            return "present"
        return "heading" if shapes.is_heading(text) else "body"

    def _sign(self, end: int) -> None:
        """Take the organs right above the date, or at the end of an undated text, for the signature."""
        titled = titles.take(self._joined("title")).issuers
        for number in range(end - 1, max(self.at, end - _SIGNED_ROWS) - 1, -1):
            if not shapes.is_organ(self.texts[number]):
                break
            self.roles[number] = "signature"
            if titled and titled[0] in shapes.names(self.texts[number]):
                break

    def _closing(self) -> None:
        """Tell what follows: date, note, 版记, and the attachments, whose rows go on up to the next label or 版记."""
        seen: set[Role] = set()
        inside: Role = "attachment_title"
        while self.at < len(self.texts):
            role = self._last(self.texts[self.at], seen)
            if role is None:
                role = "attachment_table" if self.cells[self.at] else inside
                inside = "attachment_body"
            elif role == "attachment_label":
                inside = "attachment_title"
            seen.add(role)
            self._take(role)

    def _last(self, text: str, seen: set[Role]) -> Role | None:
        """Tell what a row after the body is; None for what an attachment says."""
        if shapes.KEYWORDS.match(text):
            return "keywords"
        if shapes.COPIED_TO.match(text):
            return "copied_to"
        if self._labels(self.at):
            return "attachment_label"
        if not seen & {"date", "attachment_label"} and shapes.DATE.fullmatch(text):
            return "date"
        return self._imprint(text, seen)

    def _imprint(self, text: str, seen: set[Role]) -> Role | None:
        printed = shapes.PRINTED.fullmatch(text)
        if self._is_printer() or (printed and (printed["word"] or seen & {"copied_to", "keywords"})):
            return "printed"
        if shapes.is_noise(text):
            return "other"
        return "note" if shapes.is_note(text) and "attachment_label" not in seen else None

    def _is_printer(self) -> bool:
        """Tell whether an organ stands right before the date of printing, in a row with it."""
        following = "".join(self.texts[self.at + 1 : self.at + 2])
        is_dated = shapes.DATE.match(following) and following.rstrip("。").endswith("印发")
        return bool(is_dated) and shapes.is_organ(self.texts[self.at])
