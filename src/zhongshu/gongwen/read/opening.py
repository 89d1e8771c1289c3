"""What stands before the body (版头与标题部分): marks, masthead, own number, title, note under the title, recipients.

Rows are read from the top; each is cut further where number, title and recipients have run together.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhongshu.gongwen.read import addressed, closing, gaps, heads, labels, noise, organs, signatures, titles, wording
from zhongshu.gongwen.read.sheet import Sheet, Span

LONGEST_HEAD = 80
_MOST_OTHERS, _MOST_STEPS, _LONGEST_ROW = 12, 200, 4000

_DATED_NUMBER = re.compile(
    rf"[（(]?(?P<date>{closing.DATE.pattern})(?P<number>{wording.NUMBER.pattern}|{wording.DATED_ORDER})[）)]?"
)
_NOTE_WORD = re.compile(r"通过|批准|公布|发布|修订|修正|施行|实施|印发|会议")


@dataclass(slots=True)
class Opening:
    """The parts of the opening; whatever is missing is empty. `body` is where the body begins.

    late: whether something that is no opening stands before it, so that all is doubtful; stepped: whether something
    that is none stood before the recipients."""

    metadata: list[tuple[str, Span]] = field(default_factory=list)
    marks: list[Span] = field(default_factory=list)
    mastheads: list[Span] = field(default_factory=list)
    numbers: list[Span] = field(default_factory=list)
    titles: list[list[Span]] = field(default_factory=list)
    notes: list[Span] = field(default_factory=list)
    recipients: list[Span] = field(default_factory=list)
    others: list[Span] = field(default_factory=list)
    body: int = 0
    late: bool = False
    stepped: bool = False


def read(sheet: Sheet, at: int = 0) -> Opening:
    """Take the opening that begins in row `at` apart."""
    return _Reader(sheet, at).run()


class _Reader:
    """Goes down the rows once; `rest` is what is left of the row at hand."""

    def __init__(self, sheet: Sheet, at: int) -> None:
        self.sheet, self.text, self.found = sheet, sheet.text, Opening()
        self.rows: Sequence[Span] = sheet.rows
        self.at, self.end = at, min(at + LONGEST_HEAD, len(sheet.rows))
        self.rest = self.rows[at] if self.rows else Span(0, 0)

    def run(self) -> Opening:
        steps = (
            self._dated_number,
            self._source,
            self._metadata,
            self._lead,
            self._mark,
            self._masthead,
            self._number,
            self._title,
            self._recipients,
            self._bare,
            self._damaged,
            self._note,
            self._head,
            self._stray,
        )
        for _ in range(_MOST_STEPS):
            is_over = self.at >= self.end or self.found.recipients
            if is_over or not any(step() for step in steps):
                break
        self.found.body = self.rest.start if self.at < len(self.rows) else len(self.text)
        return self.found

    def _row(self) -> str:
        return self.text[self.rest.start : min(self.rest.end, self.rest.start + _LONGEST_ROW)]

    def _take(self, end: int) -> Span:
        """Take the rest of the row up to `end` and go on behind it."""
        taken = Span(self.rest.start, end)
        if end >= self.rest.end:
            self._skip(1)
        else:
            self.rest = Span(end, self.rest.end)
        return taken

    def _skip(self, count: int) -> None:
        self.at += count
        self.rest = self.rows[self.at] if self.at < len(self.rows) else Span(len(self.text), len(self.text))

    def _metadata(self) -> bool:
        if not (noise.is_metadata(self._row()) or labels.begins(self.sheet, self.rest)):
            return False
        self.found.metadata += [(label.name, label.value) for label in labels.read(self.sheet, self.rest)]
        self._skip(1)
        return True

    def _dated_number(self) -> bool:
        """Take a number of its own and the date right before it."""
        row, start = self._row(), self.rest.start
        found = _DATED_NUMBER.match(row) if self.found.titles else None
        if not found or wording.CITED.match(row, found.end()):
            return False
        self.found.others.append(Span(start + found.start("date"), start + found.end("date")))
        self.found.numbers.append(Span(start + found.start("number"), start + found.end("number")))
        self._take(start + found.end())
        return True

    def _source(self) -> bool:
        end = gaps.source(self._row())
        if end:
            self._take(self.rest.start + end)
            self.found.stepped = True
        return end > 0

    def _lead(self) -> bool:
        """Step over what a news agency writes before the title in its row."""
        lead = noise.LEAD.match(self._row())
        if lead:
            self._take(self.rest.start + lead.end())
        return lead is not None

    def _mark(self) -> bool:
        end = heads.mark(self._row(), self.text[max(self.rest.start - _LONGEST_ROW, 0) : self.rest.start])
        if end:
            self.found.marks.append(self._take(self.rest.start + end))
        return end > 0

    def _masthead(self) -> bool:
        """Take a masthead that number or title have run into."""
        end = heads.masthead(self._row())
        if end:
            self.found.mastheads.append(self._take(self.rest.start + end))
        return end > 0

    def _number(self) -> bool:
        """Take a number of its own: alone in its row, in brackets, or run together with what follows."""
        row = self._row()
        found = re.match(rf"[（(【\[]?(?P<number>{wording.NUMBER.pattern})[）)】\]]?", row)
        if not found or (wording.CITED.match(row, found.end()) and not titles.is_quoted(row[found.end() :])):
            return self._order_number(row)
        self.found.numbers.append(Span(self.rest.start + found.start("number"), self.rest.start + found.end("number")))
        self._take(self.rest.start + found.end())
        return True

    def _order_number(self, row: str) -> bool:
        found = wording.ORDER_NUMBER.match(row)
        if not found or (wording.CITED.match(row, found.end()) and row[found.end()] != "《"):
            return False
        self.found.numbers.append(self._take(self.rest.start + found.end()))
        return True

    def _recipients(self) -> bool:
        spans = addressed.listed(self.sheet, self.rest, self.at)
        if not spans:
            return False
        self.found.recipients = spans
        self._skip(len(spans) - 1)
        if spans[-1].end + 1 >= self.rows[self.at].end:
            self._skip(1)
        else:
            self.rest = Span(spans[-1].end + 1, self.rows[self.at].end)
        return True

    def _bare(self) -> bool:
        """Take recipients whose colon was lost."""
        is_bare = bool(self.found.titles) and addressed.is_bare(self._row(), self._next(200))
        if is_bare:
            self.found.recipients = [self._take(self.rest.end)]
        return is_bare

    def _title(self) -> bool:
        return self._quoted_title() or self._known_title() or self._whole_title() or self._leading_title()

    def _quoted_title(self) -> bool:
        if is_quoted := titles.is_quoted(self._row()):
            self.found.titles.append([Span(self.rest.start + 1, self.rest.end - 1)])
            self._skip(1)
        return is_quoted

    def _known_title(self) -> bool:
        return self._run_together(titles.known(self._row(), self._shown()))

    def _shown(self) -> list[str]:
        return ["".join(self.text[span.start : span.end] for span in spans) for spans in self.found.titles]

    def _damaged(self) -> bool:
        """Step over a damaged row that says again what stands above."""
        is_damaged = bool(self.found.titles) and gaps.is_damaged(self._row(), self._shown())
        if is_damaged:
            self.found.stepped = True
            self._skip(1)
        return is_damaged

    def _whole_title(self) -> bool:
        spans = [self.rest, *self.rows[self.at + 1 : self.at + 9]]
        row = self._row()
        if not re.search("[一-龥]", row) or closing.DATE.fullmatch(row) or self._is_masthead(*spans[:2]):
            return False
        first, end = titles.whole(self.sheet, spans)
        if end:
            self.found.others += spans[:first]
            self.found.titles.append(spans[first:end])
            self._skip(end)
        return end > 0

    def _leading_title(self) -> bool:
        """Take a title that something has run into, with the rows of organs right above one that names none."""
        row = self._row()
        if not self._run_together(titles.leading(row, self.rest.start == 0)):
            return False
        title, others = self.found.titles[-1], self.found.others
        while re.match("关于|印发|转发|批转", row) and others and others[-1].end + 1 == title[0].start:
            if not organs.is_organ(self.text[others[-1].start : others[-1].end]):
                break
            title.insert(0, others.pop())
        return True

    def _run_together(self, length: int) -> bool:
        """Take a title of that length off the row; nothing when it is 0."""
        if length:
            self.found.titles.append([self._take(self.rest.start + length)])
        return length > 0

    def _is_masthead(self, row: Span, following: Span | None = None) -> bool:
        """Tell whether a row is printed in red and the next one is not."""
        return self.sheet.line(row).red and following is not None and not self.sheet.line(following).red

    def _note(self) -> bool:
        """Take the note of adoption under the title, over its rows, or from the row that goes on behind it."""
        row = self._row()
        leading = titles.LEADING_NOTE.match(row) if self.found.titles else None
        if leading and leading.end() < len(row) and _NOTE_WORD.search(leading.group()):
            self.found.notes.append(self._take(self.rest.start + leading.end()))
            return True
        if (
            not self.found.titles
            or not addressed.NOTE.match(row)
            or not _NOTE_WORD.search(row + self._next())
            or len(row) > 120
        ):
            return False
        if wording.SENTENCE.search(row) or (closing.DATE.fullmatch(row) and wording.is_title(self._next())):
            return False
        is_open = ("（" in row and "）" not in row) or (not row.startswith("（") and self._next().endswith("）"))
        span = self.rest
        self._skip(1)
        if is_open and self.at < len(self.rows) and "）" in self._row()[:60]:
            span = Span(span.start, self.rest.end)
            self._skip(1)
        self.found.notes.append(span)
        return True

    def _next(self, length: int = 60) -> str:
        following = self.rows[self.at + 1] if self.at + 1 < len(self.rows) else Span(0, 0)
        return self.text[following.start : min(following.end, following.start + length)]

    def _head(self) -> bool:
        """Take a masthead or another short row; anything else begins the body."""
        row = self._row()
        if (
            wording.SENTENCE.search(row)
            or row.endswith("：")
            or len(row) > 60
            or re.match(r"[一二三四五六七八九十]+、|第一[章条]", row)
        ):
            return False
        if self.found.titles and (office := signatures.office(row)):
            self.found.others.append(self._take(self.rest.start + len(office)))
            self._skip(1)
            return True
        dated = closing.DATE.fullmatch(row.strip("（()）"))
        if self.found.titles and not (wording.MASTHEAD.fullmatch(row) or dated or self._may_issue(row)):
            return False
        masthead = wording.MASTHEAD.fullmatch(row) or wording.ORDER_HEAD.fullmatch(row)
        (self.found.mastheads if masthead or self.sheet.line(self.rest).red else self.found.others).append(self.rest)
        self._skip(1)
        return True

    def _may_issue(self, row: str) -> bool:
        """Tell whether a row under the title may name an issuer; a longer list of organs is the body."""
        return organs.is_organ(row) and len(self.found.others) < _MOST_OTHERS

    def _stray(self) -> bool:
        """Step over one row between title and recipients that is no sentence: a number that has been cut."""
        row, at, rest = self._row(), self.at, self.rest
        if not self.found.titles or not gaps.may_be_stray(row) or at + 1 >= len(self.rows):
            return False
        self._skip(1)
        if self._recipients():
            return True
        self.at, self.rest = at, rest
        return False
